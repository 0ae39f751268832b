/** Matching principals of workforce and workload identity pools. */
import type { Pool, Principal } from '../names/index.js';
import type { Identity } from './identity.js';
import { direct, doubt, type MemberMatch, stranger } from './member-match.js';

type Federated = Principal & {
  readonly kind: 'federatedSubject' | 'federatedGroup' | 'federatedAttribute' | 'federatedPool';
};

/** The pool of a federated identity; undefined for Google accounts, which are in no pool. */
function poolOf(identity: Identity): Pool | undefined {
  return identity.subject.kind === 'federated' ? identity.subject.principal.pool : undefined;
}

/**
 * A pool's principal means exactly its subject, and `*` everybody of the pool. Groups and attributes come with the
 * token at sign-in and stand nowhere, so within the pool they cannot be told (IAM "Principal identifiers").
 */
export function matchFederated(principal: Federated, identity: Identity): MemberMatch {
  const { subject } = identity;
  if (subject.kind !== 'federated' || poolOf(identity)?.name !== principal.pool.name) return stranger();
  switch (principal.kind) {
    case 'federatedSubject':
      return subject.principal.subject === principal.subject ? direct(principal, identity) : stranger();
    case 'federatedPool':
      return direct(principal, identity);
    case 'federatedGroup':
      return unseen(`group ${principal.group}`);
    case 'federatedAttribute':
      return unseen(`attribute ${principal.attribute}`);
  }
}

function unseen(what: string): MemberMatch {
  return doubt({
    code: 'directory-not-readable',
    what: `Only the sign-in token of a federated identity tells its groups and attributes: ${what} could not be seen.`,
    needs: 'the claims of the token the person signs in with',
    subject: what,
  });
}

/**
 * The older way to name a GKE workload. It never means a person or a service account; a federated identity of the
 * cluster's pool with the same namespace and account is likely the same workload.
 */
export function matchGkeWorkload(
  principal: Principal & { readonly kind: 'gkeWorkload' },
  identity: Identity,
): MemberMatch {
  const pool = `/${principal.project}.svc.id.goog`;
  const name = `ns/${principal.namespace}/sa/${principal.account}`;
  const { subject } = identity;
  if (subject.kind !== 'federated' || subject.principal.subject !== name)
    return stranger('names a GKE workload');
  return poolOf(identity)?.name.endsWith(pool)
    ? unseen(`whether ${name} is the workload meant`)
    : stranger('names a GKE workload');
}

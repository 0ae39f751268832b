/** Whether a principal of an allow policy, a deny policy or a boundary binding means a given identity. */
import type { Principal } from '../names/index.js';
import type { Identity } from './identity.js';
import { matchDeleted, matchServiceAccount, matchUser, ownEmail } from './member-account.js';
import { matchAccountsOf, matchContainer } from './member-container.js';
import { matchFederated, matchGkeWorkload } from './member-federated.js';
import { direct, doubt, type MatchWorld, type MemberMatch, oddity, stranger } from './member-match.js';
import { matchAllAuthenticated, matchCustomer, matchDomain, matchGroup } from './member-set.js';

export type { MatchWorld, MemberMatch, MemberNo } from './member-match.js';

/**
 * Matches one principal. A yes tells the chain from the person to the principal; a no tells its reason where there is
 * one worth telling; what could not be looked up, or is written in a form nobody here knows, is `unknown`.
 */
export function matchMember(principal: Principal, identity: Identity, world: MatchWorld = {}): MemberMatch {
  switch (principal.kind) {
    case 'user':
      return matchUser(principal.email, identity);
    case 'serviceAccount':
      return matchServiceAccount(principal.email, identity);
    case 'group':
      return matchGroup(principal.email, identity);
    case 'domain':
      return matchDomain(principal.domain, identity);
    case 'customer':
    case 'workspace':
      return matchCustomer(principal, identity);
    case 'allUsers':
      return direct(principal, identity);
    case 'allAuthenticatedUsers':
      return matchAllAuthenticated(identity);
    case 'federatedSubject':
    case 'federatedGroup':
    case 'federatedAttribute':
    case 'federatedPool':
      return matchFederated(principal, identity);
    case 'gkeWorkload':
      return matchGkeWorkload(principal, identity);
    case 'accountsOf':
      return matchAccountsOf(principal, identity);
    case 'container':
      return matchContainer(principal, identity, world);
    case 'convenience':
      return oddity('is a convenience member of storage policies, which IAP does not know');
    case 'agent':
      return stranger('names a software agent');
    case 'deleted':
      return matchDeleted(principal.was, identity);
    case 'unrecognised':
      return matchUnrecognised(principal.raw, identity);
  }
}

const KNOWN_TYPE = /^(?:user|serviceAccount|group|domain|projectOwner|projectEditor|projectViewer|deleted):/;
const POOL =
  /(?:locations\/global\/workforcePools|projects\/[^/]+\/locations\/global\/workloadIdentityPools)\/[^/]+/;

/**
 * A form that could not be read. Under a type word we know, Google would not have stored it, and without any type word
 * it means nobody. A form of a pool can only mean that pool's identities. All else may be a form newer than this
 * program, and may mean anybody: saying no to it could be a falsehood.
 */
function matchUnrecognised(raw: string, identity: Identity): MemberMatch {
  const own = ownEmail(identity);
  const namesThem = own !== undefined && raw.toLowerCase().includes(own);
  const pool = POOL.exec(raw)?.[0];
  const { subject } = identity;
  const otherPool =
    pool !== undefined && (subject.kind !== 'federated' || subject.principal.pool.name !== pool);
  const foreign = KNOWN_TYPE.test(raw) || !/[:/]/.test(raw) || otherPool;
  if (foreign && !namesThem) return oddity('is not a form of principal that means anybody');
  return doubt({
    code: 'policy-not-readable',
    what: 'A policy names a principal in a form that is not known here, so it may or may not mean this account.',
    needs: "the answer of Google's Policy Troubleshooter, or a newer iap-doctor",
    subject: raw.slice(0, 200),
  });
}

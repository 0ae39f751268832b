/** Matching principal sets of projects, folders and organisations. */
import { type Container, containerName, type Principal } from '../names/index.js';
import { isAmong } from './among.js';
import type { Identity } from './identity.js';
import { direct, doubt, type MatchWorld, type MemberMatch, stranger } from './member-match.js';

/** Google-managed accounts, which act for a service and not for anybody's workload. */
const SERVICE_AGENT = /@(?:gcp-sa-[^.]+|[^.]*-robot|cloudservices|system)\.(?:iam\.)?gserviceaccount\.com$/;

/** Where an account lives. An empty list means that nobody said, not that it lives nowhere. */
function livesIn(container: Container, identity: Identity): 'yes' | 'no' | MemberMatch {
  const { home } = identity;
  if (!home.known) return doubt(home.why);
  switch (home.value.length === 0 ? 'unknown' : isAmong(container, home.value)) {
    case 'true':
      return 'yes';
    case 'false':
      return 'no';
    case 'unknown':
      return doubt(unplaced(container));
  }
}

const unplaced = (container: Container) => ({
  code: 'boundary-not-readable' as const,
  what: `A policy names the identities of ${containerName(container)}, and whether this one is among them could not be seen.`,
  needs: 'resourcemanager.projects.get on the project the identity lives in',
  subject: containerName(container),
});

function within(principal: Principal, container: Container, identity: Identity): MemberMatch {
  const lives = livesIn(container, identity);
  if (lives === 'yes') return direct(principal, identity);
  return lives === 'no' ? stranger(`names the identities of ${containerName(container)}`) : lives;
}

/** `principalSet://cloudresourcemanager.googleapis.com/…/type/ServiceAccount` or `…/type/ServiceAgent`. */
export function matchAccountsOf(
  principal: Principal & { readonly kind: 'accountsOf' },
  identity: Identity,
): MemberMatch {
  const { subject } = identity;
  if (subject.kind !== 'serviceAccount') return stranger('names service accounts');
  const agent = SERVICE_AGENT.test(subject.email);
  if (!agent && principal.type === 'ServiceAgent') return stranger('names service agents');
  const match = within(principal, principal.container, identity);
  // Whether "all service accounts" takes in Google's own agents is not documented.
  return agent && principal.type === 'ServiceAccount' && match.truth === 'true'
    ? doubt(unplaced(principal.container))
    : match;
}

/**
 * The principal set of a boundary binding that is a project, folder or organisation. People stand only in the set of
 * their own customer's organisation; service accounts and workloads in those of their project and all above it (IAM
 * "Principal access boundary policies").
 */
export function matchContainer(
  principal: Principal & { readonly kind: 'container' },
  identity: Identity,
  world: MatchWorld,
): MemberMatch {
  const { subject } = identity;
  const { container } = principal;
  switch (subject.kind) {
    case 'serviceAccount':
      return within(principal, container, identity);
    case 'user':
      return container.kind === 'organization'
        ? ownOrganization(principal, container, identity, world)
        : stranger(`names the workloads of ${containerName(container)}`);
    case 'federated': {
      const { pool } = subject.principal;
      if (pool.kind === 'workforce' && container.kind !== 'organization')
        return stranger(`names the workloads of ${containerName(container)}`);
      if (pool.kind === 'workload' && pool.name.startsWith(`${containerName(container)}/`))
        return direct(principal, identity);
      return within(principal, container, identity);
    }
  }
}

function ownOrganization(
  principal: Principal,
  organization: Container,
  identity: Identity,
  world: MatchWorld,
): MemberMatch {
  const { customer, home } = identity;
  if (home.known && isAmong(organization, home.value) === 'true') return direct(principal, identity);
  if (!customer.known) return doubt(customer.why);
  const elsewhere = () => stranger(`names the people of ${containerName(organization)}'s customer`);
  if (customer.value === undefined) return elsewhere();
  const owner = world.customerOf?.(organization);
  if (owner === undefined) return doubt(unplaced(organization));
  if (!owner.known) return doubt(owner.why);
  return owner.value === customer.value ? direct(principal, identity) : elsewhere();
}

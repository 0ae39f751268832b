/** Whether a principal of an allow policy, a deny policy or a boundary binding means a given account. */
import { containersOf, customerOfDomain, findProject, findUser, inGroup, type World } from '../model.js';
import { type Tri, tri } from './tri.js';

/** The account a decision is about. */
export interface Account {
  /** The address IAM compares with: the primary one of a user. */
  readonly email: string;
  readonly kind: 'user' | 'serviceAccount';
  readonly customerId: string | undefined;
  /** For a service account, where it lives: project, folders, organisation. */
  readonly home: readonly string[];
}

/** Finds out who an address is. Unknown addresses are users of an unknown customer. */
export function accountOf(world: World, address: string): Account {
  const email = address.toLowerCase();
  const account = world.serviceAccounts.find((candidate) => candidate.email === email);
  if (account || email.endsWith('.gserviceaccount.com')) {
    const project = findProject(world, account?.projectId ?? '');
    const home = project ? containersOf(world, `projects/${project.number}`) : [];
    return { email, kind: 'serviceAccount', customerId: undefined, home };
  }
  const user = findUser(world, email);
  return { email: user?.primaryEmail ?? email, kind: 'user', customerId: user?.customerId, home: [] };
}

function groupMatch(world: World, account: Account, group: string, seesGroups: boolean): Tri {
  return seesGroups ? tri(inGroup(world, group, account.email)) : 'unknown';
}

/** One member of an allow policy (IAM v1). `seesGroups`: whether whoever asks may look into groups. */
export function allowMemberMatches(world: World, account: Account, member: string, seesGroups: boolean): Tri {
  if (member === 'allUsers' || member === 'allAuthenticatedUsers') return 'yes';
  const colon = member.indexOf(':');
  const [type, value] = [member.slice(0, colon), member.slice(colon + 1).toLowerCase()];
  switch (type) {
    case 'user':
    case 'serviceAccount':
      return tri(account.kind === type && (findUser(world, value)?.primaryEmail ?? value) === account.email);
    case 'group':
      return groupMatch(world, account, value, seesGroups);
    case 'domain': {
      const customer = customerOfDomain(world, value);
      return tri(account.kind === 'user' && customer !== undefined && customer.id === account.customerId);
    }
    case 'principalSet':
      return tri(accountSetMatches(account, member));
    default:
      return 'no';
  }
}

/** `principalSet://cloudresourcemanager.googleapis.com/projects/1/type/ServiceAccount` and the like. */
function accountSetMatches(account: Account, principal: string): boolean {
  const container =
    /^principalSet:\/\/cloudresourcemanager\.googleapis\.com\/([^/]+\/[^/]+)\/type\/ServiceAccount$/.exec(
      principal,
    )?.[1];
  return container !== undefined && account.home.includes(container);
}

/** One principal of a deny policy (IAM v2). */
export function denyPrincipalMatches(
  world: World,
  account: Account,
  principal: string,
  seesGroups: boolean,
): Tri {
  if (principal === 'principalSet://goog/public:all') return 'yes';
  const [, kind, value] =
    /^principal(?:Set)?:\/\/goog\/(subject|group|cloudIdentityCustomerId)\/(.+)$/.exec(principal) ?? [];
  if (kind === 'group') return groupMatch(world, account, value ?? '', seesGroups);
  if (kind === 'cloudIdentityCustomerId') return tri(account.customerId === value);
  if (kind === 'subject')
    return tri(
      account.kind === 'user' && (findUser(world, value ?? '')?.primaryEmail ?? value) === account.email,
    );
  const named = /^principal:\/\/iam\.googleapis\.com\/projects\/-\/serviceAccounts\/(.+)$/.exec(
    principal,
  )?.[1];
  return tri(named === account.email || accountSetMatches(account, principal));
}

/** The principal set of a boundary binding (IAM v3): a Workspace customer, or a container's accounts. */
export function boundarySetMatches(world: World, account: Account, set: string): boolean {
  const workspace = /^\/\/iam\.googleapis\.com\/locations\/global\/workspace\/(.+)$/.exec(set)?.[1];
  if (workspace !== undefined) return account.customerId === workspace;
  const container = /^\/\/cloudresourcemanager\.googleapis\.com\/(.+)$/.exec(set)?.[1];
  if (container === undefined) return false;
  const organization = world.organizations.find(({ id }) => container === `organizations/${id}`);
  return (
    account.home.includes(container) ||
    (organization !== undefined && organization.customerId === account.customerId)
  );
}

/** Admin SDK Directory v1: users, groups and direct members, with the older error bodies. */
import { type GoogleApiError, legacyError } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import {
  customerOfDomain,
  directGroups,
  findCustomer,
  findGroup,
  findUser,
  type GroupMember,
  groupVisible,
  inGroup,
  memberCounts,
  type WorldGroup,
  type WorldUser,
} from '../model.js';
import { etagOf } from './policy-json.js';

const api = 'admin';

const forbidden = (): GoogleApiError =>
  legacyError(403, 'Not Authorized to access this resource/api', 'forbidden');
const missing = (what: string): GoogleApiError => legacyError(404, `Resource Not Found: ${what}`, 'notFound');
const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

function userJson(user: WorldUser): unknown {
  return {
    kind: 'admin#directory#user',
    id: user.id,
    etag: etagOf(user),
    primaryEmail: user.primaryEmail,
    name: {
      givenName: user.fullName.split(' ')[0],
      familyName: user.fullName.split(' ').slice(1).join(' '),
      fullName: user.fullName,
    },
    isAdmin: false,
    agreedToTerms: true,
    suspended: user.suspended,
    ...(user.suspensionReason === undefined ? {} : { suspensionReason: user.suspensionReason }),
    archived: user.archived,
    creationTime: user.createdAt,
    ...(user.deletedAt === undefined ? {} : { deletionTime: user.deletedAt }),
    ...(user.aliases.length > 0 ? { aliases: user.aliases } : {}),
    emails: [user.primaryEmail, ...user.aliases].map((address, at) => ({
      address,
      ...(at === 0 ? { primary: true } : {}),
    })),
    customerId: user.customerId,
    orgUnitPath: '/',
    isMailboxSetup: true,
    isEnrolledIn2Sv: true,
    isEnforcedIn2Sv: true,
    isGuestUser: user.isGuest,
  };
}

/** A user of the caller's customer; people of other customers are refused, not shown. */
function getUser(call: Call): unknown {
  const key = pathValue(call, 'user');
  if (!call.rights.has('admin.users.read')) throw forbidden();
  const user = findUser(call.world, key);
  const own = user
    ? findCustomer(call.world, user.customerId)?.visible === true
    : customerOfDomain(call.world, domainOf(key.toLowerCase()))?.visible === true || !key.includes('@');
  if (!own && call.switches.foreignUserStatus === 403) throw forbidden();
  if (!own || !user || user.deletedAt !== undefined) throw missing('userKey');
  return userJson(user);
}

/** The users of one customer of the caller's, or those of them that `query=isSuspended=true` asks for. */
function listUsers(call: Call): unknown {
  const asked = call.query.get('customer');
  const domain = call.query.get('domain');
  if (asked === null && domain === null) throw legacyError(400, 'Bad Request', 'badRequest');
  const customer =
    asked === null
      ? customerOfDomain(call.world, domain ?? '')
      : call.world.customers.find(({ id, visible }) => id === asked || (asked === 'my_customer' && visible));
  if (!call.rights.has('admin.users.read') || customer?.visible !== true) throw forbidden();
  const wanted = /^isSuspended=(true|false)$/.exec(call.query.get('query') ?? '')?.[1];
  if (call.query.has('query') && wanted === undefined)
    throw legacyError(400, 'Invalid Input: query', 'invalid');
  const items = call.world.users
    .filter((user) => user.customerId === customer.id && user.deletedAt === undefined)
    .filter((user) => wanted === undefined || user.suspended === (wanted === 'true'))
    .map(userJson);
  const page = pageBody('users', pageOf(call, items, { fallback: 100, max: 500 }, 'maxResults'));
  return { kind: 'admin#directory#users', etag: etagOf(items), ...page };
}

function groupJson(group: WorldGroup): unknown {
  return {
    kind: 'admin#directory#group',
    id: group.id,
    etag: etagOf(group),
    email: group.email,
    name: group.displayName,
    directMembersCount: String(group.members.length),
    description: '',
    adminCreated: true,
    ...(group.aliases.length > 0 ? { aliases: group.aliases } : {}),
  };
}

function viewGroup(call: Call): WorldGroup {
  if (!call.rights.has('admin.groups.read')) throw forbidden();
  const key = pathValue(call, 'group');
  const group = findGroup(call.world, key) ?? findGroup(call.world, `groups/${key}`);
  if (group && groupVisible(call.world, group)) return group;
  const own = customerOfDomain(call.world, domainOf(key.toLowerCase()))?.visible === true;
  throw own ? missing('groupKey') : forbidden();
}

/** Direct groups of `userKey`; Google refuses it together with `customer`. */
function listGroups(call: Call): unknown {
  if (!call.rights.has('admin.groups.read')) throw forbidden();
  const userKey = call.query.get('userKey');
  const customer = call.query.get('customer');
  const domain = call.query.get('domain');
  if ((userKey !== null && customer !== null) || (userKey === null && customer === null && domain === null))
    throw legacyError(400, 'Bad Request', 'badRequest');
  const email = userKey === null ? undefined : (findUser(call.world, userKey)?.primaryEmail ?? userKey);
  const groups = email === undefined ? call.world.groups : directGroups(call.world, email);
  const items = groups.filter((group) => groupVisible(call.world, group)).map(groupJson);
  const page = pageBody('groups', pageOf(call, items, { fallback: 200, max: 200 }, 'maxResults'));
  return { kind: 'admin#directory#groups', etag: etagOf(items), ...page };
}

function memberJson(member: GroupMember): unknown {
  return {
    kind: 'admin#directory#member',
    etag: etagOf(member),
    id: member.id,
    email: member.email,
    role: member.roles.find((role) => role !== 'MEMBER') ?? 'MEMBER',
    type: member.type === 'GROUP' ? 'GROUP' : 'USER',
    status: 'ACTIVE',
  };
}

function listMembers(call: Call): unknown {
  const items = viewGroup(call).members.map(memberJson);
  const page = pageBody('members', pageOf(call, items, { fallback: 200, max: 200 }, 'maxResults'));
  return { kind: 'admin#directory#members', etag: etagOf(items), ...page };
}

/**
 * Nested members count only inside the group's own domain; others are an invalid input. A membership that is over or
 * not compliant is none.
 */
function hasMember(call: Call): unknown {
  const group = viewGroup(call);
  const key = pathValue(call, 'member');
  const email = findUser(call.world, key)?.primaryEmail ?? key.toLowerCase();
  const direct = group.members.some((member) => member.email === email && memberCounts(call.world, member));
  if (direct) return { isMember: true };
  if (domainOf(email) !== domainOf(group.email))
    throw legacyError(400, 'Invalid Input: memberKey', 'invalid');
  return { isMember: inGroup(call.world, group.email, email) };
}

const GROUP = '/admin/directory/v1/groups/(?<group>[^/]+)';

export const adminRoutes: readonly Route[] = [
  { api, method: 'GET', path: /^\/admin\/directory\/v1\/users\/(?<user>[^/]+)$/, handle: getUser },
  { api, method: 'GET', path: /^\/admin\/directory\/v1\/users$/, handle: listUsers },
  { api, method: 'GET', path: /^\/admin\/directory\/v1\/groups$/, handle: listGroups },
  { api, method: 'GET', path: new RegExp(`^${GROUP}$`), handle: (call) => groupJson(viewGroup(call)) },
  { api, method: 'GET', path: new RegExp(`^${GROUP}/members$`), handle: listMembers },
  { api, method: 'GET', path: new RegExp(`^${GROUP}/hasMember/(?<member>[^/]+)$`), handle: hasMember },
];

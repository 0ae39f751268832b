/** Cloud Identity v1, direct memberships: list, get, lookup and searchDirectGroups, which any edition answers. */
import { rpcError } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import {
  directGroups,
  findGroup,
  findUser,
  type GroupMember,
  groupVisible,
  type WorldGroup,
} from '../model.js';
import { groupLabels, hiddenGroup, membershipJson, viewGroup } from './groups-json.js';
import { groupFits, readMemberQuery } from './member-query.js';

const api = 'cloudidentity';

function list(call: Call): unknown {
  const group = viewGroup(call, `groups/${pathValue(call, 'group')}`);
  const full = call.query.get('view') === 'FULL';
  const rule = full ? { fallback: 50, max: 500 } : { fallback: 200, max: 1000 };
  // Only what is on the page is written out: a group may hold fifty thousand.
  const page = pageOf(call, group.members, rule);
  const items = page.items.map((member) => membershipJson(group, member, full ? 'FULL' : 'BASIC'));
  return pageBody('memberships', { ...page, items });
}

function memberOf(call: Call, fits: (member: GroupMember) => boolean): [WorldGroup, GroupMember] {
  const group = viewGroup(call, `groups/${pathValue(call, 'group')}`);
  const member = group.members.find(fits);
  if (!member) throw rpcError(404, 'Error(4003): Membership not found.');
  return [group, member];
}

function get(call: Call): unknown {
  const [group, member] = memberOf(call, ({ id }) => id === pathValue(call, 'membership'));
  return membershipJson(group, member, 'FULL');
}

function lookup(call: Call): unknown {
  const email = (call.query.get('memberKey.id') ?? '').toLowerCase();
  const [group, member] = memberOf(call, (candidate) => candidate.email === email);
  return { name: `groups/${group.id}/memberships/${member.id}` };
}

function exists(call: Call, email: string): boolean {
  const { world } = call;
  const account = world.serviceAccounts.some((candidate) => candidate.email === email);
  const listed = world.groups.some((group) => group.members.some((member) => member.email === email));
  return account || listed || findUser(world, email) !== undefined || findGroup(world, email) !== undefined;
}

/** Groups the caller may not view are left out in silence, and no expiry is ever shown. */
function searchDirectGroups(call: Call): unknown {
  const query = readMemberQuery(call.query.get('query') ?? '', true);
  if (!call.rights.has('admin.groups.read')) throw hiddenGroup('groups/-');
  // Google answers 500, not 400, for an address that is nobody.
  if (!exists(call, query.member)) throw rpcError(500, 'Internal error encountered.');
  const visible = directGroups(call.world, query.member).filter(
    (group) => groupVisible(call.world, group) && groupFits(query, group),
  );
  const items = visible.map((group) => {
    const member = group.members.find(({ email }) => email === query.member);
    return {
      membership: `groups/${group.id}/memberships/${member?.id}`,
      roles: (member?.roles ?? []).map((name) => ({ name })),
      group: `groups/${group.id}`,
      groupKey: { id: group.email },
      displayName: group.displayName,
      labels: groupLabels(group),
    };
  });
  return pageBody('memberships', pageOf(call, items, { fallback: 200, max: 1000 }));
}

const MEMBERS = '/v1/groups/(?<group>[^/:]+)/memberships';

export const membershipRoutes: readonly Route[] = [
  { api, method: 'GET', path: new RegExp(`^${MEMBERS}$`), handle: list },
  { api, method: 'GET', path: new RegExp(`^${MEMBERS}:lookup$`), handle: lookup },
  { api, method: 'GET', path: new RegExp(`^${MEMBERS}/(?<membership>[^/:]+)$`), handle: get },
  {
    api,
    method: 'GET',
    path: /^\/v1\/groups\/-\/memberships:searchDirectGroups$/,
    handle: searchDirectGroups,
  },
];

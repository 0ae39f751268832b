/** Cloud Identity v1, nested memberships: the calls that need an edition, and what invisible groups do to them. */
import { rpcError } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import {
  findGroup,
  groupVisible,
  memberCounts,
  transitiveGroups,
  transitiveMembers,
  type WorldGroup,
} from '../model.js';
import {
  groupJson,
  groupLabels,
  hiddenGroup,
  membershipJson,
  requireEdition,
  viewGroup,
} from './groups-json.js';
import { groupFits, type MemberQuery, readMemberQuery } from './member-query.js';

const api = 'cloudidentity';

function memberAsked(call: Call): MemberQuery {
  const query = readMemberQuery(call.query.get('query') ?? '', true);
  if (!call.rights.has('admin.groups.read')) throw hiddenGroup('groups/-');
  requireEdition(call, query.member);
  return query;
}

/**
 * Refused as a whole when the caller may not view one of the groups found: a single group of another customer is
 * enough, unless the query is limited to one customer with `parent == 'customers/C0…'`.
 */
function searchTransitiveGroups(call: Call): unknown {
  const query = memberAsked(call);
  const found = [...transitiveGroups(call.world, query.member)].filter(([group]) => groupFits(query, group));
  const unseen = found.find(([group]) => !groupVisible(call.world, group));
  if (unseen) throw hiddenGroup(`groups/${unseen[0].id}`);
  const items = found.map(([group, relationType]) => ({
    group: `groups/${group.id}`,
    groupKey: { id: group.email },
    displayName: group.displayName,
    labels: groupLabels(group),
    relationType,
    roles: [{ role: 'MEMBER' }],
  }));
  return pageBody('memberships', pageOf(call, items, { fallback: 200, max: 1000 }));
}

/** Answers as soon as one path is visible; the group itself has to be visible too. */
function checkTransitive(call: Call): unknown {
  const query = readMemberQuery(call.query.get('query') ?? '', false);
  requireEdition(call, query.member);
  const group = viewGroup(call, `groups/${pathValue(call, 'group')}`);
  return transitiveGroups(call.world, query.member).has(group) ? { hasMembership: true } : {};
}

function searchTransitiveMemberships(call: Call): unknown {
  const group = viewGroup(call, `groups/${pathValue(call, 'group')}`);
  requireEdition(call, group.email);
  const items = [...transitiveMembers(call.world, group).values()].map(({ member, relation }) => ({
    member:
      member.type === 'GROUP' ? `groups/${findGroup(call.world, member.email)?.id}` : `users/${member.id}`,
    preferredMemberKey: [{ id: member.email }],
    roles: member.roles.map((role) => ({ role })),
    relationType: relation,
  }));
  return pageBody('memberships', pageOf(call, items, { fallback: 200, max: 1000 }));
}

/** The groups on the way from the member up, to one group or (`-`) to all of them. */
function graphGroups(call: Call, member: string): WorldGroup[] {
  const all = [...transitiveGroups(call.world, member).keys()];
  const asked = pathValue(call, 'group');
  if (asked === '-') return all;
  const target = viewGroup(call, `groups/${asked}`);
  const below = new Set(transitiveMembers(call.world, target).keys());
  return all.filter((group) => group === target || below.has(group.email));
}

/** A long-running operation that is already done, as the real one usually is. */
function getMembershipGraph(call: Call): unknown {
  const query = memberAsked(call);
  const groups = graphGroups(call, query.member).filter((group) => groupFits(query, group));
  if (groups.length === 0) throw rpcError(404, 'Error(4003): Membership not found.');
  const unseen = groups.find((group) => !groupVisible(call.world, group));
  if (unseen) throw hiddenGroup(`groups/${unseen.id}`);
  const onPath = new Set([query.member, ...groups.map((group) => group.email)]);
  const adjacencyList = groups.map((group) => ({
    group: `groups/${group.id}`,
    edges: group.members
      .filter((member) => onPath.has(member.email) && memberCounts(call.world, member))
      .map((member) => membershipJson(group, member, 'BASIC')),
  }));
  return {
    done: true,
    response: {
      '@type': 'type.googleapis.com/google.apps.cloudidentity.groups.v1.GetMembershipGraphResponse',
      adjacencyList,
      groups: groups.map(groupJson),
    },
  };
}

const MEMBERS = '/v1/groups/(?<group>[^/:]+)/memberships';

export const transitiveRoutes: readonly Route[] = [
  {
    api,
    method: 'GET',
    path: /^\/v1\/groups\/-\/memberships:searchTransitiveGroups$/,
    handle: searchTransitiveGroups,
  },
  { api, method: 'GET', path: new RegExp(`^${MEMBERS}:checkTransitiveMembership$`), handle: checkTransitive },
  {
    api,
    method: 'GET',
    path: new RegExp(`^${MEMBERS}:searchTransitiveMemberships$`),
    handle: searchTransitiveMemberships,
  },
  { api, method: 'GET', path: new RegExp(`^${MEMBERS}:getMembershipGraph$`), handle: getMembershipGraph },
];

/** Groups and memberships as Cloud Identity writes them, and the two refusals it has for them. */
import { type GoogleApiError, rpcError } from '../http/errors.js';
import type { Call } from '../http/route.js';
import {
  customerOfDomain,
  findGroup,
  type GroupMember,
  groupVisible,
  type MemberRole,
  type WorldGroup,
} from '../model.js';

const FORUM = 'cloudidentity.googleapis.com/groups.discussion_forum';
const DYNAMIC = 'cloudidentity.googleapis.com/groups.dynamic';

export function groupLabels(group: WorldGroup): Record<string, string> {
  return { [FORUM]: '', ...(group.dynamic ? { [DYNAMIC]: '' } : {}) };
}

export function groupJson(group: WorldGroup): Record<string, unknown> {
  const { dynamic } = group;
  return {
    name: `groups/${group.id}`,
    groupKey: { id: group.email },
    parent: `customers/${group.customerId}`,
    displayName: group.displayName,
    createTime: group.createdAt,
    updateTime: group.createdAt,
    labels: groupLabels(group),
    ...(group.aliases.length > 0 ? { additionalGroupKeys: group.aliases.map((id) => ({ id })) } : {}),
    ...(dynamic
      ? {
          dynamicGroupMetadata: {
            queries: [{ resourceType: 'USER', query: dynamic.query }],
            status: { status: dynamic.status, statusTime: dynamic.statusAt },
          },
        }
      : {}),
  };
}

function roleJson(member: GroupMember, role: MemberRole): Record<string, unknown> {
  const expires = role === 'MEMBER' && member.expiresAt !== undefined;
  return {
    name: role,
    ...(expires ? { expiryDetail: { expireTime: member.expiresAt } } : {}),
    ...(member.restriction
      ? { restrictionEvaluations: { memberRestrictionEvaluation: { state: member.restriction } } }
      : {}),
  };
}

/** `BASIC` holds name, key and role names only; `FULL` adds times, type, expiry and restriction. */
export function membershipJson(
  group: WorldGroup,
  member: GroupMember,
  view: 'BASIC' | 'FULL',
): Record<string, unknown> {
  const name = `groups/${group.id}/memberships/${member.id}`;
  const preferredMemberKey = { id: member.email };
  if (view === 'BASIC')
    return { name, preferredMemberKey, roles: member.roles.map((role) => ({ name: role })) };
  return {
    name,
    preferredMemberKey,
    roles: member.roles.map((role) => roleJson(member, role)),
    createTime: member.createdAt,
    updateTime: member.createdAt,
    type: member.type,
  };
}

/** 403 for what may be missing or hidden; Google does not tell which. */
export function hiddenGroup(resource: string): GoogleApiError {
  const message = `Error(2028): Permission denied for resource ${resource} (or it may not exist).`;
  return rpcError(403, message, [
    {
      '@type': 'type.googleapis.com/google.rpc.ResourceInfo',
      resourceType: 'cloudidentity.googleapis.com/Group',
      resourceName: resource,
      owner: 'domain:cloudidentity.googleapis.com',
      description: message,
    },
  ]);
}

/** What a customer without the right edition gets for a transitive question. */
function editionError(): GoogleApiError {
  return rpcError(
    403,
    'Error(3005): Insufficient permissions. The customer does not have an edition (Cloud Identity Premium, or Workspace Enterprise Standard, Plus or Education) that allows this request.',
  );
}

/**
 * Refuses transitive questions by the edition of the account they are about, member or group (Cloud Identity
 * reference). People of no customer at all have none; service accounts are not held to it.
 */
export function requireEdition(call: Call, email: string): void {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const premium = customerOfDomain(call.world, domain)?.edition === 'premium';
  if (!premium && !domain.endsWith('.gserviceaccount.com')) throw editionError();
}

/** The group by id, address or `groups/ID`, if the caller may view it; otherwise Google's 403. */
export function viewGroup(call: Call, key: string, shown = key): WorldGroup {
  const group = findGroup(call.world, key);
  if (!call.rights.has('admin.groups.read')) throw hiddenGroup(shown);
  if (group && groupVisible(call.world, group)) return group;
  const own = customerOfDomain(call.world, key.slice(key.lastIndexOf('@') + 1))?.visible === true;
  if (!group && own && call.switches.missingGroupStatus === 404)
    throw rpcError(404, `Error(4002): Resource not found: ${shown}.`);
  throw hiddenGroup(shown);
}

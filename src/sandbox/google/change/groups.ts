/** Changes of group memberships, as Enterprise Groups audit and as the Admin console write them. */

import { makeMember, memberPrefix } from '../model/members-make.js';
import {
  findCustomer,
  findGroup,
  type LogEntry,
  type MemberRole,
  type World,
  type WorldGroup,
} from '../model.js';
import { actorFields, type ChangeMeta, momentOf, writeAudit } from './audit.js';

/** Through which door the change came; that decides which log entry Google writes. */
export type GroupDoor = 'cloud-identity' | 'admin-console';

export interface MemberChange {
  readonly group: string;
  readonly member: string;
  readonly role?: MemberRole;
  /** RFC 3339. */
  readonly expiresAt?: string;
  readonly door?: GroupDoor;
}

function requireGroup(world: World, email: string): WorldGroup {
  const group = findGroup(world, email);
  if (!group) throw new Error(`${email} is not a group of this world`);
  return group;
}

/** Adds a member, or a role to one, and writes the entry. */
export function addGroupMember(world: World, change: MemberChange, meta: ChangeMeta): LogEntry | undefined {
  const group = requireGroup(world, change.group);
  const { role = 'MEMBER' } = change;
  const existing = group.members.find(({ email }) => email === change.member);
  if (existing) {
    if (!existing.roles.includes(role)) existing.roles.push(role);
    existing.expiresAt = change.expiresAt;
  } else {
    const made = makeMember(world, change.member, momentOf(world, meta));
    group.members.push({ ...made, roles: [role], expiresAt: change.expiresAt });
  }
  return writeMembership(world, group, change, 'ADD', meta);
}

/** Takes a member out and writes the entry. */
export function removeGroupMember(
  world: World,
  change: MemberChange,
  meta: ChangeMeta,
): LogEntry | undefined {
  const group = requireGroup(world, change.group);
  const at = group.members.findIndex(({ email }) => email === change.member);
  if (at < 0) throw new Error(`${change.member} is not in ${change.group}`);
  group.members.splice(at, 1);
  return writeMembership(world, group, change, 'REMOVE', meta);
}

/** Group changes are logged at the organisation of the group's customer. */
function writeMembership(
  world: World,
  group: WorldGroup,
  change: MemberChange,
  action: 'ADD' | 'REMOVE',
  meta: ChangeMeta,
): LogEntry | undefined {
  const customer = findCustomer(world, group.customerId);
  const organization = world.organizations.find(({ customerId }) => customerId === customer?.id);
  if (!organization) return undefined;
  const at = momentOf(world, meta);
  const container = `organizations/${organization.id}`;
  const service = change.door === 'admin-console' ? 'admin.googleapis.com' : 'cloudidentity.googleapis.com';
  const { methodName, rest } =
    change.door === 'admin-console'
      ? consoleFields(container, group, change, action)
      : identityFields(world, group, change, action);
  return writeAudit(world, {
    container,
    log: 'activity',
    severity: 'NOTICE',
    at,
    resource: { type: 'audited_resource', labels: { service, method: methodName } },
    payload: { ...actorFields(meta, at), serviceName: service, methodName, ...rest },
  });
}

interface Fields {
  readonly methodName: string;
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Adds and removals alike are `UpdateMembership`. */
function identityFields(
  world: World,
  group: WorldGroup,
  change: MemberChange,
  action: 'ADD' | 'REMOVE',
): Fields {
  return {
    methodName: 'google.apps.cloudidentity.groups.v1.MembershipsService.UpdateMembership',
    rest: {
      resourceName: `groups/${group.id}`,
      metadata: {
        '@type': 'type.googleapis.com/google.cloud.audit.GroupAuditMetadata',
        group: `group:${group.email}`,
        membershipDelta: {
          member: `${memberPrefix(world, change.member)}:${change.member}`,
          roleDeltas: [{ action, role: change.role ?? 'MEMBER' }],
        },
      },
    },
  };
}

function consoleFields(
  container: string,
  group: WorldGroup,
  change: MemberChange,
  action: 'ADD' | 'REMOVE',
): Fields {
  const verb = action === 'ADD' ? 'add' : 'remove';
  return {
    methodName: `google.admin.AdminService.${verb}GroupMember`,
    rest: {
      resourceName: `${container}/groupSettings`,
      metadata: {
        '@type': 'type.googleapis.com/ccc_hosted_reporting.ActivityProto',
        event: [
          {
            eventName: `${verb.toUpperCase()}_GROUP_MEMBER`,
            eventType: 'GROUP_SETTINGS',
            parameter: [
              { name: 'USER_EMAIL', value: change.member },
              { name: 'GROUP_EMAIL', value: group.email },
            ],
          },
        ],
      },
    },
  };
}

/** Group membership changes, from Cloud Identity's own audit log and from the Admin console's. */
import { adminEvents, memberOfAddress } from '../admin-events.js';
import { type Change, changeOf, type Delta, type EntryParser } from '../change.js';
import { type AuditEnvelope, listAt, textAt } from '../entry.js';

const membership = (envelope: AuditEnvelope, group: string, deltas: readonly Delta[]): Change =>
  changeOf(envelope, {
    kind: 'group-membership',
    resource: `groups/${group.replace(/^group:/, '').toLowerCase()}`,
    deltas,
  });

const ACTIONS: Readonly<Record<string, Delta['action']>> = { ADD: 'add', REMOVE: 'remove', UPDATE: 'change' };

/** `MembershipsService.UpdateMembership` with `GroupAuditMetadata`; used for adding and removing alike. */
export const cloudIdentityMembership: EntryParser = {
  kind: 'group-membership',
  services: ['cloudidentity.googleapis.com'],
  parse: (envelope) => {
    const { method, payload } = envelope;
    if (!/MembershipsService\.(?:Update|Create|Delete|Modify)\w*$/.test(method)) return undefined;
    const group = textAt(payload, 'metadata', 'group');
    const member = textAt(payload, 'metadata', 'membershipDelta', 'member');
    if (group === undefined || member === undefined) return 'unreadable';
    const deltas = listAt(payload, 'metadata', 'membershipDelta', 'roleDeltas').flatMap((raw): Delta[] => {
      const action = ACTIONS[textAt(raw, 'action') ?? ''];
      const role = textAt(raw, 'role');
      return role === undefined || action === undefined
        ? []
        : [{ action, role, member, condition: undefined }];
    });
    return deltas.length === 0 ? 'unreadable' : [membership(envelope, group, deltas)];
  },
};

const EVENTS: Readonly<Record<string, Delta['action']>> = {
  ADD_GROUP_MEMBER: 'add',
  REMOVE_GROUP_MEMBER: 'remove',
  UPDATE_GROUP_MEMBER: 'change',
};

/** `AdminService.addGroupMember` and the like: events with USER_EMAIL and GROUP_EMAIL parameters. */
export const adminMembership: EntryParser = {
  kind: 'group-membership',
  services: ['admin.googleapis.com'],
  parse: (envelope) => {
    const events = adminEvents(envelope)?.filter(({ name }) => Object.hasOwn(EVENTS, name)) ?? [];
    if (events.length === 0) return undefined;
    const changes = events.flatMap(({ name, value }): Change[] => {
      const action = EVENTS[name];
      const group = value('GROUP_EMAIL');
      const member = memberOfAddress(value('USER_EMAIL'));
      if (action === undefined || group === undefined || member === undefined) return [];
      const role = action === 'change' ? (value('NEW_VALUE')?.toUpperCase() ?? 'MEMBER') : 'MEMBER';
      return [membership(envelope, group, [{ action, role, member, condition: undefined }])];
    });
    return changes.length === 0 ? 'unreadable' : changes;
  },
};

/** Group membership changes, from Cloud Identity's own audit log and from the Admin console's. */
import { parseEmail } from '../../names/index.js';
import type { Change, Delta, EntryParser } from '../change.js';
import { type AuditEnvelope, at, listAt, textAt } from '../entry.js';

const base = (envelope: AuditEnvelope, group: string, deltas: Delta[]): Change => ({
  at: envelope.at,
  actor: envelope.actor,
  userAgent: envelope.userAgent,
  kind: 'group-membership',
  resource: `groups/${group.replace(/^group:/, '').toLowerCase()}`,
  deltas,
  policyAfter: undefined,
  entry: envelope.insertId,
});

/** `MembershipsService.UpdateMembership` with `GroupAuditMetadata`; used for adding and removing alike. */
export const cloudIdentityMembership: EntryParser = {
  kind: 'group-membership',
  parse: (envelope) => {
    if (
      envelope.service !== 'cloudidentity.googleapis.com' ||
      !/MembershipsService\.\w*Membership$/.test(envelope.method)
    ) {
      return undefined;
    }
    const group = textAt(envelope.payload, 'metadata', 'group');
    const member = textAt(envelope.payload, 'metadata', 'membershipDelta', 'member');
    if (group === undefined || member === undefined) return undefined;
    const deltas = listAt(envelope.payload, 'metadata', 'membershipDelta', 'roleDeltas').flatMap(
      (raw): Delta[] => {
        const action = textAt(raw, 'action');
        const role = textAt(raw, 'role');
        if (role === undefined || (action !== 'ADD' && action !== 'REMOVE')) return [];
        return [{ action: action === 'ADD' ? 'add' : 'remove', role, member, condition: undefined }];
      },
    );
    return base(envelope, group, deltas);
  },
};

const actions: Readonly<Record<string, Delta['action']>> = {
  ADD_GROUP_MEMBER: 'add',
  REMOVE_GROUP_MEMBER: 'remove',
};

/** `AdminService.addGroupMember` / `removeGroupMember`: events with USER_EMAIL and GROUP_EMAIL parameters. */
export const adminMembership: EntryParser = {
  kind: 'group-membership',
  parse: (envelope) => {
    if (envelope.service !== 'admin.googleapis.com') return undefined;
    for (const event of listAt(envelope.payload, 'metadata', 'event')) {
      const action = actions[textAt(event, 'eventName') ?? ''];
      if (!action) continue;
      const value = (name: string): string | undefined =>
        listAt(event, 'parameter')
          .filter((p) => textAt(p, 'name') === name)
          .map((p) => textAt(p, 'value') ?? String(at(p, 'value') ?? ''))[0];
      const group = value('GROUP_EMAIL');
      const user = parseEmail(value('USER_EMAIL') ?? '');
      if (group === undefined || !user) return undefined;
      const member = `${user.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'}:${user}`;
      return base(envelope, group, [{ action, role: 'MEMBER', member, condition: undefined }]);
    }
    return undefined;
  },
};

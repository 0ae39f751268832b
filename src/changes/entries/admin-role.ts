/** Administrator roles of Workspace: who may change groups and people, given and taken. */
import { adminEvents, memberOfAddress } from '../admin-events.js';
import { type Change, changeOf, type Delta, type EntryParser } from '../change.js';

/** Reports API, "Admin: delegated admin settings" and "user settings". */
const EVENTS: Readonly<Record<string, string>> = {
  ASSIGN_ROLE: 'gave the administrator role',
  UNASSIGN_ROLE: 'took the administrator role',
  GRANT_ADMIN_PRIVILEGE: 'made a super administrator of',
  REVOKE_ADMIN_PRIVILEGE: 'ended the super administrator rights of',
  GRANT_DELEGATED_ADMIN_PRIVILEGES: 'gave delegated administrator rights to',
  CREATE_ROLE: 'created the administrator role',
  DELETE_ROLE: 'deleted the administrator role',
  UPDATE_ROLE: 'changed the administrator role',
  RENAME_ROLE: 'renamed the administrator role',
  ADD_PRIVILEGE: 'added a privilege to the administrator role',
  REMOVE_PRIVILEGE: 'removed a privilege from the administrator role',
};

export const adminRole: EntryParser = {
  kind: 'admin-role',
  services: ['admin.googleapis.com'],
  parse: (envelope) => {
    const events = adminEvents(envelope)?.filter(({ name }) => Object.hasOwn(EVENTS, name)) ?? [];
    if (events.length === 0) return undefined;
    return events.map(({ name, value }): Change => {
      const role = value('ROLE_NAME');
      const person = value('USER_EMAIL');
      const member = memberOfAddress(person);
      const privilege = value('PRIVILEGE_NAME');
      const given = /^(?:ASSIGN|GRANT|UNASSIGN|REVOKE)/.test(name);
      const joined = /^UNASSIGN/.test(name) ? 'from' : 'to';
      const object = [
        role,
        given && role !== undefined && person !== undefined ? `${joined} ${person}` : (person ?? ''),
        privilege === undefined ? '' : `(${privilege})`,
      ];
      const action: Delta['action'] = /^(?:UNASSIGN|REVOKE|REMOVE|DELETE)/.test(name) ? 'remove' : 'add';
      const deltas: Delta[] =
        given && member !== undefined
          ? [{ action, role: role ?? 'super administrator', member, condition: undefined }]
          : [];
      return changeOf(envelope, {
        kind: 'admin-role',
        resource: envelope.resource || 'adminRoles',
        deltas,
        says: `${EVENTS[name] ?? 'changed an administrator role'} ${object.filter((bit) => bit).join(' ')}`.trim(),
      });
    });
  },
};

/** Groups themselves: made, deleted, or with other settings, from both log families. */
import { adminEvents } from '../admin-events.js';
import { type Change, changeOf, type EntryParser } from '../change.js';
import { type AuditEnvelope, textAt } from '../entry.js';

function groupChange(
  envelope: AuditEnvelope,
  address: string,
  verb: string,
  exists: boolean | undefined,
): Change {
  const group = address.replace(/^group:/, '').toLowerCase();
  return changeOf(envelope, {
    kind: 'group',
    resource: `groups/${group}`,
    says: `${verb} ${group}`,
    touched: { what: 'group', group, exists },
  });
}

const WORDS: Readonly<Record<string, readonly [string, boolean | undefined]>> = {
  Create: ['created the group', true],
  Delete: ['deleted the group', false],
  Update: ['changed the settings of the group', undefined],
};

export const cloudIdentityGroup: EntryParser = {
  kind: 'group',
  services: ['cloudidentity.googleapis.com'],
  parse: (envelope) => {
    const [, action] = /GroupsService\.(Create|Delete|Update)\w*$/.exec(envelope.method) ?? [];
    if (action === undefined) return undefined;
    const [verb, exists] = WORDS[action] ?? ['changed the group', undefined];
    const address =
      textAt(envelope.payload, 'metadata', 'group') ?? envelope.resource.replace(/^groups\//, '');
    return address === '' ? 'unreadable' : [groupChange(envelope, address, verb, exists)];
  },
};

const EVENTS: Readonly<Record<string, readonly [string, boolean | undefined]>> = {
  CREATE_GROUP: ['created the group', true],
  DELETE_GROUP: ['deleted the group', false],
  CHANGE_GROUP_EMAIL: ['changed the address of the group', false],
  CHANGE_GROUP_SETTING: ['changed the settings of the group', undefined],
  CHANGE_GROUP_NAME: ['changed the name of the group', undefined],
  GROUP_MEMBER_BULK_UPLOAD: ['uploaded a list of members to the group', undefined],
};

export const adminGroup: EntryParser = {
  kind: 'group',
  services: ['admin.googleapis.com'],
  parse: (envelope) => {
    const events = adminEvents(envelope)?.filter(({ name }) => Object.hasOwn(EVENTS, name)) ?? [];
    if (events.length === 0) return undefined;
    const changes = events.flatMap(({ name, value }): Change[] => {
      const [verb, exists] = EVENTS[name] ?? ['changed the group', undefined];
      const group = value('GROUP_EMAIL');
      const setting = value('SETTING_NAME');
      const words = setting === undefined ? verb : `${verb.replace(/settings of/, `setting ${setting} of`)}`;
      return group === undefined ? [] : [groupChange(envelope, group, words, exists)];
    });
    return changes.length === 0 ? 'unreadable' : changes;
  },
};

/** Accounts that stop or start working: people suspended or deleted, service accounts disabled. */
import { adminEvents, memberOfAddress } from '../admin-events.js';
import { type Change, changeOf, type EntryParser } from '../change.js';
import { type AuditEnvelope, textAt } from '../entry.js';

function accountChange(envelope: AuditEnvelope, member: string, words: string, works: boolean): Change {
  const address = member.slice(member.indexOf(':') + 1);
  return changeOf(envelope, {
    kind: 'other',
    resource: envelope.resource || address,
    says: `${words} ${address}`,
    touched: { what: 'account', member, works },
  });
}

/** Reports API, "Admin: user settings". */
const EVENTS: Readonly<Record<string, readonly [string, boolean]>> = {
  SUSPEND_USER: ['suspended the account', false],
  UNSUSPEND_USER: ['brought back the account', true],
  ARCHIVE_USER: ['archived the account', false],
  UNARCHIVE_USER: ['brought back the account', true],
  DELETE_USER: ['deleted the account', false],
  UNDELETE_USER: ['brought back the account', true],
};

export const personAccount: EntryParser = {
  kind: 'other',
  services: ['admin.googleapis.com'],
  parse: (envelope) => {
    const events = adminEvents(envelope)?.filter(({ name }) => Object.hasOwn(EVENTS, name)) ?? [];
    if (events.length === 0) return undefined;
    const changes = events.flatMap(({ name, value }): Change[] => {
      const [words, works] = EVENTS[name] ?? ['changed the account', true];
      const member = memberOfAddress(value('USER_EMAIL'));
      return member === undefined ? [] : [accountChange(envelope, member, words, works)];
    });
    return changes.length === 0 ? 'unreadable' : changes;
  },
};

const METHODS: Readonly<Record<string, readonly [string, boolean]>> = {
  Disable: ['disabled the service account', false],
  Enable: ['enabled the service account', true],
  Delete: ['deleted the service account', false],
  Undelete: ['brought back the service account', true],
};

export const serviceAccount: EntryParser = {
  kind: 'other',
  services: ['iam.googleapis.com'],
  parse: (envelope) => {
    const [, action] =
      /^google\.iam\.admin\.v1\.(Disable|Enable|Delete|Undelete)ServiceAccount$/.exec(envelope.method) ?? [];
    if (action === undefined) return undefined;
    const [words, works] = METHODS[action] ?? ['changed the service account', true];
    const email = /([^/]+@[^/]+)$/.exec(envelope.resource)?.[1] ?? textAt(envelope.labels, 'email_id');
    const member = memberOfAddress(email);
    return member === undefined ? 'unreadable' : [accountChange(envelope, member, words, works)];
  },
};

/** Admin SDK Directory: people, and membership in groups of one domain (admin.googleapis.com directory_v1). */
import { z } from 'zod';
import type { CustomerId, Email } from '../names/index.js';
import { type Asker, asker } from './api.js';
import type { Client } from './client.js';
import { email, flag, list, maybeEmail, optionalText, pageOf } from './fields.js';
import { lazy } from './lazy.js';
import type { CallContext, DirectoryPort, DirectoryUser, Look } from './ports.js';

const v1 = lazy(async () => {
  const { admin_directory_v1 } = await import('googleapis/build/src/apis/admin/directory_v1.js');
  return new admin_directory_v1.Admin({});
});

const user = z
  .object({
    id: z.string().min(1),
    primaryEmail: email,
    aliases: list(maybeEmail),
    nonEditableAliases: list(maybeEmail),
    customerId: optionalText,
    suspended: flag,
    suspensionReason: optionalText,
    archived: flag,
    creationTime: optionalText,
    deletionTime: optionalText,
    isGuestUser: flag,
  })
  .transform(
    ({
      aliases,
      nonEditableAliases,
      customerId,
      creationTime,
      deletionTime,
      isGuestUser,
      ...same
    }): DirectoryUser => ({
      ...same,
      aliases: [...aliases, ...nonEditableAliases].filter((alias) => alias !== undefined),
      customerId: customerId as CustomerId | undefined,
      createdAt: creationTime,
      deletedAt: deletionTime,
      isGuest: isGuestUser,
    }),
  );

const SUSPENDED = 'nextPageToken,users(primaryEmail)';
const suspended = pageOf(
  'users',
  z.object({ primaryEmail: email }).transform((found) => found.primaryEmail),
);

/** This API spells a "no" out; an answer without the field is none. */
const membership = z.object({ isMember: z.boolean() }).transform((answer) => answer.isMember);

export function directoryPort(client: Client): DirectoryPort {
  const api = asker(client, 'admin');
  return {
    user: (userKey, call) =>
      api.read(`users/${userKey}`, call, user, async (options) =>
        (await v1()).users.get({ userKey }, options),
      ),
    suspendedUsers: (customer, call) =>
      api.list(`users?customer=${customer}&query=isSuspended=true`, call, suspended, async (options, page) =>
        (await v1()).users.list(
          { customer, query: 'isSuspended=true', maxResults: 500, fields: SUSPENDED, ...page },
          options,
        ),
      ),
  };
}

/** `members.hasMember`: direct or nested, the latter only inside one domain. */
export function hasMember(
  api: Asker,
  groupKey: Email,
  memberKey: Email,
  call: CallContext,
): Promise<Look<boolean>> {
  return api.read(`groups/${groupKey}/hasMember/${memberKey}`, call, membership, async (options) =>
    (await v1()).members.hasMember({ groupKey, memberKey }, options),
  );
}

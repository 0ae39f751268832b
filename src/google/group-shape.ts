/** The shapes of Cloud Identity's groups, relations and memberships. */
import { z } from 'zod';
import { email, list, maybeEmail, optional, optionalText, pageOf, parsed } from './fields.js';
import type { Page } from './look.js';
import type {
  DirectRelation,
  GroupInfo,
  GroupName,
  GroupRelation,
  Membership,
  Portion,
  TransitiveMember,
} from './ports.js';

/** A single resource name below `groups/`; anything else could lead a later request astray. */
export const groupName = parsed(
  (text) => (/^groups\/[A-Za-z0-9_.-]+$/.test(text) ? (text as GroupName) : undefined),
  'the name of a group',
);

const key = z.object({ id: z.string() });
const maybeKey = z.object({ id: maybeEmail });

const RELATIONS: Readonly<Record<string, GroupRelation['relation']>> = {
  DIRECT: 'direct',
  INDIRECT: 'indirect',
  DIRECT_AND_INDIRECT: 'both',
};

/**
 * Groups whose key is not an address (groups of an identity source) are left out: no policy can name them.
 */
function addressed<T extends { readonly email: unknown }>(page: Page<T>) {
  type Addressed = T & { readonly email: Exclude<T['email'], undefined> };
  return { ...page, items: page.items.filter((item): item is Addressed => item.email !== undefined) };
}

export const transitiveGroups: z.ZodType<Page<GroupRelation>> = pageOf(
  'memberships',
  z
    .object({ group: groupName, groupKey: maybeKey, relationType: optionalText })
    .transform(({ group, groupKey, relationType }) => ({
      group,
      email: groupKey.id,
      relation: RELATIONS[relationType ?? ''] ?? 'unknown',
    })),
).transform(addressed);

export const directGroups: z.ZodType<Page<DirectRelation>> = pageOf(
  'memberships',
  z
    .object({ group: groupName, groupKey: maybeKey, membership: optionalText })
    .transform(({ groupKey, ...same }) => ({ ...same, email: groupKey.id })),
).transform(addressed);

export const lookup = z.object({ name: groupName }).transform((answer) => answer.name);

const dynamic = z.object({
  queries: list(z.object({ query: optionalText })),
  status: optional(z.object({ status: optionalText, statusTime: optionalText })),
});

export const group: z.ZodType<GroupInfo> = z
  .object({
    name: groupName,
    groupKey: key.transform(({ id }) => id).pipe(email),
    displayName: optionalText,
    parent: optionalText,
    dynamicGroupMetadata: optional(dynamic),
  })
  .transform(({ groupKey, dynamicGroupMetadata: metadata, ...same }) => ({
    ...same,
    email: groupKey,
    dynamic: metadata && {
      status: metadata.status?.status ?? 'STATUS_UNSPECIFIED',
      statusAt: metadata.status?.statusTime,
      query: metadata.queries[0]?.query,
    },
  }));

const role = z
  .object({
    name: z.string(),
    expiryDetail: optional(z.object({ expireTime: optionalText })),
    restrictionEvaluations: optional(
      z.object({ memberRestrictionEvaluation: optional(z.object({ state: optionalText })) }),
    ),
  })
  .transform(({ name, expiryDetail, restrictionEvaluations }) => ({
    name,
    expiresAt: expiryDetail?.expireTime,
    restriction: restrictionEvaluations?.memberRestrictionEvaluation?.state,
  }));

function memberType(type: string | undefined): Membership['type'] {
  switch (type) {
    case 'USER':
    case 'SERVICE_ACCOUNT':
    case 'GROUP':
      return type;
    case undefined:
    case 'TYPE_UNSPECIFIED':
      return 'UNKNOWN';
    default:
      return 'OTHER';
  }
}

const written = z.object({ name: z.string(), type: optionalText, roles: list(role) });

export const membership: z.ZodType<Membership> = written
  .extend({ preferredMemberKey: key.transform(({ id }) => id).pipe(email) })
  .transform(({ preferredMemberKey, type, ...same }) => ({
    ...same,
    member: preferredMemberKey,
    type: memberType(type),
  }));

/** One page of a group's members. One without an address, such as "everybody of this customer", is only counted. */
export const memberPage = pageOf(
  'memberships',
  written.extend({ preferredMemberKey: optional(maybeKey) }),
).transform(({ items, next }): Portion<Membership> => {
  const listed: Membership[] = [];
  for (const { preferredMemberKey, type, ...same } of items)
    if (preferredMemberKey?.id !== undefined)
      listed.push({ ...same, member: preferredMemberKey.id, type: memberType(type) });
  return { members: listed, unlisted: items.length - listed.length, next };
});

/**
 * The first page of a group's members. A member that cannot be listed makes the page incomplete, since people may be in
 * the group through it.
 */
export const members = memberPage.transform(({ members: listed, unlisted, next }) => ({
  members: listed,
  complete: next === undefined && unlisted === 0,
}));

/** The key of a transitive member is a list (Cloud Identity `MemberRelation`); groups are told by their resource name. */
export const transitiveMemberPage = pageOf(
  'memberships',
  z.object({ member: optionalText, preferredMemberKey: list(maybeKey) }),
).transform(({ items, next }): Portion<TransitiveMember> => {
  const listed = items.flatMap(({ member, preferredMemberKey }): TransitiveMember[] => {
    const address = preferredMemberKey.find(({ id }) => id !== undefined)?.id;
    return address === undefined ? [] : [{ email: address, isGroup: member?.startsWith('groups/') === true }];
  });
  return { members: listed, unlisted: items.length - listed.length, next };
});

/** Google leaves out what is false, so an answer without the field is a "no". */
export const transitiveMembership = z
  .object({ hasMembership: z.boolean().nullish() })
  .transform((answer) => answer.hasMembership === true);

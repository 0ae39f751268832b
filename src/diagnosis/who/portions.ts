/** The pages of a group's members as `who` keeps them: names only, because there may be tens of thousands. */
import { z } from 'zod';
import type { Google, GroupName, Look, Membership, Portion, TransitiveMember } from '../../google/ports.js';
import { type CustomerId, type Email, isServiceAccountEmail } from '../../names/index.js';
import { lifetimes } from '../../store/lifetimes.js';
import type { Revive } from '../../store/ports.js';
import type { Fact, Seen } from '../engine.js';
import { leaf } from '../facts/leaf.js';

/** One page, as small as it can be. */
export interface People {
  /** Members of a policy: `user:a@x`, `serviceAccount:b@y`. */
  readonly members: readonly string[];
  readonly groups: readonly Email[];
  /** Memberships that end, groups among them. */
  readonly ending: readonly { readonly address: Email; readonly isGroup: boolean; readonly at: string }[];
  /** Addresses of which Google does not say whether they are people or groups. */
  readonly untyped: readonly Email[];
  /** Members that stand for others and have no address of their own, or none that can sign in. */
  readonly unlisted: number;
  readonly next?: string | undefined;
}

/** A member of a policy by its address. */
export const memberAt = (email: Email): string =>
  `${isServiceAccountEmail(email) ? 'serviceAccount' : 'user'}:${email}`;

/** Memberships that a group's member restriction makes void do not count, and are left out. */
export function peopleOf({ members, unlisted, next }: Portion<Membership>): People {
  const found = { members: [] as string[], groups: [] as Email[], untyped: [] as Email[] };
  const ending: { address: Email; isGroup: boolean; at: string }[] = [];
  let others = unlisted;
  for (const { member: address, type, roles } of members) {
    const role = roles.find(({ name }) => name === 'MEMBER') ?? roles[0];
    if (role?.restriction === 'NON_COMPLIANT') continue;
    if (type === 'OTHER') others += 1;
    else if (role?.expiresAt !== undefined)
      ending.push({ address, isGroup: type === 'GROUP', at: role.expiresAt });
    else if (type === 'GROUP') found.groups.push(address);
    else if (type === 'UNKNOWN' && !isServiceAccountEmail(address)) found.untyped.push(address);
    else found.members.push(memberAt(address));
  }
  return { ...found, ending, unlisted: others, ...(next === undefined ? {} : { next }) };
}

/** The same of the search over all nestings. The groups in it are opened already; they tell what is a group. */
export function peopleOfSearch({ members, unlisted, next }: Portion<TransitiveMember>): People {
  const people = members.filter(({ isGroup }) => !isGroup).map(({ email }) => memberAt(email));
  const groups = members.filter(({ isGroup }) => isGroup).map(({ email }) => email);
  const rest = { groups, ending: [], untyped: [], unlisted };
  return { members: people, ...rest, ...(next === undefined ? {} : { next }) };
}

const texts = z.array(z.string());
const shape = z.object({
  members: texts,
  groups: texts,
  ending: z.array(z.object({ address: z.string(), isGroup: z.boolean(), at: z.string() })),
  untyped: texts,
  unlisted: z.number(),
  next: z.string().optional(),
});
const revivePeople: Revive<People> = (value) => {
  const parsed = shape.safeParse(value);
  // The schema proves the shape; the brand of the addresses is what was stored.
  return parsed.success ? (parsed.data as unknown as People) : undefined;
};
const reviveEmails: Revive<Email[]> = (value) => {
  const parsed = texts.safeParse(value);
  return parsed.success ? (parsed.data as Email[]) : undefined;
};

const mapped = <T, U>(look: Look<T>, change: (value: T) => U): Look<U> =>
  look.ok ? { ok: true, value: change(look.value) } : look;

/** What `who` asks beyond what `why` asks. */
export function listLooks({ groups, directory }: Google) {
  const page = (token: string | undefined): string => (token === undefined ? '' : ` from ${token}`);
  return {
    /** Direct members, page by page. */
    direct: (name: GroupName, token: string | undefined): Fact<Seen<People>> =>
      leaf(
        'cloudidentity',
        'memberships.list in portions',
        `${name}${page(token)}`,
        lifetimes.groupMembership,
        revivePeople,
        async (call) => mapped(await groups.memberPage(name, token, call), peopleOf),
      ),
    /** Everybody below, page by page, without the way. */
    transitive: (name: GroupName, token: string | undefined): Fact<Seen<People>> =>
      leaf(
        'cloudidentity',
        'searchTransitiveMemberships',
        `${name}${page(token)}`,
        lifetimes.groupMembership,
        revivePeople,
        async (call) => mapped(await groups.transitiveMemberPage(name, token, call), peopleOfSearch),
      ),
    suspended: (customer: CustomerId): Fact<Seen<Email[]>> =>
      leaf('admin', 'users.list isSuspended', customer, lifetimes.directoryUser, reviveEmails, (call) =>
        directory.suspendedUsers(customer, call),
      ),
  } as const;
}

export type ListLooks = ReturnType<typeof listLooks>;

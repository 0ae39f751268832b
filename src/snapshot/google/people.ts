/** Groups and accounts as a snapshot holds them. Accounts are not in it: everybody of the own domain is taken to have a working one. */
import type {
  DirectoryPort,
  GroupName,
  GroupRelation,
  GroupsPort,
  Membership,
  Portion,
  TransitiveMember,
} from '../../google/ports.js';
import { type CustomerId, type Email, parseEmail } from '../../names/index.js';
import type { Book, GroupMember } from './book.js';

const NAME = 'groups/';
const nameOf = (group: string): GroupName => `${NAME}${encodeURIComponent(group.toLowerCase())}` as GroupName;
const addressOf = (name: string): string => decodeURIComponent(name.slice(NAME.length).split('/')[0] ?? '');

/** Every group that holds the address, however deep. Breadth first; cycles end by themselves. */
function above(book: Book, address: string): ReadonlyMap<Email, 'direct' | 'indirect'> {
  const found = new Map<Email, 'direct' | 'indirect'>();
  let wave: readonly Email[] = book.holders(address);
  for (const group of wave) found.set(group, 'direct');
  while (wave.length > 0) {
    const next = new Set<Email>();
    for (const group of wave)
      for (const parent of book.holders(group)) if (!found.has(parent)) next.add(parent);
    for (const group of next) found.set(group, 'indirect');
    wave = [...next];
  }
  return found;
}

const TYPES = { user: 'USER', serviceAccount: 'SERVICE_ACCOUNT', group: 'GROUP' } as const;

const membership = (group: string, { email, kind, until }: GroupMember): Membership => ({
  name: `${nameOf(group)}/memberships/${encodeURIComponent(email)}`,
  member: email,
  type: TYPES[kind],
  roles: [{ name: 'MEMBER', expiresAt: until, restriction: undefined }],
});

/** Everybody below, nested groups among them. */
function below(book: Book, group: string): readonly TransitiveMember[] {
  const seen = new Map<string, TransitiveMember>();
  const waiting = [group];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const { email, kind } of book.members(at) ?? []) {
      if (seen.has(email)) continue;
      seen.set(email, { email, isGroup: kind === 'group' });
      if (kind === 'group') waiting.push(email);
    }
  }
  return [...seen.values()];
}

export function groupsOf(book: Book): GroupsPort {
  const api = 'cloudidentity' as const;
  const known = (group: string) => {
    const taken = book.snapshot.groups[group];
    return taken && taken.absent !== true ? taken : undefined;
  };
  return {
    transitiveGroups: (member) => {
      const groups = [...above(book, member)].map(
        ([email, relation]): GroupRelation => ({ group: nameOf(email), email, relation }),
      );
      return book.give(groups);
    },
    directGroups: (member) =>
      book.give(
        book.holders(member).map((email) => ({
          group: nameOf(email),
          email,
          membership: `${nameOf(email)}/memberships/${encodeURIComponent(member)}`,
        })),
      ),
    membershipGraph: (member) => {
      const all = [member, ...above(book, member).keys()];
      const edges = all.flatMap((child) =>
        book.holders(child).flatMap((parent) => {
          const email = parseEmail(child);
          return email ? [{ child: email, parent }] : [];
        }),
      );
      return book.give(edges);
    },
    lookup: (group) =>
      book.snapshot.groups[group]?.absent === true
        ? book.refuse(api, 'not-found', group, 'There was no such group when the snapshot was taken.')
        : book.find(api, 'group', group, known(group) && nameOf(group)),
    group: (name) => {
      const address = addressOf(name);
      const taken = known(address);
      const email = parseEmail(address);
      const parent = book.snapshot.organization?.customer;
      return book.find(
        api,
        'group',
        address,
        taken && email
          ? {
              name,
              email,
              displayName: undefined,
              parent: parent === undefined ? undefined : `customers/${parent}`,
              dynamic:
                taken.updating === true
                  ? { status: 'UPDATING_MEMBERSHIPS', statusAt: undefined, query: undefined }
                  : undefined,
            }
          : undefined,
      );
    },
    members: (name) => {
      const group = addressOf(name);
      const found = known(group) && book.members(group)?.map((one) => membership(group, one));
      return book.find(api, 'group', group, found && { members: found, complete: true });
    },
    memberPage: (name, _token) => {
      const group = addressOf(name);
      const taken = known(group);
      const found = book.members(group)?.map((one) => membership(group, one));
      const page: Portion<Membership> | undefined =
        taken && found ? { members: found, unlisted: taken.unlisted ?? 0, next: undefined } : undefined;
      return book.find(api, 'group', group, page);
    },
    transitiveMemberPage: (name, _token) => {
      const group = addressOf(name);
      const members = known(group) && [...below(book, group)];
      return book.find(api, 'group', group, members && { members, unlisted: 0, next: undefined });
    },
    membership: (name) => {
      const group = addressOf(name);
      const member = decodeURIComponent(name.slice(name.lastIndexOf('/') + 1));
      const one = book.members(group)?.find(({ email }) => email === member);
      return book.find(api, 'group', group, one && membership(group, one));
    },
    checkTransitive: (name, member) => {
      const group = addressOf(name);
      const inside = known(group) && [...above(book, member).keys()].some((one) => one === group);
      return book.find(api, 'group', group, inside);
    },
    hasMember: (group, member) => {
      const inside = known(group) && [...above(book, member).keys()].some((one) => one === group);
      return book.find('admin', 'group', group, inside);
    },
  };
}

export function directoryOf(book: Book): DirectoryPort {
  const { organization } = book.snapshot;
  return {
    user: (key) => {
      const own = organization?.domain !== undefined && key.endsWith(`@${organization.domain}`);
      // Of an address that nothing names, nobody can say whose it is: it may be another address of somebody's.
      if (!own && !book.names(key))
        return book.refuse('admin', 'not-held', key, 'A snapshot holds no accounts.');
      if (!own || book.snapshot.groups[key])
        return book.refuse(
          'admin',
          'not-found',
          key,
          'The snapshot holds no accounts outside the own domain.',
        );
      return book.give({
        id: key,
        primaryEmail: key,
        aliases: [],
        customerId: organization.customer as CustomerId | undefined,
        suspended: false,
        suspensionReason: undefined,
        archived: false,
        createdAt: undefined,
        deletedAt: undefined,
        isGuest: false,
      });
    },
    suspendedUsers: (_customer) => book.give([]),
  };
}

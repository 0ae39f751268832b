/** A list of principals made ready for being asked about many people: each costs the same, however long the groups are. Pure. */
import { type Email, formatAllowMember, type Principal, type Subject } from '../../names/index.js';
import type { Identity } from '../../policy/identity.js';
import type { Ternary } from '../../policy/kleene.js';
import { matchMember } from '../../policy/member.js';
import { personKey } from '../../policy/member-account.js';
import type { Missing, WrittenPrincipal } from '../../policy/types.js';
import { missing } from '../missing.js';
import type { Expansion } from './expand.js';

/** People whom every principal but their own name and their groups treats alike: same kind, same domain or project. */
export interface Kind {
  readonly key: string;
  /** Somebody of the kind; customer, home and domains are those of all. */
  readonly identity: Identity;
}

/** Stands for anybody; no policy, level or boundary can name this address. */
export const NOBODY = {
  kind: 'user',
  email: '' as Extract<Subject, { kind: 'user' }>['email'],
} as const satisfies Subject;

/** Somebody who may get in. */
export interface Person {
  /** `user:a@x`, `serviceAccount:b@y`, `principal://…`. */
  readonly member: string;
  readonly subject: Subject;
  readonly kind: Kind;
}

/** Whether a list of principals means somebody. */
export interface Membership {
  readonly truth: Ternary;
  /** The principal that does, or may. */
  readonly by: WrittenPrincipal | undefined;
  /** Groups between the person and {@link by}, nearest first. */
  readonly chain: readonly Email[];
  readonly missing: Missing | undefined;
}

export interface Circle {
  readonly match: (person: Person) => Membership;
  /** Whether a set in it takes in all of a kind; who is named or in a group is nobody's business here. */
  readonly matchAll: (kind: Kind) => Membership;
  readonly isEmpty: boolean;
}

const OUTSIDE: Membership = { truth: 'false', by: undefined, chain: [], missing: undefined };

/** The principal that means exactly this one account, as a member; undefined for those that may mean many. */
export function singleMember(principal: Principal): string | undefined {
  switch (principal.kind) {
    case 'user':
    case 'serviceAccount':
    case 'federatedSubject':
      return formatAllowMember(principal);
    default:
      return undefined;
  }
}

/** The person as the evaluators want them: what holds for all of the kind, with their own name. */
export function identityOf({ subject, kind }: Person): Identity {
  const email = subject.kind === 'federated' ? undefined : subject.email;
  return { ...kind.identity, subject, email, aliases: [] };
}

/** Under which key those principals stand that could mean this one account, under this name or a like one. */
const accountKey = (account: Subject | Principal): string | undefined => {
  if (account.kind === 'user' || account.kind === 'serviceAccount') return personKey(account.email);
  if (account.kind === 'federated') return formatAllowMember(account.principal);
  return account.kind === 'federatedSubject' ? formatAllowMember(account) : undefined;
};

/** Makes a list of principals ready. Groups have to be expanded; one that is not leaves everybody in doubt. */
export function circleOf(
  principals: readonly WrittenPrincipal[],
  expansions: ReadonlyMap<Email, Expansion>,
): Circle {
  const named = new Map<string, WrittenPrincipal[]>();
  const groups: { by: WrittenPrincipal; email: Email; expansion: Expansion | undefined }[] = [];
  const sets: WrittenPrincipal[] = [];
  for (const by of principals) {
    const { principal } = by;
    const key = accountKey(principal);
    if (key !== undefined) push(named, key, by);
    else if (principal.kind === 'group')
      groups.push({ by, email: principal.email, expansion: expansions.get(principal.email) });
    // A deleted account is nobody, and a new one of its address is somebody else.
    else if (principal.kind !== 'deleted') sets.push(by);
  }
  const ofKind = matchSets(sets);

  const match = (person: Person): Membership => {
    const own = matchAny(named.get(accountKey(person.subject) ?? '') ?? [], () => identityOf(person));
    if (own.truth === 'true') return own;
    let doubt = own.truth === 'unknown' ? own : undefined;
    for (const { by, email, expansion } of groups) {
      const inside = expansion?.people.get(person.member);
      if (inside && inside.doubt === undefined) {
        return { truth: 'true', by, chain: inside.chain, missing: undefined };
      }
      const why = inside?.doubt ?? (expansion ? expansion.gaps[0]?.why : unopened(email));
      if (why) doubt ??= { truth: 'unknown', by, chain: inside?.chain ?? [], missing: why };
    }
    const bySet = ofKind(person.kind);
    if (bySet.truth === 'true') return bySet;
    return doubt ?? bySet;
  };
  return { match, matchAll: ofKind, isEmpty: principals.length === 0 };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const unopened = (group: Email): Missing =>
  missing('groups', group, `I did not look up the members of ${group}.`);

/** Sets by kind of person: the answer for one of a kind is the answer for all. */
function matchSets(sets: readonly WrittenPrincipal[]): (kind: Kind) => Membership {
  const known = new Map<string, Membership>();
  return (kind) => {
    const before = known.get(kind.key);
    if (before) return before;
    const fresh = matchAny(sets, () => kind.identity);
    known.set(kind.key, fresh);
    return fresh;
  };
}

/** The first principal that certainly means the identity, else the first that may. */
function matchAny(principals: readonly WrittenPrincipal[], identity: () => Identity): Membership {
  let best = OUTSIDE;
  for (const by of principals) {
    const match = matchMember(by.principal, identity());
    if (match.truth === 'true') return { truth: 'true', by, chain: [], missing: undefined };
    if (match.truth === 'unknown' && best.truth === 'false')
      best = { truth: 'unknown', by, chain: [], missing: match.missing };
  }
  return best;
}

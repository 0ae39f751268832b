/** Opens a group: everybody in it, through however many groups, each with the shortest way down. Pure. */
import type { Email } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';

/** What was read of one group by itself. */
export interface GroupContent {
  /** People and accounts as members of a policy: `user:a@x`, `serviceAccount:b@y`. */
  readonly people: readonly string[];
  readonly groups: readonly Email[];
  /** There is no such group: certainly nobody is in it. */
  readonly absent: boolean;
  /** Why these are not all members; undefined when they are. */
  readonly gap: Missing | undefined;
  /** Google is still working out who is in it, so these may or may not be. */
  readonly stale: Missing | undefined;
  /** The people come from a search that tells no way: groups between them and this one may be missing. */
  readonly untraced: boolean;
}

/** How somebody is in the group that was opened. */
export interface Inside {
  /** Groups from the nearest to the opened one. */
  readonly chain: readonly Email[];
  readonly traced: boolean;
  /** Undefined when they are in it for certain; else what stands in the way of knowing. */
  readonly doubt: Missing | undefined;
}

export interface Expansion {
  readonly group: Email;
  readonly people: ReadonlyMap<string, Inside>;
  /** How many groups are nested in it. */
  readonly nested: number;
  /** Groups on the way down of which not all members are known, or not for certain. */
  readonly gaps: readonly { readonly group: Email; readonly why: Missing }[];
}

/** Longer ways are cut in the middle: they explain nothing more, and their sum would grow with the square of the depth. */
const LONGEST = 24;

interface Reached {
  readonly chain: readonly Email[];
  readonly traced: boolean;
  readonly doubt: Missing | undefined;
}

/**
 * Everybody in `group`. Breadth first, certain memberships before doubtful ones, and groups of one level by name: the
 * answer does not depend on the order in which anything was read. Cycles are harmless. Linear in members and nestings.
 */
export function expand(group: Email, contents: ReadonlyMap<Email, GroupContent>): Expansion {
  const people = new Map<string, Inside>();
  const reached = new Map<Email, Reached>();
  const gaps: { group: Email; why: Missing }[] = [];
  // Groups that only a doubtful membership leads to wait until everything certain has been walked.
  let doubtful = walk(new Map([[group, { chain: [group], traced: true, doubt: undefined }]]), false);
  while (doubtful.size > 0) doubtful = walk(doubtful, true);
  return { group, people, nested: reached.size - 1, gaps };

  function walk(start: ReadonlyMap<Email, Reached>, doubting: boolean): Map<Email, Reached> {
    const later = new Map<Email, Reached>();
    let level = start;
    while (level.size > 0) {
      const next = new Map<Email, Reached>();
      for (const [email, at] of [...level].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (reached.has(email)) continue;
        reached.set(email, at);
        const content = contents.get(email);
        const why = content?.gap ?? content?.stale;
        if (why) gaps.push({ group: email, why });
        if (!content) continue;
        const doubt = at.doubt ?? content.stale;
        const traced = at.traced && !content.untraced;
        const inside: Inside = { chain: at.chain, traced, doubt };
        for (const member of content.people)
          if (better(people.get(member), inside)) people.set(member, inside);
        const into = doubt !== undefined && !doubting ? later : next;
        for (const nested of content.groups) {
          if (reached.has(nested) || into.has(nested)) continue;
          into.set(nested, { ...longer(nested, at), traced: at.traced && at.chain.length < LONGEST, doubt });
        }
      }
      level = next;
    }
    return later;
  }
}

/** The first way found is the shortest, but a certain one is worth more than a doubtful one that is shorter. */
const better = (known: Inside | undefined, found: Inside): boolean =>
  known === undefined || (known.doubt !== undefined && found.doubt === undefined);

function longer(nested: Email, { chain }: Reached): { readonly chain: readonly Email[] } {
  if (chain.length < LONGEST) return { chain: [nested, ...chain] };
  return { chain: [nested, ...chain.slice(0, LONGEST / 2), ...chain.slice(-(LONGEST / 2 - 1))] };
}

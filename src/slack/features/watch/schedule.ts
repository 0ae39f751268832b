/** When a watch looks again: often while a mend would show soon, then less and less, by what stands in the way. Pure. */
import type { Freshness } from '../../../store/ports.js';

const S = 1_000;
const M = 60 * S;
const H = 60 * M;

/** After so long a watch ends by itself. */
export const LONGEST_MS = 24 * H;

/** Up to this age of the watch, one look in so long. */
type Ladder = readonly (readonly [untilMs: number, everyMs: number])[];

/** What has to change, and how fast Google lets it take effect. */
type Kind = 'policy' | 'group' | 'slow' | 'account' | 'time' | 'path';

/**
 * - `policy`: "Access change propagation" (IAM): typically 2 minutes, potentially 7 or more.
 * - `group`: the same page: several minutes, nested memberships and removals potentially hours.
 * - `slow`: deny policies, boundaries, access levels, roles: minutes like a policy, but Google lets them be read 5 times
 *   a minute in all, so they are looked at rarely (`design.md` §4.4).
 * - `account`: directory changes: minutes to a day; the directory is read every five minutes at most.
 * - `time`: nobody has to do anything; the hour comes.
 * - `path`: nothing is cached between us and the service; certificates and load balancers take minutes.
 */
const LADDERS: Readonly<Record<Kind, Ladder>> = {
  policy: [
    [M, 10 * S],
    [10 * M, 30 * S],
    [H, 2 * M],
    [6 * H, 5 * M],
    [LONGEST_MS, 15 * M],
  ],
  group: [
    [M, 15 * S],
    [20 * M, M],
    [2 * H, 4 * M],
    [6 * H, 10 * M],
    [LONGEST_MS, 20 * M],
  ],
  slow: [
    [10 * M, 20 * S],
    [2 * H, 5 * M],
    [6 * H, 10 * M],
    [LONGEST_MS, 20 * M],
  ],
  account: [
    [20 * M, 2 * M],
    [2 * H, 5 * M],
    [LONGEST_MS, 15 * M],
  ],
  time: [
    [H, 5 * M],
    [LONGEST_MS, 15 * M],
  ],
  path: [
    [2 * M, 10 * S],
    [10 * M, 30 * S],
    [H, 2 * M],
    [6 * H, 5 * M],
    [LONGEST_MS, 15 * M],
  ],
};

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:not-in-group|membership-|dynamic-group|group-|groups-|change-propagating)/, 'group'],
  [/^(?:deny|boundary|foreign-boundary|access-level|access-levels|role-|custom-role)/, 'slow'],
  [/^(?:org-policy|service-replaced|oauth|host-not-allowed|identity-source|iap-enabled|gcip)/, 'slow'],
  [/^(?:account-disabled|other-account|outside-domain|subject-|directory-)/, 'account'],
  [/^condition-hours/, 'time'],
];

/** What has to change for a code of `why` to go away; `group` and `policy` where both may be. */
export function kindOf(code: string | undefined, what: 'why' | 'probe'): Kind {
  if (what === 'probe') return 'path';
  return KINDS.find(([codes]) => code !== undefined && codes.test(code))?.[1] ?? 'policy';
}

export interface NextLook {
  readonly delayMs: number;
  readonly fresh: Freshness;
}

/** More watches than this share what is cached, and each looks less often. */
const CROWD = 10;
/** So many together may read what Google lets be read 5 times a minute; each of them waits for its turn. */
const FEW = 3;

/**
 * A look of a watch that is so old (milliseconds), where so many others wait as well: what it reads anew, and how long
 * until the next. What is fast is always read anew, except in a crowd; what has a tiny quota only while few watch, and
 * once a minute among them all: that is some four reads.
 */
export function nextLook(kind: Kind, ageMs: number, others: number): NextLook {
  const step = LADDERS[kind].find(([until]) => ageMs < until);
  const everyMs = step?.[1] ?? 15 * M;
  const watches = others + 1;
  const crowded = Math.max(1, watches / CROWD);
  const delayMs = Math.min(Math.round(everyMs * crowded), Math.max(S, LONGEST_MS - ageMs));
  const turn = M * watches;
  const due = Math.floor(ageMs / turn) > Math.floor((ageMs - everyMs) / turn) && ageMs >= turn;
  return { delayMs, fresh: (kind === 'slow' && watches <= FEW && due) || (crowded === 1 && 'fast') };
}

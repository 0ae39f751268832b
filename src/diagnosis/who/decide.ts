/** Decides about everybody behind the entries of policies, one person after the other. Pure. */
import { matchMember } from '../../policy/member.js';
import type { Missing } from '../../policy/types.js';
import type { Bound, Judgement } from './bound.js';
import type { Kind, Person } from './circle.js';
import type { Gathered, RawWay } from './gather.js';
import { type Judges, judgeWay } from './judges.js';
import type { WhoRow, WhoSet, WhoState } from './report.js';
import { setsOf } from './sets.js';
import { stateOf } from './state.js';

/** What became of one entry of a policy. */
export interface Entry {
  readonly bound: Bound;
  /** Whether its condition holds now for somebody whom no access level names. */
  readonly judgement: Judgement;
  readonly isSet: boolean;
  people: number;
  /** How many of them pass, by this way or another. */
  passing: number;
}

export interface Decided {
  /** Those who pass first, each state by name. */
  readonly rows: readonly WhoRow[];
  readonly sets: readonly WhoSet[];
  /** Every entry, in its order, with how many listed people it is a way in for. */
  readonly entries: readonly Entry[];
  /** Everything that left somebody's state open. */
  readonly missing: ReadonlySet<Missing>;
}

const RANK: Readonly<Record<WhoState, number>> = { passes: 0, conditional: 1, unknown: 2, blocked: 3 };

/** Linear in people and their ways; nothing depends on the order of the input. */
export function decideAll(bounds: readonly Bound[], gathered: Gathered, judges: Judges): Decided {
  const missing = new Set<Missing>();
  const named = new Set(gathered.sets.map(({ bound }) => bound));
  const entries = new Map(
    bounds.map((bound): [Bound, Entry] => {
      const judgement = judges.judge(bound.condition, undefined);
      return [bound, { bound, judgement, isSet: named.has(bound), people: 0, passing: 0 }];
    }),
  );
  const open = gathered.sets.filter(({ kind }) => kind !== 'deleted').map(({ bound }) => bound);
  const setsFor = new Map<string, readonly RawWay[]>();
  const rows: WhoRow[] = [];
  for (const { member, subject, ways } of gathered.people.values()) {
    const person: Person = { member, subject, kind: judges.kindOf(subject) };
    const sets = setsFor.get(person.kind.key) ?? setWays(open, person.kind);
    setsFor.set(person.kind.key, sets);
    const all = sets.length === 0 ? ways : [...ways, ...sets];
    const judged = all.map((raw) => judgeWay(raw, person, judges));
    const { state, stops, missing: unseen } = stateOf(judged, person, judges);
    for (const one of unseen) missing.add(one);
    rows.push({ member, kind: subject.kind, state, ways: judged.map(({ way }) => way), stops });
    for (const { bound } of all) {
      const entry = entries.get(bound);
      if (!entry) continue;
      entry.people += 1;
      if (state === 'passes') entry.passing += 1;
    }
  }
  rows.sort((a, b) => RANK[a.state] - RANK[b.state] || (a.member < b.member ? -1 : 1));
  return { rows, sets: setsOf(gathered, judges, missing), entries: [...entries.values()], missing };
}

/** Sets that a listed person belongs to are ways in for them too: somebody stopped by a condition may pass as one of all. */
function setWays(bounds: readonly Bound[], kind: Kind): RawWay[] {
  return bounds.flatMap((bound): RawWay[] => {
    const match = matchMember(bound.principal, kind.identity);
    if (match.truth === 'false') return [];
    const doubt = match.truth === 'unknown' ? match.missing : undefined;
    return [{ bound, chain: [], traced: true, doubt }];
  });
}

/** Whether each candidate passes: ways in, deny policies, boundary and account put together, one person after the other. Pure. */
import { formatAllowMember, type Principal, type Subject } from '../../names/index.js';
import { and, type Ternary } from '../../policy/kleene.js';
import { matchMember } from '../../policy/member.js';
import type { Condition, Missing } from '../../policy/types.js';
import type { Bound, Judgement } from './bound.js';
import { identityOf, type Kind, NOBODY, type Person } from './circle.js';
import type { Denial } from './denied.js';
import type { Candidate, Gathered, RawWay } from './gather.js';
import type { Stop, Way, WhoRow, WhoSet, WhoState } from './report.js';
import { setText } from './set-text.js';

/** What a boundary says about a person. */
export interface Bounded {
  readonly truth: Ternary;
  readonly detail: string | undefined;
  readonly missing: readonly Missing[];
  /** Theirs is another organisation's, which nobody here can see. */
  readonly foreign: boolean;
}

export interface Judges {
  readonly kindOf: (subject: Subject) => Kind;
  /** The kind of somebody of whom only the set is known that they belong to. */
  readonly strangerOf: (principal: Principal) => Kind;
  readonly judge: (condition: Condition | undefined, subject: Subject | undefined) => Judgement;
  readonly denied: (person: Person) => Denial;
  readonly bounded: (person: Person) => Bounded;
  /** Why an account cannot sign in; undefined where it can, or nobody looked. */
  readonly disabled: (member: string) => string | undefined;
}

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
  readonly rows: readonly WhoRow[];
  readonly sets: readonly WhoSet[];
  /** Every entry, in its order, with how many listed people it is a way in for. */
  readonly entries: readonly Entry[];
  /** Everything that left somebody's state open. */
  readonly missing: ReadonlySet<Missing>;
}

/** `open` lets in now, `if` under a condition, `maybe` if something unseen is so, `shut` never as things stand. */
type WayState = 'open' | 'if' | 'maybe' | 'shut';

interface JudgedWay {
  readonly way: Way;
  readonly state: WayState;
  readonly stop: Stop | undefined;
  readonly missing: Missing | undefined;
}

/** Decides about everybody. The order of people is that of their names; nothing depends on the order of the input. */
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
  const rows: WhoRow[] = [];
  const waysOf = new Map<string, readonly RawWay[]>();
  for (const candidate of gathered.people.values()) {
    const person: Person = { ...candidate, kind: judges.kindOf(candidate.subject) };
    const sets = waysOf.get(person.kind.key) ?? setWays(open, person.kind);
    waysOf.set(person.kind.key, sets);
    const row = rowOf(candidate, person, sets, judges, missing);
    rows.push(row);
    for (const { bound } of [...candidate.ways, ...sets]) {
      const entry = entries.get(bound);
      if (!entry) continue;
      entry.people += 1;
      if (row.state === 'passes') entry.passing += 1;
    }
  }
  rows.sort((a, b) => RANK[a.state] - RANK[b.state] || (a.member < b.member ? -1 : 1));
  return { rows, sets: setsOf(gathered, judges, missing), entries: [...entries.values()], missing };
}

const RANK: Readonly<Record<WhoState, number>> = { passes: 0, conditional: 1, unknown: 2, blocked: 3 };

/** Sets that a listed person belongs to are ways in for them too: somebody stopped by a condition may pass as one of all. */
function setWays(bounds: readonly Bound[], kind: Kind): RawWay[] {
  return bounds.flatMap((bound): RawWay[] => {
    const match = matchMember(bound.principal, kind.identity);
    if (match.truth === 'false') return [];
    const doubt = match.truth === 'unknown' ? match.missing : undefined;
    return [{ bound, chain: [], traced: true, doubt }];
  });
}

function rowOf(
  candidate: Candidate,
  person: Person,
  sets: readonly RawWay[],
  judges: Judges,
  missing: Set<Missing>,
): WhoRow {
  const judged = [...candidate.ways, ...sets].map((raw) => judgeWay(raw, person, judges));
  const { state, stops } = stateOf(judged, person, judges, missing);
  const { kind } = candidate.subject;
  return { member: candidate.member, kind, state, ways: judged.map(({ way }) => way), stops };
}

function judgeWay(raw: RawWay, person: Person, judges: Judges): JudgedWay {
  const { bound } = raw;
  const verdict = judges.judge(bound.condition, person.subject);
  const doubt = raw.doubt ?? wrongName(bound, person) ?? bound.roleDoubt;
  const way: Way = {
    via: viaOf(raw, person.member),
    traced: raw.traced,
    role: bound.role,
    node: bound.node,
    condition: bound.condition?.expression ?? null,
    holds: verdict.holds,
    detail: verdict.detail ?? doubt?.what ?? null,
  };
  const state = wayState(verdict, doubt !== undefined);
  const stop =
    verdict.code === undefined ? undefined : { code: verdict.code, detail: verdict.detail ?? verdict.code };
  return { way, state, stop, missing: state === 'maybe' ? (doubt ?? verdict.missing) : verdict.missing };
}

function wayState(verdict: Judgement, doubtful: boolean): WayState {
  switch (verdict.holds) {
    case 'true':
      return doubtful ? 'maybe' : 'open';
    case 'needs-context':
      return doubtful ? 'maybe' : 'if';
    case 'false':
      return verdict.may ? 'if' : 'shut';
  }
}

/** An address under a type it does not have; how Google reads that is not known. */
function wrongName({ principal }: Bound, person: Person): Missing | undefined {
  if (principal.kind !== 'user' && principal.kind !== 'serviceAccount') return undefined;
  if (principal.kind === person.subject.kind) return undefined;
  const match = matchMember(principal, identityOf(person));
  return match.truth === 'unknown' ? match.missing : undefined;
}

const chains = new WeakMap<readonly string[], readonly string[]>();

/** The chain with its type words; made once for all who share it. */
function viaOf({ bound, chain }: RawWay, member: string): readonly string[] {
  if (chain.length === 0) {
    const own = formatAllowMember(bound.principal);
    return own === member || isNameOf(bound.principal) ? [member] : [member, own];
  }
  const groups = chains.get(chain) ?? chain.map((email) => `group:${email}`);
  chains.set(chain, groups);
  return [member, ...groups];
}

const isNameOf = (principal: Principal): boolean =>
  principal.kind === 'user' || principal.kind === 'serviceAccount' || principal.kind === 'federatedSubject';

function stateOf(
  ways: readonly JudgedWay[],
  person: Person,
  judges: Judges,
  missing: Set<Missing>,
): { readonly state: WhoState; readonly stops: readonly Stop[] } {
  const denial = judges.denied(person);
  const boundary = judges.bounded(person);
  const disabled = judges.disabled(person.member);
  const blockers: Stop[] = [
    ...(disabled === undefined ? [] : [{ code: 'account-disabled', detail: disabled }]),
    ...(boundary.truth === 'false'
      ? [{ code: 'boundary-excludes', detail: boundary.detail ?? 'their boundary leaves this project out' }]
      : []),
    ...(denial.truth === 'true' ? denial.stops : []),
  ];
  if (blockers.length > 0) return { state: 'blocked', stops: blockers };
  const has = (state: WayState): boolean => ways.some((one) => one.state === state);
  const rest = and([boundary.truth, denial.truth === 'unknown' ? 'unknown' : 'true']);
  const note: Stop[] = boundary.foreign ? [FOREIGN] : [];
  if (has('open') && rest === 'true') return { state: 'passes', stops: note };
  if (!has('open') && !has('if') && !has('maybe')) return { state: 'blocked', stops: stopsOf(ways, 'shut') };
  if (has('open') || rest === 'unknown' || (has('maybe') && !has('open'))) {
    const unseen = [
      ...(rest === 'unknown' ? [...boundary.missing, ...denial.missing] : []),
      ...(has('open') ? [] : ways.flatMap((one) => (one.state === 'maybe' ? (one.missing ?? []) : []))),
    ];
    for (const one of unseen) missing.add(one);
    return { state: 'unknown', stops: [...distinct(unseen.map(asStop)), ...note] };
  }
  for (const one of ways) if (one.state === 'if' && one.missing) missing.add(one.missing);
  return { state: 'conditional', stops: [...stopsOf(ways, 'if'), ...note] };
}

const FOREIGN: Stop = {
  code: 'foreign-boundary',
  detail: 'belongs to another organisation, whose boundary cannot be seen from here',
};

const asStop = ({ code, what }: Missing): Stop => ({ code, detail: what });

function stopsOf(ways: readonly JudgedWay[], state: WayState): readonly Stop[] {
  return distinct(ways.flatMap((one) => (one.state === state ? (one.stop ?? []) : [])));
}

function distinct(stops: readonly Stop[]): readonly Stop[] {
  if (stops.length < 2) return stops;
  return [...new Map(stops.map((stop) => [`${stop.code} ${stop.detail}`, stop])).values()];
}

/** A set is as open as it is for somebody in it whom no other entry names. */
function setsOf({ sets }: Gathered, judges: Judges, missing: Set<Missing>): WhoSet[] {
  const byMember = new Map<string, { readonly kind: WhoSet['kind']; readonly bounds: Bound[] }>();
  for (const { bound, kind } of sets) {
    const known = byMember.get(bound.member);
    if (known) known.bounds.push(bound);
    else byMember.set(bound.member, { kind, bounds: [bound] });
  }
  return [...byMember].map(([member, { kind, bounds }]): WhoSet => {
    const text = setText(bounds[0]?.principal, member);
    const [first] = bounds;
    const stranger: Person | undefined = first && {
      member: '',
      subject: NOBODY,
      kind: judges.strangerOf(first.principal),
    };
    const judged = bounds.map((bound) => judgeSet(bound, member, judges));
    const ways = judged.map(({ way }) => way);
    if (kind === 'deleted') return { member, kind, text, state: 'nobody', ways, stops: [] };
    const decided = stranger && stateOf(judged, stranger, judges, missing);
    return { member, kind, text, ways, state: decided?.state ?? 'unknown', stops: decided?.stops ?? [] };
  });
}

function judgeSet(bound: Bound, member: string, judges: Judges): JudgedWay {
  const verdict = judges.judge(bound.condition, undefined);
  const { role, node, condition, roleDoubt } = bound;
  const detail = verdict.detail ?? roleDoubt?.what ?? null;
  const { holds } = verdict;
  const expression = condition?.expression ?? null;
  const way: Way = { via: [member], traced: true, role, node, condition: expression, holds, detail };
  const state = wayState(verdict, roleDoubt !== undefined);
  const stop =
    verdict.code === undefined ? undefined : { code: verdict.code, detail: verdict.detail ?? verdict.code };
  return { way, state, stop, missing: state === 'maybe' ? roleDoubt : verdict.missing };
}

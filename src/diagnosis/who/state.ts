/** What becomes of somebody: the ways in against deny policies, boundary, account, and all that could not be seen. Pure. */
import { and } from '../../policy/kleene.js';
import type { Missing } from '../../policy/types.js';
import type { Person } from './circle.js';
import type { JudgedWay, Judges, WayState } from './judges.js';
import type { Stop, WhoState } from './report.js';

export interface State {
  readonly state: WhoState;
  readonly stops: readonly Stop[];
  /** What left it open, or depends on the request. */
  readonly missing: readonly Missing[];
}

const FOREIGN: Stop = {
  code: 'foreign-boundary',
  detail: 'belongs to another organisation, whose boundary cannot be seen from here',
};

/** A definite no anywhere decides; passing takes a definite yes from all (IAM "Policy types"). */
export function stateOf(ways: readonly JudgedWay[], person: Person, judges: Judges): State {
  const denial = judges.denied.person(person);
  const boundary = judges.bounded(person);
  const disabled = judges.disabled(person.member);
  const blockers: Stop[] = [
    ...(disabled === undefined ? [] : [{ code: 'account-disabled', detail: disabled }]),
    ...(boundary.truth === 'false' ? [excluded(boundary.detail)] : []),
    ...(denial.truth === 'true' ? denial.stops : []),
  ];
  if (blockers.length > 0) return { state: 'blocked', stops: blockers, missing: [] };
  const has = (state: WayState): boolean => ways.some((one) => one.state === state);
  const open = has('open');
  const sure = and([boundary.truth, denial.truth === 'unknown' ? 'unknown' : 'true']) === 'true';
  const note: readonly Stop[] = boundary.foreign ? [FOREIGN] : [];
  if (open && sure) return { state: 'passes', stops: note, missing: [] };
  const elsewhere = open ? undefined : judges.elsewhere(person.member);
  const maybe = has('maybe') || elsewhere !== undefined;
  if (!open && !has('if') && !maybe) return { state: 'blocked', stops: stopsOf(ways, 'shut'), missing: [] };
  if (open || !sure || maybe) {
    const missing = [
      ...(sure ? [] : [...boundary.missing, ...denial.missing]),
      ...(open ? [] : missingOf(ways, 'maybe')),
      ...(elsewhere ? [elsewhere] : []),
    ];
    return { state: 'unknown', stops: [...distinct(missing.map(asStop)), ...note], missing };
  }
  return { state: 'conditional', stops: [...stopsOf(ways, 'if'), ...note], missing: missingOf(ways, 'if') };
}

export const excluded = (detail: string | undefined): Stop => ({
  code: 'boundary-excludes',
  detail: detail ?? 'their boundary leaves this project out',
});

export const asStop = ({ code, what }: Missing): Stop => ({ code, detail: what });

const missingOf = (ways: readonly JudgedWay[], state: WayState): Missing[] =>
  ways.flatMap((one) => (one.state === state ? (one.missing ?? []) : []));

export function stopsOf(ways: readonly JudgedWay[], state: WayState): readonly Stop[] {
  return distinct(ways.flatMap((one) => (one.state === state ? (one.stop ?? []) : [])));
}

function distinct(stops: readonly Stop[]): readonly Stop[] {
  if (stops.length < 2) return stops;
  return [...new Map(stops.map((stop) => [`${stop.code} ${stop.detail}`, stop])).values()];
}

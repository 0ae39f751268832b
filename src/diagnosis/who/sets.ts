/** Members that stand for many: how open the door is for anybody in them whom nothing else names. Pure. */
import type { Missing } from '../../policy/types.js';
import type { Bound } from './bound.js';
import { NOBODY } from './circle.js';
import type { Gathered } from './gather.js';
import { type JudgedWay, type Judges, judgeSet } from './judges.js';
import type { WhoSet } from './report.js';
import { setText } from './set-text.js';
import { asStop, excluded, type State, stopsOf } from './state.js';

/** Each set once, with all its entries. */
export function setsOf({ sets }: Gathered, judges: Judges, missing: Set<Missing>): WhoSet[] {
  const byMember = new Map<string, { readonly kind: WhoSet['kind']; readonly bounds: [Bound, ...Bound[]] }>();
  for (const { bound, kind } of sets) {
    const known = byMember.get(bound.member);
    if (known) known.bounds.push(bound);
    else byMember.set(bound.member, { kind, bounds: [bound] });
  }
  return [...byMember].map(([member, { kind, bounds }]): WhoSet => {
    const [{ principal }] = bounds;
    const judged = bounds.map((bound) => judgeSet(bound, judges));
    const base = { member, kind, text: setText(principal, member), ways: judged.map(({ way }) => way) };
    if (kind === 'deleted') return { ...base, state: 'nobody', stops: [] };
    const { state, stops, missing: unseen } = setState(judged, bounds[0], judges);
    for (const one of unseen) missing.add(one);
    return { ...base, state, stops };
  });
}

/** Who of the set is named by a deny policy or in a group of one is their own business, not that of the set. */
function setState(ways: readonly JudgedWay[], { principal }: Bound, judges: Judges): State {
  const kind = judges.strangerOf(principal);
  const denial = judges.denied.everybodyOf(kind);
  const boundary = judges.bounded({ member: '', subject: NOBODY, kind });
  if (boundary.truth === 'false')
    return { state: 'blocked', stops: [excluded(boundary.detail)], missing: [] };
  if (denial.truth === 'true') {
    const stops = denial.stops.map((stop) =>
      denial.spared ? { ...stop, detail: `${stop.detail}, but for those it spares` } : stop,
    );
    return { state: denial.spared ? 'conditional' : 'blocked', stops, missing: [] };
  }
  const has = (state: JudgedWay['state']): boolean => ways.some((one) => one.state === state);
  const doubts = [
    ...(boundary.truth === 'unknown' ? boundary.missing : []),
    ...(denial.truth === 'unknown' ? denial.missing : []),
    ...(has('open') ? [] : ways.flatMap((one) => (one.state === 'maybe' ? (one.missing ?? []) : []))),
  ];
  if (!has('open') && !has('if') && !has('maybe'))
    return { state: 'blocked', stops: stopsOf(ways, 'shut'), missing: [] };
  if (doubts.length > 0) return { state: 'unknown', stops: doubts.map(asStop), missing: doubts };
  return has('open')
    ? { state: 'passes', stops: [], missing: [] }
    : { state: 'conditional', stops: stopsOf(ways, 'if'), missing: [] };
}

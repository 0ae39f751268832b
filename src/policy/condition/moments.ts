/** The moments at which a clause about time can change. */
import { type Ast, pathsIn, walk } from './ast.js';
import { type Environment, evaluate } from './evaluate.js';
import { floorMillis } from './time.js';
import { zoneOffset } from './zone.js';

const HOUR = 3_600_000;
/** How far ahead anybody plans around a schedule: 14 days. */
const HORIZON = 14 * 24 * HOUR;

/** What the clauses name that time can pass. */
interface Marks {
  /** Fixed times and durations, in nanoseconds. */
  readonly stamps: bigint[];
  readonly spans: bigint[];
  /** Minutes of the hour at which something may change. */
  readonly minutes: Set<number>;
  /** Zones whose clock is read; UTC is `undefined`. */
  readonly zones: Set<string | undefined>;
  /** Seconds are looked at: no schedule is kept to the second, and looking that closely costs too much. */
  closely: boolean;
}

/**
 * The moments (milliseconds) worth trying after `start` and within the horizon, in order and about `most` of them:
 * the fixed times named, and every turn of an hour in the zones used.
 */
export function momentsAfter(
  start: number,
  clauses: readonly Ast[],
  env: Environment,
  most: number,
): readonly number[] {
  const marks = marksOf(clauses, env);
  if (marks.closely) return [];
  const found = new Set<number>();
  const spans = [...new Set(marks.spans)].slice(0, 20);
  for (const stamp of [...new Set(marks.stamps)].slice(0, 50)) {
    for (const span of spans) {
      const millis = floorMillis(stamp + span);
      // `>` is true a moment later; IAM's clock counts milliseconds.
      found.add(millis).add(millis + 1);
    }
  }
  const shifts = shiftsOf(marks, spans, start);
  for (let turn = start - (start % HOUR); turn <= start + HORIZON && found.size < most; turn += HOUR) {
    for (const shift of shifts) found.add(turn + shift);
  }
  return [...found].filter((at) => at > start && at <= start + HORIZON).sort((a, b) => a - b);
}

/** How long after UTC's full hour the clocks in use strike theirs, or a minute that is asked for. */
function shiftsOf(marks: Marks, spans: readonly bigint[], start: number): ReadonlySet<number> {
  const shifts = new Set<number>();
  for (const zone of [...marks.zones].slice(0, 20)) {
    // Before and after a change to or from summer time, which is half an hour in some places.
    for (const offset of [zoneOffset(zone, start), zoneOffset(zone, start + HORIZON)]) {
      for (const minute of marks.minutes) {
        for (const span of spans.slice(0, 5)) {
          const shift = minute * 60_000 - (offset ?? 0) - floorMillis(span);
          shifts.add(((shift % HOUR) + HOUR) % HOUR);
        }
      }
    }
  }
  return shifts;
}

function marksOf(clauses: readonly Ast[], env: Environment): Marks {
  const marks: Marks = { stamps: [], spans: [0n], minutes: new Set([0]), zones: new Set(), closely: false };
  for (const clause of clauses) {
    for (const node of walk(clause)) {
      if (node.kind !== 'call') continue;
      if (/^get[A-Z]/.test(node.fn)) readClock(node.fn, node.args[0], clause, marks);
      else if (/^(?:timestamp|date|duration)$/.test(node.fn)) readTime(node, env, marks);
    }
  }
  return marks;
}

function readTime(node: Ast, env: Environment, marks: Marks): void {
  if (pathsIn(node).length > 0) return;
  const outcome = evaluate(node, env);
  if (outcome.is !== 'value') return;
  if (outcome.value.kind === 'timestamp') marks.stamps.push(outcome.value.nanos);
  if (outcome.value.kind === 'duration') marks.spans.push(outcome.value.nanos, -outcome.value.nanos);
}

function readClock(name: string, zone: Ast | undefined, clause: Ast, marks: Marks): void {
  if (name === 'getSeconds' || name === 'getMilliseconds') marks.closely = true;
  marks.zones.add(zone?.kind === 'literal' && zone.value.kind === 'string' ? zone.value.value : undefined);
  if (name !== 'getMinutes') return;
  // Minutes change at the numbers a clause names and right after them.
  for (const node of walk(clause)) {
    if (node.kind !== 'literal' || node.value.kind !== 'int' || marks.minutes.size > 8) continue;
    const minute = Number(node.value.value);
    if (minute >= 0 && minute < 60) marks.minutes.add(minute).add(minute + 1);
  }
}

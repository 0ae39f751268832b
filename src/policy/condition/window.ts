/** Finds the next moment at which a condition becomes true when nothing but time passes. */
import { type Ast, pathsIn, walk } from './ast.js';
import { type Environment, evaluate } from './evaluate.js';
import { asTruth, combined, type Study } from './study.js';
import { floorMillis } from './time.js';
import type { Logic } from './tree.js';
import { TRUE } from './truth.js';
import { fixedOffsetMinutes } from './zone.js';

const DAY = 86_400_000;
const QUARTER = 900_000;
/** How far ahead anybody plans around a schedule. */
export const HORIZON_DAYS = 14;
/** Moments tried at most; a schedule by hours needs 1,344. */
const MOST = 30_000;

/** One way the condition is checked (raw or normal path), with what its atoms came to now. */
export interface Check {
  readonly study: Study;
  readonly at: (nanos: bigint) => Environment;
}

/**
 * The first moment after `now` (nanoseconds) and within the horizon at which every check is true. Only the moments
 * at which a clause about time can change are tried. `undefined` when there is none or time plays no part.
 */
export function nextTrue(logic: Logic, checks: readonly Check[], now: bigint): bigint | undefined {
  const timed = logic.atoms.map((atom) => pathsIn(atom.ast).includes('request.time'));
  const [first] = checks;
  if (!first || !timed.includes(true)) return undefined;
  const start = floorMillis(now);
  const asts = logic.atoms.filter((_, index) => timed[index]).map((atom) => atom.ast);
  for (const millis of moments(asts, first.at(now), start)) {
    const nanos = BigInt(millis) * 1_000_000n;
    const all = checks.every(({ study, at }) => {
      const env = at(nanos);
      const outcomes = study.outcomes.map((outcome, index) => {
        const atom = logic.atoms[index];
        return timed[index] && atom ? asTruth(evaluate(atom.ast, env)) : outcome;
      });
      return combined(logic, outcomes) === TRUE;
    });
    if (all) return nanos;
  }
  return undefined;
}

/** The moments worth trying, in order: fixed times, and every hour's turn in the zones used. */
function moments(asts: readonly Ast[], env: Environment, start: number): readonly number[] {
  const found = new Set<number>();
  const stamps: bigint[] = [];
  const spans: bigint[] = [0n];
  const minutes = new Set<number>([0]);
  const offsets = new Set<number>([0]);
  let clocks = false;
  for (const ast of asts) {
    for (const node of walk(ast)) {
      if (node.kind !== 'call') continue;
      if (/^get[A-Z]/.test(node.fn)) {
        // No schedule is kept to the second, and looking that closely costs too much.
        if (/^get(?:Seconds|Milliseconds)$/.test(node.fn)) return [];
        clocks = true;
        addZone(node.args[0], offsets);
        if (node.fn === 'getMinutes') addNumbers(ast, minutes);
      }
      if (node.fn !== 'timestamp' && node.fn !== 'date' && node.fn !== 'duration') continue;
      if (pathsIn(node).length > 0) continue;
      const value = evaluate(node, env);
      if (value.is !== 'value') continue;
      if (value.value.kind === 'timestamp') stamps.push(value.value.nanos);
      if (value.value.kind === 'duration') spans.push(value.value.nanos, -value.value.nanos);
    }
  }
  for (const stamp of stamps.slice(0, 50)) {
    for (const span of spans.slice(0, 20)) {
      const millis = floorMillis(stamp + span);
      // `>` is true a moment later; IAM's clock counts milliseconds.
      found.add(millis).add(millis + 1);
    }
  }
  if (clocks) addTurns(found, start, minutes, offsets, spans);
  return [...found]
    .filter((millis) => millis > start && millis <= start + HORIZON_DAYS * DAY)
    .sort((a, b) => a - b);
}

/** Every zone in use today is a whole number of quarter hours from UTC; written offsets may be any minute. */
function addTurns(
  found: Set<number>,
  start: number,
  minutes: ReadonlySet<number>,
  offsets: ReadonlySet<number>,
  spans: readonly bigint[],
): void {
  const shifts = new Set<number>();
  for (const minute of minutes) {
    for (const offset of offsets) {
      for (const span of spans.slice(0, 5)) {
        shifts.add(modulo((minute + offset) * 60_000 - floorMillis(span)));
      }
    }
  }
  for (let turn = start - (start % QUARTER); turn <= start + HORIZON_DAYS * DAY; turn += QUARTER) {
    for (const shift of shifts) {
      if (found.size >= MOST) return;
      found.add(turn + shift);
    }
  }
}

function modulo(millis: number): number {
  return ((millis % QUARTER) + QUARTER) % QUARTER;
}

function addZone(zone: Ast | undefined, offsets: Set<number>): void {
  if (zone?.kind !== 'literal' || zone.value.kind !== 'string') return;
  const fixed = fixedOffsetMinutes(zone.value.value);
  if (fixed !== undefined && offsets.size < 8) offsets.add(-fixed % 15);
}

/** A clause about minutes changes at the numbers it names and right after them. */
function addNumbers(ast: Ast, turns: Set<number>): void {
  for (const node of walk(ast)) {
    if (node.kind !== 'literal' || node.value.kind !== 'int' || turns.size > 8) continue;
    const number = Number(node.value.value);
    if (number >= 0 && number < 60) turns.add(number).add(number + 1);
  }
}

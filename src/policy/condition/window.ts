/** Finds the next moment at which a condition becomes true when nothing but time passes. */
import { pathsIn } from './ast.js';
import { type Environment, evaluate } from './evaluate.js';
import { momentsAfter } from './moments.js';
import { asTruth, combined, maskOf, type Study } from './study.js';
import { floorMillis } from './time.js';
import { type Logic, possibilities } from './tree.js';
import { EITHER, TRUE } from './truth.js';

/** Clauses evaluated at most; a schedule by weekday and hours takes 336 moments of four clauses. */
const BUDGET = 50_000;

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
  if (!checks.every(({ study }) => timeCouldDo(logic, study, timed))) return undefined;
  const start = floorMillis(now);
  const asts = logic.atoms.filter((_, index) => timed[index]).map((atom) => atom.ast);
  for (const millis of momentsAfter(start, asts, first.at(now), BUDGET / (asts.length * checks.length))) {
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

/** Whether the whole can be true at all with everything else as it is, whatever the clock says. */
function timeCouldDo(logic: Logic, { outcomes }: Study, timed: readonly boolean[]): boolean {
  const open = possibilities(logic.tree, (index) =>
    timed[index] ? EITHER : (maskOf(outcomes[index]) ?? EITHER),
  );
  return (open & TRUE) !== 0;
}

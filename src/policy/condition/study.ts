/** Evaluates a condition's atoms in one environment and works out everything the whole may come to. */
import type { AttributeNeed } from '../results.js';
import { type Environment, evaluate } from './evaluate.js';
import { type Logic, possibilities } from './tree.js';
import { EITHER, ERROR, FALSE, type Possible, TRUE } from './truth.js';
import type { Outcome } from './value.js';

export interface Study {
  /** One outcome per atom: a truth, unknown, or an error. */
  readonly outcomes: readonly Outcome[];
  /** What the whole may come to. */
  readonly possible: Possible;
}

/** Beyond this many evaluations the unknown atoms are taken as independent, which may only widen the answer. */
const BUDGET = 60_000;

/** Evaluates every atom and the whole. */
export function study(logic: Logic, env: Environment): Study {
  const outcomes = logic.atoms.map((atom) => asTruth(evaluate(atom.ast, env)));
  return { outcomes, possible: combined(logic, outcomes) };
}

/** An atom that is neither true nor false nor unknown is Google's error. */
export function asTruth(outcome: Outcome): Outcome {
  if (outcome.is !== 'value' || outcome.value.kind === 'bool') return outcome;
  return {
    is: 'error',
    error: { kind: 'runtime', text: `${outcome.value.kind} stands where a truth is needed` },
  };
}

/** What the whole may come to. Atoms with the same key are unknown together: `x || !x` is true whatever x is. */
export function combined(logic: Logic, outcomes: readonly Outcome[]): Possible {
  const keys = unknownKeys(logic, outcomes);
  if (!affordable(keys.length, logic)) {
    return possibilities(logic.tree, (index) => maskOf(outcomes[index]) ?? EITHER);
  }
  let possible: Possible = 0;
  for (let chosen = 0; chosen < 2 ** keys.length; chosen += 1)
    possible |= under(logic, outcomes, keys, chosen);
  return possible;
}

function affordable(variables: number, logic: Logic): boolean {
  return variables <= 12 && 2 ** variables * logic.atoms.length <= BUDGET;
}

/** The whole when the unknown keys have the truths of the bits of `chosen`. */
function under(
  logic: Logic,
  outcomes: readonly Outcome[],
  keys: readonly string[],
  chosen: number,
): Possible {
  return possibilities(logic.tree, (index) => {
    const mask = maskOf(outcomes[index]);
    if (mask !== undefined) return mask;
    const atom = logic.atoms[index];
    const holds = ((chosen >> keys.indexOf(atom?.key ?? '')) & 1) === 1;
    return holds !== (atom?.unequal ?? false) ? TRUE : FALSE;
  });
}

/** The set of what one atom came to; `undefined` when it is unknown. */
export function maskOf(outcome: Outcome | undefined): Possible | undefined {
  if (!outcome || outcome.is === 'error') return ERROR;
  if (outcome.is === 'unknown') return undefined;
  return outcome.value.kind === 'bool' && outcome.value.value ? TRUE : FALSE;
}

function unknownKeys(logic: Logic, outcomes: readonly Outcome[]): readonly string[] {
  const keys = logic.atoms.filter((_, index) => outcomes[index]?.is === 'unknown').map((atom) => atom.key);
  return [...new Set(keys)];
}

/**
 * The attributes with which the verdict flips, and the truth their clause would need for the whole to come to one of
 * `goal`: true, and where an error works like true that too.
 */
export function missingOf(logic: Logic, { outcomes }: Study, goal: Possible): readonly AttributeNeed[] {
  const keys = unknownKeys(logic, outcomes);
  const needed = new Map<string, AttributeNeed>();
  keys.forEach((key, bit) => {
    const direction = affordable(keys.length, logic)
      ? influence(logic, outcomes, keys, bit, goal)
      : bySign(logic, key);
    const index = logic.atoms.findIndex((atom, at) => atom.key === key && outcomes[at]?.is === 'unknown');
    const outcome = outcomes[index];
    if (direction === undefined || outcome?.is !== 'unknown') return;
    const wouldPassIf = direction !== (logic.atoms[index]?.unequal ?? false) ? 'true' : 'false';
    for (const need of outcome.needs)
      needed.set(`${need.attribute} ${wouldPassIf}`, { ...need, wouldPassIf });
  });
  return [...needed.values()];
}

/** The truth of one key that turns the whole true where the other truth does not; true first. */
function influence(
  logic: Logic,
  outcomes: readonly Outcome[],
  keys: readonly string[],
  bit: number,
  goal: Possible,
): boolean | undefined {
  let whenFalse = false;
  for (let chosen = 0; chosen < 2 ** keys.length; chosen += 1) {
    if ((chosen >> bit) & 1) continue;
    const without = (under(logic, outcomes, keys, chosen) & goal) !== 0;
    const withIt = (under(logic, outcomes, keys, chosen | (1 << bit)) & goal) !== 0;
    if (withIt && !without) return true;
    if (without && !withIt) whenFalse = true;
  }
  return whenFalse ? false : undefined;
}

/** Too many unknowns to try: the side of the negations it stands on says which truth helps. */
function bySign(logic: Logic, key: string): boolean {
  return logic.atoms.some((atom) => atom.key === key && atom.inverted === atom.unequal);
}

/** Time limits in a condition: which clause bounds the time of the request, and when that bound passed. */
import { type Ast, pathsIn } from './ast.js';
import { type Environment, evaluate } from './evaluate.js';
import type { Atom, Logic, Tree } from './tree.js';

/** `upper`: true until then; `lower`: true from then on. Negations around the clause are counted in. */
interface TimeBound {
  readonly side: 'upper' | 'lower';
  readonly nanos: bigint;
  /** The moment itself is still within. */
  readonly inclusive: boolean;
}

const FLIPPED: Readonly<Record<string, string>> = {
  '_<_': '_>_',
  '_<=_': '_>=_',
  '_>_': '_<_',
  '_>=_': '_<=_',
};

/** The bound that an atom sets when it plainly compares `request.time` with a fixed time. */
export function timeBound(atom: Atom, env: Environment): TimeBound | undefined {
  const { ast } = atom;
  const [left, right] = ast.kind === 'call' ? ast.args : [];
  if (ast.kind !== 'call' || !left || !right || !(ast.fn in FLIPPED)) return undefined;
  if (isRequestTime(left)) return bound(ast.fn, right, atom.inverted, env);
  return isRequestTime(right) ? bound(FLIPPED[ast.fn] ?? '', left, atom.inverted, env) : undefined;
}

function bound(operator: string, limit: Ast, inverted: boolean, env: Environment): TimeBound | undefined {
  if (pathsIn(limit).length > 0) return undefined;
  const value = evaluate(limit, env);
  if (value.is !== 'value' || value.value.kind !== 'timestamp') return undefined;
  const less = operator.startsWith('_<');
  const inclusive = operator.includes('=') !== inverted;
  return { side: less !== inverted ? 'upper' : 'lower', nanos: value.value.nanos, inclusive };
}

/** Whether the node is the bare attribute `request.time`. */
export function isRequestTime(node: Ast): boolean {
  return node.kind === 'path' && node.path === 'request.time';
}

/**
 * The moment after which the whole can no longer be true: the earliest passed limit that has to hold, or the last
 * of several of which one had to. `undefined` when no plain upper limit rules the whole.
 */
export function passedLimit(logic: Logic, env: Environment, now: bigint): bigint | undefined {
  const limit = (tree: Tree, inverted: boolean): bigint | undefined => {
    switch (tree.op) {
      case 'atom': {
        const atom = logic.atoms[tree.index];
        const found = atom && timeBound(atom, env);
        if (found?.side !== 'upper') return undefined;
        return found.nanos < now || (found.nanos === now && !found.inclusive) ? found.nanos : undefined;
      }
      case 'not':
        return limit(tree.part, !inverted);
      case 'and':
      case 'or': {
        const limits = tree.parts.map((part) => limit(part, inverted));
        const passed = limits.filter((one) => one !== undefined);
        const allNeeded = (tree.op === 'and') !== inverted;
        if (passed.length === 0 || (!allNeeded && passed.length < limits.length)) return undefined;
        return passed.reduce((a, b) => (a < b === allNeeded ? a : b));
      }
      case 'constant':
      case 'choose':
        return undefined;
    }
  };
  return limit(logic.tree, false);
}

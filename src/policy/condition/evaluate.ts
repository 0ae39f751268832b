/** Computes one expression of a condition in an environment, keeping what is unknown apart from what is an error. */
import { type Ast, DOTTED, qualifiedName } from './ast.js';
import { callFunction, plainName } from './functions.js';
import { failure, known, type Outcome, truth, type Value } from './value.js';

/** What an expression can read and call besides the common functions. */
export interface Environment {
  /** The value of a dotted name. */
  readonly attribute: (path: string) => Outcome;
  /** One access level of `request.auth.access_levels`. */
  readonly level: (name: string) => Outcome;
  /** Whether the environment has a function of that name of its own. */
  readonly has: (name: string) => boolean;
  /** Calls a function of its own; `undefined` when it does not take these arguments. */
  readonly call: (name: string, args: readonly Value[]) => Outcome | undefined;
  /** What a function that nobody here knows comes to. */
  readonly unknownFunction: (name: string) => Outcome;
  /** What `has()`, `exists()` and the like come to over something known. */
  readonly macro: () => Outcome;
}

/** What a call of a function that does not exist comes to. */
export function noSuchFunction(name: string): Outcome {
  return failure('runtime', `there is no function ${name} in IAM conditions`);
}

/** The outcome of an expression. Logic inside it absorbs as in CEL: `false && error` is false. */
export function evaluate(node: Ast, env: Environment): Outcome {
  switch (node.kind) {
    case 'literal':
      return known(node.value);
    case 'path':
      return env.attribute(node.path);
    case 'unsupported':
      return failure('syntax', `${node.what} has no place in a condition`);
    case 'field': {
      const of = evaluate(node.of, env);
      return of.is === 'value' ? failure('runtime', `there is no field ${node.field}`) : of;
    }
    case 'macro': {
      const over = evaluate(node.over, env);
      return over.is === 'value' ? env.macro() : over;
    }
    case 'list': {
      const items = strict(node.items.map((item) => evaluate(item, env)));
      return items.is === 'values' ? known({ kind: 'list', items: items.values }) : items;
    }
    case 'call':
      return evaluateCall(node, env);
  }
}

function evaluateCall(node: Ast & { readonly kind: 'call' }, env: Environment): Outcome {
  const [first, second, third] = node.args;
  if (node.fn === '_&&_' && first && second)
    return both(evaluate(first, env), () => evaluate(second, env), false);
  if (node.fn === '_||_' && first && second)
    return both(evaluate(first, env), () => evaluate(second, env), true);
  if (node.fn === '!_' && first) return not(evaluate(first, env));
  if (node.fn === '_?_:_' && first && second && third) return choose(first, second, third, env);
  const name = qualifiedName(node);
  if (name !== undefined && (DOTTED.test(name) || env.has(name))) return apply(name, node.args, env);
  return apply(node.fn, node.on ? [node.on, ...node.args] : node.args, env);
}

function apply(name: string, parts: readonly Ast[], env: Environment): Outcome {
  const outcomes = parts.map((part) => evaluate(part, env));
  const levels = levelAsked(name, outcomes, env);
  if (levels) return levels;
  const early = decidedByPrefix(name, outcomes);
  if (early !== undefined) return truth(early);
  const args = strict(outcomes);
  if (args.is === 'error') return args;
  const exists = env.has(name) || callFunction(name, []) !== undefined;
  // A function that does not exist fails whatever it is given.
  if (!exists) return env.unknownFunction(plainName(name));
  if (args.is === 'unknown') return args;
  if (!env.has(name)) return callFunction(name, args.values) ?? env.unknownFunction(plainName(name));
  return env.call(name, args.values) ?? failure('runtime', `${name}() cannot be called like that`);
}

function levelAsked(name: string, outcomes: readonly Outcome[], env: Environment): Outcome | undefined {
  const [asked, list] = outcomes;
  const hasLevels = outcomes.some((one) => one.is === 'value' && one.value.kind === 'levels');
  if (!hasLevels) return undefined;
  const plain = name === '@in' && list?.is === 'value' && list.value.kind === 'levels';
  if (plain && asked?.is === 'value' && asked.value.kind === 'string') return env.level(asked.value.value);
  if (plain && asked && asked.is !== 'value') return asked;
  return failure('runtime', 'access levels can only be asked with "…" in request.auth.access_levels');
}

/** A text whose beginning is known decides some comparisons although the rest is not known. */
function decidedByPrefix(name: string, outcomes: readonly Outcome[]): boolean | undefined {
  const [subject, other] = outcomes;
  if (subject?.is !== 'unknown' || subject.prefix === undefined) return undefined;
  if (other?.is !== 'value' || other.value.kind !== 'string') return undefined;
  const { value } = other.value;
  const impossible = !value.startsWith(subject.prefix) && !subject.prefix.startsWith(value);
  if (name === 'startsWith') return subject.prefix.startsWith(value) ? true : impossible ? false : undefined;
  if (name !== '_==_' && name !== '_!=_') return undefined;
  return value.startsWith(subject.prefix) ? undefined : name === '_!=_';
}

type Values = { readonly is: 'values'; readonly values: readonly Value[] };

/** All values, or the error among them, or what is unknown: an error shows whatever the unknown ones turn out to be. */
function strict(outcomes: readonly Outcome[]): Values | Exclude<Outcome, { is: 'value' }> {
  const values: Value[] = [];
  let gap: Extract<Outcome, { is: 'unknown' }> | undefined;
  for (const outcome of outcomes) {
    if (outcome.is === 'error') return outcome;
    if (outcome.is === 'value') values.push(outcome.value);
    else gap = { is: 'unknown', needs: [...(gap?.needs ?? []), ...outcome.needs] };
  }
  return gap ?? { is: 'values', values };
}

function asTruth(outcome: Outcome): boolean | Exclude<Outcome, { is: 'value' }> {
  if (outcome.is !== 'value') return outcome;
  if (outcome.value.kind === 'bool') return outcome.value.value;
  return {
    is: 'error',
    error: { kind: 'runtime', text: `${outcome.value.kind} stands where a truth is needed` },
  };
}

/** `&&` (deciding: false) and `||` (deciding: true). Of unknown and error the unknown is kept: it may yet decide. */
function both(left: Outcome, right: () => Outcome, deciding: boolean): Outcome {
  const a = asTruth(left);
  if (a === deciding) return truth(deciding);
  const b = asTruth(right());
  if (b === deciding) return truth(deciding);
  if (typeof a === 'boolean') return typeof b === 'boolean' ? truth(!deciding) : b;
  if (typeof b === 'boolean') return a;
  if (a.is === 'unknown' && b.is === 'unknown') return { is: 'unknown', needs: [...a.needs, ...b.needs] };
  return a.is === 'unknown' ? a : b;
}

function not(outcome: Outcome): Outcome {
  const value = asTruth(outcome);
  return typeof value === 'boolean' ? truth(!value) : value;
}

function choose(test: Ast, yes: Ast, no: Ast, env: Environment): Outcome {
  const value = asTruth(evaluate(test, env));
  return typeof value === 'boolean' ? evaluate(value ? yes : no, env) : value;
}

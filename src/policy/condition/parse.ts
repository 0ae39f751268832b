/** Parses a condition with the CEL library, within limits that keep hostile text from costing time. */
import { parse as celParse } from '@bufbuild/cel';
import type { ConditionError } from '../results.js';
import { type Ast, children } from './ast.js';
import { type Token, tokenize } from './lexer.js';
import type { Value } from './value.js';

type CelExpr = ReturnType<typeof celParse>['expr'];

/** `too-large`: beyond what we evaluate; Google may still have taken it, so it is unknown and not an error. */
type Parsed =
  | { readonly ok: true; readonly ast: Ast; readonly source: string; readonly tokens: readonly Token[] }
  | { readonly ok: false; readonly problem: 'too-large' }
  | { readonly ok: false; readonly problem: ConditionError };

/** Characters that are read at most. */
export const MAX_LENGTH = 16_384;
const MAX_TOKENS = 4_000;
const MAX_DEPTH = 64;
const MAX_CHOICES = 50;
/** Of the tree, in which `a + b + c` is one level deeper than `a + b`; chains of `&&` and `||` are not. */
const MAX_LEVELS = 200;

const memo = new Map<string, Parsed>();

/** The tree of a condition. The last few hundred are kept: one policy repeats the same condition for many members. */
export function parseCondition(source: string): Parsed {
  const seen = memo.get(source);
  if (seen) return seen;
  if (memo.size > 500) memo.clear();
  const parsed = parseFresh(source);
  memo.set(source, parsed);
  return parsed;
}

function parseFresh(source: string): Parsed {
  if (source.length > MAX_LENGTH) return { ok: false, problem: 'too-large' };
  const { tokens, maxDepth, problem } = tokenize(source);
  const choices = tokens.filter((token) => token.text === '?').length;
  if (tokens.length > MAX_TOKENS || maxDepth > MAX_DEPTH || choices > MAX_CHOICES) {
    return { ok: false, problem: 'too-large' };
  }
  if (problem !== undefined) return { ok: false, problem: { kind: 'syntax', text: problem } };
  try {
    const { expr, sourceInfo } = celParse(source);
    const positions: Readonly<Record<string, number>> = sourceInfo?.positions ?? {};
    const ast = convert(expr, positions);
    if (depthOf(ast) > MAX_LEVELS) return { ok: false, problem: 'too-large' };
    return { ok: true, ast, source, tokens };
  } catch (error) {
    return { ok: false, problem: { kind: 'syntax', text: shortReason(error) } };
  }
}

/** Levels of the tree, counted without recursion. */
function depthOf(ast: Ast): number {
  let depth = 0;
  for (let level: readonly Ast[] = [ast]; level.length > 0; level = level.flatMap(children)) depth += 1;
  return depth;
}

/** The parser lists everything it would have liked instead; the first words say where it stopped. */
function shortReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^<input>:/, 'line ').replace(/ but expecting [\s\S]*$/, ' was not expected');
}

function convert(expr: CelExpr, positions: Readonly<Record<string, number>>): Ast {
  const at = positions[String(expr.id)] ?? 0;
  const kind = expr.exprKind;
  const below = (part: CelExpr | undefined): Ast =>
    part ? convert(part, positions) : { kind: 'unsupported', what: 'an empty part', at };
  switch (kind.case) {
    case 'constExpr':
      return literal(kind.value.constantKind, at);
    case 'identExpr':
      return { kind: 'path', path: kind.value.name.replace(/^\./, ''), at };
    case 'selectExpr': {
      const of = below(kind.value.operand);
      const field: Ast =
        of.kind === 'path'
          ? { kind: 'path', path: `${of.path}.${kind.value.field}`, at }
          : { kind: 'field', of, field: kind.value.field, at };
      return kind.value.testOnly ? { kind: 'macro', over: field, at } : field;
    }
    case 'callExpr': {
      const { function: fn, target, args } = kind.value;
      return { kind: 'call', fn, on: target ? below(target) : undefined, args: args.map(below), at };
    }
    case 'listExpr':
      return { kind: 'list', items: kind.value.elements.map(below), at };
    case 'comprehensionExpr':
      return { kind: 'macro', over: below(kind.value.iterRange), at };
    case 'structExpr':
      return { kind: 'unsupported', what: 'a map', at };
    case undefined:
      return { kind: 'unsupported', what: 'an empty part', at };
  }
}

type Constant = Extract<CelExpr['exprKind'], { case: 'constExpr' }>['value']['constantKind'];

function literal(constant: Constant, at: number): Ast {
  const value = literalValue(constant);
  return value ? { kind: 'literal', value, at } : { kind: 'unsupported', what: 'a bytes literal', at };
}

function literalValue(constant: Constant): Value | undefined {
  switch (constant.case) {
    case 'stringValue':
      return { kind: 'string', value: constant.value };
    case 'boolValue':
      return { kind: 'bool', value: constant.value };
    case 'int64Value':
    case 'uint64Value':
      return { kind: 'int', value: constant.value };
    case 'doubleValue':
      return { kind: 'double', value: constant.value };
    case 'nullValue':
      return { kind: 'null' };
    default:
      return undefined;
  }
}

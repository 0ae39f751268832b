/** Evaluates whole conditions: allow bindings on IAP, deny rules, boundary bindings. */
import type { ConditionError, ConditionResult, RequestContext } from '../results.js';
import type { EffectiveTagFact } from '../tags.js';
import type { Condition, Known } from '../types.js';
import { type Ast, pathsIn, walk } from './ast.js';
import { boundaryEnvironment } from './boundary-environment.js';
import { passedLimit } from './bounds.js';
import { clausesOf } from './clauses.js';
import type { Environment } from './evaluate.js';
import { formsOf, iapEnvironment, type PathForm } from './iap-environment.js';
import { parseCondition } from './parse.js';
import { missingOf, type Study, study } from './study.js';
import { tagEnvironment } from './tag-environment.js';
import { formatTimestamp, parseTimestamp } from './time.js';
import { type Logic, toLogic } from './tree.js';
import { ERROR, type Family, settle, TRUE } from './truth.js';
import { nextTrue } from './window.js';

const EMPTY: ConditionResult = {
  truth: 'error',
  clauses: [],
  missing: [],
  error: undefined,
  expiredAt: undefined,
  nextTrueAt: undefined,
};

type Readable = { readonly ok: true; readonly ast: Ast; readonly logic: Logic };

function readCondition(
  condition: Condition,
): Readable | { readonly ok: false; readonly result: ConditionResult } {
  const parsed = parseCondition(condition.expression);
  if (parsed.ok)
    return { ok: true, ast: parsed.ast, logic: toLogic(parsed.ast, parsed.source, parsed.tokens) };
  if (parsed.problem !== 'too-large') return { ok: false, result: { ...EMPTY, error: parsed.problem } };
  const need = {
    attribute: 'the expression',
    wouldPassIf: 'true',
    needs: 'a condition within the size that Google documents (12 logical operators)',
  } as const;
  return { ok: false, result: { ...EMPTY, truth: 'unknown', missing: [need] } };
}

/**
 * The condition of an allow binding, for one request to an IAP resource.
 * `error` means that Google can never grant through it as things stand, whatever the unknown parts turn out to be.
 * Source: IAM's attribute reference; path handling from "Using hostname and path conditions".
 */
export function evaluateCondition(condition: Condition, context: RequestContext): ConditionResult {
  const read = readCondition(condition);
  if (!read.ok) return read.result;
  const { ast, logic } = read;
  const now = parseTimestamp(context.at);
  const { forms, cut } = pathsIn(ast).includes('request.path')
    ? formsOf(context.path)
    : { forms: [undefined], cut: undefined };
  const checks = forms.map((form) => checkOf(logic, context, now, form));
  const malformed = malformedTimestamp(ast);
  const [governing] = [...checks].sort((a, b) => weight(b.study) - weight(a.study));
  if (!governing) return EMPTY;
  const result = resultOf(logic, governing.study, governing.env, 'allow', context);
  if (malformed) return { ...result, truth: 'error', missing: [], error: malformed };
  if (cut !== undefined && result.truth === 'true' && disagrees(logic, context, now, cut)) {
    const needs = 'the path without its ;parameters: it is not certain how IAP reads these';
    return {
      ...result,
      truth: 'unknown',
      missing: [{ attribute: 'request.path', wouldPassIf: 'true', needs }],
    };
  }
  if (result.truth !== 'false' || now === undefined) return result;
  const expired = passedLimit(logic, governing.env, now);
  const next = expired === undefined ? nextTrue(logic, checks, now) : undefined;
  return {
    ...result,
    expiredAt: expired === undefined ? undefined : formatTimestamp(expired),
    nextTrueAt: next === undefined ? undefined : formatTimestamp(next),
  };
}

function checkOf(logic: Logic, context: RequestContext, now: bigint | undefined, form: PathForm) {
  const at = (nanos: bigint | undefined): Environment => iapEnvironment(context, nanos, form);
  const env = at(now);
  return { study: study(logic, env), env, at };
}

/** All forms of the path have to pass, so the worst one speaks: false, then error, then unknown, then true. */
function weight({ possible }: Study): number {
  return { false: 3, error: 2, unknown: 1, true: 0 }[settle(possible, 'allow')];
}

function disagrees(logic: Logic, context: RequestContext, now: bigint | undefined, cut: PathForm): boolean {
  return settle(checkOf(logic, context, now, cut).study.possible, 'allow') !== 'true';
}

/** Google: with an invalid `timestamp("…")` the condition never allows anything, wherever in it that stands. */
function malformedTimestamp(ast: Ast): ConditionError | undefined {
  for (const node of walk(ast)) {
    if (node.kind !== 'call' || node.fn !== 'timestamp') continue;
    const [literal] = node.args;
    if (literal?.kind !== 'literal' || literal.value.kind !== 'string') continue;
    const { value } = literal.value;
    if (parseTimestamp(value) === undefined) {
      return { kind: 'malformed-time', text: `${JSON.stringify(value)} is not an RFC 3339 time` };
    }
  }
  return undefined;
}

function resultOf(
  logic: Logic,
  found: Study,
  env: Environment,
  family: Family,
  context: RequestContext | undefined,
): ConditionResult {
  const truth = settle(found.possible, family);
  // Deny rules and boundaries act on an error as they do on a match; a binding does not grant on one.
  const goal = family === 'allow' ? TRUE : TRUE | ERROR;
  const failed = found.outcomes.find((outcome) => outcome.is === 'error');
  return {
    truth,
    clauses: clausesOf(logic, found.outcomes, env, context),
    missing: truth === 'unknown' ? missingOf(logic, found, goal) : [],
    error: truth === 'error' && failed?.is === 'error' ? failed.error : undefined,
    expiredAt: undefined,
    nextTrueAt: undefined,
  };
}

/**
 * The condition of a deny rule. Only tag functions exist there; `error` means that Google cannot evaluate it and
 * denies. Source: IAM's deny overview.
 */
export function evaluateTagCondition(
  condition: Condition,
  tags: Known<readonly EffectiveTagFact[]>,
): ConditionResult {
  return evaluateIn(condition, tagEnvironment(tags), 'deny');
}

/**
 * The condition of a boundary policy's binding, on the principal's type (`iam.googleapis.com/WorkspaceIdentity` …)
 * and subject (the primary address). `error` blocks. Source: IAM's attribute reference, principal attributes.
 */
export function evaluateBoundaryCondition(
  condition: Condition,
  principal: { readonly type: string; readonly subject: string | undefined },
): ConditionResult {
  return evaluateIn(condition, boundaryEnvironment(principal), 'boundary');
}

function evaluateIn(condition: Condition, env: Environment, family: Family): ConditionResult {
  const read = readCondition(condition);
  return read.ok ? resultOf(read.logic, study(read.logic, env), env, family, undefined) : read.result;
}

/** Which reason code a condition that does not hold stands for: one ordered list. */
import type { Clause, ConditionError, ConditionResult, RequestContext } from './results.js';

interface Rule {
  readonly code: string;
  /** Whether a clause that keeps the condition from holding is an example of the code. */
  readonly is: (clause: Clause, result: ConditionResult, context: RequestContext) => boolean;
}

const level = (clause: Clause, context: RequestContext) =>
  clause.level === undefined ? undefined : context.levels.get(clause.level);
/** A lower bound on time: it did not end, it has not begun. */
const begins = (result: ConditionResult) => result.expiredAt === undefined && result.nextTrueAt !== undefined;

/**
 * First match wins. What no request can ever satisfy stands before what another request would: mending a path is of
 * no use to a grant that has ended.
 */
const RULES: readonly Rule[] = [
  { code: 'condition-expired', is: (clause, result) => clause.kind === 'expiry' && !begins(result) },
  {
    code: 'condition-unsupported-attribute',
    is: ({ kind, negated }) =>
      kind === 'resource-name' || kind === 'unknown-attribute' || (kind === 'resource-type' && !negated),
  },
  {
    code: 'access-level-unknown-name',
    is: (clause, _, context) =>
      clause.kind === 'access-level' &&
      !clause.negated &&
      context.levelsComplete.known &&
      level(clause, context) === undefined,
  },
  {
    code: 'access-level-broken',
    is: (clause, _, context) => clause.kind === 'access-level' && level(clause, context)?.broken === true,
  },
  { code: 'condition-host', is: ({ kind }) => kind === 'host' },
  { code: 'condition-path', is: ({ kind }) => kind === 'path' },
  { code: 'condition-hours', is: ({ kind }) => kind === 'hours' || kind === 'expiry' },
  {
    code: 'access-level-ip',
    is: (clause, _, context) => clause.kind === 'access-level' && level(clause, context)?.failed === 'ip',
  },
  {
    code: 'access-level-device',
    is: (clause, _, context) => clause.kind === 'access-level' && level(clause, context)?.failed === 'device',
  },
  { code: 'access-level-other', is: ({ kind }) => kind === 'access-level' },
  // A type ruled out (`resource.type != …`) mostly guards another clause; alone, it is as wrong as a wrong type.
  { code: 'condition-unsupported-attribute', is: ({ kind }) => kind === 'resource-type' },
];

const BY_ERROR: Readonly<Record<ConditionError['kind'], string>> = {
  syntax: 'condition-malformed',
  'malformed-time': 'condition-malformed',
  runtime: 'condition-malformed',
  'unsupported-attribute': 'condition-unsupported-attribute',
  'unknown-level': 'access-level-unknown-name',
  'broken-level': 'access-level-broken',
};

/** A tag, a destination or something else that has no code of its own does not have the value asked for. */
const OTHERWISE = 'condition-not-met';

/**
 * Whether a clause, as it stands under its `!`, keeps the condition from holding. A `!=` is negated in itself, and its
 * truth is that of the whole comparison; under a `!` as well, the two cancel out.
 */
export function keepsFalse(clause: Clause): boolean {
  if (clause.truth === 'error') return true;
  const unequal = clause.text.replace(/"[^"]*"|'[^']*'/g, '').includes('!=');
  const inverted = clause.negated !== unequal;
  return clause.truth === (inverted ? 'true' : 'false');
}

/** The reason code for a condition that is `false` or `error`. */
export function conditionMissCode(result: ConditionResult, context: RequestContext): string {
  const failed = result.clauses.filter(keepsFalse);
  const first = (clauses: readonly Clause[]) =>
    RULES.find(({ is }) => clauses.some((clause) => is(clause, result, context)))?.code;
  if (result.truth !== 'error' || !result.error) return first(failed) ?? OTHERWISE;
  if (result.error.kind !== 'runtime') return BY_ERROR[result.error.kind];
  // A level or a path on which Google stumbles is a fault of the level or the path, not of the condition.
  const stumbled = failed.filter(
    ({ kind, truth }) => truth === 'error' && (kind === 'access-level' || kind === 'path'),
  );
  return first(stumbled) ?? BY_ERROR.runtime;
}

/** What failed, for an administrator. */
export function conditionMissDetail(result: ConditionResult): string {
  if (result.error) return result.error.text;
  const failed = result.clauses.filter(keepsFalse).map((clause) => clause.detail);
  return failed.length === 0 ? 'the condition does not hold' : failed.join('; ');
}

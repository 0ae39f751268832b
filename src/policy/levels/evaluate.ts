/** Evaluates an organisation's access levels for one request. */
import type { LevelResult } from '../results.js';
import type { AccessLevel } from '../types.js';
import { allOf, evaluateLevelCondition, oneOf } from './basic.js';
import { evaluateCustomLevel } from './custom.js';
import { type LevelFacts, type LookUpLevel, type Part, shortName } from './facts.js';

/**
 * Every level by its full name. Levels in `facts.held` are true; when no levels could be read at all, those are
 * listed under the names they were given by.
 */
export function evaluateLevels(
  levels: readonly AccessLevel[],
  facts: LevelFacts,
): ReadonlyMap<string, LevelResult> {
  const byName = new Map(levels.map((level) => [level.name, level]));
  const done = new Map<string, LevelResult>();
  const open = new Set<string>();
  const result = (level: AccessLevel): LevelResult => {
    const { name } = level;
    const ready = done.get(name);
    if (ready) return ready;
    if (holds(facts, name)) return keep(done, held(name));
    // A circle of levels that need each other can never be met; Google does not let one be written.
    if (open.has(name)) return circle(name);
    open.add(name);
    const part = evaluateLevel(level, facts, lookUpFrom(level, byName, result));
    open.delete(name);
    return keep(done, toResult(name, part));
  };
  for (const level of levels) result(level);
  if (levels.length === 0) for (const name of facts.held) keep(done, held(name));
  return done;
}

/** Levels name each other by full name or, in custom levels, by short name within the same policy. */
function lookUpFrom(
  from: AccessLevel,
  byName: ReadonlyMap<string, AccessLevel>,
  result: (level: AccessLevel) => LevelResult,
): LookUpLevel {
  const policy = from.name.slice(0, from.name.lastIndexOf('/') + 1);
  return (name) => {
    const level = byName.get(name.includes('/') ? name : policy + name);
    return level && result(level);
  };
}

function evaluateLevel(level: AccessLevel, facts: LevelFacts, lookUp: LookUpLevel): Part {
  if (level.kind === 'custom') return evaluateCustomLevel(level.expression, facts, lookUp);
  const parts = level.conditions.map((condition) => evaluateLevelCondition(condition, facts, lookUp));
  return level.combine === 'OR' || parts.length === 0 ? oneOf(parts) : allOf(parts);
}

function keep(done: Map<string, LevelResult>, result: LevelResult): LevelResult {
  done.set(result.name, result);
  return result;
}

function holds(facts: LevelFacts, name: string): boolean {
  return facts.held.some((given) => given === name || given === shortName(name));
}

function held(name: string): LevelResult {
  return {
    name,
    truth: 'true',
    failed: undefined,
    detail: 'it is known to be held',
    missing: [],
    broken: false,
  };
}

function circle(name: string): LevelResult {
  const detail = 'it requires itself';
  return { name, truth: 'error', failed: 'other', detail, missing: [], broken: true };
}

/** An error that no missing level caused, such as a device Google has no record of, leaves the level unmet. */
function toResult(name: string, part: Part): LevelResult {
  const unmet = part.truth === 'error' && !part.broken && part.about === 'device' ? 'false' : part.truth;
  const failed = unmet === 'false' || unmet === 'error' ? part.about : undefined;
  return { name, truth: unmet, failed, detail: part.detail, missing: part.missing, broken: part.broken };
}

/** Whether a log entry passes a filter. */
import { isRecord } from '../http/route.js';
import type { LogEntry } from '../model.js';
import { type FilterTree, parseFilter, type ValueTree } from './parse.js';
import type { Operator } from './tokens.js';

const SEVERITIES = [
  'DEFAULT',
  'DEBUG',
  'INFO',
  'NOTICE',
  'WARNING',
  'ERROR',
  'CRITICAL',
  'ALERT',
  'EMERGENCY',
];
const TIMES: readonly string[] = ['timestamp', 'receiveTimestamp'];

/** Compiles a filter once; throws a `FilterError` when Google would refuse it. */
export function logFilter(filter: string): (entry: LogEntry) => boolean {
  const tree = parseFilter(filter);
  return (entry) => holds(tree, entry);
}

function holds(tree: FilterTree, entry: LogEntry): boolean {
  switch (tree.kind) {
    case 'all':
      return true;
    case 'and':
      return tree.parts.every((part) => holds(part, entry));
    case 'or':
      return tree.parts.some((part) => holds(part, entry));
    case 'not':
      return !holds(tree.part, entry);
    case 'anywhere':
      return leaves(entry).some((leaf) => includes(leaf, tree.text));
    case 'compare':
      return compares(tree.value, tree.operator, tree.field, valuesAt(entry, tree.field));
  }
}

function compares(
  value: ValueTree,
  operator: Operator,
  field: readonly string[],
  found: readonly unknown[],
): boolean {
  switch (value.kind) {
    case 'and':
      return value.parts.every((part) => compares(part, operator, field, found));
    case 'or':
      return value.parts.some((part) => compares(part, operator, field, found));
    case 'not':
      return !compares(value.part, operator, field, found);
    case 'value':
      return testField(operator, field, found, value);
  }
}

/**
 * A comparison with a missing field is false, whatever the operator (Logging query language, "Missing fields"); a
 * repeated field fits when one of its elements does, and differs when none is equal.
 */
function testField(
  operator: Operator,
  field: readonly string[],
  found: readonly unknown[],
  value: { readonly text: string; readonly quoted: boolean },
): boolean {
  if (operator === ':' && value.text === '*' && !value.quoted) return found.length > 0;
  if (found.length === 0) return false;
  if (operator === '!=') return !found.some((leaf) => testLeaf('=', field, leaf, value.text));
  if (operator === '!~') return !found.some((leaf) => testLeaf('=~', field, leaf, value.text));
  return found.some((leaf) => testLeaf(operator, field, leaf, value.text));
}

function testLeaf(operator: Operator, field: readonly string[], leaf: unknown, wanted: string): boolean {
  if (isRecord(leaf)) return operator === ':' && leaves(leaf).some((inner) => includes(inner, wanted));
  if (operator === ':') return includes(leaf, wanted);
  if (operator === '=~') return new RegExp(wanted).test(String(leaf));
  const order = orderOf(field, leaf, wanted);
  if (order === undefined) return false;
  switch (operator) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '!=':
    case '!~':
      return false;
  }
}

/** Negative, zero or positive; undefined where the two cannot be compared. */
function orderOf(field: readonly string[], leaf: unknown, wanted: string): number | undefined {
  const name = field.length === 1 ? field[0] : undefined;
  if (name === 'severity') {
    const [left, right] = [SEVERITIES.indexOf(String(leaf)), SEVERITIES.indexOf(wanted.toUpperCase())];
    return left < 0 || right < 0 ? undefined : left - right;
  }
  if (name !== undefined && TIMES.includes(name)) {
    const [left, right] = [nanos(String(leaf)), nanos(wanted)];
    if (left === undefined || right === undefined) return undefined;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (typeof leaf === 'number') {
    const right = Number(wanted);
    return wanted.trim() === '' || Number.isNaN(right) ? undefined : leaf - right;
  }
  if (typeof leaf === 'boolean') return String(leaf) === wanted.toLowerCase() ? 0 : undefined;
  if (typeof leaf !== 'string') return undefined;
  const [left, right] = [leaf.toLowerCase(), wanted.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A moment in nanoseconds: log entries are finer than a JavaScript date. A date alone is its midnight in UTC. */
export function nanos(text: string): bigint | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (!match) return undefined;
  const [, date, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const millis = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(millis)) return undefined;
  return BigInt(millis) * 1_000_000n + BigInt(fraction.slice(1).padEnd(9, '0'));
}

function includes(leaf: unknown, wanted: string): boolean {
  return String(leaf).toLowerCase().includes(wanted.toLowerCase());
}

/** The values a path leads to; lists on the way are walked through. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [head, ...tail] = path;
  if (head === undefined) return value === undefined ? [] : [value];
  if (!isRecord(value)) return [];
  const next = value[head];
  return next === undefined ? [] : valuesAt(next, tail);
}

function leaves(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isRecord(value)) return Object.values(value).flatMap(leaves);
  return value === undefined || value === null ? [] : [value];
}

/**
 * A small evaluator of IAM conditions, written apart from the product's own so that the two can check each other.
 * It knows `&& || !`, parentheses, and the atoms that IAP conditions are made of; any other atom is an error.
 */
import { atomValue, type ConditionFacts } from './atoms.js';
import { type Tri, triAnd, triNot, triOr } from './tri.js';

export type { ConditionFacts } from './atoms.js';

interface Cursor {
  readonly text: string;
  at: number;
}

/** The value of a condition; absent conditions are always true. */
export function evaluateCondition(expression: string | undefined, facts: ConditionFacts): Tri {
  if (expression === undefined || expression.trim() === '') return 'yes';
  const cursor: Cursor = { text: expression, at: 0 };
  const value = readOr(cursor, facts);
  return rest(cursor) === '' && value !== undefined ? value : 'error';
}

const rest = (cursor: Cursor): string => cursor.text.slice(cursor.at).trimStart();

function eat(cursor: Cursor, token: string): boolean {
  const left = rest(cursor);
  if (!left.startsWith(token)) return false;
  cursor.at = cursor.text.length - left.length + token.length;
  return true;
}

function readMany(
  cursor: Cursor,
  facts: ConditionFacts,
  token: string,
  read: (cursor: Cursor, facts: ConditionFacts) => Tri | undefined,
): Tri[] | undefined {
  const values: Tri[] = [];
  do {
    const value = read(cursor, facts);
    if (value === undefined) return undefined;
    values.push(value);
  } while (eat(cursor, token));
  return values;
}

function readOr(cursor: Cursor, facts: ConditionFacts): Tri | undefined {
  const values = readMany(cursor, facts, '||', readAnd);
  return values && triOr(values);
}

function readAnd(cursor: Cursor, facts: ConditionFacts): Tri | undefined {
  const values = readMany(cursor, facts, '&&', readUnary);
  return values && triAnd(values);
}

function readUnary(cursor: Cursor, facts: ConditionFacts): Tri | undefined {
  if (eat(cursor, '!')) {
    const value = readUnary(cursor, facts);
    return value && triNot(value);
  }
  if (eat(cursor, '(')) {
    const value = readOr(cursor, facts);
    return eat(cursor, ')') ? value : undefined;
  }
  const atom = readAtom(cursor);
  return atom === '' ? undefined : atomValue(atom, facts);
}

/** Everything up to the next `&&`, `||` or closing parenthesis that is not inside quotes or parentheses. */
function readAtom(cursor: Cursor): string {
  const left = rest(cursor);
  let depth = 0;
  let quote = '';
  let end = 0;
  for (; end < left.length; end += 1) {
    const char = left[end] ?? '';
    if (quote !== '') {
      if (char === '\\') end += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '(' || char === '[') depth += 1;
    else if (char === ']') depth -= 1;
    else if (char === ')') {
      if (depth === 0) break;
      depth -= 1;
    } else if (depth === 0 && /^(?:&&|\|\|)/.test(left.slice(end))) break;
  }
  cursor.at = cursor.text.length - left.length + Math.min(end, left.length);
  return left.slice(0, end).trim();
}

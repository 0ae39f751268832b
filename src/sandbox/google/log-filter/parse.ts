/** Logging query language into a tree. NOT binds closest, then OR, then AND (written or by juxtaposition). */
import { FilterError, type Operator, type Token, tokenize } from './tokens.js';

/** What a field is compared with: one value, or several joined by AND and OR in parentheses. */
export type ValueTree =
  | { readonly kind: 'value'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ValueTree[] }
  | { readonly kind: 'not'; readonly part: ValueTree };

export type FilterTree =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FilterTree[] }
  | { readonly kind: 'not'; readonly part: FilterTree }
  /** Text that may stand in any field. */
  | { readonly kind: 'anywhere'; readonly text: string }
  | {
      readonly kind: 'compare';
      readonly field: readonly string[];
      readonly operator: Operator;
      readonly value: ValueTree;
    };

interface Cursor {
  readonly tokens: readonly Token[];
  readonly end: number;
  at: number;
}

/** Reads a filter; throws a {@link FilterError} where Google would answer 400. An empty filter matches everything. */
export function parseFilter(filter: string): FilterTree {
  const cursor: Cursor = { tokens: tokenize(filter), end: filter.length, at: 0 };
  if (cursor.tokens.length === 0) return { kind: 'all' };
  const tree = readAnd(cursor);
  const left = cursor.tokens[cursor.at];
  if (left) throw unexpected(left, cursor);
  return tree;
}

function unexpected(token: Token | undefined, cursor: Cursor): FilterError {
  const shown =
    token === undefined
      ? 'end of input'
      : token.kind === 'text' || token.kind === 'operator'
        ? token.text
        : token.kind;
  return new FilterError(`token '${shown}'`, token?.at ?? cursor.end);
}

/** Boolean words count only in upper case and unquoted. */
function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'text' && !token.quoted && token.text === word;
}

function readAnd(cursor: Cursor): FilterTree {
  const parts = [readOr(cursor)];
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (token === undefined || token.kind === ')') break;
    if (isWord(token, 'AND')) cursor.at += 1;
    parts.push(readOr(cursor));
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'and', parts };
}

function readOr(cursor: Cursor): FilterTree {
  const parts = [readNot(cursor)];
  while (isWord(cursor.tokens[cursor.at], 'OR')) {
    cursor.at += 1;
    parts.push(readNot(cursor));
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'or', parts };
}

function readNot(cursor: Cursor): FilterTree {
  const token = cursor.tokens[cursor.at];
  if (token?.kind === '-' || isWord(token, 'NOT')) {
    cursor.at += 1;
    return { kind: 'not', part: readNot(cursor) };
  }
  if (token?.kind === '(') {
    cursor.at += 1;
    const inner = readAnd(cursor);
    expectClose(cursor);
    return inner;
  }
  return readComparison(cursor);
}

function expectClose(cursor: Cursor): void {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== ')') throw unexpected(token, cursor);
  cursor.at += 1;
}

function readComparison(cursor: Cursor): FilterTree {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'text' || isWord(token, 'AND') || isWord(token, 'OR')) throw unexpected(token, cursor);
  cursor.at += 1;
  if (!token.quoted && token.text === 'log_id' && cursor.tokens[cursor.at]?.kind === '(')
    return readLogId(cursor);
  const field = readField(cursor, token);
  const operator = cursor.tokens[cursor.at];
  if (operator?.kind !== 'operator') {
    if (field.length > 1 && token.text.endsWith('.')) throw unexpected(operator, cursor);
    return { kind: 'anywhere', text: token.text };
  }
  cursor.at += 1;
  return { kind: 'compare', field, operator: operator.text, value: readValue(cursor) };
}

/** `log_id("cloudaudit.googleapis.com/activity")`: the last part of the log's name, decoded. */
function readLogId(cursor: Cursor): FilterTree {
  cursor.at += 1;
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'text') throw unexpected(token, cursor);
  cursor.at += 1;
  expectClose(cursor);
  const text = `/logs/${encodeURIComponent(token.text)}`;
  return { kind: 'compare', field: ['logName'], operator: ':', value: { kind: 'value', text, quoted: true } };
}

/** A path such as `resource.labels."k8s-pod/app".x`: quoted parts are one segment each. */
function readField(cursor: Cursor, first: Token & { kind: 'text' }): string[] {
  const segments = first.quoted ? [first.text] : splitDots(first.text);
  let open = !first.quoted && first.text.endsWith('.');
  for (;;) {
    const next = cursor.tokens[cursor.at];
    const glued = next?.kind === 'text' && (open ? next.quoted : !next.quoted && next.text.startsWith('.'));
    if (next?.kind !== 'text' || !glued) break;
    cursor.at += 1;
    segments.push(...(next.quoted ? [next.text] : splitDots(next.text)));
    open = !next.quoted && next.text.endsWith('.');
  }
  return segments;
}

const splitDots = (text: string): string[] => text.split('.').filter((part) => part !== '');

function readValue(cursor: Cursor): ValueTree {
  const token = cursor.tokens[cursor.at];
  if (token?.kind === '(') {
    cursor.at += 1;
    const inner = readValueAnd(cursor);
    expectClose(cursor);
    return inner;
  }
  if (token?.kind === 'text' && !isWord(token, 'AND') && !isWord(token, 'OR')) {
    cursor.at += 1;
    return { kind: 'value', text: token.text, quoted: token.quoted };
  }
  throw unexpected(token, cursor);
}

function readValueAnd(cursor: Cursor): ValueTree {
  const parts = [readValueOr(cursor)];
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (token === undefined || token.kind === ')') break;
    if (isWord(token, 'AND')) cursor.at += 1;
    parts.push(readValueOr(cursor));
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'and', parts };
}

function readValueOr(cursor: Cursor): ValueTree {
  const parts = [readValueNot(cursor)];
  while (isWord(cursor.tokens[cursor.at], 'OR')) {
    cursor.at += 1;
    parts.push(readValueNot(cursor));
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'or', parts };
}

function readValueNot(cursor: Cursor): ValueTree {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== '-' && !isWord(token, 'NOT')) return readValue(cursor);
  cursor.at += 1;
  return { kind: 'not', part: readValueNot(cursor) };
}

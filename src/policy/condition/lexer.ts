/** Splits a condition into tokens, to find where a clause starts and ends and to turn away hostile nesting. */

export interface Token {
  readonly kind: 'text' | 'name' | 'number' | 'mark';
  /** For `text` the quoted literal as written, else the characters themselves. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets stand open around it; a bracket itself counts as outside. */
  readonly depth: number;
}

interface Tokens {
  readonly tokens: readonly Token[];
  readonly maxDepth: number;
  /** What could not be read; the tokens up to there are given all the same. */
  readonly problem: string | undefined;
}

const SPACE = /(?:\s|\/\/[^\n]*)+/y;
const LITERAL =
  /[rRbB]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\r\n])*"|'(?:\\[\s\S]|[^'\\\r\n])*')/y;
const RAW_LITERAL = /[bB]?[rR][bB]?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\r\n]*"|'[^'\r\n]*')/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[uU]?/y;
const MARK = /&&|\|\||==|!=|<=|>=|[()[\]{}.,?:!<>+\-*/%]/y;

/** Reads tokens to the end, or to the first character that begins none. */
export function tokenize(source: string): Tokens {
  const tokens: Token[] = [];
  let depth = 0;
  let maxDepth = 0;
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const space = take(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const found = next(source[at] ?? '', take);
    if (!found) {
      return { tokens, maxDepth, problem: `unexpected ${source[at]} at character ${at + 1}` };
    }
    if (/^[)\]}]$/.test(found.text)) depth = Math.max(0, depth - 1);
    tokens.push({ ...found, start: at, end: at + found.text.length, depth });
    if (/^[([{]$/.test(found.text)) depth += 1;
    maxDepth = Math.max(maxDepth, depth);
    at += found.text.length;
  }
  return { tokens, maxDepth, problem: undefined };
}

function next(
  first: string,
  take: (pattern: RegExp) => string | undefined,
): { readonly kind: Token['kind']; readonly text: string } | undefined {
  const literal = /["'rRbB]/.test(first) ? (take(RAW_LITERAL) ?? take(LITERAL)) : undefined;
  if (literal !== undefined) return { kind: 'text', text: literal };
  const name = take(NAME);
  if (name !== undefined) return { kind: 'name', text: name };
  const number = take(NUMBER);
  if (number !== undefined) return { kind: 'number', text: number };
  const mark = take(MARK);
  return mark === undefined ? undefined : { kind: 'mark', text: mark };
}

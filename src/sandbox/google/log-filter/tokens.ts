/** The words of Google's Logging query language. */

export type Token =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean; readonly at: number }
  | { readonly kind: 'operator'; readonly text: Operator; readonly at: number }
  | { readonly kind: '(' | ')' | '-' | ','; readonly at: number };

export type Operator = '=' | '!=' | ':' | '<' | '<=' | '>' | '>=' | '=~' | '!~';

/** A filter that Google would refuse; `at` is the offset in the text. */
export class FilterError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'FilterError';
    this.at = at;
  }
}

const OPERATORS: readonly Operator[] = ['!=', '<=', '>=', '=~', '!~', '=', ':', '<', '>'];
/** Unquoted text ends at a space, an operator, a parenthesis, a comma or a quote. */
const WORD = /^[^\s()=!<>:,"']+/;

/** Cuts a filter into words. Comments run from `--` to the end of the line. */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < filter.length) {
    const rest = filter.slice(at);
    const blank = /^(?:\s+|--[^\n]*)/.exec(rest)?.[0];
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const char = rest[0] ?? '';
    if (char === '(' || char === ')' || char === ',') {
      tokens.push({ kind: char, at });
      at += 1;
      continue;
    }
    if (char === '"' || char === "'") {
      const { text, end } = readQuoted(filter, at, char);
      tokens.push({ kind: 'text', text, quoted: true, at });
      at = end;
      continue;
    }
    const operator = OPERATORS.find((candidate) => rest.startsWith(candidate));
    if (operator !== undefined) {
      tokens.push({ kind: 'operator', text: operator, at });
      at += operator.length;
      continue;
    }
    if (char === '-' && !/^-[0-9.]/.test(rest)) {
      tokens.push({ kind: '-', at });
      at += 1;
      continue;
    }
    const word = WORD.exec(rest)?.[0];
    if (word === undefined) throw new FilterError(`token '${char}'`, at);
    tokens.push({ kind: 'text', text: word, quoted: false, at });
    at += word.length;
  }
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  a: '\x07',
  v: '\v',
};

function readQuoted(filter: string, from: number, quote: string): { text: string; end: number } {
  let text = '';
  for (let at = from + 1; at < filter.length; at += 1) {
    const char = filter[at] ?? '';
    if (char === quote) return { text, end: at + 1 };
    if (char !== '\\') {
      text += char;
      continue;
    }
    const code = /^\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(filter.slice(at, at + 6));
    const hex = code?.[1] ?? code?.[2];
    if (code && hex !== undefined) {
      text += String.fromCharCode(Number.parseInt(hex, 16));
      at += code[0].length - 1;
      continue;
    }
    at += 1;
    const escaped = filter[at] ?? '';
    text += ESCAPES[escaped] ?? escaped;
  }
  throw new FilterError('unterminated string', from);
}

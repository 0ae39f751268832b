/** Takes a credential out of the text it came in: quotes, the word Bearer, line breaks, and what is odd about each. Pure. */

/** A credential's text, and what stood around it. */
export interface TakenApart {
  /** The credential alone. */
  readonly core: string;
  /**
   * The value of the header as a client would send it: what was given, in one line, with the word Bearer before it
   * where it has none of its own. What is wrong with the text stays wrong, so that the probe meets what the client meets.
   */
  readonly value: string;
  readonly oddities: readonly string[];
}

const QUOTES = new Set('"\'`\u2018\u2019\u201c\u201d');

/** Without the quotes at either end; by hand, since an expression would look at a long run of them again and again. */
function unquoted(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && QUOTES.has(text.charAt(from))) from += 1;
  while (to > from && QUOTES.has(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const HEADER = /^(?:proxy-)?authorization\s*:\s*/i;
const BEARER = /^bearer(?:\s+|$)/i;

const LINE_BREAK = /[\r\n\u2028\u2029]/;

/** No header can carry a line break: a wrapped token is joined. Blanks within one line stay. */
function inOneLine(given: string): string {
  if (!LINE_BREAK.test(given)) return given;
  const lead = /^(?:bearer\s+)*/i.exec(given)?.[0] ?? '';
  return lead.replace(/\s+/g, ' ') + given.slice(lead.length).replace(/\s+/g, '');
}

/**
 * Peels the text until nothing is left to peel. Oddities: `byte-order-mark`, `header-name` (the whole header line),
 * `bearer-included` (the word once), `bearer-doubled`, `quoted`, `line-break`, `spaces` (within the credential).
 */
export function takeApart(text: string): TakenApart {
  const odd = new Set<string>();
  let given = text;
  if (given.startsWith('\ufeff')) {
    odd.add('byte-order-mark');
    given = given.slice(1);
  }
  given = given.trim();
  if (HEADER.test(given)) {
    odd.add('header-name');
    given = given.replace(HEADER, '');
  }
  let core = given;
  let bearers = 0;
  for (let before = ''; core !== before; ) {
    before = core;
    const bare = unquoted(core);
    if (bare !== core) odd.add('quoted');
    core = bare.trim();
    if (BEARER.test(core)) {
      bearers += 1;
      core = core.replace(BEARER, '');
    }
  }
  if (bearers === 1) odd.add('bearer-included');
  if (bearers > 1) odd.add('bearer-doubled');
  if (LINE_BREAK.test(core)) odd.add('line-break');
  else if (/\s/.test(core)) odd.add('spaces');
  const line = inOneLine(given);
  return {
    core: core.replace(/\s+/g, ''),
    value: BEARER.test(line) ? line : `Bearer ${line}`,
    oddities: [...odd],
  };
}

/** Splits the text after `/iap` into words, forgiving what keyboards and Slack do to quotes, dashes and spaces. */

const OPENERS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '\u201C': '"',
  '\u201D': '"',
  '\u201E': '"',
  '\u201F': '"',
  '\u00AB': '"',
  '\u00BB': '"',
  '\u2018': "'",
  '\u2019': "'",
  '\u201A': "'",
  '\u201B': "'",
};

/** Zero-width characters that copy and paste brings along; they are never meant. */
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/** A dash between words, as in `why me — dashboard`, says nothing. */
const DASHES = /^[-\u2010-\u2015\u2212]+$/;

/** macOS and iOS turn `--since` into an en or em dash as it is typed. */
function plainFlag(word: string): string {
  return word.replace(/^[\u2012-\u2015\u2212]+(?=[A-Za-z])/, '--');
}

/** Where a quotation opened at `from` ends: a quote of the same kind that is followed by a space or the end. */
function closing(text: string, from: number, kind: string): number {
  for (let at = from; at < text.length; at++) {
    if (OPENERS[text[at] ?? ''] !== kind) continue;
    const next = text[at + 1];
    if (next === undefined || /\s/.test(next)) return at;
  }
  return -1;
}

/** Slack's markup, whole: `<@U123|Ana Lopez>`, `<https://…|label>`; one word although there may be a space in it. */
const MARKUP = /<[@#!a-z][^<>\n]{0,3100}>/giy;

/** Where the piece that starts at `from` ends, and where its text lies. */
function piece(
  text: string,
  from: number,
  unclosed: Set<string>,
): { start: number; end: number; next: number } {
  const first = text[from] ?? '';
  const kind = OPENERS[first];
  if (kind !== undefined && !unclosed.has(kind)) {
    const end = closing(text, from + 1, kind);
    if (end >= 0) return { start: from + 1, end, next: end + 1 };
    // No such quote closes later either; looking again for each word would take quadratic time.
    unclosed.add(kind);
  }
  let at = from;
  while (at < text.length && !/\s/.test(text[at] ?? '')) {
    MARKUP.lastIndex = at;
    at += text[at] === '<' ? (MARKUP.exec(text)?.[0].length ?? 1) : 1;
  }
  return { start: from, end: at, next: at };
}

/**
 * The words of a slash command's text. A word in straight, curly or back quotes may hold spaces; Slack's `<…>` is one
 * word and stays as it arrived (with its entities), for the readers of people and places to judge. A quote that never
 * closes, or that stands inside a word, is an ordinary character. Never throws.
 * Source: Slack "Enabling interactivity with slash commands" (escaped users, channels and links).
 */
export function wordsOf(text: string): string[] {
  const clean = text.replace(INVISIBLE, '');
  const unclosed = new Set<string>();
  const words: string[] = [];
  let at = 0;
  while (at < clean.length) {
    if (/\s/.test(clean[at] ?? '')) {
      at++;
      continue;
    }
    const { start, end, next } = piece(clean, at, unclosed);
    const word = clean.slice(start, end);
    if (word !== '' && !(start === at && DASHES.test(word))) words.push(plainFlag(word));
    at = next;
  }
  return words;
}

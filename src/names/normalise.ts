/** Undoes what keyboards, chat clients and copy-paste do to typed words, and nothing that could change their meaning. */

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Slack escapes exactly these three in text it delivers; each is undone once. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/**
 * Characters without a shape: soft hyphen, zero-width space and joiners, direction marks, byte order mark. The two that
 * override direction (U+202D, U+202E) stay and are refused where they stand: they make text look like other text.
 */
const INVISIBLE = /(?![\u202D\u202E])\p{Default_Ignorable_Code_Point}/gu;

const FULL_WIDTH = /[\u{FF01}-\u{FF5E}]/gu;
const OFFSET = 0xfee0;

/**
 * The text as it was meant: entities decoded, invisible characters dropped, full-width letters, ideographic stops,
 * curly quotes, typographic dashes and odd spaces made plain, ends trimmed.
 * Of Unicode's compatibility folding only the full-width forms are applied: folding all of it would turn look-alikes
 * (mathematical letters, the Kelvin sign) into an address that nobody typed.
 */
export function normaliseTyped(text: string): string {
  return decodeEntities(text)
    .replace(INVISIBLE, '')
    .replace(FULL_WIDTH, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? OFFSET) - OFFSET))
    .replace(/[\u3002\uFF61]/g, '.')
    .replace(/[\u2018-\u201B\u2032]/g, "'")
    .replace(/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"')
    .replace(/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g, ' ')
    .replace(/(^|\s)[\u2013\u2014](?=[A-Za-z])/g, '$1--')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
}

const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '*': '*',
  _: '_',
  '~': '~',
  '(': ')',
};
const OPENING = new Set(['"', ',', ';']);
const TRAILING = new Set(['.', ',', ';', ':', '!', '?', '\u2026', '"', "'"]);

/**
 * A word without what stands around it in a sentence: quotes, brackets and Slack's emphasis in pairs, punctuation at
 * the end, an opening bracket or quote left alone at the start. Time grows with the length.
 */
export function bareWord(text: string): string {
  const lone = (mark: string, partner: string): boolean => !text.includes(mark) && text.includes(partner);
  const opening = lone(')', '(') ? new Set([...OPENING, '(']) : OPENING;
  const trailing = new Set([...TRAILING, ...(lone('(', ')') ? [')'] : []), ...(lone('[', ']') ? [']'] : [])]);
  let from = 0;
  let to = text.length;
  for (let going = true; going && from < to; ) {
    const first = text[from] ?? '';
    const last = text[to - 1] ?? '';
    if (to - from > 2 && PAIRS[first] === last) {
      from++;
      to--;
    } else if (trailing.has(last) || last.trim() === '') to--;
    else if (opening.has(first) || first.trim() === '') from++;
    else going = false;
  }
  return text.slice(from, to);
}

/** The text in back quotes for a sentence: cut at 80 characters, control characters removed. */
export function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go.
  const plain = text.replace(/[\u0000-\u001F\u007F-\u009F\u202D\u202E`]/g, ' ').trim();
  const letters = Array.from(plain.slice(0, 200));
  return `\`${letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : letters.join('')}\``;
}

/** Makes strings from outside harmless to look at: no control, bidi or invisible character survives, each is shown instead. */

/**
 * Control, format (bidi overrides, zero-width, tags), surrogate halves, private use, line and paragraph separators,
 * and letters that draw nothing. Terminals act on some of them, readers are deceived by the others.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // Half a surrogate pair is not a character; writing its number would look like data.
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** One line of prose: line breaks and runs of blanks become one blank, unsafe characters their `\u202e` form. */
export function cleanLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(UNSAFE, shown).replace(/ {2,}/g, ' ').trim();
}

/** A piece of a line: as {@link cleanLine}, but one blank at either end stays, because the next piece follows it. */
export function cleanSpan(text: string): string {
  const inner = cleanLine(text);
  if (inner === '') return /\s/.test(text) ? ' ' : '';
  return `${/^\s/.test(text) ? ' ' : ''}${inner}${/\s$/.test(text) ? ' ' : ''}`;
}

/**
 * Code of several lines: line breaks stay line breaks, tabs become two blanks, everything else unsafe is shown.
 * A hidden carriage return or escape in a command would let it read one way and run another.
 */
export function cleanCode(text: string): string {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/\t/g, '  ').replace(UNSAFE, shown).trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** An `http` or `https` address in its normal, ASCII form; nothing for every other scheme or for what is no URL. */
export function webUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  // `https://accounts.google.com@evil.test/` reads like Google and is not.
  return url.username !== '' || url.password !== '' ? undefined : url.href;
}

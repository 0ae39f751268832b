/** Lines made of spans: how prose, names, links and commands get into an outline. */
import { webUrl } from './clean.js';
import type { Line, Span } from './outline-types.js';

export const plain = (text: string): Span => ({ text });
export const bold = (text: string): Span => ({ text, style: 'bold' });
export const code = (text: string): Span => ({ text, style: 'code' });

/** A link when the address is a web address, else the words alone. */
export function link(text: string, url: string): Span {
  const safe = webUrl(url);
  return safe === undefined ? { text } : { text, url: safe };
}

/** Prose in which a pair of backticks marks code, as the findings' own texts may use them. Nothing else is markup. */
export function prose(text: string): Line {
  const spans: Span[] = [];
  let rest = text;
  for (;;) {
    const open = rest.indexOf('`');
    const close = open < 0 ? -1 : rest.indexOf('`', open + 1);
    if (close < 0) break;
    if (open > 0) spans.push(plain(rest.slice(0, open)));
    if (close > open + 1) spans.push(code(rest.slice(open + 1, close)));
    rest = rest.slice(close + 1);
  }
  if (rest !== '') spans.push(plain(rest));
  return spans;
}

/** The words of a line without any style. */
export function lineText(line: Line): string {
  return line.map((span) => span.text).join('');
}

/** The sentence with a full stop at its end, unless it ends with a mark of its own. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?:…)]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

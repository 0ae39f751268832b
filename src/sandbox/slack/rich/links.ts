/** What Slack's clients make links of as a person types: addresses with a scheme, bare hosts, e-mail addresses. */

export interface Linked {
  readonly start: number;
  readonly end: number;
  readonly url: string;
  /** What was typed, where it is not the address itself. */
  readonly label: string | undefined;
}

/**
 * Endings that make a bare word a host. Country codes are why `main.py` and `deploy.sh` become links; `test` is here
 * because the companies of the sandbox live under it.
 */
const ENDINGS = new Set(
  'com org net io dev app ai cloud co uk de fr es it nl be ch at pl pt se no fi dk eu us ca au in jp cn br py sh md rs pl tf info biz edu gov online site tech xyz test example'.split(
    ' ',
  ),
);

const CANDIDATE =
  /(?<url>https?:\/\/[^\s"'“”‘’`<>]+)|(?<mail>[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+)|(?<host>(?<![\w.@/-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@])(?:[/:?#][^\s"'“”‘’`<>]*)?)/gi;

/** The links in a piece of plain text, in order. Sentence marks at the end of an address are not part of it. */
export function linksIn(text: string): Linked[] {
  const found: Linked[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const typed = match[0].replace(/[.,;:!?)\]]+$/, '');
    const start = match.index;
    const at = { start, end: start + typed.length };
    if (match.groups?.url !== undefined) found.push({ ...at, url: typed, label: undefined });
    else if (match.groups?.mail !== undefined) found.push({ ...at, url: `mailto:${typed}`, label: typed });
    else if (ENDINGS.has(endingOf(typed))) found.push({ ...at, url: `http://${typed}`, label: typed });
  }
  return found;
}

const endingOf = (host: string): string => /^[^/:?#]*\.([a-z]+)/i.exec(host)?.[1]?.toLowerCase() ?? '';

/** Turns findings that speak of somebody by address into sentences that speak to them. */
import type { WhyReport } from '../../diagnosis/report.js';

const VERBS: ReadonlyMap<string, string> = new Map([
  ['is', 'are'],
  ['was', 'were'],
  ['has', 'have'],
  ['does', 'do'],
  ['holds', 'hold'],
  ['signs', 'sign'],
  ['belongs', 'belong'],
  ['goes', 'go'],
  ['gets', 'get'],
  ...['may', 'can', 'cannot', 'could', 'had', 'did', 'would', 'must', 'will'].map(
    (same) => [same, same] as const,
  ),
]);

/** Words after which the person is the object: "gives you", "away from you". */
const BEFORE = 'give|gives|keeps|lets|let|from|covers|cover|reach|reaches|blocks|refused|admits|for|to';

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** The word with a capital where it opens a sentence. */
function opening(word: string, offset: number, text: string): string {
  const opens = offset === 0 || /[.!?] $/.test(text.slice(Math.max(0, offset - 2), offset));
  return opens ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word;
}

/**
 * The sentence with "you" and "your" where it plainly says what this address is, has or is given. Where the grammar is
 * not one of the known forms the address stays: it is right either way, and people know their own address.
 */
export function speakTo(text: string, address: string): string {
  // 254 is the longest address there is (RFC 5321); a longer one makes no reasonable pattern.
  if (address === '' || address.length > 254 || !text.includes(address)) return text;
  const who = `(?<![\\w.@+-])${escapePattern(address)}(?![\\w@+-]|\\.\\w)`;
  return text
    .replace(
      new RegExp(`\\b[Tt]he ((?:temporary )?(?:account|access|grant|membership))(?: of)? ${who}`, 'g'),
      (_, noun: string, at: number, all: string) => opening(`your ${noun}`, at, all),
    )
    .replace(new RegExp(`${who}[\u2019']s `, 'g'), (_, at: number, all: string) => opening('your ', at, all))
    .replace(new RegExp(`${who} (\\w+)\\b`, 'g'), (whole, verb: string, at: number, all: string) => {
      const own = VERBS.get(verb);
      return own === undefined ? whole : opening(`you ${own}`, at, all);
    })
    .replace(new RegExp(`\\b(${BEFORE}) ${who}`, 'g'), '$1 you')
    .replace(/\b(refused|keeps|lets|reaches) them\b/g, '$1 you')
    .replace(/\b([Yy]ou were\b[^.]*), and was\b/g, '$1, and were');
}

/** The report as it is told to the person it is about. Only sentences change; names, commands and evidence do not. */
export function toldToThem(report: WhyReport): WhyReport {
  // An alias, typed or from a profile, speaks of the same person as the address behind it.
  const { email, asked, alias } = report.who;
  const addresses = [...new Set([email ?? '', asked.toLowerCase(), alias ?? ''])].filter((one) =>
    one.includes('@'),
  );
  const told = (text: string): string => addresses.reduce(speakTo, text);
  const both = <T extends { readonly text: string; readonly adminText: string }>(said: T): T => ({
    ...said,
    text: told(said.text),
    adminText: told(said.adminText),
  });
  return {
    ...report,
    cause: report.cause === null ? null : both(report.cause),
    also: report.also.map(both),
    findings: report.findings.map(both),
    ...(report.note === undefined ? {} : { note: told(report.note) }),
    blindSpots: report.blindSpots.map((spot) => ({ ...spot, what: told(spot.what) })),
  };
}

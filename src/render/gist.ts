/** What an answer comes to in short, so that two answers to the same question can be compared. */
import type { WhyReport } from '../diagnosis/report.js';
import type { ProbeReport } from '../probe/report.js';
import type { Answer } from './answer.js';
import { outlineOf } from './outline.js';
import { lineText } from './spans.js';
import { age } from './words.js';

export interface Gist {
  /** The person gets in; the path is sound. */
  readonly works: boolean;
  /** The access is there, and Google is still spreading it: somebody was refused after it was given. */
  readonly spreading: boolean;
  /** Nothing is known for a reason that passes by itself: Google was busy or slow. */
  readonly passing: boolean;
  /** There is a verdict. */
  readonly sure: boolean;
  /** The same for answers that say the same. */
  readonly key: string;
  /** The code of what stands in the way. */
  readonly code: string | undefined;
  /** The verdict in one line, for anybody to read. */
  readonly headline: string;
}

const PASSING: ReadonlySet<string> = new Set(['api-unavailable', 'api-throttled', 'deadline-exceeded']);

/** Told by the logs alone: how it came about, not what stands in the way. Logs age, and may not be readable for a while. */
const HISTORY = 'grant-removed';

/** Everything that stands in the way, whatever is named first. */
function codesOf({ cause, also }: WhyReport | ProbeReport): readonly string[] {
  const codes = [...new Set([cause, ...also].flatMap((one) => one?.code ?? []))].sort();
  const lasting = codes.filter((code) => code !== HISTORY);
  return lasting.length > 0 ? lasting : codes;
}

const spreads = (report: WhyReport): boolean =>
  report.verdict === 'allowed' &&
  report.findings.some(({ code, verdict }) => code === 'change-propagating' && verdict === 'warns');

/** It stands above a whole answer, and in notes. */
const LONGEST = 300;
const shortened = (text: string): string => {
  const characters = Array.from(text.slice(0, 2 * LONGEST).replace(/[\uD800-\uDBFF]$/, ''));
  return characters.length <= LONGEST ? characters.join('') : `${characters.slice(0, LONGEST).join('')}…`;
};

/** The gist of an answer about a person or a path; undefined for every other answer. Pure. */
export function gistOf(answer: Answer, about: 'self' | 'other', now: Date): Gist | undefined {
  if (answer.kind !== 'why' && answer.kind !== 'probe') return undefined;
  const outline = outlineOf(answer, {
    audience: 'asker',
    about,
    now,
    surface: 'slack',
    full: false,
    evidence: false,
  });
  const { report } = answer;
  const code = report.cause?.code;
  const passing = report.verdict === 'unknown' && code !== undefined && PASSING.has(code);
  const sure = report.verdict !== 'unknown';
  const headline = shortened(lineText(outline.headline));
  const key = JSON.stringify([report.verdict, ...codesOf(report)]);
  if (answer.kind === 'probe') {
    const works = report.verdict === 'through' || report.verdict === 'guarded';
    return { works, spreading: false, passing, sure, key, code, headline };
  }
  const spreading = spreads(answer.report);
  const { services } = answer.report;
  const several = services?.map(({ name, verdict, code }) => [name, verdict, code]) ?? [];
  return {
    works: report.verdict === 'allowed' && !spreading,
    spreading,
    passing,
    sure,
    key: JSON.stringify([key, spreading, several]),
    code,
    headline,
  };
}

/** What is different from the answer of so many milliseconds ago, in a sentence or two. */
export function differenceOf(before: Gist, after: Gist, agoMs: number): string {
  const ago = age(agoMs);
  if (before.key === after.key) return `Checked again: nothing has changed in the last ${ago}.`;
  const was = ` ${ago} ago: ${before.headline}`;
  if (after.works && !before.works) return `Checked again: it works now.${was}`;
  if (after.spreading)
    return `Checked again: the access is there now, and Google is still spreading it.${was}`;
  if (after.passing) return `Checked again, but Google did not answer me in time. What I knew ${was.trim()}`;
  return `Checked again: something has changed.${was}`;
}

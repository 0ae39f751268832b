/** The report of a survey: one place in full with the others in a line each, or only the list. Pure. */

import type { Missing } from '../policy/types.js';
import type { Unread } from './places/inventory.js';
import type { Refusal, Refusals, Sign } from './places/newest-refusal.js';
import { WINDOW_DAYS } from './places/newest-refusal.js';
import { missingList, unreadWords } from './places/unread.js';
import { type BlindSpot, type Cost, everyPlace, type Verdict, type WhyReport } from './report.js';
import { moment, some } from './words.js';

/** What was found beside the one place. */
export interface Around {
  readonly reports: readonly WhyReport[];
  /** Names of places that were not looked at. */
  readonly left: readonly string[];
  readonly refusals: Refusals;
  readonly unread: readonly Unread[];
  /** Projects in which IAP's decisions are not logged, as far as that was looked at. */
  readonly silent: readonly Missing[];
  readonly cost: Cost;
  readonly oldestFactAt: string;
}

const linesOf = (reports: readonly WhyReport[]): NonNullable<WhyReport['services']> =>
  reports.map((r) => ({ name: r.where.name, verdict: r.verdict, code: r.cause?.code ?? null }));

function spotsOf(reports: readonly WhyReport[], { refusals, unread, silent }: Around): readonly BlindSpot[] {
  const own = [...refusals.unread, ...silent, ...unread.map(missingList)].map(({ code, what, needs }) => ({
    code,
    what,
    needs,
  }));
  const all = [...reports.flatMap((r) => r.blindSpots), ...own];
  return [...new Map(all.map((spot) => [`${spot.code} ${spot.what}`, spot])).values()];
}

/** What the list does not hold. */
function gaps({ left, unread }: Around): readonly string[] {
  return [
    ...(left.length > 0 ? [`Not looked at: ${some(left, 10)}.`] : []),
    ...(unread.length > 0 ? [`There may be more services: I could not read ${unreadWords(unread)}.`] : []),
  ];
}

const sure: Record<Sign, string> = {
  named: '',
  'time, host and address fit': ' (likely: the entry names nobody, but time, host and address fit)',
  'time and address fit': ' (likely: the entry names nobody, but time and address fit)',
};

/** The place of the newest refusal, in full. */
export function about(chosen: WhyReport, { at, sign }: Refusal, around: Around): WhyReport {
  const who = chosen.who.email ?? chosen.who.asked;
  const others = around.reports.filter((r) => r.where.resource !== chosen.where.resource);
  const note = [
    `No service was named, so this is about ${chosen.where.name}: IAP refused ${who} there on ${moment(at)}${sure[sign]}.`,
    ...(around.refusals.unread.length > 0
      ? ['I could not read all of IAP\u2019s logs, so there may be a newer refusal.']
      : []),
    ...gaps(around),
  ].join(' ');
  return {
    ...chosen,
    services: linesOf(others),
    blindSpots: spotsOf([chosen], around),
    cost: around.cost,
    note,
  };
}

/** No refusal was found: only the list, and a verdict only where all agree. */
export function overview(first: WhyReport, around: Around): WhyReport {
  const { reports, refusals, silent } = around;
  const who = first.who.email ?? first.who.asked;
  const blind = refusals.unread.length > 0;
  const searched = blind
    ? `I could not read IAP\u2019s logs everywhere, so I don\u2019t know where ${who} was refused.`
    : `I found no refusal of ${who} in the last ${WINDOW_DAYS} days of logs${silent.length === 0 ? '' : `, but IAP\u2019s decisions are not logged in ${some(silent.map(({ subject }) => subject))}`}.`;
  const text = [`${searched} Name the service to have one explained.`, ...gaps(around)].join(' ');
  const verdicts = new Set<Verdict>(reports.map((r) => r.verdict));
  const codes = new Set(reports.map((r) => r.cause?.code));
  const verdict = verdicts.size === 1 ? first.verdict : 'unknown';
  const listed = { code: first.cause?.code ?? 'service-not-found', check: 'survey', text, adminText: text };
  const mixed = { ...listed, code: 'service-not-found' };
  const cause =
    verdict === 'allowed' ? null : verdicts.size > 1 ? mixed : codes.size === 1 ? first.cause : listed;
  return {
    ...first,
    where: { name: everyPlace, resource: '', url: null },
    verdict,
    cause,
    also: [],
    findings: [],
    grants: [],
    nearMiss: null,
    fixes: [],
    changes: [],
    services: linesOf(reports),
    blindSpots: spotsOf(reports, around),
    secondOpinion: null,
    cost: around.cost,
    oldestFactAt: around.oldestFactAt,
    note: text,
  };
}

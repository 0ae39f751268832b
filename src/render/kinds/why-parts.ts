/** The parts of a `why` answer that are neither verdict nor mend: other causes, ways in, changes, gaps, warnings. */
import type { BlindSpot, Finding, ReportGrant, WhyReport } from '../../diagnosis/report.js';
import type { Item, Line, Part, View } from '../outline-types.js';
import { code, plain, prose, sentence } from '../spans.js';
import { homeDomain, memberName, nodeName, personAddress, roleName } from './why-people.js';

/** The text of a cause or finding that this reader may see. */
export function textFor(said: { readonly text: string; readonly adminText: string }, view: View): string {
  if (view.audience === 'asker') return said.text;
  return said.adminText.trim() === '' ? said.text : said.adminText;
}

/** How many of something are told: a few, or as many as anybody reads where everything is wanted. JSON has them all. */
export const limit = (view: View, few: number, full = 200): number => (view.full ? full : few);

/** A part with at most `max` items and the number of those left out; a single one stands in the part's own line. */
export function capped<T>(
  key: Part['key'],
  label: string,
  all: readonly T[],
  max: number,
  toItem: (one: T) => Item,
): Part[] {
  const items = all.slice(0, max).map(toItem);
  const [only] = items;
  if (only === undefined) return [];
  if (all.length === 1) return [{ key, label, ...only }];
  return [{ key, label, items, hidden: all.length - items.length }];
}

function once<T>(all: readonly T[], key: (one: T) => string): T[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const id = key(one);
    return seen.has(id) ? false : seen.add(id);
  });
}

/** What a removal leaves behind; to the person it says the same again. */
const LEFT_BY_REMOVAL: ReadonlySet<string> = new Set(['no-grant', 'not-in-group']);

/** Further definite causes: mending the first one alone would not be enough. */
export function alsoPart(report: WhyReport, view: View): Part[] {
  const told = report.cause === null ? '' : textFor(report.cause, view);
  const removed = report.cause?.code === 'grant-removed';
  const texts = once(report.also, (cause) => textFor(cause, view)).filter(
    (cause) =>
      textFor(cause, view) !== told &&
      !(removed && view.audience === 'asker' && LEFT_BY_REMOVAL.has(cause.code)),
  );
  // With a removal as the cause, what follows is not a further obstacle but how things stand since.
  const label = removed ? 'As things stand' : 'Also in the way';
  return capped('also', label, texts, limit(view, 3), (cause) => ({
    line: prose(sentence(textFor(cause, view))),
  }));
}

/** `eng@ → dash-users@ → IAP-secured Web App User on the service`. The person at the start goes without saying. */
export function grantPath(grant: ReportGrant, report: WhyReport): Line {
  const home = homeDomain(report.who);
  const own = personAddress(report.who).toLowerCase();
  const via = grant.via.filter((m, i) => i > 0 || m.replace(/^[A-Za-z]+:/, '').toLowerCase() !== own);
  const steps = via.flatMap((member): Line => [memberName(member, home), plain(' → ')]);
  const start: Line = steps.length === 0 ? [plain('a direct grant of ')] : steps;
  const limit: Line = grant.condition === null ? [] : [plain(', while '), code(grant.condition)];
  return [...start, roleName(grant.role), plain(` ${nodeName(grant.node, report.where)}`), ...limit];
}

/** The ways in beyond the one in the headline; for administrators. */
export function throughPart(report: WhyReport, view: View): Part[] {
  if (view.audience === 'asker' || report.verdict !== 'allowed') return [];
  return capped('through', 'Also through', report.grants.slice(1), limit(view, 3), (grant) => ({
    line: grantPath(grant, report),
  }));
}

/** The binding that would have let them in, but for one thing; for administrators. */
export function nearMissPart(report: WhyReport, view: View): Part[] {
  const miss = report.nearMiss;
  if (miss === null || view.audience === 'asker' || report.verdict === 'allowed') return [];
  // Where a grant stands, or where the cause has said it already, a near miss is only noise.
  const told = [report.cause, ...report.also].map((cause) => cause?.adminText.toLowerCase() ?? '').join('\n');
  // A group that somebody is not in has been told by its name.
  const detail = miss.detail.trim().replace(/^asks for membership of /, '');
  const known = report.grants.length > 0 || told.includes(detail.toLowerCase());
  if (known && !view.full) return [];
  const member = memberName(miss.member, homeDomain(report.who));
  const line: Line = [
    roleName(miss.role),
    plain(' for '),
    member,
    plain(` ${nodeName(miss.node, report.where)}; it fails on the ${miss.failedOn}: `),
    ...prose(sentence(miss.detail)),
  ];
  return [{ key: 'near-miss', label: 'Nearest miss', line }];
}

const matters = (finding: Finding, report: WhyReport, view: View): boolean => {
  // A second opinion that differs is told in its own, louder place.
  if (finding.check === 'second-opinion' && report.secondOpinion?.agrees === false) return false;
  if (finding.verdict === 'unsure') return true;
  // Somebody who is locked out has no use for being told where others get in too easily.
  return finding.verdict === 'warns' && (view.audience === 'admin' || report.verdict !== 'denied');
};

/** Suspicions and warnings that are not already told as a cause. */
export function warningsPart(report: WhyReport, view: View): Part[] {
  const told = new Set([report.cause?.code, ...report.also.map((cause) => cause.code)]);
  const said = new Set([report.cause, ...report.also].map((cause) => cause && textFor(cause, view)));
  const unseen = new Set(report.blindSpots.map((spot) => spot.what.trim()));
  const open = report.findings.filter(
    (finding) =>
      matters(finding, report, view) &&
      !(finding.code !== null && told.has(finding.code)) &&
      !said.has(textFor(finding, view)) &&
      !unseen.has(finding.text.trim()) &&
      textFor(finding, view).trim() !== '',
  );
  const different = once(open, (finding) => textFor(finding, view));
  return capped('warnings', 'Note', different, limit(view, 3), (finding) => ({
    line: prose(sentence(textFor(finding, view))),
  }));
}

/** What could not be seen; with the right that would cure it for administrators, as part of "what would settle it". */
export function unseenPart(report: WhyReport, view: View): Part[] {
  const told = report.cause === null ? '' : report.cause.text.trim();
  const spots = once(report.blindSpots, (spot) => `${spot.what}\n${spot.needs}`);
  if (view.audience === 'asker') {
    const open = once(spots, (spot) => spot.what).filter((spot) => spot.what.trim() !== told);
    // A definite no stays one whatever else there is; a yes is about what can be seen.
    const label =
      report.verdict === 'denied' ? 'Not seen, but it would not change the answer' : 'What I could not see';
    return capped('unseen', label, open, 3, (spot) => ({ line: prose(sentence(spot.what)) }));
  }
  const offered = report.fixes.map((fix) => fix.title).join('\n');
  const cured = ({ needs }: BlindSpot): boolean => needs.trim() === '' || offered.includes(needs.trim());
  // A gap that is the cause itself has been described; what may be missing is only the cure.
  const open = spots.filter((spot) => spot.what.trim() !== told || !cured(spot));
  return capped('unseen', 'What I could not see', open, limit(view, 5), (spot) => {
    const needs: Line = cured(spot) ? [] : [plain('needs: '), ...prose(sentence(spot.needs))];
    if (spot.what.trim() === told) return { line: [plain('what would show it: '), ...needs.slice(1)] };
    return { line: prose(sentence(spot.what)), notes: needs.length === 0 ? [] : [needs] };
  });
}

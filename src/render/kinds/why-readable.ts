/** Writes the long names in a report's sentences as people say them; codes, commands and evidence keep Google's own. */
import type { WhyReport } from '../../diagnosis/report.js';

const ESCAPED = /[.*+?^${}()|[\]\\/-]/g;

/** `2026-11-22 14:02 UTC`; what stands in quotes belongs to a condition and is left. */
const MOMENT = /(?<!["'\w])(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z(?!["'\w])/g;
const LEVEL = /(?<!["'\w])accessPolicies\/\d+\/accessLevels\/(\w+)/g;
const DENY_POLICY = /(?<!["'\w])policies\/[^/\s]+\/denypolicies\/([\w.-]+)/g;
const BOUNDARY =
  /(?<!["'\w])(?:organizations|folders|projects)\/[\w.-]+\/locations\/global\/(principalAccessBoundaryPolicies|policyBindings)\/([\w.-]+)/g;
/** The type in front of an address says nothing that the address does not; a deleted one is another thing. */
const PREFIX = /(?<![\w:"'])(?:user|group|serviceAccount):(?=[\w.+'-]+@[\w.-]+)/g;

/** One sentence with the place by its name, moments and policies in short, and people without `user:`. Pure. */
export function readable(text: string, where: WhyReport['where']): string {
  // No name of Google's is longer; anything that is makes no reasonable pattern.
  const usual = where.resource !== '' && where.resource.length <= 500;
  // A name that is longer says it in no shorter way, and would make a long text endless.
  const named = usual && where.name !== '' && where.name.length < where.resource.length;
  if (!named) return short(text);
  const own = new RegExp(`(?<![\\w/"'])${where.resource.replace(ESCAPED, '\\$&')}(?![\\w/]|[.-]\\w)`, 'g');
  return short(text.replace(own, () => where.name));
}

function short(text: string): string {
  return text
    .replace(MOMENT, '$1 $2 UTC')
    .replace(LEVEL, '$1')
    .replace(DENY_POLICY, 'Policy $1')
    .replace(BOUNDARY, (_, kind: string, id: string) =>
      kind === 'policyBindings' ? `the binding ${id}` : `Boundary policy ${id}`,
    )
    .replace(PREFIX, '');
}

/** The report with every sentence in that form. */
export function readableReport(report: WhyReport): WhyReport {
  const say = (text: string): string => readable(text, report.where);
  const both = <T extends { readonly text: string; readonly adminText: string }>(said: T): T => ({
    ...said,
    text: say(said.text),
    adminText: say(said.adminText),
  });
  const { nearMiss } = report;
  return {
    ...report,
    cause: report.cause === null ? null : both(report.cause),
    also: report.also.map(both),
    findings: report.findings.map(both),
    nearMiss: nearMiss === null ? null : { ...nearMiss, detail: say(nearMiss.detail) },
    fixes: report.fixes.map((fix) => ({ ...fix, title: say(fix.title), then: say(fix.then) })),
    changes: report.changes.map((change) => ({ ...change, summary: say(change.summary) })),
    ...(report.note === undefined ? {} : { note: say(report.note) }),
    blindSpots: report.blindSpots.map((spot) => ({ ...spot, what: say(spot.what) })),
  };
}

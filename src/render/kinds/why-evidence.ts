/** The evidence tree and the context line of a `why` answer: what was looked at, when, and what it cost. */
import type { EvidenceItem, Finding, FindingVerdict, WhyReport } from '../../diagnosis/report.js';
import type { Item, Line, Part, View } from '../outline-types.js';
import { bold, code, plain, prose, sentence } from '../spans.js';
import { age, count, duration, list } from '../words.js';
import { grantPath, limit, textFor } from './why-parts.js';
import { personAddress } from './why-people.js';

const RANK: Readonly<Record<FindingVerdict, number>> = {
  blocks: 0,
  'could-not-look': 1,
  unsure: 2,
  warns: 3,
  ok: 4,
  'not-applicable': 5,
};

function evidenceLine(item: EvidenceItem, { now, full }: View): Line {
  const read = Date.parse(item.readAt);
  const old = Number.isNaN(read) ? '' : `, ${age(now.getTime() - read)} ago`;
  const stale = item.stale !== true ? '' : `stale${item.staleBecause ? `: ${item.staleBecause}` : ''}`;
  const how = [item.cached ? 'from cache' : '', stale].filter((w) => w !== '');
  const tail = how.length === 0 ? '' : ` (${how.join(', ')})`;
  const when = full ? `${item.readAt}${old}` : old.replace(/^, /, '');
  return [plain(`${item.source} ${item.resource} read ${when}${tail}`)];
}

function findingItem(finding: Finding, told: ReadonlySet<string>, view: View): Item {
  const code = finding.code === null ? '' : ` ${finding.code}`;
  const text = told.has(textFor(finding, view)) ? '' : textFor(finding, view);
  const head = `${finding.check} ${finding.verdict}${code}`;
  const shown = finding.evidence.slice(0, limit(view, 3, 20));
  const notes = shown.map((item) => evidenceLine(item, view));
  const left = finding.evidence.length - shown.length;
  return {
    line: text.trim() === '' ? [bold(head)] : [bold(head), plain(': '), ...prose(sentence(text))],
    notes: left > 0 ? [...notes, [plain(`… and ${count(left, 'more read', 'more reads')}`)]] : notes,
  };
}

/** For whoever may not see the policies: every finding in the words that are safe for them, without what was read. */
export function ownWords(
  findings: readonly Pick<Finding, 'check' | 'verdict' | 'text' | 'adminText'>[],
  view: View,
): Part[] {
  const told = [...findings]
    .filter(({ verdict, text }) => verdict !== 'not-applicable' && text.trim() !== '')
    .sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const items = told.slice(0, limit(view, 8)).map(
    (finding): Item => ({
      line: [bold(`${finding.check} ${finding.verdict}`), plain(': '), ...prose(sentence(finding.text))],
    }),
  );
  if (items.length === 0) return [];
  return [{ key: 'evidence', label: 'Evidence', items, hidden: told.length - items.length }];
}

/** What was found, worst first, with what was read for it. `ok` checks are named in one line unless all is wanted. */
export function evidencePart(report: WhyReport, view: View): Part[] {
  if (!view.evidence) return [];
  if (view.audience === 'asker') return view.surface === 'slack' ? ownWords(report.findings, view) : [];
  const sorted = [...report.findings].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const told = view.full ? sorted : sorted.filter((finding) => RANK[finding.verdict] < RANK.ok);
  const fine = view.full ? [] : sorted.filter((finding) => finding.verdict === 'ok');
  const causes = [report.cause, ...report.also].flatMap((cause) => (cause === null ? [] : [cause]));
  const noted = report.findings.filter(({ verdict }) => verdict === 'warns' || verdict === 'unsure');
  const said = new Set(view.full ? [] : [...causes, ...noted].map((one) => textFor(one, view)));
  const items = told.slice(0, limit(view, 8)).map((finding) => findingItem(finding, said, view));
  const paths = report.grants.slice(0, limit(view, 3));
  const grants = paths.map((grant): Item => {
    const whole = [plain(`${grant.via.join(' → ')} → ${grant.role} on `), code(grant.node)];
    return { line: [bold('grant'), plain(': '), ...(view.full ? whole : grantPath(grant, report))] };
  });
  const checks = [...new Set(fine.map((finding) => finding.check))];
  const rest: Item[] = checks.length === 0 ? [] : [{ line: [bold('ok'), plain(`: ${list(checks, 20)}`)] }];
  const all = [...items, ...(report.verdict === 'allowed' && !view.full ? [] : grants), ...rest];
  if (all.length === 0) return [];
  return [{ key: 'evidence', label: 'Evidence', items: all, hidden: told.length - items.length }];
}

/** What the reads of one API are called. The counts are of distinct resources in the evidence. */
function readKind(item: EvidenceItem): readonly [string, string] {
  const api = item.source.split('.')[0] ?? item.source;
  if (/settings/i.test(item.resource)) return ['setting', 'settings'];
  switch (api) {
    case 'iap':
    case 'iam':
    case 'cloudresourcemanager':
      return ['policy', 'policies'];
    case 'cloudidentity':
      return ['group', 'groups'];
    case 'admin':
      return ['directory entry', 'directory entries'];
    case 'logging':
      return ['log query', 'log queries'];
    case 'accesscontextmanager':
      return ['access level', 'access levels'];
    case 'compute':
    case 'run':
    case 'appengine':
    case 'cloudasset':
      return ['service fact', 'service facts'];
    default:
      return ['other fact', 'other facts'];
  }
}

function whatWasRead(report: WhyReport): string {
  const kinds = new Map<string, { words: readonly [string, string]; seen: Set<string> }>();
  for (const item of report.findings.flatMap((finding) => finding.evidence)) {
    // The second opinion has its own place in this line.
    if (item.source.startsWith('policytroubleshooter.')) continue;
    const words = readKind(item);
    const kind = kinds.get(words[1]) ?? { words, seen: new Set<string>() };
    kind.seen.add(`${item.source} ${item.resource}`);
    kinds.set(words[1], kind);
  }
  const counts = [...kinds.values()].map(({ words, seen }) => count(seen.size, words[0], words[1]));
  return counts.length === 0 ? '' : `read ${counts.join(', ')}`;
}

function secondOpinion(report: WhyReport): string {
  if (report.secondOpinion === null) return '';
  switch (report.secondOpinion.agrees) {
    case true:
      return "Google's own troubleshooter agrees";
    case false:
      return "Google's own troubleshooter disagrees";
    case null:
      return "Google's own troubleshooter cannot tell";
  }
}

/** Reference, whom it is about, what was read, how old, how long, and the second opinion. */
export function contextLine(report: WhyReport, view: View): string[] {
  const oldest = Date.parse(report.oldestFactAt);
  const { calls, roundTrips, ms } = report.cost;
  const trips = view.full && calls > 0 ? ` in ${count(roundTrips, 'round trip', 'round trips')}` : '';
  return [
    report.id,
    personAddress(report.who),
    whatWasRead(report),
    view.audience === 'admin' ? `${count(calls, 'call', 'calls')} to Google${trips}` : '',
    Number.isNaN(oldest) ? '' : `oldest fact ${age(view.now.getTime() - oldest)}`,
    duration(ms),
    secondOpinion(report),
  ].filter((bit) => bit !== '');
}

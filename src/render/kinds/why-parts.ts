/** The parts of a `why` answer that are neither verdict nor mend: other causes, ways in, changes, gaps, warnings. */
import type { Finding, ReportChange, ReportGrant, WhyReport } from '../../diagnosis/report.js';
import { webUrl } from '../clean.js';
import type { Item, Line, Part, View } from '../outline-types.js';
import { code, link, plain, prose, sentence } from '../spans.js';
import { count, list, moment, shortAddress } from '../words.js';
import {
  homeDomain,
  memberName,
  nodeName,
  personAddress,
  personName,
  roleName,
  voiceFor,
} from './why-people.js';
import { reasonPhrase } from './why-reasons.js';

/** The text of a cause or finding that this reader may see. */
export function textFor(said: { readonly text: string; readonly adminText: string }, view: View): string {
  if (view.audience === 'asker') return said.text;
  return said.adminText.trim() === '' ? said.text : said.adminText;
}

function capped(key: Part['key'], label: string, items: readonly Item[], max: number): Part[] {
  const [only] = items;
  if (only === undefined) return [];
  if (items.length === 1) return [{ key, label, ...only }];
  return [{ key, label, items: items.slice(0, max), hidden: Math.max(0, items.length - max) }];
}

function once<T>(all: readonly T[], key: (one: T) => string): T[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const id = key(one);
    return seen.has(id) ? false : seen.add(id);
  });
}

/** Further definite causes: mending the first one alone would not be enough. */
export function alsoPart(report: WhyReport, view: View): Part[] {
  const told = report.cause === null ? '' : textFor(report.cause, view);
  const texts = once(report.also, (cause) => textFor(cause, view)).filter((c) => textFor(c, view) !== told);
  const items = texts.map((cause) => ({ line: prose(sentence(textFor(cause, view))) }));
  return capped('also', 'Also in the way', items, view.full ? items.length : 3);
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
  const items = report.grants.slice(1).map((grant) => ({ line: grantPath(grant, report) }));
  return capped('through', 'Also through', items, view.full ? items.length : 3);
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function effectWords(effect: ReportChange['effect']): string {
  const least = effect.complete ? '' : 'at least ';
  const bits: string[] = [];
  if (effect.lostCount > 0)
    bits.push(`${least}${count(effect.lostCount, 'person', 'people')} lost access by it`);
  if (effect.gainedCount > 0)
    bits.push(`${least}${count(effect.gainedCount, 'person', 'people')} gained access by it`);
  return bits.join(', ');
}

function changeItem(change: ReportChange, report: WhyReport, view: View): Item {
  const actor = shortAddress(change.actor, homeDomain(report.who));
  const local = change.actor.split('@')[0] ?? change.actor;
  const named = local !== '' && change.summary.toLowerCase().includes(local.toLowerCase());
  const how = [change.actorKind === 'automation' ? 'automation' : '', change.tool ?? ''].filter(
    (w) => w !== '',
  );
  const by = how.length === 0 ? '' : ` (${how.join(', ')})`;
  const relation = change.relation === 'cause' ? 'Likely the cause' : '';
  const after = [relation, upperFirst(effectWords(change.effect))].filter((w) => w !== '').join('. ');
  return {
    line: [
      plain(`${moment(change.at, view.now, view.timeZone)} · `),
      ...(named ? [] : [code(actor), plain(`${by}: `)]),
      ...prose(named ? change.summary.trim().replace(/\.$/, '') : sentence(change.summary)),
      ...(named ? [plain(`${by}.`)] : []),
    ],
    notes: after === '' ? [] : [[plain(`${after}.`)]],
  };
}

/** Changes on this person's path, the likely cause first; for administrators, because they name people. */
export function changesPart(report: WhyReport, view: View): Part[] {
  if (view.audience === 'asker') return [];
  const causes = report.changes.filter((change) => change.relation === 'cause');
  const rest = report.changes.filter((change) => change.relation !== 'cause');
  const items = [...causes, ...rest].map((change) => changeItem(change, report, view));
  return capped('changes', 'What changed', items, view.full ? items.length : 3);
}

/** The verdict at every other known service, when no place was given: three short lists instead of a long one. */
export function servicesPart(report: WhyReport, view: View): Part[] {
  if (report.services === null) return [];
  const voice = voiceFor(report.who, view.about);
  const others = report.services.filter((service) => service.name !== report.where.name);
  const groups = [
    ['denied', "Can't get into"],
    ['unknown', "Can't tell"],
    ['allowed', 'Can use'],
  ] as const;
  const items = groups.flatMap(([verdict, words]): Item[] => {
    const these = others.filter((service) => service.verdict === verdict);
    const names = these.map((service) => {
      const why = reasonPhrase(verdict, service.code, voice);
      return why === undefined ? service.name : `${service.name} (${why})`;
    });
    return names.length === 0
      ? []
      : [{ line: [plain(`${words}: ${list(names, view.full ? names.length : 8)}`)] }];
  });
  return items.length === 0 ? [] : [{ key: 'services', label: 'Other services', items }];
}

/** The binding that would have let them in, but for one thing; for administrators. */
export function nearMissPart(report: WhyReport, view: View): Part[] {
  const miss = report.nearMiss;
  if (miss === null || view.audience === 'asker' || report.verdict === 'allowed') return [];
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
  if (finding.verdict === 'unsure') return true;
  // Somebody who is locked out has no use for being told where others get in too easily.
  return finding.verdict === 'warns' && (view.audience === 'admin' || report.verdict !== 'denied');
};

/** Suspicions and warnings that are not already told as a cause. */
export function warningsPart(report: WhyReport, view: View): Part[] {
  const told = new Set([report.cause?.code, ...report.also.map((cause) => cause.code)]);
  const said = new Set([report.cause, ...report.also].map((cause) => cause && textFor(cause, view)));
  const open = report.findings.filter(
    (finding) =>
      matters(finding, report, view) &&
      !(finding.code !== null && told.has(finding.code)) &&
      !said.has(textFor(finding, view)) &&
      textFor(finding, view).trim() !== '',
  );
  const items = once(open, (finding) => textFor(finding, view)).map((finding) => ({
    line: prose(sentence(textFor(finding, view))),
  }));
  return capped('warnings', 'Note', items, view.full ? items.length : 3);
}

/** What could not be seen; with the right that would cure it for administrators, as part of "what would settle it". */
export function unseenPart(report: WhyReport, view: View): Part[] {
  const told = report.cause === null ? '' : report.cause.text.trim();
  const spots = once(report.blindSpots, (spot) => `${spot.what}\n${spot.needs}`);
  if (view.audience === 'asker') {
    const items = once(spots, (spot) => spot.what)
      .filter((spot) => spot.what.trim() !== told)
      .map((spot) => ({ line: prose(sentence(spot.what)) }));
    const label =
      report.verdict === 'unknown' ? 'What I could not see' : 'Not seen, but it would not change the answer';
    return capped('unseen', label, items, 3);
  }
  const offered = report.fixes.map((fix) => fix.title).join('\n');
  const items = spots.flatMap((spot): Item[] => {
    const cured = spot.needs.trim() === '' || offered.includes(spot.needs.trim());
    const needs: Line = cured ? [] : [plain('needs: '), ...prose(sentence(spot.needs))];
    // A gap that is the cause itself has been described; what may be missing is only the cure.
    if (spot.what.trim() === told) return cured ? [] : [{ line: [plain('what is missing '), ...needs] }];
    return [{ line: prose(sentence(spot.what)), notes: cured ? [] : [needs] }];
  });
  return capped('unseen', 'What I could not see', items, view.full ? items.length : 5);
}

/** The link that shows which account the browser really uses: it works for anybody signed in, let in or not. */
export function accountPart(report: WhyReport, view: View): Part[] {
  const { who, where } = report;
  const url = where.url === null ? undefined : webUrl(where.url);
  if (url === undefined || (who.kind !== 'user' && who.kind !== 'unknown')) return [];
  const page = new URL(url);
  page.search = '';
  page.hash = '';
  page.searchParams.set('gcp-iap-mode', 'IDENTITY');
  const address = code(personAddress(who));
  const see = link(view.surface === 'terminal' ? page.href : 'this page', page.href);
  const self = view.about === 'self';
  const name = personName(who, view.about);
  const label = 'Right account?';
  if (report.verdict === 'allowed') {
    const start = self
      ? 'If you see a 403 all the same, you may be signed in with another account: '
      : `If ${name} sees a 403 all the same, it may be with another account: let them open `;
    return [
      self
        ? { key: 'account', line: [plain(start), see, plain(' must say '), address, plain('.')] }
        : { key: 'account', line: [plain(start), see, plain(', it must say '), address, plain('.')] },
    ];
  }
  if (view.audience === 'admin' && !self && !view.full) return [];
  if (report.fixes.some((fix) => fix.console?.includes('gcp-iap-mode='))) return [];
  const line = [
    plain('this answer is about '),
    address,
    plain('; '),
    see,
    plain(` shows which account IAP sees.`),
  ];
  return [{ key: 'account', label: label.replace('?', ''), line }];
}

/** Google's own troubleshooter sees it differently: said loudly, because one of the two is wrong. */
export function doubtPart(report: WhyReport): Part[] {
  const parts: Part[] = [];
  if (report.secondOpinion?.agrees === false) {
    const line = [
      plain("Google's own troubleshooter says otherwise ("),
      code(report.secondOpinion.state),
      plain('). One of us is missing something: treat this answer with care and quote '),
      code(report.id),
      plain('.'),
    ];
    parts.push({ key: 'doubt', label: 'Doubt', line });
  }
  const stale = report.findings.flatMap((finding) => finding.evidence).filter((item) => item.stale === true);
  if (stale.length > 0) {
    const sources = [...new Set(stale.map((item) => item.source))];
    const line = [
      plain(`Google did not answer for all of it, so I used older copies (${list(sources, 3)}).`),
    ];
    parts.push({ key: 'doubt', label: 'Old facts', line });
  }
  return parts;
}

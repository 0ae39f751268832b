/** What stands around the verdict: changes on the path, the other services, the account, and reasons for doubt. */
import type { ReportChange, WhyReport } from '../../diagnosis/report.js';
import { webUrl } from '../clean.js';
import type { Item, Part, View } from '../outline-types.js';
import { code, link, plain, prose, sentence } from '../spans.js';
import { age, count, list, moment, shortAddress } from '../words.js';
import { capped, limit } from './why-parts.js';
import { hasPlace, homeDomain, personAddress, personName, voiceFor } from './why-people.js';
import { reasonPhrase } from './why-reasons.js';

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function effectWords({ complete, lostCount, gainedCount }: ReportChange['effect']): string {
  const told = (n: number, verb: string): string => {
    // "At least one" is what the change itself says already.
    if (n === 0 || (n === 1 && !complete)) return '';
    return `${complete ? '' : 'at least '}${count(n, 'person', 'people')} ${verb} access by it`;
  };
  return [told(lostCount, 'lost'), told(gainedCount, 'gained')].filter((words) => words !== '').join(', ');
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
  return capped('changes', 'What changed', [...causes, ...rest], limit(view, 3), (change) =>
    changeItem(change, report, view),
  );
}

const SERVICE_WORDS = [
  ['denied', "Can't get into"],
  ['unknown', "Can't tell about"],
  ['allowed', 'Can use'],
] as const;

/** The verdict at every other known service, when no place was given: one line per reason, not one per service. */
export function servicesPart(report: WhyReport, view: View): Part[] {
  if (report.services === null) return [];
  const voice = voiceFor(report.who, view.about);
  const others = hasPlace(report.where)
    ? report.services.filter((service) => service.name !== report.where.name)
    : report.services;
  const groups = SERVICE_WORDS.flatMap(([verdict, words]) => {
    const reasons = new Map<string, string[]>();
    for (const service of others.filter((one) => one.verdict === verdict)) {
      const reason = reasonPhrase(verdict, service.code, voice) ?? '';
      reasons.set(reason, [...(reasons.get(reason) ?? []), service.name]);
    }
    return [...reasons].map(([reason, names]) => ({ words, reason, names }));
  });
  const label = hasPlace(report.where) ? 'Other services' : 'Services';
  return capped('services', label, groups, limit(view, 8), ({ words, reason, names }) => ({
    line: [plain(`${words} ${list(names, limit(view, 8))}${reason === '' ? '' : `: ${reason}`}.`)],
  }));
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
export function doubtPart(report: WhyReport, view: View): Part[] {
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
    const reasons = [...new Set(stale.flatMap((item) => item.staleBecause ?? []))];
    const oldest = Math.min(...stale.map((item) => Date.parse(item.readAt)));
    const when = Number.isNaN(oldest) ? '' : `read ${age(view.now.getTime() - oldest)} ago: `;
    const why = reasons.length === 0 ? 'Google did not answer for all of it' : list(reasons, 2);
    const line = [plain(`${when}${why}, so I used older copies (${list(sources, 3)}).`)];
    parts.push({ key: 'doubt', label: 'Old facts', line });
  }
  return parts;
}

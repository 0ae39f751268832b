/** What stands around the verdict: changes on the path, the other services, the account, and reasons for doubt. */
import type { ReportChange, WhyReport } from '../../diagnosis/report.js';
import { webUrl } from '../clean.js';
import type { Item, Part, View } from '../outline-types.js';
import { code, link, plain, prose, sentence } from '../spans.js';
import { count, list, moment, shortAddress } from '../words.js';
import { capped, limit } from './why-parts.js';
import { homeDomain, personAddress, personName, voiceFor } from './why-people.js';
import { reasonPhrase } from './why-reasons.js';

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
  return capped('changes', 'What changed', [...causes, ...rest], limit(view, 3), (change) =>
    changeItem(change, report, view),
  );
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
    const shown = these.slice(0, limit(view, 8));
    const names = shown.map((service) => {
      const why = reasonPhrase(verdict, service.code, voice);
      return why === undefined ? service.name : `${service.name} (${why})`;
    });
    return names.length === 0
      ? []
      : [{ line: [plain(`${words}: ${list(names, names.length, these.length)}`)] }];
  });
  return items.length === 0 ? [] : [{ key: 'services', label: 'Other services', items }];
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

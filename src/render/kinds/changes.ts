/** What is said about changes: the one or two that matter first, then the rest by service and actor, then what was folded. */
import type { ChangesReport } from '../../diagnosis/changes/report.js';
import type { Line, Mood, Outline, Part, View } from '../outline-types.js';
import { code, plain, prose, sentence } from '../spans.js';
import { count, duration, list, moment, number } from '../words.js';
import { grouped } from './changes-group.js';
import { ownOutline } from './changes-own.js';
import { itemOf, moreLine, moreWords, restGroups } from './changes-rest.js';
import { timelinePart } from './changes-timeline.js';
import { homeOf, weightOf } from './changes-words.js';
import { capped, limit } from './why-parts.js';

/** `for maya@acme.test at dashboard`. */
function about({ person, place }: ChangesReport): string {
  const who = person === null ? '' : ` for ${person.replace(/^(?:user|serviceAccount):/, '')}`;
  return `${who}${place === null ? '' : ` at ${place}`}`;
}

function headline(report: ChangesReport, view: View): string {
  const { changes, window, read, blindSpots, folded } = report;
  const since = `Since ${moment(window.from, view.now, view.timeZone)}`;
  if (!read) return 'I could not read the logs, so I can\u2019t tell what changed.';
  const shut = changes.filter(({ effect }) => effect.lostCount > 0);
  const opened = changes.filter(({ effect }) => effect.gainedCount > 0);
  const services = new Set(
    shut.flatMap((change) => change.services.filter(({ lost }) => lost > 0).map(({ name }) => name)),
  );
  const many = (n: number): string => (n === 1 ? 'one change' : `${number(n)} changes`);
  if (changes.length === 0) {
    const seen = blindSpots.length === 0 ? '' : ', as far as I can see';
    return `${since}: nothing about access changed${about(report)}${seen}${folded.length === 0 ? '' : ' but what automation did'}.`;
  }
  if (shut.length > 0) {
    const where =
      services.size === 0
        ? ''
        : services.size === 1
          ? ` of ${[...services].join('')}`
          : ` of ${count(services.size, 'service', 'services')}`;
    return report.person === null
      ? `${since}: ${many(shut.length)} locked people out${where}.`
      : `${since}: ${many(shut.length)} took access away${about(report)}${report.place === null && services.size > 0 ? ` (${list([...services], 4)})` : ''}.`;
  }
  if (opened.length > 0)
    return `${since}: ${many(opened.length)} let people in${about(report)}; nobody was locked out that I can see.`;
  const tied = changes.filter(({ services: at }) => at.some(({ narrowed }) => narrowed > 0));
  if (tied.length > 0)
    return `${since}: ${many(tied.length)} ${tied.length === 1 ? 'makes' : 'make'} people meet a condition${about(report)} that they did not have to meet before.`;
  const sure = changes.every(({ effect, services: at }) => effect.complete || at.length === 0);
  return `${since}: ${many(changes.length)}${about(report)}; ${sure ? 'none touches who gets in' : 'I can\u2019t tell of all whom they hit'}.`;
}

/** `31 changes by ci-deployer folded: none touches who gets in.` */
function foldedLine(folded: ChangesReport['folded'], names: readonly string[], unseen: boolean): Line {
  const total = folded.reduce((sum, one) => sum + one.count, 0);
  const lost = folded.reduce((sum, one) => sum + one.lostCount, 0);
  const gained = folded.reduce((sum, one) => sum + one.gainedCount, 0);
  const services = [...new Set(folded.flatMap((one) => one.services))];
  const bits = [
    ...(lost > 0 ? [`${count(lost, 'person', 'people')} lost`] : []),
    ...(gained > 0 ? [`${count(gained, 'person', 'people')} gained`] : []),
  ];
  const effect =
    bits.length === 0
      ? `none touches who gets in${unseen ? ', as far as I can see' : ''}`
      : `by them ${bits.join(' and ')} ${list(services, 4) || 'access'}; none is the cause of a refusal`;
  return [plain(`${count(total, 'change', 'changes')} folded (${list(names, 4)}): ${effect}. `)];
}

const howToSee = ({ surface }: View): Line => [
  plain('To see them: '),
  code(surface === 'slack' ? '/iap changes --all' : 'iap-doctor changes --all'),
];

function foldedParts(
  { folded, unreadable, samples, elsewhere, person, place, blindSpots }: ChangesReport,
  view: View,
): Part[] {
  const parts: Part[] = [];
  const names = folded.map(
    ({ actor, count: n }) =>
      `${number(n)} by ${actor.endsWith('.gserviceaccount.com') ? actor.split('@')[0] : actor}`,
  );
  if (names.length > 0)
    parts.push({
      key: 'note',
      line: [...foldedLine(folded, names, blindSpots.length > 0), ...howToSee(view)],
    });
  if (elsewhere > 0) {
    const path = person === null ? (place ?? 'it') : 'this way in';
    const all = view.surface === 'slack' ? '/iap changes' : 'iap-doctor changes';
    parts.push({
      key: 'note',
      line: [
        plain(`${count(elsewhere, 'other change does', 'other changes do')} not concern ${path}. All: `),
        code(all),
      ],
    });
  }
  if (unreadable > 0) {
    const seen = samples
      .map(({ method, service }) => [service, method].filter(Boolean).join(' ') || 'no method')
      .slice(0, 2);
    parts.push({
      key: 'warnings',
      line: [
        plain(
          `${count(unreadable, 'entry', 'entries')} I could not read (${list(seen, 2)}): what they changed is not in this answer.`,
        ),
      ],
    });
  }
  return parts;
}

function moodOf({ changes, read, blindSpots }: ChangesReport): Mood {
  if (!read) return 'unsure';
  if (changes.some(({ relation, effect }) => relation === 'cause' || effect.lostCount > 0)) return 'bad';
  return blindSpots.length > 0 ? 'unsure' : 'plain';
}

/** The whole answer to `changes`. To somebody who is no administrator only their own side of it is told. */
export function changesOutline(all: ChangesReport, view: View): Outline {
  if (view.audience === 'asker') return ownOutline(all, view);
  const report: ChangesReport = { ...all, changes: grouped(all.changes) };
  const home = homeOf(report);
  const ranked = [...report.changes].sort((a, b) => weightOf(b) - weightOf(a));
  const first = ranked.filter((change) => weightOf(change) > 0).slice(0, 2);
  const rest = report.changes.filter((change) => !first.includes(change));
  const groups = restGroups(rest, home, view);
  const items = groups.map(({ item }) => item);
  const few = limit(view, view.surface === 'slack' ? 8 : 12);
  const more = view.surface === 'slack' ? moreWords(groups[few], report) : undefined;
  const { count: refusals, first: firstRefusal, complete } = report.denials;
  return {
    mood: moodOf(report),
    headline: [plain(headline(report, view))],
    tail: [],
    parts: [
      ...(report.note === undefined ? [] : [{ key: 'note', line: prose(sentence(report.note)) } as const]),
      ...(first.length === 0
        ? []
        : [{ key: 'cause', items: first.map((change) => itemOf(change, home, view)) } as const]),
      ...capped('changes', first.length === 0 ? 'Changes' : 'Also', items, few, (item) => item),
      ...moreLine(more),
      ...foldedParts(report, view),
      ...capped('unseen', 'What I could not see', report.blindSpots, limit(view, 4), (spot) => ({
        line: prose(sentence(spot.what)),
        notes: spot.needs.trim() === '' ? [] : [[plain('needs: '), ...prose(sentence(spot.needs))]],
      })),
      ...timelinePart(report, view),
    ],
    ...(more === undefined ? {} : { more }),
    context: [
      report.id,
      refusals === 0
        ? 'no refusals seen'
        : `${complete ? '' : 'at least '}${count(refusals, 'refusal', 'refusals')}${firstRefusal === null ? '' : ` since ${moment(firstRefusal, view.now, view.timeZone)}`}`,
      `${count(report.cost.calls, 'call', 'calls')} to Google`,
      duration(report.cost.ms),
    ],
  };
}

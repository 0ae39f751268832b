/** What is said about a `who` report: how many pass, through what, who is stopped all the same, and what could not be seen. */
import type { WhoReport, WhoRow } from '../../diagnosis/who/report.js';
import type { Line, Mood, Outline, Part, View } from '../outline-types.js';
import { code, plain, prose, sentence } from '../spans.js';
import { age, count, duration, number } from '../words.js';
import { exceptionParts, namesPart } from './who-people.js';
import { setsPart, throughPart } from './who-ways.js';
import { capped, limit } from './why-parts.js';
import { placeName } from './why-people.js';

/** `214 people and 2 service accounts`. */
function whoPasses(rows: readonly WhoRow[]): string {
  const of = (kind: WhoRow['kind']): number => rows.filter((row) => row.kind === kind).length;
  const kinds = [
    [of('user'), 'person', 'people'],
    [of('serviceAccount'), 'service account', 'service accounts'],
    [of('federated'), 'federated identity', 'federated identities'],
  ] as const;
  const told = kinds.filter(([n]) => n > 0).map(([n, one, many]) => count(n, one, many));
  return told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} and ${told.at(-1) ?? ''}`;
}

function headline(report: WhoReport, place: string): string {
  if (!report.read) return `I could not read who can get into ${place}.`;
  switch (report.gate.state) {
    case 'everybody':
      return `Everybody who reaches ${place} gets in: IAP is off there.`;
    case 'nobody':
      return `Nobody gets through to ${place} now, whatever is granted.`;
    case 'elsewhere':
      return `I can't tell who gets into ${place}: it is not decided by its policies.`;
    case 'policies':
      return byPolicies(report, place);
  }
}

function byPolicies(report: WhoReport, place: string): string {
  const open = report.sets.find(({ kind, state }) => kind === 'everybody' && state === 'passes');
  if (open) return `Everybody on the internet can get into ${place}.`;
  const signedIn = report.sets.find(({ kind, state }) => kind === 'signed-in' && state === 'passes');
  if (signedIn) return `Everybody with a Google account can get into ${place}.`;
  const passing = report.members.filter(({ state }) => state === 'passes');
  if (passing.length === 0) {
    return report.counts.complete
      ? `Nobody can get into ${place} now.`
      : `I found nobody by name who can get into ${place}, but I do not see everything.`;
  }
  const start = report.counts.complete ? '' : 'at least ';
  const words = `${start}${whoPasses(passing)} can get into ${place}.`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Why the number may be too small. */
function tail(report: WhoReport): Line {
  const { sets, unreadGroups } = report.counts;
  if (!report.read || report.gate.state !== 'policies') return [];
  const reasons = [
    ...(unreadGroups > 0 ? [`${count(unreadGroups, 'group', 'groups')} could not be read in full`] : []),
    ...(sets > 0 ? [`${count(sets, 'entry stands', 'entries stand')} for many and is not expanded`] : []),
  ].map((words) => words.replace(/(entries stand .*) is not/, '$1 are not'));
  return reasons.length === 0 ? [] : [plain(` ${reasons.join('; ')}.`)];
}

function moodOf(report: WhoReport): Mood {
  if (report.gate.state !== 'policies') return report.gate.state === 'elsewhere' ? 'unsure' : 'bad';
  if (report.notes.some(({ code: stop }) => stop === 'public')) return 'bad';
  return report.read && report.counts.complete ? 'plain' : 'unsure';
}

function unseenPart(report: WhoReport, view: View): Part[] {
  return capped('unseen', 'What I could not see', report.blindSpots, limit(view, 5), (spot) => ({
    line: prose(sentence(spot.what)),
    notes: spot.needs.trim() === '' ? [] : [[plain('needs: '), ...prose(sentence(spot.needs))]],
  }));
}

function contextLine(report: WhoReport, view: View): string[] {
  const oldest = Date.parse(report.oldestFactAt);
  const { calls, ms } = report.cost;
  const { members } = report.counts;
  return [
    report.id,
    count(members, 'account listed', 'accounts listed'),
    `${count(calls, 'call', 'calls')} to Google`,
    Number.isNaN(oldest) ? '' : `oldest fact ${age(view.now.getTime() - oldest)}`,
    duration(ms),
  ].filter((bit) => bit !== '');
}

/** The whole answer to `who`. Names are for administrators only; nobody else gets more than the number. */
export function whoOutline(report: WhoReport, view: View): Outline {
  const place = placeName(report.where);
  const first = [plain(headline(report, place))];
  const admin = view.audience === 'admin';
  const notes = capped('warnings', 'Note', report.notes, limit(view, 3), (note) => ({
    line: prose(sentence(note.detail)),
  }));
  const gate: Part[] =
    report.gate.state === 'policies' ? [] : [{ key: 'cause', line: prose(sentence(report.gate.detail)) }];
  const parts: Part[] = admin
    ? [
        ...gate,
        ...notes,
        ...throughPart(report, view),
        ...setsPart(report, view),
        ...exceptionParts(report, view),
        ...namesPart(report, view),
        ...unseenPart(report, view),
        ...debugPart(report, view),
      ]
    : [];
  return {
    mood: moodOf(report),
    headline: first,
    tail: tail(report),
    parts,
    context: contextLine(report, view),
  };
}

/** Every group that was opened, for whoever wants to know where a number comes from. */
function debugPart(report: WhoReport, view: View): Part[] {
  if (!view.full || !view.evidence) return [];
  return capped(
    'evidence',
    'Groups',
    report.groups,
    limit(view, 0),
    ({ group, people, nested, exists, unread }) => ({
      line: [
        code(group),
        plain(
          exists
            ? ` ${count(people, 'member', 'members')}, ${count(nested, 'nested group', 'nested groups')}${unread.length > 0 ? `, ${number(unread.length)} not read in full` : ''}`
            : ' does not exist',
        ),
      ],
    }),
  );
}

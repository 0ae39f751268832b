/** One change as a line, and the rest of them by service and by who did it. */
import type { ChangesReport, ListedChange } from '../../diagnosis/changes/report.js';
import type { Item, Line, Part, View } from '../outline-types.js';
import { bold, code, plain, prose, sentence } from '../spans.js';
import { count, list, moment, number } from '../words.js';
import { actorWords, effectWords, relationWords } from './changes-words.js';

function firstLine(change: ListedChange, home: string | undefined, view: View): Line {
  const { name, how } = actorWords(change, home);
  const what = change.summary.startsWith(change.actor)
    ? change.summary.slice(change.actor.length).trim()
    : change.summary.replace(/^Somebody /, '');
  return [
    plain(`${moment(change.at, view.now, view.timeZone)} · `),
    bold(name),
    plain(`${how === '' ? '' : ` (${how})`} `),
    ...prose(sentence(what)),
  ];
}

/** The change with whom it hit, and whether it is the cause. */
export function itemOf(change: ListedChange, home: string | undefined, view: View): Item {
  const after = [effectWords(change), relationWords(change, view)]
    .filter((words) => words !== undefined)
    .join(' ');
  return { line: firstLine(change, home, view), notes: after === '' ? [] : [[plain(after)]] };
}

export interface RestGroup {
  readonly item: Item;
  /** When its newest change was made, RFC 3339. */
  readonly newest: string;
}

/** By service, then by who did it, each line a few changes; newest first. */
export function restGroups(
  changes: readonly ListedChange[],
  home: string | undefined,
  view: View,
): readonly RestGroup[] {
  const groups = new Map<string, ListedChange[]>();
  for (const change of changes) {
    const names = change.services.map(({ name }) => name);
    const where = names.length === 0 ? 'outside the known services' : list(names, 3);
    const key = JSON.stringify([where, change.actor]);
    const known = groups.get(key);
    if (known) known.push(change);
    else groups.set(key, [change]);
  }
  return [...groups].flatMap(([key, own]): RestGroup[] => {
    const [where] = JSON.parse(key) as readonly [string, string];
    const [first, another] = own;
    if (!first) return [];
    const newest = first.at;
    if (!another) return [{ item: itemOf(first, home, view), newest }];
    const { name, how } = actorWords(first, home);
    const notes = own.slice(0, view.full ? 50 : 3).map((change): Line => firstLine(change, home, view));
    const left = own.length - notes.length;
    const by = `${how === '' ? '' : ` (${how})`}: ${count(own.length, 'change', 'changes')}`;
    const line: Line = [bold(where), plain(' · '), bold(name), plain(by)];
    return [
      { item: { line, notes: left > 0 ? [...notes, [plain(`and ${number(left)} more`)]] : notes }, newest },
    ];
  });
}

/** Slack shows a page; the next one is asked for with the moment at which it begins. */
export function moreLine(words: string | undefined): Part[] {
  if (words === undefined) return [];
  return [{ key: 'note', line: [plain('Older ones: '), code(`/iap ${words}`)] }];
}

/** The question for the next page. */
export function moreWords(
  next: RestGroup | undefined,
  { subject, window }: ChangesReport,
): string | undefined {
  if (!next) return undefined;
  const words = ['changes', subject ?? '', `since ${window.from} until ${next.newest}`];
  return words.filter((word) => word !== '').join(' ');
}

/** What to do about it: the smallest mend this reader can act on, and the ways beside it. */
import type { Fix, WhyReport } from '../../diagnosis/report.js';
import type { Item, Line, Part, Snippet, View } from '../outline-types.js';
import { code, link, plain, prose, sentence } from '../spans.js';
import { limit } from './why-parts.js';
import { personName, placeName } from './why-people.js';
import { settledBy } from './why-reasons.js';

/** How far a fix reaches beyond what was asked for, from `overgrant`. */
export const REACH: Readonly<Record<Fix['overgrant'], string>> = {
  0: '',
  1: 'Opens more than this one service: whatever else the group or the kind of service holds.',
  2: 'Reaches further than needed: the whole project.',
  3: 'Reaches much further than needed: a whole folder.',
  4: 'Reaches much further than needed: the whole organisation.',
};

/** Who has to act, when it is not the person. */
function doer(fix: Fix, report: WhyReport): string {
  if (fix.who !== undefined) return fix.who;
  switch (fix.for) {
    case 'person':
      return '';
    case 'owner':
      return `an owner of ${placeName(report.where) || 'the service'}`;
    case 'operator':
      return 'an administrator';
  }
}

/** The commands of a fix that this reader can use. */
export function snippets(fix: Fix, view: View): Snippet[] {
  const all: Snippet[] = [];
  if (fix.gcloud) all.push({ label: 'gcloud', text: fix.gcloud });
  // Terraform changes a repository; nobody mends their own sign-in with it.
  if (fix.terraform && view.audience === 'admin') all.push({ label: 'Terraform', text: fix.terraform });
  return all;
}

const LINK_WORDS: ReadonlyMap<string, string> = new Map([
  ['console.cloud.google.com', 'Open in the Cloud console'],
  ['admin.google.com', 'Open the Admin console'],
  ['groups.google.com', 'Open the group'],
]);

/** What the fix's link opens, in words. */
function linkWords(url: string): string {
  return (URL.canParse(url) ? LINK_WORDS.get(new URL(url).host) : undefined) ?? 'Open this page';
}

const firstSentence = (text: string): string => /^.*?[.!?](?= |$)/.exec(text.trim())?.[0] ?? text.trim();

/** What is said under a fix. `before` is the better fix, when this is only an alternative to it: then briefly. */
export function notes(fix: Fix, view: View, before: Fix | undefined): Line[] {
  const reach = REACH[fix.overgrant];
  const brief = before !== undefined && !view.full;
  const then = brief ? firstSentence(fix.then) : fix.then.trim();
  const lines: Line[] = [];
  if (view.audience === 'admin' && reach !== '') lines.push([plain(reach)]);
  if (then !== '' && before?.then.includes(then) !== true) lines.push(prose(sentence(then)));
  if (fix.console !== null && (!brief || view.surface === 'slack')) {
    const words = view.surface === 'slack' ? linkWords(fix.console) : fix.console;
    lines.push([link(words, fix.console)]);
  }
  return lines;
}

/** The title without an "Or," of its own, since the label says that. */
export function bare(words: string): string {
  const rest = words.trim().replace(/^or,? /i, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function title(fix: Fix, report: WhyReport, view: View): Line {
  const who = doer(fix, report);
  if (who === '') {
    // Such a title speaks to the person; somebody else is asked to pass it on.
    const tell = view.about === 'self' ? [] : [plain(`tell ${personName(report.who, view.about)}: `)];
    return [...tell, ...prose(sentence(fix.title))];
  }
  return [...prose(bare(fix.title).replace(/\.$/, '')), plain(` (for ${who}).`)];
}

/**
 * Fixes this reader can use: an administrator all of them, anybody else those made for the person. A fix that calls
 * itself the other way ("Or, …") does not come first, and who can mend it is not told to ask somebody.
 */
function usable(report: WhyReport, view: View): readonly Fix[] {
  if (view.audience === 'asker') return report.fixes.filter((fix) => fix.for === 'person');
  const hands = report.fixes.some((fix) => fix.for !== 'person');
  const passesOn = (fix: Fix): boolean =>
    hands && fix.for === 'person' && /^ask (?:an?|your|whoever|somebody) /i.test(fix.title);
  const second = (fix: Fix): boolean => !passesOn(fix) && /^or[, ]/i.test(fix.title);
  return [
    ...report.fixes.filter((fix) => !second(fix) && !passesOn(fix)),
    ...report.fixes.filter(second),
    ...(view.full ? report.fixes.filter(passesOn) : []),
  ];
}

/** Where nothing is left for the person to do, they are told whom to ask and what to say. */
function handOver(report: WhyReport, view: View): Line {
  const place = placeName(report.where) || 'the service';
  const settle = report.verdict === 'unknown' ? settledBy(report.cause?.code, place) : undefined;
  if (settle !== undefined) return [plain(settle)];
  const quote = [plain(' and quote '), code(report.id), plain('.')];
  if (report.verdict === 'unknown')
    return [plain('somebody has to let me see more. Ask whoever looks after this bot'), ...quote];
  const [first] = report.fixes;
  const whom =
    first?.for === 'owner' ? (first.who ?? `an owner of ${place}`) : `the people who look after ${place}`;
  const why = view.about === 'self' ? 'There is nothing to mend on your side. ' : '';
  return [plain(`${why}Ask ${whom}`), ...quote];
}

/** `What to do` (or what would settle it), then the alternatives. Nothing for somebody who is allowed, unless there is a fix. */
export function todoParts(report: WhyReport, view: View): Part[] {
  const label = report.verdict === 'unknown' ? 'What would settle it' : 'What to do';
  const [best, ...others] = usable(report, view);
  if (best === undefined) {
    if (report.verdict === 'allowed' || view.audience === 'admin') return [];
    return [{ key: 'todo', label, line: handOver(report, view) }];
  }
  const todo: Part = {
    key: 'todo',
    label: report.verdict === 'allowed' ? 'Worth doing' : label,
    line: title(best, report, view),
    code: snippets(best, view),
    notes: notes(best, view, undefined),
  };
  const max = limit(view, 2);
  const items = others.slice(0, max).map((fix): Item => {
    const withCode = view.full || view.surface === 'terminal';
    return {
      line: title(fix, report, view),
      notes: notes(fix, view, best),
      code: withCode ? snippets(fix, view).slice(0, view.full ? 2 : 1) : [],
    };
  });
  const [only] = items;
  if (only === undefined) return [todo];
  if (others.length === 1) return [todo, { key: 'alternatives', label: 'Or', ...only }];
  return [todo, { key: 'alternatives', label: 'Or', items, hidden: others.length - items.length }];
}

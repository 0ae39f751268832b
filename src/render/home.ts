/** The Home tab as blocks: somebody's access at a glance, their recent answers, the services, how to ask, and how the bot is. Pure. */
import type { KnownBlock, RichTextSection } from '@slack/types';
import type { WhyReport } from '../diagnosis/report.js';
import { hasPlace, placeName, voiceFor } from './kinds/why-people.js';
import { reasonPhrase } from './kinds/why-reasons.js';
import type { Line } from './outline-types.js';
import { type AnswerButton, bullets, button, LIMITS, plainText, section } from './slack-elements.js';
import { bold, code, link, plain } from './spans.js';
import { age, list, moment, number } from './words.js';

/** A service by name, with its address where it is known. */
export interface HomeService {
  readonly name: string;
  readonly url: URL | undefined;
}

/** One of somebody's recent answers, in words that name nobody else. */
export interface HomeRecent {
  readonly words: string;
  readonly reference: string;
  /** Milliseconds. */
  readonly at: number;
  /** What opens its evidence, while it is kept. */
  readonly evidence: AnswerButton | undefined;
}

/** What is known of somebody's access by now. */
export type HomeAccess =
  | { readonly kind: 'looking' }
  | { readonly kind: 'report'; readonly report: WhyReport }
  /** There is no list: the message says why. */
  | { readonly kind: 'said'; readonly blocks: readonly KnownBlock[] };

export interface Home {
  readonly now: Date;
  readonly timeZone: string | undefined;
  readonly access: HomeAccess;
  readonly again: AnswerButton;
  readonly recent: readonly HomeRecent[];
  readonly services: readonly HomeService[];
  /** False when there may be more. */
  readonly complete: boolean;
  /** How the bot is, for administrators. */
  readonly health: readonly KnownBlock[];
  /** Small print: what could not be looked up about the reader. */
  readonly notes: readonly string[];
}

/** Beyond this a list is no glance. */
const MOST_NAMES = 40;
const LINE = 1_500;
const SENTENCE = 400;

/** One line of several pieces; nothing when there is nothing to say. */
function text(...lines: readonly Line[]): RichTextSection[] {
  const elements = lines.flatMap((line) => section(line, LINE)?.elements ?? []);
  return elements.length === 0 ? [] : [{ type: 'rich_text_section', elements }];
}
const paragraph = (...lines: readonly Line[]): KnownBlock[] => {
  const elements = text(...lines);
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
};
const listed = (items: readonly RichTextSection[]): KnownBlock[] =>
  items.length === 0 ? [] : [{ type: 'rich_text', elements: [bullets(items, 0)] }];
const heading = (words: string): KnownBlock => ({ type: 'header', text: plainText(words, 150) });
const smallPrint = (words: string): KnownBlock => ({
  type: 'context',
  elements: [plainText(words, LIMITS.contextText)],
});

const SAID = [
  ['denied', '\u2717 You can\u2019t get into '],
  ['unknown', '? I can\u2019t tell about '],
  ['allowed', '\u2713 You can get into '],
] as const;

/** Every service of the report, the one it is about first. */
function verdictsOf(report: WhyReport): NonNullable<WhyReport['services']> {
  const others = report.services ?? [];
  if (!hasPlace(report.where)) return others;
  const name = placeName(report.where);
  const own = { name, verdict: report.verdict, code: report.cause?.code ?? null };
  return [own, ...others.filter((one) => one.name !== name)];
}

/** Whether a report says of any service whether the person gets in. */
export const saysSomething = (report: WhyReport): boolean => verdictsOf(report).length > 0;

function accessBlocks({ access, services, now, timeZone, again }: Home): KnownBlock[] {
  switch (access.kind) {
    case 'looking':
      return paragraph([plain('Looking at what you can get into \u2026')]);
    case 'said':
      return [...access.blocks, ...actions(again)];
    case 'report': {
      const { report } = access;
      const urls = new Map(services.map(({ name, url }) => [name, url?.href]));
      const verdicts = verdictsOf(report);
      const known = new Set(verdicts.map(({ name }) => name));
      const left = services.flatMap(({ name }) => (known.has(name) ? [] : [name]));
      const asOf = `As of ${moment(report.oldestFactAt, now, timeZone)}`;
      const unseen =
        report.blindSpots.length > 0 ? ' \u00b7 not everything could be seen: /iap why me says what' : '';
      return [
        ...listed(verdictLines(report, verdicts, urls)),
        ...(left.length > 0 ? paragraph([plain(`Not looked at: ${list(left, 10)}.`)]) : []),
        ...actions(again),
        smallPrint(`${asOf} \u00b7 ${report.id}${unseen}`),
      ];
    }
  }
}

/** One line per verdict and reason, not one per service. */
function verdictLines(
  report: WhyReport,
  verdicts: NonNullable<WhyReport['services']>,
  urls: ReadonlyMap<string, string | undefined>,
): RichTextSection[] {
  const voice = voiceFor(report.who, 'self');
  return SAID.flatMap(([verdict, words]) => {
    const reasons = new Map<string, string[]>();
    for (const one of verdicts.filter((service) => service.verdict === verdict)) {
      const reason = reasonPhrase(verdict, one.code ?? undefined, voice) ?? '';
      reasons.set(reason, [...(reasons.get(reason) ?? []), one.name]);
    }
    return [...reasons].flatMap(([reason, names]) =>
      text([plain(words)], ...namesOf(names, urls), [plain(reason === '' ? '.' : `: ${reason}.`)]),
    );
  });
}

/** `a, b and 3 more`, each with its address; in pieces, because a line holds only so many spans. */
function namesOf(names: readonly string[], urls: ReadonlyMap<string, string | undefined>): readonly Line[] {
  const shown = names.slice(0, MOST_NAMES);
  const left = names.length - shown.length;
  const lines: Line[] = shown.map((name, n) => [
    ...(n === 0 ? [] : [plain(', ')]),
    nameOf({ name, href: urls.get(name) }),
  ]);
  return left > 0 ? [...lines, [plain(` and ${number(left)} more`)]] : lines;
}

const nameOf = ({ name, href }: { name: string; href: string | undefined }) =>
  href === undefined ? bold(name) : { ...link(name, href), style: 'bold' as const };

function actions(...wanted: readonly AnswerButton[]): KnownBlock[] {
  const elements = wanted.flatMap((one) => button(one) ?? []);
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function recentBlocks({ recent, now }: Home): KnownBlock[] {
  if (recent.length === 0) return [];
  const blocks = recent.map(({ words, reference, at, evidence }): KnownBlock => {
    const shown = evidence === undefined ? undefined : button(evidence);
    const said = `${words} \u00b7 ${age(now.getTime() - at)} ago \u00b7 ${reference}`;
    return {
      type: 'section',
      text: plainText(said, SENTENCE),
      ...(shown === undefined ? {} : { accessory: shown }),
    };
  });
  return [{ type: 'divider' }, heading('Your recent answers'), ...blocks];
}

function servicesBlocks({ services, complete }: Home): KnownBlock[] {
  const urls = new Map(services.map(({ name, url }) => [name, url?.href]));
  const names = namesOf([...urls.keys()], urls);
  const more = complete ? [] : [plain(' There may be more: I could not list all of them.')];
  const none = services.length === 0 && complete ? [plain('I know of none yet.')] : [];
  return [
    { type: 'divider' },
    heading('Services I know'),
    ...paragraph(...names, names.length > 0 ? [plain('.'), ...more] : [...none, ...more]),
  ];
}

function examplesBlocks({ services }: Home): KnownBlock[] {
  const place = services[0]?.name ?? 'dashboard';
  return [
    { type: 'divider' },
    heading('How to ask'),
    ...listed([
      ...text([code(`/iap why me ${place}`), plain(' \u00b7 what stops me there, and what would mend it')]),
      ...text([code(`/iap probe ${place}`), plain(' \u00b7 whether the way there works, hop by hop')]),
      ...text([
        code(`why me ${place}`),
        plain(' \u00b7 the same behind my name in a thread, or in a direct message to me'),
      ]),
    ]),
  ];
}

/** Slack takes a hundred blocks (docs "Home tab"); the parts' own limits keep this far below. */
export function homeBlocks(home: Home): readonly KnownBlock[] {
  const { health, notes } = home;
  return [
    heading('Your access'),
    ...accessBlocks(home),
    ...recentBlocks(home),
    ...servicesBlocks(home),
    ...examplesBlocks(home),
    ...(health.length === 0 ? [] : [{ type: 'divider' } as const, heading('How I am'), ...health]),
    ...notes.map(smallPrint),
  ];
}

/** The services a message names: by address, by a name that is hardly anything else, or by an ordinary word. Pure. */
import { plain } from './normalise.js';

export interface KnownService {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly hosts: readonly string[];
}

export interface Mention {
  readonly service: string;
  /** `host`: an address of the service. `name`: a word that is hardly anything else. `word`: a word that is also an ordinary one. */
  readonly tie: 'host' | 'name' | 'word';
  /** The whole address, where one was given. */
  readonly url: string | undefined;
}

/** Names services like to have that people also use for other things. */
const ORDINARY = new Set(
  'admin api app apps assets atlas auth backend batch billing blog board build calendar chat console dash dashboard data default demo desk dev docs edge engine events files forms front gateway handbook help home hr intranet inventory it jobs labs lake legacy list logs mail main manager market media meet metrics monitor news orders page partners pay payments payroll people planner portal prod profile projects queue registry reports sales schedule search service shop site sprint staging stats status store support tasks team test tickets time tools tracker travel vault video warehouse web wiki work'.split(
    ' ',
  ),
);

/** Words the requests themselves are made of; a service of such a name is known by its address only. */
const VOCABULARY = new Set(['access', 'google', 'login', 'permission', 'permissions', 'me', 'us', 'i', 'in']);

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A word by itself: not part of a longer name, of a path, or of an address. */
const alone = (word: string): RegExp =>
  new RegExp(`(?<![\\w./@#-])${literally(word)}(?![\\w@/-]|\\.\\w)`, 'gu');

const address = (host: string): RegExp =>
  new RegExp(
    `(?:https?:\\/\\/)?(?<![\\w.@-])${literally(host)}(?![\\w@-]|\\.\\w)(?::\\d{1,5}(?!\\d))?(?:[\\/?#][^\\s<>|"']*)?`,
    'gu',
  );

interface Listed {
  readonly service: string;
  readonly tie: Mention['tie'];
  /** Without this in the text the pattern need not be tried. */
  readonly word: string;
  readonly pattern: RegExp;
}

/** Made once for a configuration, used for every message. */
export type Directory = readonly Listed[];

/** Puts the known services in the form the recognizer wants. Every string is taken literally; empty ones count for nothing. */
export function directoryOf(services: readonly KnownService[]): Directory {
  const listed = services.flatMap(({ name, aliases, hosts }): Listed[] => [
    ...hosts.map((host): Listed => {
      const word = plain(host);
      return { service: name, tie: 'host', word, pattern: address(word) };
    }),
    ...[name, ...aliases].map((said): Listed => {
      const word = plain(said);
      return { service: name, tie: ORDINARY.has(word) ? 'word' : 'name', word, pattern: alone(word) };
    }),
  ]);
  return listed.filter(({ word, tie }) => word.length > 1 && (tie === 'host' || !VOCABULARY.has(word)));
}

/** More than these in one message are no more information. */
const MOST = 60;

const FIRST = 0xe000;
/** Stands for an address of nobody's. */
const ELSEWHERE = '\uf8f0';

export interface Marked {
  /** The text with every mention as one character of its own ({@link MENTION}). */
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** Any mention, in a marked text; also for use inside other patterns. */
export const MENTION = '[\\ue000-\\ue0ff]';

/** Takes every mention of a known service out of a plain text; one inside a longer one does not count. */
export function marked(text: string, directory: Directory): Marked {
  const found = directory
    .filter(({ word }) => text.includes(word))
    .flatMap(({ service, tie, pattern }) =>
      [...text.matchAll(pattern)].slice(0, MOST).map((match) => {
        const said = match[0].replace(/[.,;:!?)\]]+$/, '');
        return { service, tie, at: match.index, end: match.index + said.length, said };
      }),
    )
    .sort((a, b) => a.at - b.at || b.end - a.end);
  const mentions: Mention[] = [];
  let out = '';
  let from = 0;
  for (const { service, tie, at, end, said } of found) {
    if (at < from || mentions.length === MOST) continue;
    out += `${text.slice(from, at)}${String.fromCharCode(FIRST + mentions.length)}`;
    mentions.push({ service, tie, url: tie === 'host' ? withScheme(said) : undefined });
    from = end;
  }
  out += text.slice(from);
  return { text: out.replace(/https?:\/\/[^\s<>|\ue000-\ue0ff]+/g, ELSEWHERE), mentions };
}

const withScheme = (said: string): string => (/^https?:/.test(said) ? said : `https://${said}`);

/** Where the mentions stand in a marked text, each with its place. */
export function placesIn(
  text: string,
  mentions: readonly Mention[],
): readonly (Mention & { readonly at: number })[] {
  return [...text.matchAll(/[\ue000-\ue0ff]/g)].flatMap((match) => {
    const mention = mentions[match[0].charCodeAt(0) - FIRST];
    return mention ? [{ ...mention, at: match.index }] : [];
  });
}

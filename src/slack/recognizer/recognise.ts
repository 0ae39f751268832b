/** Decides whether a message asks for access: a phrase that says so AND a service it is about, with the reason either way. Pure. */
import { symptomOfText } from '../../probe/symptom-text.js';
import { type Directory, type Mention, mentionsIn } from './context.js';
import { partsOf } from './message-parts.js';
import { NEGATIVES } from './negatives.js';
import { PHRASES, type Phrase } from './phrases.js';

/** A message event of Slack, as far as it is looked at. */
export interface SeenMessage {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly subtype?: string | undefined;
  readonly user?: string | undefined;
  readonly botId?: string | undefined;
  /** Posted by a Workflow Builder form: the person who filled it in stands only in the text. */
  readonly workflowId?: string | undefined;
  readonly ts: string;
  readonly threadTs?: string | undefined;
  readonly hidden?: boolean | undefined;
  /** Workspace of whoever wrote it. */
  readonly userTeam?: string | undefined;
}

export interface RecognizerSettings {
  readonly directory: Directory;
  readonly botUserId: string | undefined;
  /** Our own workspace; messages of people of others are left alone. */
  readonly team: string | undefined;
}

/** Which gate a message did not pass. */
export type Gate =
  | 'edited'
  | 'bot'
  | 'thread-reply'
  | 'other-workspace'
  | 'mentions-us'
  | 'empty'
  | 'no-phrase'
  | 'no-context'
  | 'negative';

export interface Fired {
  readonly fires: true;
  /** Undefined: only an error text says what it is about. */
  readonly service: string | undefined;
  readonly url: string | undefined;
  /** Codes of error texts in the message. */
  readonly codes: readonly string[];
  readonly kind: Phrase['kind'];
  /** Whom it is about: the writer, somebody else, or several. */
  readonly about: 'self' | 'other' | 'many';
  /** The person a form names; a hint, not an identity. */
  readonly formUser: string | undefined;
  readonly because: readonly string[];
}

export interface Silent {
  readonly fires: false;
  readonly gate: Gate;
  readonly because: readonly string[];
}

export type Recognition = Fired | Silent;

const silent = (gate: Gate, ...because: readonly string[]): Silent => ({ fires: false, gate, because });

const ALLOWED_SUBTYPES: ReadonlySet<string> = new Set(['file_share', 'bot_message']);

/** Everything that is decided without reading the words. */
function gateOf(message: SeenMessage, { botUserId, team }: RecognizerSettings): Silent | undefined {
  const { subtype, hidden, botId, workflowId, threadTs, ts, userTeam } = message;
  if (hidden === true || (subtype !== undefined && !ALLOWED_SUBTYPES.has(subtype)))
    return silent('edited', subtype ?? 'hidden');
  if ((botId !== undefined || subtype === 'bot_message') && workflowId === undefined) return silent('bot');
  if (threadTs !== undefined && threadTs !== ts) return silent('thread-reply');
  if (team !== undefined && userTeam !== undefined && userTeam !== team) return silent('other-workspace');
  // The mention is an event of its own, and answered as such.
  if (botUserId !== undefined && JSON.stringify([message.text, message.blocks]).includes(botUserId))
    return silent('mentions-us');
  return undefined;
}

/** One spelling for what people type in many: quotes, escapes, spaces, emoji, links as their address. */
export function normalise(text: string): string {
  return text
    .replace(/<(https?:\/\/[^|>]+)(?:\|[^>]*)?>/gi, ' $1 ')
    .replace(/<mailto:([^|>]+)(?:\|[^>]*)?>/gi, ' $1 ')
    .replace(/[\u2018\u2019\u201b\u00b4`]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/&gt;/g, '>')
    .replace(/:[a-z0-9_+-]+:/gi, ' ')
    .replace(/[*_~]{1,2}(?=\S)|(?<=\S)[*_~]{1,2}/g, (mark) => (mark.startsWith('_') ? mark : ''))
    .replace(/[ \t\u00a0]+/g, ' ')
    .toLowerCase()
    .trim();
}

interface Sentence {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Sentences by their places. A full stop inside an address or a number ends none. */
function sentencesOf(text: string): readonly Sentence[] {
  const ends = [...text.matchAll(/[!?;\n]+|\.(?=\s|$)|\s-\s/g)].map((match) => match.index + match[0].length);
  const cuts = [...new Set([0, ...ends, text.length])].sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((from, at) => {
    const to = cuts[at + 1] ?? text.length;
    return text.slice(from, to).trim() === '' ? [] : [{ text: text.slice(from, to), from, to }];
  });
}

interface Said {
  readonly phrase: Phrase;
  readonly at: number;
  readonly end: number;
  readonly sentence: number;
}

function saidIn(sentences: readonly Sentence[]): readonly Said[] {
  return sentences.flatMap(({ text, from }, sentence) =>
    PHRASES.flatMap((phrase) => {
      const match = phrase.pattern.exec(text);
      return match
        ? [{ phrase, at: from + match.index, end: from + match.index + match[0].length, sentence }]
        : [];
    }),
  );
}

/** How far a word that is also an ordinary one may stand from what is said of it. */
const NEAR = 60;

const OTHER_THING = NEGATIVES.filter(({ scope }) => scope === 'object');

/** What follows a request: the thing access is wanted to. */
const objectOf = (text: string, said: Said, sentence: Sentence): string =>
  text
    .slice(said.end, Math.min(sentence.to, said.end + 90))
    .replace(/^[\s,]*(?:to|for|on|in|into|of|at|onto)\s+/, '');

const isOtherThing = (text: string): boolean => OTHER_THING.some(({ pattern }) => pattern.test(text));

/** Whether what is said is said of this mention. */
function isAbout(text: string, said: Said, mention: Mention, sentences: readonly Sentence[]): boolean {
  const own = sentences.findIndex(({ from, to }) => mention.at >= from && mention.at < to);
  const apart = Math.abs(own - said.sentence);
  const sentence = sentences[said.sentence];
  if (!sentence) return false;
  if (mention.tie === 'host') return true;
  // "reports spreadsheet": the word belongs to another thing.
  const after = text.slice(mention.at + mention.length, mention.at + mention.length + 30);
  if (isOtherThing(after.replace(/^['\u2019]s\b/, ''))) return false;
  if (said.phrase.kind === 'request' && mention.at > said.end && isOtherThing(objectOf(text, said, sentence)))
    return false;
  if (mention.tie === 'name') return apart <= 1;
  const gap = mention.at > said.at ? mention.at - said.end : said.at - (mention.at + mention.length);
  return apart === 0 && gap <= NEAR;
}

const ABOUT_MANY =
  /\b(?:anyone|anybody|everyone|everybody|any\s+of\s+you|all\s+of\s+us|whole\s+team|our\s+team|we|us)\b/;
const ABOUT_OTHER =
  /<@[uw][a-z0-9]+>\s+(?:can'?t|cannot|needs?|gets?|is|lost|has|doesn'?t)|\b(?:add|give|grant|get|for|let)\s+<@[uw]|\b(?:my|our|the)\s+(?:new\s+)?(?:colleague|team\s?mate|co-?worker|manager|boss|report|contractor|intern|hire|joiner|starter|vendor|partner|customer|client|designer|analyst)s?\b|\b(?:he|she)\s+(?:can'?t|cannot|needs?|gets?|is|lost|has|doesn'?t)\b/;

function aboutOf(text: string): Fired['about'] {
  if (ABOUT_OTHER.test(text)) return 'other';
  return ABOUT_MANY.test(text) && !/\b(?:i|i'm|me|my)\b/.test(text) ? 'many' : 'self';
}

/** With an error text in the message, any sign that help is wanted is enough. */
const WONDERS =
  /\b(?:getting|get|gets|got|seeing|see|sees|shows?|showing|says?|hits?|hitting|any(?:one|body)?|help|what(?:'s|\s+is|\s+does)?|why|stuck|error|errors|since|again|keeps?|suddenly|broken|ideas?)\b|\?/;

/** Names of Identity-Aware Proxy that mean nothing else. The bare letters mean in-app purchase as well. */
const PROXY = /\bidentity[\s-]aware\s+proxy\b|\bgcp[\s_-]?iap\b|\bgcp-iap-mode\b|\biap\.googleapis\.com\b/;

const FORM_USER = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/i;

/** The whole decision. Never throws; time grows with the length of the message. */
export function recognise(message: SeenMessage, settings: RecognizerSettings): Recognition {
  const stopped = gateOf(message, settings);
  if (stopped) return stopped;
  const { prose, pasted } = partsOf(message);
  const text = normalise(prose);
  if (text === '' && pasted === '') return silent('empty');
  const errors = symptomOfText(`${prose}\n${pasted}`).filter(({ sureness }) => sureness === 'certain');
  const sentences = sentencesOf(text);
  const said = saidIn(sentences);
  const mentions = mentionsIn(text, settings.directory);
  const wonders = errors.length > 0 && WONDERS.test(text);
  if (said.length === 0 && !wonders) return silent('no-phrase');
  const negative = NEGATIVES.find(({ pattern, scope }) => scope === 'message' && pattern.test(text));
  // A pasted error text is no talk about code; what is over is over all the same.
  const counts = negative && !(wonders && negative.id === 'about-code');
  if (negative && counts) return silent('negative', negative.id);
  const pair = said
    .flatMap((one) =>
      mentions
        .filter((mention) => isAbout(text, one, mention, sentences))
        .map((mention) => ({ one, mention })),
    )
    .sort(
      (a, b) => rank(a.mention) - rank(b.mention) || distance(a.one, a.mention) - distance(b.one, b.mention),
    )[0];
  const host = mentions.find(({ tie }) => tie === 'host');
  const mention = pair?.mention ?? (wonders ? (host ?? mentions[0]) : undefined);
  const proxy = said.length > 0 && PROXY.test(text);
  if (!mention && !wonders && !proxy) return silent('no-context', ...said.map(({ phrase }) => phrase.id));
  const first = pair?.one ?? said[0];
  return {
    fires: true,
    service: mention?.service,
    url: mention?.url ?? host?.url,
    codes: errors.map(({ code }) => code),
    kind: first?.phrase.kind ?? 'refused',
    about: aboutOf(text),
    formUser: message.workflowId === undefined ? undefined : FORM_USER.exec(prose)?.[1],
    because: [
      ...(first ? [`phrase ${first.phrase.id}`] : ['an error text and a question']),
      ...(mention ? [`${mention.tie} of ${mention.service}`] : []),
      ...errors.map(({ code }) => `error text of ${code}`),
      ...(proxy ? ['names the proxy'] : []),
    ],
  };
}

const rank = ({ tie }: Mention): number => ({ host: 0, name: 1, word: 2 })[tie];
const distance = (said: Said, mention: Mention): number => Math.abs(said.at - mention.at);

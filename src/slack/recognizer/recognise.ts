/** Decides whether a message asks for access: a phrase that says so AND a service it is about, with the reason either way. Pure. */
import { symptomOfText } from '../../probe/symptom-text.js';
import { type About, aboutOf } from './about.js';
import { marked, placesIn } from './context.js';
import { gateOf, type RecognizerSettings, type SeenMessage, type Silent, silent } from './gates.js';
import { partsOf } from './message-parts.js';
import { NEGATIVES } from './negatives.js';
import { plain, respelled } from './normalise.js';
import { refusalIn } from './pasted.js';
import type { Phrase } from './phrases.js';
import { astrayIn, isSaidOf, type Placed } from './relation.js';
import { type Said, saidIn, sentencesOf } from './said.js';

export interface Fired {
  readonly fires: true;
  /** Undefined: only an error text says what it is about. */
  readonly service: string | undefined;
  readonly url: string | undefined;
  /** Codes of error texts in the message. */
  readonly codes: readonly string[];
  readonly kind: Phrase['kind'];
  /** Whom it is about: the writer, somebody else, or several. */
  readonly about: About;
  /** The person a form names; a hint, not an identity. */
  readonly formUser: string | undefined;
  readonly because: readonly string[];
}

export type Recognition = Fired | Silent;

/** With an error text in the message, any sign that help is wanted is enough. */
const WONDERS =
  /\b(?:getting|get|gets|got|seeing|see|sees|shows?|showing|says?|said|saying|gives?|giving|hits?|hitting|anyone|help|what(?:'s|\s+is|\s+does)?|why|stuck|again|keeps?|suddenly|broken|ideas?|fails?|failed|failing|dies|stopped|trying|tried|missing|luck)\b|\?/;

/** Names of Identity-Aware Proxy that mean nothing else. The bare letters mean in-app purchase as well. */
const PROXY = /\bidentity[\s-]aware\s+proxy\b|\bgcp[\s_-]?iap\b|\bgcp-iap-mode\b|\biap\.googleapis\.com\b/;

const FORM_USER = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/i;

const RANK = { host: 0, name: 1, word: 2 } as const;

/** The phrase and the service it is best said of: an address before a name before a word, then the nearest. */
function bestPair(
  text: string,
  said: readonly Said[],
  mentions: readonly Placed[],
): { readonly one: Said; readonly mention: Placed } | undefined {
  const sentences = sentencesOf(text);
  const astray = astrayIn(text, said, sentences);
  const distance = (one: Said, mention: Placed): number =>
    mention.at >= one.at && mention.at < one.end
      ? 0
      : Math.min(Math.abs(one.at - mention.at), Math.abs(one.end - mention.at));
  return said
    .flatMap((one) =>
      mentions
        .filter((mention) => isSaidOf(text, one, mention, sentences, astray))
        .map((mention) => ({ one, mention })),
    )
    .sort(
      (a, b) =>
        RANK[a.mention.tie] - RANK[b.mention.tie] || distance(a.one, a.mention) - distance(b.one, b.mention),
    )[0];
}

/** The whole decision. Never throws; time grows with the length of the message, up to a limit. */
export function recognise(message: SeenMessage, settings: RecognizerSettings): Recognition {
  const stopped = gateOf(message, settings);
  if (stopped) return stopped;
  const { prose, pasted } = partsOf(message);
  const { text: bare, mentions: named } = marked(plain(prose), settings.directory);
  const text = respelled(bare);
  if (text === '' && pasted === '') return silent('empty');
  const inPaste = marked(plain(pasted), settings.directory).mentions.filter(({ tie }) => tie === 'host');
  const errors = symptomOfText(`${prose}\n${pasted}`).filter(({ sureness }) => sureness === 'certain');
  const said = saidIn(sentencesOf(text));
  const mentions = placesIn(text, named);
  const refusal = refusalIn(pasted);
  const shown = errors.length > 0 || refusal !== undefined;
  const wonders = errors.length > 0 && (WONDERS.test(text) || text === '');
  if (said.length === 0 && !shown) return silent('no-phrase');
  const negative = NEGATIVES.find(({ pattern }) => pattern.test(text));
  // A pasted error text is no talk about code; what is over is over all the same.
  if (negative && !(wonders && negative.id === 'about-code')) return silent('negative', negative.id);
  const pair = bestPair(text, said, mentions);
  const addressed = mentions.find(({ tie }) => tie === 'host') ?? inPaste[0];
  const mention = pair?.mention ?? (shown ? (addressed ?? mentions[0]) : undefined);
  const proxy = said.length > 0 && PROXY.test(text);
  if (!mention && !wonders && !proxy)
    return silent(
      said.length > 0 || shown ? 'no-context' : 'no-phrase',
      ...said.map(({ phrase }) => phrase.id),
    );
  const first = pair?.one ?? said[0];
  return {
    fires: true,
    service: mention?.service,
    url: mention?.url ?? addressed?.url,
    codes: errors.map(({ code }) => code),
    kind: first?.phrase.kind ?? 'refused',
    about: aboutOf(text),
    formUser: message.workflowId === undefined ? undefined : FORM_USER.exec(prose)?.[1],
    because: [
      ...(first ? [`phrase ${first.phrase.id}`] : []),
      ...(refusal === undefined ? [] : [`pasted ${refusal}`]),
      ...errors.map(({ code }) => `error text of ${code}`),
      ...(mention ? [`${mention.tie} of ${mention.service}`] : []),
      ...(proxy ? ['names the proxy'] : []),
    ],
  };
}

/** Whether what somebody says is said of the service they name, or of something else in the same message. Pure. */
import type { Mention } from './context.js';
import { isMeantAsName, isOtherThing, staysAName } from './other-things.js';
import type { Said, Sentence } from './said.js';

export type Placed = Mention & { readonly at: number };

/** How far a word that is also an ordinary one may stand from what is said of it; names may stand further. */
const NEAR = 60;
const FAR = 160;

/** Nothing more is said of what is wanted: "I get access denied", "need access!". */
const OBJECTLESS =
  /^\s*(?:$|[^\s\p{L}\p{N}'\ue000-\ue0ff]|(?:since|again|anymore|now|today|yesterday|please|asap|thanks|there|anymore|all|when|on\s+(?:every|all|any)|for\s+(?:me|us|my|this)|from\s+(?:my|home)|either|too|even|but|and|until|although|although|with\s+my|after|first|yet|to\s+(?:it|that|this)|in\b)\b)/u;

/** Where a request or a refusal says of what: "access to the FOLDER", "can't open my LAPTOP". */
function ownObject(after: string): string {
  const words = after.replace(
    /^[\s,"]*(?:rights?\s+|permissions?\s+|role\s+)?(?:(?:to|for|on|in|into|of|at|onto|as|when|opening|accessing)\s+)?/,
    '',
  );
  return words.replace(/^(?:(?:the|our|your|my|this|that|a|an|any|all|some|\S+'s)\s+)*/, '');
}

const hasArticle = (after: string): boolean =>
  /^[\s,"]*(?:(?:to|for|on|in|into|of|at|onto)\s+)?(?:the|our|your|my|this|that|a|an|any|some)\s+(?![\ue000-\ue0ff])/.test(
    after,
  );

/** What one is added to that is the service all the same. */
const JOINED =
  /^(?:right\s+|required\s+)?(?:groups?|allow-?list|white-?list|access|users|viewers|readers|role|service|app|site|page|people|iap|prod|production|staging)\b/;

const OPENS = /^(?:cannot|cannot-see)$/;

/** Whether a phrase is said of another thing that it names itself. */
function ofAnotherThing(text: string, said: Said, sentence: Sentence): boolean {
  const after = text.slice(said.end, sentence.to);
  const object = ownObject(after);
  if (/^[\ue000-\ue0ff]/.test(object)) return false;
  if (isOtherThing(object)) return true;
  // "permission to work from abroad", "permission to quote you"
  if (
    /permission\S*$/.test(text.slice(said.at, said.end)) &&
    /^\s+to\s+(?!access|use|see|view|open|login|enter|read|get\b|edit|the\b|our\b|this\b|it\b|[\ue000-\uf8ff])\p{L}/u.test(
      after,
    )
  )
    return true;
  const { id } = said.phrase;
  if (id === 'add-me' && /\p{L}$/u.test(text.slice(said.at, said.end)))
    return /^\p{L}/u.test(object) && !JOINED.test(object) && !OBJECTLESS.test(after);
  // "403 from BigQuery"
  if (
    id === 'status-403' &&
    /^\s*(?:errors?\s+)?from\s+(?!(?:my|our|this|home|here|work|the|a|all|both|every|iap|google|it|there|that|mobile)\b)\p{L}/u.test(
      after,
    )
  )
    return true;
  return OPENS.test(id) && hasArticle(after) && !staysAName(` ${object}`);
}

/** Nothing but a preposition and an article between what is said and of what: "access to the". */
const DIRECTLY =
  /^\s*(?:(?:rights?|permissions?|role)\s+)?(?:to|for|on|in|into|at|of|onto|from)\s+(?:(?:the|our)\s+)?$/;
const AT_ONCE = /^\s*(?:(?:the|our)\s+)?$/;

/** "403 on orders" is said of orders, "403 orders" may be a number of them. */
function isDirect(text: string, { end, phrase: { id } }: Said, { at }: Placed): boolean {
  if (at < end) return false;
  const between = text.slice(end, at);
  return DIRECTLY.test(between) || (id !== 'status-403' && id !== 'forbidden' && AT_ONCE.test(between));
}

/** The sentences in which somebody speaks of getting into something else. */
export function astrayIn(
  text: string,
  said: readonly Said[],
  sentences: readonly Sentence[],
): ReadonlySet<number> {
  const astray = said.filter((one) => {
    const sentence = sentences[one.sentence];
    return sentence !== undefined && ofAnotherThing(text, one, sentence);
  });
  return new Set(astray.map(({ sentence }) => sentence));
}

/** "403 orders please fix", but not "403 orders to ship". */
const isTelegram = (before: string, after: string): boolean =>
  /^\W*40[13]\s+$/.test(before) &&
  /^\s*(?:$|[^\s\p{L}\p{N}]|(?:please|again|since|help|anyone|why|for\s+me|error|today|fix|now|still|all)\b)/u.test(
    after,
  );

/** Whether what is said is said of this mention. */
export function isSaidOf(
  text: string,
  said: Said,
  mention: Placed,
  sentences: readonly Sentence[],
  astray: ReadonlySet<number>,
): boolean {
  const own = sentences.findIndex(({ from, to }) => mention.at >= from && mention.at < to);
  const sentence = sentences[said.sentence];
  if (!sentence || own < 0) return false;
  const apart = Math.abs(own - said.sentence);
  const before = text.slice(sentences[own]?.from ?? 0, mention.at);
  const after = text.slice(mention.at + 1, sentences[own]?.to);
  const inside = mention.at >= said.at && mention.at < said.end;
  if (mention.tie !== 'host' && !isTelegram(before, after)) {
    const direct = inside || isDirect(text, said, mention);
    if (!direct && astray.has(said.sentence)) return false;
    const stays = mention.tie === 'word' && !direct ? isMeantAsName(before, after) : staysAsNamed(after);
    if (!stays) return false;
  }
  if (inside) return true;
  if (mention.tie === 'host' && isOtherThing(after)) return false;
  if (ofAnotherThing(text, said, sentence)) return mention.tie === 'host' && apart > 0;
  const gap = mention.at > said.at ? mention.at - said.end : said.at - (mention.at + 1);
  if (apart === 0) {
    if (mention.tie === 'host') return true;
    if (gap > (mention.tie === 'word' && !isListed(before, after) ? NEAR : FAR)) return false;
    // "Can HR add me": the one who is asked, not what is asked for.
    if (mention.tie === 'word' && said.phrase.kind === 'request' && mention.at < said.at)
      return (
        isListed(before, after) ||
        /^\s*(?:access|permissions?|rights|owners?|admins?)\b/.test(after) ||
        isPlea(said, before)
      );
    return true;
  }
  if (mention.tie === 'host') return apart <= 4;
  if (mention.tie === 'name') return apart <= 2;
  return apart === 1 && OBJECTLESS.test(text.slice(said.end, sentence.to));
}

const staysAsNamed = (after: string): boolean => !isOtherThing(after) || /^\s*[^\s\p{L}\p{N}]/u.test(after);

/** "Dash: need access". */
const isListed = (before: string, after: string): boolean =>
  before.trim() === '' || /^\s*[:,=(\u2192>-]/.test(after);

/** "I need orders, who gives access": asked for before it is said of what. */
const isPlea = ({ phrase: { id } }: Said, before: string): boolean =>
  id !== 'add-me' &&
  id !== 'give-access' &&
  /\b(?:need|into|onto|use|for|owns|to)\s+(?:the\s+)?$/.test(before);

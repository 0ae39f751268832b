/** Which of the phrases a message says, sentence by sentence, leaving out those that are said of "you" or of an "if". Pure. */
import { MENTION } from './context.js';
import { PHRASES, type Phrase } from './phrases.js';

export interface Sentence {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface Said {
  readonly phrase: Phrase;
  readonly at: number;
  readonly end: number;
  /** Number of the sentence. */
  readonly sentence: number;
}

/** Nobody asks for access in a hundredth sentence. */
const MOST = 60;

/** Sentences by their places. A full stop inside an address or a number ends none. */
export function sentencesOf(text: string): readonly Sentence[] {
  const ends = [...text.matchAll(/[!?;\n]+|\.+(?=\s|$)|\s[-\u2013\u2014]\s/g)].map(
    (match) => match.index + match[0].length,
  );
  const cuts = [...new Set([0, ...ends, text.length])].sort((a, b) => a - b);
  return cuts
    .slice(0, -1)
    .flatMap((from, at) => {
      const to = cuts[at + 1] ?? text.length;
      return text.slice(from, to).trim() === '' ? [] : [{ text: text.slice(from, to), from, to }];
    })
    .slice(0, MOST);
}

/** "You can't access payroll from home", "you may see 403 pages": told, not asked. */
const OF_YOU =
  /(?<!\b(?:of|can|could|would|will|do|may)\s)\byou(?:'ll|'d)?\s+(?:(?:can|may|might|could|should|must|will|would|still|also|only|then|now|do|have\s+to)\s+)*(?:see|get|hit|find|run\s+into|to)?\s*(?:an?\s+|the\s+)?$/;
/** "The security team asks who needs access", "people who want access". */
const OF_WHOM = /\b(?:who|whoever|those|nobody|noone)\s+(?:\S+\s+)?$/;
const NEEDED_BY_IT = new RegExp(`${MENTION}\\s+(?:also\\s+|still\\s+)?$`);
const NOT_WANTED = /\b(?:don't|doesn't|didn't|no|not|never|without)\s+(?:really\s+|even\s+|actually\s+)?$/;
const SUPPOSED = /\b(?:if|in\s+case|whenever|unless|until|before)\b(?![^,;:]*\b(?:i|we)\b)[^,;:]*$/;

/** What stands before a phrase decides whether it is meant of the people who write. */
function isMeant({ id, kind }: Phrase, before: string): boolean {
  if (id === 'you-dont-have-access') return !SUPPOSED.test(before);
  const tail = before.slice(-60);
  if (OF_YOU.test(tail) || SUPPOSED.test(before)) return false;
  if (OF_WHOM.test(tail) && kind === 'request' && id === 'need-access') return false;
  if (kind === 'request' && NOT_WANTED.test(tail)) return false;
  // "Airflow needs access to the database": services are nobody.
  if (id === 'need-access' && NEEDED_BY_IT.test(tail)) return false;
  // "Airflow can't connect": the service itself cannot.
  return !(
    id.startsWith('cannot') &&
    new RegExp(`${MENTION}(?:\\s+(?!i\\b|we\\b|still\\b)[\\p{L}]+)?\\s*$`, 'u').test(tail)
  );
}

export function saidIn(sentences: readonly Sentence[]): readonly Said[] {
  return sentences.flatMap(({ text, from }, sentence) =>
    PHRASES.flatMap((phrase): Said[] => {
      const match = phrase.pattern.exec(text);
      if (!match || !isMeant(phrase, text.slice(0, match.index))) return [];
      return [{ phrase, at: from + match.index, end: from + match.index + match[0].length, sentence }];
    }),
  );
}

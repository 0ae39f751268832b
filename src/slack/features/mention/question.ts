/** What somebody who speaks to us wants: a question as after `/iap`, a cry for access, a greeting, or nothing we understand. Pure. */
import { parseWhere, parseWho } from '../../../names/index.js';
import { serviceNamed } from '../../named.js';
import { type Directory, recognise } from '../../recognizer/index.js';
import type { Said } from './said.js';

export type Wanted =
  | { readonly kind: 'ask'; readonly words: readonly string[] }
  /** It says nothing we can answer: one line says how to ask. */
  | { readonly kind: 'lost' }
  /** Thanks, or a nod: no answer is wanted. */
  | { readonly kind: 'nothing' };

/** What can be asked in Slack, as in the manifest's usage hint. */
export const VERBS: ReadonlySet<string> = new Set(['why', 'probe', 'changes', 'who', 'status', 'help']);

const GREETING =
  /^(?:hi|hey|hello|hallo|hiya|yo|good\s(?:morning|afternoon|evening)|morning|howdy|help|\?+)(?:\s(?:there|all|bot|iap-?doctor|again))*[\s!.?)]*$/i;
const THANKS =
  /^(?:(?:ok(?:ay)?|great|perfect|nice|cool|super|got\sit|awesome|brilliant|lovely|cheers|ta|many\sthanks|thanks?(?:\syou|\sa\slot|\sso\smuch)?|thx|ty)[\s,!.:)]*)+$/i;

/** As long as something can be a mistyped command rather than a sentence. */
const SHORT = 3;

/** `why me dashboard` is typed as a question; `why can't I open the dashboard` only begins like one. */
function typed([verb = '', first, ...rest]: readonly string[]): boolean {
  switch (verb.toLowerCase()) {
    case 'why':
      return first === undefined || (parseWho(first).ok && rest.length <= 1) || rest.some(isFlag);
    case 'help':
      return first === undefined || rest.length === 0;
    case 'status':
      return first === undefined || first === 'audit';
    case 'who':
      return first === undefined || (rest.length === 0 && parseWhere(first).ok) || rest.some(isFlag);
    default:
      return true;
  }
}

const isFlag = (word: string): boolean => word.startsWith('--');

/** The verb in lower case: phones begin a sentence with a capital. */
const asTyped = ([verb = '', ...rest]: readonly string[]): readonly string[] => [verb.toLowerCase(), ...rest];

/**
 * A typed question is asked as it stands. Anything else is read as people write: a request for access that names a
 * service becomes `why me SERVICE`, because somebody who speaks to us asks for themselves; the name of a service alone
 * is enough.
 */
export function wantedIn(said: Said, directory: Directory): Wanted {
  const { words, prose, pasted } = said;
  const known = VERBS.has(words[0]?.toLowerCase() ?? '');
  if (known && typed(words)) return { kind: 'ask', words: asTyped(words) };
  if (words.length === 0 && prose === '' && pasted === '') return { kind: 'ask', words: ['help'] };
  if (GREETING.test(prose)) return { kind: 'ask', words: ['help'] };
  if (THANKS.test(prose)) return { kind: 'nothing' };
  // No gate holds here: we were spoken to, wherever it stands.
  const quiet = (text: string): string => text.replaceAll('`', "'");
  const text = pasted === '' ? quiet(prose) : `${quiet(prose)}\n\`\`\`${quiet(pasted)}\`\`\``;
  const read = recognise({ text, ts: '' }, { directory, botUserId: undefined, team: undefined });
  if (read.fires && read.about !== 'other')
    return { kind: 'ask', words: ['why', 'me', ...(read.service === undefined ? [] : [read.service])] };
  if (!known && words.length <= SHORT) {
    const service = serviceNamed({ text }, directory);
    if (service !== undefined) return { kind: 'ask', words: ['why', 'me', service] };
  }
  // Asked as it stands, the answer is what was wrong with it and the nearest form that works.
  return known || (words.length > 0 && words.length <= SHORT)
    ? { kind: 'ask', words: asTyped(words) }
    : { kind: 'lost' };
}

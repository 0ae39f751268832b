/** Reads the words of `changes`: a person, a place, both or neither, and how far back. Pure. */
import type { AskedWhere, AskedWho, Typed } from '../src/names/asked.js';
import { parseWhere, parseWho } from '../src/names/typed.js';
import { DAY, parseSince, type Since } from './since.js';
import type { FlagValues } from './verb.js';

export interface ChangesWords {
  readonly who: AskedWho | undefined;
  readonly where: AskedWhere | undefined;
  readonly since: Since;
  readonly until: Since | undefined;
  /** What configured automation did is listed too. */
  readonly all: boolean;
}

/** A word that can only mean a person: an address, a mention, `me`, a typed or federated principal. */
const isWho = (word: string): boolean =>
  /^(?:me|myself)$/i.test(word) ||
  /^<@/.test(word) ||
  /^(?:user|serviceaccount|principal(?:set)?):/i.test(word) ||
  (word.includes('@') && !/^<?https?:/i.test(word));

const refuse = (message: string, nearest: string): Typed<never> => ({
  ok: false,
  mistake: { message, nearest },
});

const flag = (flags: FlagValues, name: string): string | undefined => {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
};

/** Takes `since 24h` and `until T` out of the words; what is left is who and where. */
function splitTimes(
  words: readonly string[],
): Typed<{ rest: readonly string[]; since: string | undefined; until: string | undefined }> {
  const rest: string[] = [];
  const times = new Map<string, string>();
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const name = /^(?:since|until)$/i.test(word) ? word.toLowerCase() : undefined;
    if (name === undefined) {
      rest.push(word);
      continue;
    }
    const value = words[i + 1];
    if (value === undefined)
      return refuse(`${name} needs a time.`, `changes ${[...rest, name, '24h'].join(' ')}`);
    times.set(name, value);
    i += 1;
  }
  return { ok: true, value: { rest, since: times.get('since'), until: times.get('until') } };
}

export function readChangesWords(words: readonly string[], flags: FlagValues): Typed<ChangesWords> {
  const split = splitTimes(words);
  if (!split.ok) return split;
  const { rest } = split.value;
  const whoWords = rest.filter(isWho);
  const whereWords = rest.filter((word) => !isWho(word));
  const extra = whoWords[1] ?? whereWords[1];
  if (extra !== undefined) {
    const nearest = ['changes', ...whoWords.slice(0, 1), ...whereWords.slice(0, 1)].join(' ');
    return refuse(
      `changes takes one person and one place at most; \u201c${extra}\u201d is one word too many.`,
      nearest,
    );
  }
  const [whoWord] = whoWords;
  const [whereWord] = whereWords;
  const who = whoWord === undefined ? undefined : parseWho(whoWord);
  if (who && !who.ok) return who;
  const where = whereWord === undefined ? undefined : parseWhere(whereWord);
  if (where && !where.ok) return where;
  const [sinceText, untilText] = [
    flag(flags, 'since') ?? split.value.since,
    flag(flags, 'until') ?? split.value.until,
  ];
  const since =
    sinceText === undefined
      ? undefined
      : parseSince(sinceText, flags.since === undefined ? 'since' : '--since');
  if (since && !since.ok) return since;
  const until =
    untilText === undefined
      ? undefined
      : parseSince(untilText, flags.until === undefined ? 'until' : '--until');
  if (until && !until.ok) return until;
  return {
    ok: true,
    value: {
      who: who?.value,
      where: where?.value,
      since: since?.value ?? DAY,
      until: until?.value,
      all: flags.all === true,
    },
  };
}

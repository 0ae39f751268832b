/** The small shared memory of a bot that works alone, and what stands in while Redis is away. */
import type { Clock } from './ports.js';
import type { Notes } from './ports-notes.js';

/** As many keys as a busy day brings; the oldest written go first. */
const MOST_KEYS = 50_000;
/** Of one set; those with the oldest moments go first. */
export const MOST_MEMBERS = 10_000;
/** With every note written so many others are looked at, in turn, and dropped where their time is over. */
const LOOKED_AT = 4;

type Kept = { readonly until: number } & (
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'set'; readonly members: Map<string, number> }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
);

/** Values are kept as JSON, so that memory does not behave differently from Redis. Throws a `TypeError` for what is none. */
export const noteText = (value: unknown): string => {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError('a note must be JSON');
  return text;
};

export function createMemoryNotes({ clock }: { readonly clock: Clock }): Notes {
  const kept = new Map<string, Kept>();

  const read = (key: string): Kept | undefined => {
    const found = kept.get(key);
    if (found === undefined || found.until > clock.now()) return found;
    kept.delete(key);
    return undefined;
  };
  let round = kept.entries();
  /** What nobody reads again would otherwise lie here until so many keys have come: answers are large. */
  const sweep = (): void => {
    for (let looked = 0; looked < LOOKED_AT; looked += 1) {
      const next = round.next();
      if (next.done === true) {
        round = kept.entries();
        return;
      }
      const [key, { until }] = next.value;
      if (until <= clock.now()) kept.delete(key);
    }
  };
  const write = (key: string, value: Kept): void => {
    kept.delete(key);
    kept.set(key, value);
    sweep();
    for (const [oldest] of kept) {
      if (kept.size <= MOST_KEYS) break;
      kept.delete(oldest);
    }
  };
  const standing = <T>(key: string, revive: (value: unknown) => T | undefined): T | undefined => {
    const found = read(key);
    return found?.kind === 'value' ? revive(JSON.parse(found.text)) : undefined;
  };

  return {
    get: async (key, revive) => standing(key, revive),
    put: async (key, value, ttlMs) =>
      write(key, { kind: 'value', text: noteText(value), until: clock.now() + ttlMs }),
    async claim(key, value, ttlMs, revive) {
      const found = standing(key, revive);
      if (found !== undefined) return { first: false, value: found };
      write(key, { kind: 'value', text: noteText(value), until: clock.now() + ttlMs });
      return { first: true, value };
    },
    async remove(key) {
      kept.delete(key);
    },
    async add(key, member, at, ttlMs) {
      const found = read(key);
      const members = found?.kind === 'set' ? found.members : new Map<string, number>();
      if (!members.has(member)) members.set(member, at);
      if (members.size > MOST_MEMBERS) {
        const [oldest] = [...members].reduce((a, b) => (b[1] < a[1] ? b : a));
        members.delete(oldest);
      }
      write(key, { kind: 'set', members, until: clock.now() + ttlMs });
    },
    async since(key, from) {
      const found = read(key);
      if (found?.kind !== 'set') return [];
      return [...found.members]
        .filter(([, at]) => at >= from)
        .sort(([, a], [, b]) => a - b)
        .map(([member]) => member);
    },
    async push(key, value, most, ttlMs) {
      const found = read(key);
      const texts = found?.kind === 'list' ? found.texts : [];
      write(key, {
        kind: 'list',
        texts: [noteText(value), ...texts].slice(0, most),
        until: clock.now() + ttlMs,
      });
    },
    async newest(key, count, revive) {
      const found = read(key);
      if (found?.kind !== 'list') return [];
      return found.texts.slice(0, count).flatMap((text) => {
        const value = revive(JSON.parse(text));
        return value === undefined ? [] : [value];
      });
    },
    close: async () => undefined,
  };
}

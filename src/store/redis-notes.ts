/** The small memory for several processes: kept in Redis, and by each process for itself while that is away. */
import { randomUUID } from 'node:crypto';
import { fingerprint } from './keys.js';
import { createMemoryNotes, MOST_MEMBERS, noteText } from './memory-notes.js';
import { createNotesJournal } from './notes-journal.js';
import type { Clock, Revive } from './ports.js';
import type { Notes } from './ports-notes.js';
import { openRedis, type RedisLinkOptions } from './redis-link.js';
import { ADD, CLAIM, FIND, MEMBERS, NEWEST, PUSH, REMOVE, WRITE } from './redis-notes-scripts.js';

/** As for the other work that is shared: a busy moment must not make every process believe that it is alone. */
const LIMIT_MS = 500;
/** A value that nobody understands is replaced; somebody else may be writing such values at the same time. */
const TRIES = 3;
const LONGEST_MS = 366 * 24 * 3_600_000;
const REMOVAL_MS = 24 * 3_600_000;

const texts = (reply: unknown): string[] => {
  if (!Array.isArray(reply)) throw new Error('the answers make no sense');
  return reply.map(String);
};

/** A value as it was stored and as it is understood; undefined when it is not. */
function readIn<T>(
  text: string | undefined,
  revive: Revive<T>,
): { readonly raw: unknown; readonly value: T } | undefined {
  if (text === undefined) return undefined;
  try {
    const raw: unknown = JSON.parse(text);
    const value = revive(raw);
    return value === undefined ? undefined : { raw, value };
  } catch {
    return undefined;
  }
}

/**
 * Notes shared by all processes that use this Redis with the same `scope`. What is written while Redis is away is told to
 * the others when it is back; until all of it is told, this process goes by what it knows itself.
 */
export function createRedisNotes(
  options: RedisLinkOptions & { readonly clock: Clock; readonly scope?: string | undefined },
): Notes {
  const { clock, scope = '', limitMs = LIMIT_MS } = options;
  const link = openRedis({ ...options, limitMs }, 'work');
  const own = createMemoryNotes({ clock });
  const journal = createNotesJournal(link, clock, limitMs);
  const nameOf = (key: string): string => `iap-doctor:notes:${fingerprint('notes', scope, key)}`;
  const life = (ttlMs: number): number => Math.min(LONGEST_MS, Math.max(1, Math.ceil(ttlMs)));

  /** Runs a script if Redis answers and knows everything that is known here; undefined: this process is alone. */
  const ask = async <R>(
    what: 'read' | 'write',
    [script, key, ...args]: readonly [script: string, key: string, ...args: (string | number)[]],
    read: (reply: unknown) => R,
  ): Promise<{ readonly said: R } | undefined> =>
    (await journal.told())
      ? link.run(what, async (redis) => ({ said: read(await redis.eval(script, 1, nameOf(key), ...args)) }))
      : undefined;

  /** Writes there, and says it later where that was not possible. What this process writes it also remembers itself. */
  const change = async (
    [script, key, ...args]: readonly [script: string, key: string, ...args: (string | number)[]],
    ttlMs: number | undefined,
    here: () => Promise<void>,
  ): Promise<void> => {
    const forMs = ttlMs === undefined ? REMOVAL_MS : life(ttlMs);
    const done = await ask('write', [script, key, forMs, ...args], () => true);
    await here();
    if (!done) journal.write({ script, name: nameOf(key), args, until: clock.now() + forMs });
  };

  return {
    async get(key, revive) {
      const seen = await ask('read', [FIND, key], texts);
      if (!seen) return own.get(key, revive);
      const [text, restMs] = seen.said;
      const found = readIn(text, revive);
      if (found) await own.put(key, found.raw, Number(restMs));
      else await own.remove(key);
      return found?.value;
    },
    async put(key, value, ttlMs) {
      await change([WRITE, key, noteText(value)], ttlMs, () => own.put(key, value, ttlMs));
    },
    async claim(key, value, ttlMs, revive) {
      const text = noteText(value);
      let strange = '';
      for (let tries = 0; tries < TRIES; tries += 1) {
        const seen = await ask('write', [CLAIM, key, life(ttlMs), text, strange], texts);
        if (!seen) break;
        const [standing, restMs] = seen.said;
        if (standing === undefined) {
          await own.put(key, value, ttlMs);
          return { first: true, value };
        }
        const found = readIn(standing, revive);
        if (found) {
          await own.put(key, found.raw, Number(restMs));
          return { first: false, value: found.value };
        }
        strange = standing;
      }
      const claimed = await own.claim(key, value, ttlMs, revive);
      if (claimed.first)
        journal.write({
          script: CLAIM,
          name: nameOf(key),
          args: [text, strange],
          until: clock.now() + life(ttlMs),
        });
      return claimed;
    },
    async remove(key) {
      await change([REMOVE, key], undefined, () => own.remove(key));
    },
    async add(key, member, at, ttlMs) {
      await change([ADD, key, member, at, MOST_MEMBERS], ttlMs, () => own.add(key, member, at, ttlMs));
    },
    async since(key, from) {
      const seen = await ask('read', [MEMBERS, key, from], texts);
      return seen ? seen.said : own.since(key, from);
    },
    async push(key, value, most, ttlMs) {
      // With a name of its own an entry can be told again without being there twice.
      const entry = `${randomUUID()} ${noteText(value)}`;
      await change([PUSH, key, entry, Math.max(1, most)], ttlMs, () => own.push(key, value, most, ttlMs));
    },
    async newest(key, count, revive) {
      if (count < 1) return [];
      const seen = await ask('read', [NEWEST, key, count], texts);
      if (!seen) return own.newest(key, count, revive);
      return seen.said.flatMap((entry) => {
        const found = readIn(entry.slice(entry.indexOf(' ') + 1), revive);
        return found ? [found.value] : [];
      });
    },
    async close() {
      await journal.close();
      await link.close();
      await own.close();
    },
  };
}

/** The small shared memory: in this process, among processes on a real Redis, and while that is dead or frozen. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryNotes } from '../../src/store/memory-notes.js';
import type { Notes } from '../../src/store/ports-notes.js';
import { createRedisNotes } from '../../src/store/redis-notes.js';
import { asText, type NotesWorld, notesSuite } from '../suites/notes.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
const clock = { now: () => Date.now() };
const HOUR = 3_600_000;
const PATIENT = 5_000;

function worldAt(url: string, limitMs: number): NotesWorld {
  const scope = randomUUID();
  const opened: Notes[] = [];
  return {
    open() {
      const notes = createRedisNotes({ url, clock, scope, limitMs });
      opened.push(notes);
      return notes;
    },
    close: async () => void (await Promise.all(opened.map((notes) => notes.close()))),
  };
}

notesSuite('in memory', async () => {
  const notes = createMemoryNotes({ clock });
  return { open: () => notes, close: () => notes.close() };
});
notesSuite('without the Redis that was promised', async () => worldAt('redis://127.0.0.1:1', 50));

type Write =
  | readonly ['put' | 'claim' | 'push', string, string]
  | readonly ['remove', string]
  | readonly ['add', string, string, number];

const key = fc.constantFrom('a', 'b');
const word = fc.string({ maxLength: 4 });
const writes: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(fc.constantFrom('put' as const, 'claim' as const, 'push' as const), key, word),
  fc.tuple(fc.constant('remove' as const), key),
  fc.tuple(fc.constant('add' as const), key, word, fc.integer({ min: 0, max: 1_000_000 })),
);

async function write(notes: Notes, change: Write): Promise<unknown> {
  switch (change[0]) {
    case 'put':
      return notes.put(change[1], change[2], HOUR);
    case 'claim':
      return notes.claim(change[1], change[2], HOUR, asText);
    case 'push':
      return notes.push(change[1], change[2], 3, HOUR);
    case 'remove':
      return notes.remove(change[1]);
    case 'add':
      return notes.add(change[1], change[2], change[3], HOUR);
  }
}
const readAll = (notes: Notes): Promise<unknown> =>
  Promise.all(
    ['a', 'b'].flatMap((name): Promise<unknown>[] => [
      notes.get(name, asText),
      // The order of equal moments is nobody's promise.
      notes.since(name, 0).then((members) => [...members].sort()),
      notes.newest(name, 9, asText),
    ]),
  );

describe.skipIf(!startRedis)('with Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    if (startRedis) redis = await startRedis();
  }, 400_000);
  afterAll(() => redis.stop());

  notesSuite('on Redis', async () => worldAt(redis.url, PATIENT));

  const inWorld =
    (test: (world: NotesWorld) => Promise<void>, limitMs = PATIENT) =>
    async () => {
      const world = worldAt(redis.url, limitMs);
      try {
        await test(world);
      } finally {
        await world.close();
      }
    };

  it('behaves as memory does, whatever is written in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(writes, { maxLength: 12 }), async (changes) => {
        await inWorld(async (world) => {
          const [here, there, memory] = [world.open(), world.open(), createMemoryNotes({ clock })];
          for (const change of changes)
            expect(await write(here, change)).toEqual(await write(memory, change));
          expect(await readAll(there)).toEqual(await readAll(memory));
        })();
      }),
      { numRuns: 40 },
    );
  });

  it(
    'is one memory for several processes, and its keys say nothing',
    inWorld(async (world) => {
      const all = Array.from({ length: 4 }, () => world.open());
      const claims = await Promise.all(
        all.map((notes, n) => notes.claim('bob@acme.test', `${n}`, HOUR, asText)),
      );
      expect(claims.filter(({ first }) => first)).toHaveLength(1);
      expect(new Set(claims.map(({ value }) => value)).size).toBe(1);
      await Promise.all(all.map((notes, n) => notes.add('people', `U${n}`, n, HOUR)));
      for (const notes of all) expect(await notes.since('people', 1)).toEqual(['U1', 'U2', 'U3']);
      const names = (await redis.command('KEYS', '*')) as string[];
      expect(names.filter((name) => /bob|acme|people/.test(name))).toEqual([]);
    }),
  );

  it('keeps the notes of two bots on one Redis apart', async () => {
    await inWorld(async (mine) => {
      await inWorld(async (yours) => {
        await mine.open().put('a', 'mine', HOUR);
        expect(await yours.open().get('a', asText)).toBeUndefined();
      })();
    })();
  });

  it(
    'remembers for itself while Redis is dead, and tells the others when it is back',
    inWorld(async (world) => {
      const [here, there] = [world.open(), world.open()];
      await here.put('before', 'mine', HOUR);
      await there.add('set', 'theirs', 1, HOUR);
      await redis.kill();
      expect(await here.get('before', asText)).toBe('mine');
      expect(await here.claim('during', 'mine', HOUR, asText)).toEqual({ first: true, value: 'mine' });
      expect(await here.claim('during', 'again', HOUR, asText)).toEqual({ first: false, value: 'mine' });
      await here.add('set', 'ours', 2, HOUR);
      for (const word of ['one', 'two']) await here.push('list', word, 5, HOUR);
      await here.put('removed', 'x', HOUR);
      await here.remove('removed');
      await redis.start();
      await until('told', async () => (await there.get('during', asText)) === 'mine');
      expect(await there.claim('during', 'theirs', HOUR, asText)).toEqual({ first: false, value: 'mine' });
      await until('all told', async () => (await there.newest('list', 5, asText)).length === 2);
      expect(await there.newest('list', 5, asText)).toEqual(['two', 'one']);
      expect(await there.since('set', 2)).toEqual(['ours']);
      expect(await there.get('removed', asText)).toBeUndefined();
    }),
  );

  it(
    'leaves a claim to whoever had it first when both were alone',
    inWorld(async (world) => {
      const [here, there] = [world.open(), world.open()];
      await here.put('warm', 'x', HOUR);
      await there.put('warm', 'x', HOUR);
      await redis.kill();
      const alone = await Promise.all(
        [here, there].map((notes, n) => notes.claim('a', `${n}`, HOUR, asText)),
      );
      expect(alone.map(({ first }) => first)).toEqual([true, true]);
      await redis.start();
      await until('of one mind', async () => {
        const seen = await Promise.all([here, there, world.open()].map((notes) => notes.get('a', asText)));
        return seen[0] !== undefined && new Set(seen).size === 1;
      });
    }),
  );

  it(
    'pays for a frozen Redis once, answers from its own memory meanwhile, and shares afterwards',
    inWorld(async (world) => {
      const [here, there] = [world.open(), world.open()];
      await here.put('before', 'x', HOUR);
      await there.put('other', 'x', HOUR);
      redis.freeze();
      try {
        const began = performance.now();
        for (let n = 0; n < 30; n += 1) {
          await here.add('set', `${n}`, n, HOUR);
          expect(await here.get('before', asText)).toBe('x');
        }
        expect(await here.since('set', 0)).toHaveLength(30);
        // One limit, not sixty of them.
        expect(performance.now() - began).toBeLessThan(5_000);
      } finally {
        redis.thaw();
      }
      await until('shared again', async () => (await there.since('set', 0)).length === 30);
    }, 300),
  );

  it(
    'goes by its own memory while Redis is full',
    inWorld(async (world) => {
      const [here, there] = [world.open(), world.open()];
      await here.put('before', 'x', HOUR);
      await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
      await redis.command('CONFIG', 'SET', 'maxmemory', '1');
      try {
        await here.put('during', 'mine', HOUR);
        expect(await here.get('during', asText)).toBe('mine');
        expect(await here.claim('during', 'again', HOUR, asText)).toEqual({ first: false, value: 'mine' });
      } finally {
        await redis.command('CONFIG', 'SET', 'maxmemory', '0');
      }
      await until('told', async () => (await there.get('during', asText)) === 'mine');
    }),
  );

  it(
    'takes rubbish in Redis for nothing',
    inWorld(async (world) => {
      const notes = world.open();
      await notes.put('a', 'x', HOUR);
      await notes.push('list', 'x', 5, HOUR);
      const names = (await redis.command('KEYS', 'iap-doctor:notes:*')) as string[];
      for (const name of names) {
        const kind = await redis.command('TYPE', name);
        if (kind === 'string') await redis.command('SET', name, '{"broken');
        if (kind === 'list') await redis.command('LPUSH', name, 'no json');
      }
      expect(await notes.get('a', asText)).toBeUndefined();
      expect(await notes.newest('list', 5, asText)).toEqual(['x']);
      expect(await notes.claim('a', 'mine', HOUR, asText)).toEqual({ first: true, value: 'mine' });
      expect(await notes.get('a', asText)).toBe('mine');
    }),
  );
});

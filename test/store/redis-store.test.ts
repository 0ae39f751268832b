/** What Redis holds after reads have ended in any order is what a few lines of bookkeeping hold. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeys } from '../../src/store/keys.js';
import { openRedisStore } from '../../src/store/redis-store.js';
import type { Settlement, SharedStore } from '../../src/store/shared-store.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { createSharedMemory } from '../support/shared-memory.js';

const startRedis = await redisForTests();
const NOW = 1_700_000_000_000;
const FOREVER = 600_000;

/** Times close to each other, and some that no clock can have shown yet. */
const at = fc.oneof(
  fc.integer({ min: NOW - 3, max: NOW }),
  fc.constantFrom(NOW + 4_999, NOW + 5_000, NOW + 5_001),
);
const settlement: fc.Arbitrary<Settlement> = fc.oneof(
  fc.tuple(fc.constantFrom('store' as const, 'refuse' as const), at, fc.nat(9)).map(([kind, time, n]) => ({
    kind,
    at: time,
    text: `${time} {"n":${n}}`,
    forMs: FOREVER,
  })),
  fc
    .record({ at, text: fc.constantFrom('{"by":"a"}', '{"by":"b"}'), forget: fc.boolean() })
    .map((parts) => ({ kind: 'tell' as const, ...parts })),
  fc.constant({ kind: 'release' as const }),
);
const step = fc.record({ locks: fc.boolean(), end: settlement });

describe.skipIf(!startRedis)('the shared store on Redis', () => {
  let redis: TestRedis;
  let store: SharedStore;
  beforeAll(async () => {
    if (!startRedis) return;
    redis = await startRedis();
    store = openRedisStore({ url: redis.url, limitMs: 5_000 });
  }, 60_000);
  afterAll(async () => {
    await store?.close();
    await redis?.stop();
  });

  it('keeps the newest value and the newest refusal, and lets neither stand in the way of the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const key = createKeys('1', randomUUID())('iap.getIamPolicy projects/1');
        const model = createSharedMemory();
        for (const { locks, end } of steps) {
          for (const each of [store, model]) {
            if (locks) await each.claim(key, 'token', FOREVER);
            await each.settle(key, 'token', end, NOW);
          }
          // The word to those who wait runs out within moments, also while this runs.
          const [held, expected] = await Promise.all([store.look(key), model.look(key)]);
          expect({ ...held, ending: undefined }).toEqual({ ...expected, ending: undefined });
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([false, true])('tells those who wait how a read failed (forgetting: %s)', async (forget) => {
    const key = createKeys('1', randomUUID())('iap.getIamPolicy projects/1');
    await store.settle(key, 'token', { kind: 'tell', at: NOW, text: '{"by":"a"}', forget }, NOW);
    expect((await store.look(key))?.ending).toBe('{"by":"a"}');
  });

  it('lets a refusal run out by itself', async () => {
    const key = createKeys('1', randomUUID())('iap.getIamPolicy projects/1');
    await store.settle(key, 'token', { kind: 'refuse', at: NOW, text: `${NOW} {}`, forMs: 30_000 }, NOW);
    const left = Number(await redis.command('PTTL', key.refusal));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(30_000);
  });
});

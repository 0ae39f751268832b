/** Things done once: in memory, among processes through Redis, and while Redis is away. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaims } from '../../src/store/claims.js';
import { createMemoryOnce } from '../../src/store/memory.js';
import type { Once } from '../../src/store/ports.js';
import { createRedisOnce } from '../../src/store/redis.js';
import { type OnceWorld, onceSuite } from '../suites/once.js';
import { createFakeClock } from '../support/fake-clock.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
const PATIENT = 5_000;

/** A world of processes on one Redis, apart from all others there. */
function worldAt(url: string, limitMs: number): OnceWorld {
  const clock = createFakeClock();
  const scope = randomUUID();
  const opened: Once[] = [];
  return {
    clock,
    open() {
      const once = createRedisOnce({ url, clock, scope, limitMs });
      opened.push(once);
      return once;
    },
    close: async () => void (await Promise.all(opened.map((once) => once.close()))),
  };
}

onceSuite('in memory', async () => {
  const clock = createFakeClock();
  return { clock, open: () => createMemoryOnce({ clock }), close: async () => undefined };
});
onceSuite('without the Redis that was promised', async () => worldAt('redis://127.0.0.1:1', 50));

it('forgets claims whose time is over, so that memory does not grow', () => {
  const clock = createFakeClock();
  const claims = createClaims(clock);
  for (let n = 0; n < 5_000; n += 1) {
    claims.take(`${n}`, 10);
    clock.advance(1);
  }
  expect(claims.size()).toBeLessThan(1_100);
});

describe.skipIf(!startRedis)('with Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    if (startRedis) redis = await startRedis();
  }, 400_000);
  afterAll(() => redis.stop());

  onceSuite('among processes', async () => worldAt(redis.url, PATIENT));

  it('is true in one of several processes, and its key says nothing', async () => {
    const world = worldAt(redis.url, PATIENT);
    try {
      const processes = Array.from({ length: 5 }, () => world.open());
      const claims = await Promise.all(processes.map((once) => once.claim('mail bob@acme.test', 60_000)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      const names = (await redis.command('KEYS', '*')) as string[];
      expect(names.filter((name) => /bob|acme/.test(name))).toEqual([]);
    } finally {
      await world.close();
    }
  });

  it('keeps the work of two bots on one Redis apart', async () => {
    const [mine, yours] = [worldAt(redis.url, PATIENT), worldAt(redis.url, PATIENT)];
    try {
      expect(await mine.open().claim('event', 60_000)).toBe(true);
      expect(await yours.open().claim('event', 60_000)).toBe(true);
    } finally {
      await Promise.all([mine.close(), yours.close()]);
    }
  });

  it('goes on in this process while Redis is dead, and shares again when it is back', async () => {
    const world = worldAt(redis.url, PATIENT);
    try {
      const [here, there] = [world.open(), world.open()];
      expect(await here.claim('before', 60_000)).toBe(true);
      expect(await there.claim('before', 60_000)).toBe(false);
      await redis.kill();
      expect(await here.claim('during', 60_000)).toBe(true);
      expect(await here.claim('during', 60_000)).toBe(false);
      await redis.start();
      let n = 0;
      await until('shared again', async () => {
        n += 1;
        await here.claim(`after ${n}`, 60_000);
        return !(await there.claim(`after ${n}`, 60_000));
      });
    } finally {
      await world.close();
    }
  });
});

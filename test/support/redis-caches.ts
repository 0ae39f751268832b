/** A test file's own Redis and the caches it opens on it, started and closed with the tests around. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { FactCache } from '../../src/store/ports.js';
import { createRedisFactCache } from '../../src/store/redis.js';
import { createFakeClock } from './fake-clock.js';
import type { TestRedis } from './redis.js';
import { until } from './until.js';

type Options = Parameters<typeof createRedisFactCache>[0];

export interface RedisCaches {
  /** Only inside tests. */
  readonly redis: () => TestRedis;
  /** A cache that is closed after the test; on this Redis and patient with it unless told otherwise. */
  readonly open: (options?: Partial<Options>) => FactCache;
  readonly connected: (cache: FactCache) => Promise<void>;
}

/** Sharing must not hang on how busy the machine is; what the limit itself does is tested with the real one. */
const PATIENT_MS = 5_000;

/** Called inside `describe`; `start` is what `redisForTests` gave. */
export function redisCaches(start: (() => Promise<TestRedis>) | undefined): RedisCaches {
  let running: TestRedis | undefined;
  const opened: FactCache[] = [];
  const clock = createFakeClock();
  const redis = (): TestRedis => {
    if (!running) throw new Error('Redis has not been started');
    return running;
  };
  beforeAll(async () => {
    running = await start?.();
  }, 60_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((cache) => cache.close()));
  });
  afterAll(async () => {
    await running?.stop();
  });
  return {
    redis,
    open(options = {}) {
      const cache = createRedisFactCache({
        url: redis().url,
        clock,
        version: '1',
        identity: 'iap-doctor@acme-prod.iam.gserviceaccount.com',
        limitMs: PATIENT_MS,
        ...options,
      });
      opened.push(cache);
      return cache;
    },
    connected: (cache) => until('connected', () => cache.health().connected, 20_000),
  };
}

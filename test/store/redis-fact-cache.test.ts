/** The fact cache on a real Redis: alone, shared, and while Redis dies, freezes, fills up or forgets. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FactCache } from '../../src/store/ports.js';
import { createRedisFactCache } from '../../src/store/redis.js';
import { factCacheSuite } from '../suites/fact-cache.js';
import { type SharedWorld, sharedFactsSuite } from '../suites/shared-facts.js';
import { asker, FakeGoogle, failed, found, KEY, SECOND } from '../support/fact-asking.js';
import { createFakeClock } from '../support/fake-clock.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { pipeTo, slowProxy, strangeServer } from '../support/strange-servers.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
/** Sharing must not hang on how busy the machine is; what the limit itself does is tested with the real one. */
const PATIENT = 5_000;

describe.skipIf(!startRedis)('with Redis', () => {
  let redis: TestRedis;
  const opened: FactCache[] = [];
  const clock = createFakeClock();

  beforeAll(async () => {
    if (startRedis) redis = await startRedis();
  }, 400_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((cache) => cache.close()));
  });
  afterAll(async () => {
    await redis.stop();
  });

  const open = (options: Partial<Parameters<typeof createRedisFactCache>[0]> = {}): FactCache => {
    const cache = createRedisFactCache({
      url: redis.url,
      clock,
      version: '1',
      identity: 'iap-doctor@acme-prod.iam.gserviceaccount.com',
      limitMs: PATIENT,
      ...options,
    });
    opened.push(cache);
    return cache;
  };
  const connected = (cache: FactCache): Promise<void> =>
    until('connected', () => cache.health().connected, 20_000);

  /** A world of its own on the shared server: nobody else has its identity. */
  const createWorld = async (): Promise<SharedWorld> => {
    const own = createFakeClock();
    const identity = randomUUID();
    return {
      clock: own,
      open: (options) => open({ clock: own, identity, ...options }),
      looks: async () => {
        const stats = String(await redis.command('INFO', 'commandstats'));
        return Number(/cmdstat_mget:calls=(\d+)/.exec(stats)?.[1] ?? 0);
      },
      close: async () => undefined,
    };
  };
  factCacheSuite('on Redis', createWorld);
  sharedFactsSuite('a real Redis', createWorld);

  it('keeps addresses and identities out of the names of its keys', async () => {
    const ask = asker(open({ version: '7' }), new FakeGoogle());
    await ask({ key: 'cloudidentity.searchDirectGroups alice@acme.test' });
    let names: string[] = [];
    await until('stored', async () => {
      names = (await redis.command('KEYS', 'iap-doctor:*')) as string[];
      return names.some((name) => name.startsWith('iap-doctor:fact:7:'));
    });
    for (const name of names) expect(name).not.toMatch(/alice|acme|@|gserviceaccount/);
  });

  it('lets what it stores run out by itself', async () => {
    await redis.command('FLUSHALL');
    await asker(open(), new FakeGoogle())();
    let names: string[] = [];
    await until('stored', async () => {
      names = (await redis.command('KEYS', '*')) as string[];
      return names.length > 0;
    });
    expect(names).toHaveLength(1);
    const left = Number(await redis.command('PTTL', names[0] ?? ''));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(900 * SECOND);
  });

  it.each([
    ['nonsense', ['SET', 'KEY', 'nonsense']],
    ['nothing', ['SET', 'KEY', '']],
    ['a list', ['RPUSH', 'KEY', 'x']],
    ['a time to come', ['SET', 'KEY', '999999999999999 {}']],
  ] as const)('takes %s under its key for a miss and replaces it', async (_, [name, ...words]) => {
    await redis.command('FLUSHALL');
    await asker(open(), new FakeGoogle())();
    let key = '';
    await until('stored', async () => {
      key = ((await redis.command('KEYS', '*')) as string[])[0] ?? '';
      return key !== '';
    });
    await redis.command('DEL', key);
    await redis.command(name, ...words.map((word) => (word === 'KEY' ? key : word)));
    const google = new FakeGoogle();
    google.says = found(2);
    expect((await asker(open(), google)()).look).toEqual(found(2));
    await until('replaced', async () => {
      const { look } = await asker(open(), google)({ load: async () => failed('unavailable') });
      return look.ok;
    });
  });

  it('loses nothing but the sharing when Redis is killed while a question waits, and shares again afterwards', async () => {
    const google = new FakeGoogle();
    const [cacheHere, cacheThere] = [open(), open()];
    await Promise.all([connected(cacheHere), connected(cacheThere)]);
    const [here, there] = [asker(cacheHere, google), asker(cacheThere, google)];
    google.hold();
    const key = `${KEY}/killed`;
    const waiting = [here({ key }), there({ key })];
    await until('one of them asks Google', () => google.loads === 1);
    await redis.kill();
    await until('the other does without Redis', () => google.loads === 2);
    google.letGo();
    for (const answer of await Promise.all(waiting)) expect(answer.look).toEqual(found(1));
    expect((await here({ key })).cached).toBe(true);
    await until('the loss was noticed', () => !cacheHere.health().connected);
    expect(cacheHere.health().problem).toBeTruthy();

    await redis.start();
    await Promise.all([connected(cacheHere), connected(cacheThere)]);
    google.says = found(2);
    await here({ key: `${KEY}/after` });
    await until('sharing again', async () => {
      const { look } = await there({ key: `${KEY}/after`, load: async () => failed('unavailable') });
      return look.ok && look.value.n === 2;
    });
  });

  it('finds a Redis that starts after it', async () => {
    await redis.kill();
    const cache = open();
    expect((await asker(cache, new FakeGoogle())({ key: `${KEY}/early` })).look).toEqual(found(1));
    expect(cache.health().connected).toBe(false);
    await redis.start();
    await connected(cache);
  });

  it('pays for a frozen Redis once, then leaves it alone until it answers again', async () => {
    const proxy = await slowProxy(redis.port);
    try {
      const cache = open({ url: proxy.url, limitMs: 50 });
      const google = new FakeGoogle();
      const ask = asker(cache, google);
      await connected(cache);
      redis.freeze();
      expect((await ask({ key: `${KEY}/frozen` })).look).toEqual(found(1));
      expect(cache.health()).toMatchObject({ connected: false, problem: expect.stringContaining('50 ms') });
      const before = proxy.sent().length;
      for (let n = 0; n < 20; n += 1) {
        expect((await ask({ key: `${KEY}/frozen/${n}` })).look).toEqual(found(1));
      }
      expect(proxy.sent().slice(before)).not.toMatch(/mget|set|eval/i);
      redis.thaw();
      await connected(cache);
    } finally {
      redis.thaw();
      await proxy.close();
    }
  });

  it('dials again when a connection takes everything and says nothing', async () => {
    let calls = 0;
    const server = await strangeServer((socket) => {
      calls += 1;
      if (calls > 1) pipeTo(redis.port, socket);
    });
    try {
      await connected(open({ url: server.url, limitMs: 50 }));
      expect(calls).toBeGreaterThan(1);
    } finally {
      await server.close();
    }
  });

  it('adds no more than its limit to one question when every answer takes two seconds', async () => {
    const proxy = await slowProxy(redis.port);
    try {
      const cache = open({ url: proxy.url, limitMs: 50 });
      await connected(cache);
      proxy.delayMs = 2_000;
      const ask = asker(cache, new FakeGoogle());
      const began = performance.now();
      for (let n = 0; n < 50; n += 1) await ask({ key: `${KEY}/slow/${n}` });
      expect(performance.now() - began).toBeLessThan(1_500);
    } finally {
      await proxy.close();
    }
  });

  it('works with a Redis that is full, and says so', async () => {
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      const cache = open();
      const ask = asker(cache, new FakeGoogle());
      await connected(cache);
      expect((await ask({ key: `${KEY}/full` })).look).toEqual(found(1));
      expect((await ask({ key: `${KEY}/full` })).cached).toBe(true);
      expect(cache.health().connected).toBe(true);
      expect(cache.health().problem).toContain('OOM');
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    }
  });

  it('says so when Redis has become full while it was reading', async () => {
    const google = new FakeGoogle();
    const cache = open();
    await connected(cache);
    google.hold();
    const waiting = asker(cache, google)({ key: `${KEY}/filling` });
    await until('loading', () => google.loads === 1);
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      google.letGo();
      expect((await waiting).look).toEqual(found(1));
      await until('the refusal is reported', () => cache.health().problem?.includes('OOM') ?? false);
      expect(await redis.command('KEYS', '*:lock')).toEqual([]);
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    }
  });

  it('works with a Redis that may only be read, and reads it', async () => {
    const key = `${KEY}/read-only`;
    const google = new FakeGoogle();
    await asker(open(), google)({ key });
    await until('stored', async () => {
      const { look } = await asker(open(), google)({ key, load: async () => failed('unavailable') });
      return look.ok;
    });
    await redis.command('REPLICAOF', '127.0.0.1', '1');
    try {
      const cache = open();
      await connected(cache);
      expect((await asker(cache, google)({ key })).cached).toBe(true);
      expect((await asker(cache, google)({ key: `${key}/2` })).look).toEqual(found(1));
      await until('the refusal is reported', () => cache.health().problem?.includes('READONLY') ?? false);
    } finally {
      await redis.command('REPLICAOF', 'NO', 'ONE');
    }
  });

  it('does not give back a lock that has become somebody else’s', async () => {
    const google = new FakeGoogle();
    google.hold();
    const key = `${KEY}/lost-lock`;
    const waiting = asker(open(), google)({ key });
    await until('loading', () => google.loads === 1);
    const [lock] = (await redis.command('KEYS', '*:lock')) as string[];
    await redis.command('SET', lock ?? '', 'somebody else', 'PX', 60_000);
    google.letGo();
    expect((await waiting).look).toEqual(found(1));
    await until('stored', async () => {
      const { look } = await asker(open(), google)({ key, load: async () => failed('unavailable') });
      return look.ok;
    });
    expect(await redis.command('GET', lock ?? '')).toBe('somebody else');
    await redis.command('DEL', lock ?? '');
  });

  it('keeps its lock alive for as long as it reads', async () => {
    await redis.command('FLUSHALL');
    const google = new FakeGoogle();
    google.hold();
    const waiting = asker(open(), google)({ key: `${KEY}/long` });
    await until('loading', () => google.loads === 1);
    const [lock] = (await redis.command('KEYS', '*:lock')) as string[];
    let lowest = Number.POSITIVE_INFINITY;
    await until('the lock was renewed', async () => {
      const left = Number(await redis.command('PTTL', lock ?? ''));
      lowest = Math.min(lowest, left);
      return left > lowest;
    });
    google.letGo();
    await waiting;
  });

  it('reads for itself when a lock’s holder neither answers nor lets go', async () => {
    const google = new FakeGoogle();
    const key = `${KEY}/stuck`;
    google.hold();
    const first = asker(open(), google)({ key });
    await until('loading', () => google.loads === 1);
    const second = asker(open(), google)({ key });
    await until('the second loses patience', () => google.loads === 2);
    google.letGo();
    for (const answer of await Promise.all([first, second])) expect(answer.look).toEqual(found(1));
  });

  it('says what is wrong with the password, and works without', async () => {
    await redis.command('CONFIG', 'SET', 'requirepass', 's3cret');
    const cache = open();
    try {
      expect((await asker(cache, new FakeGoogle())()).look).toEqual(found(1));
      await until('known', () => /NOAUTH/.test(cache.health().problem ?? ''));
    } finally {
      const good = open({ url: redis.url.replace('//', '//:s3cret@') });
      await connected(good);
      await redis.kill();
      await redis.start();
    }
  });
});

/** The fact cache on a real Redis that is well: alone and shared, its keys, its locks and what else lies there. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { factCacheSuite } from '../suites/fact-cache.js';
import { type SharedWorld, sharedFactsSuite } from '../suites/shared-facts.js';
import { asker, FakeGoogle, failed, found, KEY, SECOND } from '../support/fact-asking.js';
import { createFakeClock } from '../support/fake-clock.js';
import { redisForTests } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();

describe.skipIf(!startRedis)('with Redis', () => {
  const { redis, open } = redisCaches(startRedis);

  /** A world of its own on the shared server: nobody else has its identity. */
  const createWorld = async (): Promise<SharedWorld> => {
    const own = createFakeClock();
    const identity = randomUUID();
    return {
      clock: own,
      open: (options) => open({ clock: own, identity, ...options }),
      looks: async () => {
        const stats = String(await redis().command('INFO', 'commandstats'));
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
      names = (await redis().command('KEYS', 'iap-doctor:*')) as string[];
      return names.some((name) => name.startsWith('iap-doctor:fact:7:'));
    });
    for (const name of names) expect(name).not.toMatch(/alice|acme|@|gserviceaccount/);
  });

  it('lets what it stores run out by itself', async () => {
    await redis().command('FLUSHALL');
    await asker(open(), new FakeGoogle())();
    let names: string[] = [];
    await until('stored', async () => {
      names = (await redis().command('KEYS', '*')) as string[];
      return names.length > 0;
    });
    expect(names).toHaveLength(1);
    const left = Number(await redis().command('PTTL', names[0] ?? ''));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(900 * SECOND);
  });

  it.each([
    ['nonsense', ['SET', 'KEY', 'nonsense']],
    ['nothing', ['SET', 'KEY', '']],
    ['a list', ['RPUSH', 'KEY', 'x']],
    ['a time to come', ['SET', 'KEY', '999999999999999 {}']],
  ] as const)('takes %s under its key for a miss and replaces it', async (_, [name, ...words]) => {
    await redis().command('FLUSHALL');
    await asker(open(), new FakeGoogle())();
    let key = '';
    await until('stored', async () => {
      key = ((await redis().command('KEYS', '*')) as string[])[0] ?? '';
      return key !== '';
    });
    await redis().command('DEL', key);
    await redis().command(name, ...words.map((word) => (word === 'KEY' ? key : word)));
    const google = new FakeGoogle();
    google.says = found(2);
    expect((await asker(open(), google)()).look).toEqual(found(2));
    await until('replaced', async () => {
      const { look } = await asker(open(), google)({ load: async () => failed('unavailable') });
      return look.ok;
    });
  });

  it('takes nonsense in the place of a refusal for none', async () => {
    await redis().command('FLUSHALL');
    const google = new FakeGoogle();
    google.says = failed('forbidden');
    await asker(open(), google)();
    let name = '';
    await until('remembered', async () => {
      name = ((await redis().command('KEYS', '*:refusal')) as string[])[0] ?? '';
      return name !== '';
    });
    await redis().command('SET', name, '999999999999999 {}');
    expect((await asker(open(), google)()).cached).toBe(false);
    expect(google.loads).toBe(2);
    await until('remembered anew', async () => (await asker(open(), google)()).cached);
  });

  it('does not give back a lock that has become somebody else’s', async () => {
    const google = new FakeGoogle();
    google.hold();
    const key = `${KEY}/lost-lock`;
    const waiting = asker(open(), google)({ key });
    await until('loading', () => google.loads === 1);
    const [lock] = (await redis().command('KEYS', '*:lock')) as string[];
    await redis().command('SET', lock ?? '', 'somebody else', 'PX', 60_000);
    google.letGo();
    expect((await waiting).look).toEqual(found(1));
    await until('stored', async () => {
      const { look } = await asker(open(), google)({ key, load: async () => failed('unavailable') });
      return look.ok;
    });
    expect(await redis().command('GET', lock ?? '')).toBe('somebody else');
    await redis().command('DEL', lock ?? '');
  });

  it('keeps its lock alive for as long as it reads', async () => {
    await redis().command('FLUSHALL');
    const google = new FakeGoogle();
    google.hold();
    const waiting = asker(open(), google)({ key: `${KEY}/long` });
    await until('loading', () => google.loads === 1);
    const [lock] = (await redis().command('KEYS', '*:lock')) as string[];
    let lowest = Number.POSITIVE_INFINITY;
    await until('the lock was renewed', async () => {
      const left = Number(await redis().command('PTTL', lock ?? ''));
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
});

/** The fact cache while a real Redis dies, freezes, slows down, fills up or lets nobody in. */
import { describe, expect, it } from 'vitest';
import { asker, FakeGoogle, failed, found, KEY } from '../support/fact-asking.js';
import { redisForTests } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { pipeTo, slowProxy, strangeServer } from '../support/strange-servers.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();

describe.skipIf(!startRedis)('with a Redis that falls ill', () => {
  const { redis, open, connected } = redisCaches(startRedis);

  it('loses nothing but the sharing when Redis is killed while a question waits, and shares again afterwards', async () => {
    const google = new FakeGoogle();
    const [cacheHere, cacheThere] = [open(), open()];
    await Promise.all([connected(cacheHere), connected(cacheThere)]);
    const [here, there] = [asker(cacheHere, google), asker(cacheThere, google)];
    google.hold();
    const key = `${KEY}/killed`;
    const waiting = [here({ key }), there({ key })];
    await until('one of them asks Google', () => google.loads === 1);
    await redis().kill();
    await until('the other does without Redis', () => google.loads === 2);
    google.letGo();
    for (const answer of await Promise.all(waiting)) expect(answer.look).toEqual(found(1));
    expect((await here({ key })).cached).toBe(true);
    await until('the loss was noticed', () => !cacheHere.health().connected);
    expect(cacheHere.health().problem).toBeTruthy();

    await redis().start();
    await Promise.all([connected(cacheHere), connected(cacheThere)]);
    google.says = found(2);
    await here({ key: `${KEY}/after` });
    await until('sharing again', async () => {
      const { look } = await there({ key: `${KEY}/after`, load: async () => failed('unavailable') });
      return look.ok && look.value.n === 2;
    });
  });

  it('finds a Redis that starts after it', async () => {
    await redis().kill();
    const cache = open();
    expect((await asker(cache, new FakeGoogle())({ key: `${KEY}/early` })).look).toEqual(found(1));
    expect(cache.health().connected).toBe(false);
    await redis().start();
    await connected(cache);
  });

  it('pays for a frozen Redis once, then leaves it alone until it answers again', async () => {
    const proxy = await slowProxy(redis().port);
    try {
      const cache = open({ url: proxy.url, limitMs: 50 });
      const google = new FakeGoogle();
      const ask = asker(cache, google);
      await connected(cache);
      redis().freeze();
      expect((await ask({ key: `${KEY}/frozen` })).look).toEqual(found(1));
      expect(cache.health()).toMatchObject({ connected: false, problem: expect.stringContaining('50 ms') });
      const before = proxy.sent().length;
      for (let n = 0; n < 20; n += 1) {
        expect((await ask({ key: `${KEY}/frozen/${n}` })).look).toEqual(found(1));
      }
      expect(proxy.sent().slice(before)).not.toMatch(/mget|set|eval/i);
      redis().thaw();
      await connected(cache);
    } finally {
      redis().thaw();
      await proxy.close();
    }
  });

  it('dials again when a connection takes everything and says nothing', async () => {
    let calls = 0;
    const server = await strangeServer((socket) => {
      calls += 1;
      if (calls > 1) pipeTo(redis().port, socket);
    });
    try {
      await connected(open({ url: server.url, limitMs: 50 }));
      expect(calls).toBeGreaterThan(1);
    } finally {
      await server.close();
    }
  });

  it('adds no more than its limit to one question when every answer takes two seconds', async () => {
    const proxy = await slowProxy(redis().port);
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
    await redis().command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await redis().command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      const cache = open();
      const ask = asker(cache, new FakeGoogle());
      await connected(cache);
      expect((await ask({ key: `${KEY}/full` })).look).toEqual(found(1));
      expect((await ask({ key: `${KEY}/full` })).cached).toBe(true);
      expect(cache.health().connected).toBe(true);
      expect(cache.health().problem).toContain('OOM');
    } finally {
      await redis().command('CONFIG', 'SET', 'maxmemory', '0');
    }
  });

  it('says so when Redis has become full while it was reading', async () => {
    const google = new FakeGoogle();
    const cache = open();
    await connected(cache);
    google.hold();
    const waiting = asker(cache, google)({ key: `${KEY}/filling` });
    await until('loading', () => google.loads === 1);
    await redis().command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      google.letGo();
      expect((await waiting).look).toEqual(found(1));
      await until('the refusal is reported', () => cache.health().problem?.includes('OOM') ?? false);
      expect(await redis().command('KEYS', '*:lock')).toEqual([]);
    } finally {
      await redis().command('CONFIG', 'SET', 'maxmemory', '0');
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
    await redis().command('REPLICAOF', '127.0.0.1', '1');
    try {
      const cache = open();
      await connected(cache);
      expect((await asker(cache, google)({ key })).cached).toBe(true);
      expect((await asker(cache, google)({ key: `${key}/2` })).look).toEqual(found(1));
      await until('the refusal is reported', () => cache.health().problem?.includes('READONLY') ?? false);
    } finally {
      await redis().command('REPLICAOF', 'NO', 'ONE');
    }
  });

  it('says what is wrong with the password, and works without', async () => {
    await redis().command('CONFIG', 'SET', 'requirepass', 's3cret');
    const cache = open();
    try {
      expect((await asker(cache, new FakeGoogle())()).look).toEqual(found(1));
      await until('known', () => /NOAUTH/.test(cache.health().problem ?? ''));
    } finally {
      const good = open({ url: redis().url.replace('//', '//:s3cret@') });
      await connected(good);
      await redis().kill();
      await redis().start();
    }
  });
});

/** What calls itself Redis and is not: the cache answers all the same, quickly, and reports what it met. */
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { FactCache, Once } from '../../src/store/ports.js';
import { createRedisFactCache, createRedisOnce } from '../../src/store/redis.js';
import { factCacheSuite } from '../suites/fact-cache.js';
import { asker, FakeGoogle, found } from '../support/fact-asking.js';
import { createFakeClock } from '../support/fake-clock.js';
import { type StrangeServer, strangeServer } from '../support/strange-servers.js';
import { until } from '../support/until.js';

const NOWHERE = 'redis://127.0.0.1:1';

/** Answers every command, however many come in one packet, with the same text. */
const always = (reply: string) => (socket: Socket) => {
  socket.on('data', (chunk) => {
    const commands = chunk.toString().match(/^\*\d+/gm)?.length ?? 1;
    socket.write(reply.repeat(commands));
  });
};
/** Knows PING, and answers everything else with the same text. */
const onlyPing = (reply: string) => (socket: Socket) => {
  socket.on('data', (chunk) => {
    for (const command of chunk
      .toString()
      .split(/^\*\d+\r\n/m)
      .slice(1)) {
      socket.write(/ping/i.test(command) ? '+PONG\r\n' : reply);
    }
  });
};

const kinds: Record<string, (socket: Socket) => void> = {
  'that says nothing': () => undefined,
  'that hangs up at once': (socket) => socket.destroy(),
  'that speaks garbage': always('%&/()=?\r\n'),
  'that answers PONG to everything': always('+PONG\r\n'),
  'that answers nothing but nil': onlyPing('$-1\r\n'),
  'that answers nothing but numbers': onlyPing(':42\r\n'),
  'that answers lists of lists': onlyPing('*2\r\n*1\r\n:1\r\n*0\r\n'),
  'that refuses everything': onlyPing('-ERR no\r\n'),
  'that is still loading': onlyPing('-LOADING Redis is loading the dataset in memory\r\n'),
  'that hangs up after PING': (socket) => {
    let answers = 0;
    socket.on('data', () => {
      answers += 1;
      if (answers === 1) socket.write('+PONG\r\n');
      else socket.destroy();
    });
  },
};

const clock = createFakeClock();
const cacheAt = (url: string): FactCache =>
  createRedisFactCache({ url, clock, version: '1', identity: 'iap-doctor@acme.test' });

describe.each(Object.entries(kinds))('a server %s', (_, behave) => {
  let server: StrangeServer;
  const opened: (FactCache | Once)[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await server.close();
  });

  it('costs a question a moment and nothing else', async () => {
    server = await strangeServer(behave);
    const cache = cacheAt(server.url);
    opened.push(cache);
    const google = new FakeGoogle();
    const ask = asker(cache, google);
    const began = performance.now();
    for (let n = 0; n < 20; n += 1) {
      expect((await ask({ key: `iap.getIamPolicy projects/${n}` })).look).toEqual(found(1));
    }
    expect((await ask({ key: 'iap.getIamPolicy projects/0' })).cached).toBe(true);
    expect(google.loads).toBe(20);
    expect(performance.now() - began).toBeLessThan(2_000);
    await until('it says what is wrong', () => cache.health().problem !== undefined);
  });

  it('does not keep anything from being done, nor from being done once here', async () => {
    server = await strangeServer(behave);
    const once = createRedisOnce({ url: server.url, clock });
    opened.push(once);
    expect([await once.claim('event', 1_000), await once.claim('event', 1_000)]).toContain(false);
  });
});

it('takes a web server for no Redis', async () => {
  const web = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const address = web.address();
  const cache = cacheAt(`redis://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
  try {
    expect((await asker(cache, new FakeGoogle())()).look).toEqual(found(1));
    await until('noticed', () => cache.health().problem !== undefined);
    expect(cache.health().connected).toBe(false);
  } finally {
    await cache.close();
    web.closeAllConnections();
    web.close();
  }
});

it.each(['redis://[', 'http://127.0.0.1:1', '', 'redis://nobody.invalid:6379', 'redis://%zz@127.0.0.1:1'])(
  'answers with %j for an address',
  async (url) => {
    const cache = cacheAt(url);
    try {
      expect((await asker(cache, new FakeGoogle())()).look).toEqual(found(1));
      expect(cache.health()).toMatchObject({ kind: 'redis', connected: false });
    } finally {
      await cache.close();
    }
  },
);

factCacheSuite('whose Redis does not exist', async () => {
  const own = createFakeClock();
  const caches: FactCache[] = [];
  return {
    clock: own,
    open: (options) => {
      const cache = createRedisFactCache({
        url: NOWHERE,
        clock: own,
        version: '1',
        identity: 'me',
        ...options,
      });
      caches.push(cache);
      return cache;
    },
    close: async () => void (await Promise.all(caches.map((cache) => cache.close()))),
  };
});

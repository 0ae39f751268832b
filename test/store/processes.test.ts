/** Real processes that share a real Redis, and a Google that counts. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { strangeServer } from '../support/strange-servers.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
const program = fileURLToPath(new URL('../support/fact-child.ts', import.meta.url));

interface Child {
  readonly process: ChildProcess;
  readonly told: string[];
  readonly errors: () => string;
  ask(): void;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

describe.skipIf(!startRedis)('processes that share a Redis', () => {
  let redis: TestRedis;
  let google: Server;
  let requests = 0;
  let answer: () => void;
  let answered: Promise<void>;
  let status = 200;
  const children: Child[] = [];

  beforeAll(async () => {
    if (startRedis) redis = await startRedis();
    google = createServer((_, response) => {
      requests += 1;
      void answered.then(() => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ n: 7 }));
      });
    });
    google.listen(0, '127.0.0.1');
    await once(google, 'listening');
  }, 400_000);
  beforeEach(async () => {
    requests = 0;
    status = 200;
    answered = new Promise((resolve) => {
      answer = resolve;
    });
    await redis.command('FLUSHALL');
  });
  afterEach(async () => {
    redis.thaw();
    answer();
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL');
      await child.ended;
    }
  });
  afterAll(async () => {
    google.closeAllConnections();
    google.close();
    await redis.stop();
  });

  const start = (redisUrl: string, limitMs: number): Child => {
    const address = google.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const child = fork(program, [redisUrl, `http://127.0.0.1:${port}/`, `${limitMs}`], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const told: string[] = [];
    let errors = '';
    child.on('message', (message) => told.push(String(message)));
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const ended = new Promise<number | string>((resolve) => {
      child.once('exit', (code, signal) => resolve(code ?? signal ?? 'gone'));
    });
    const started: Child = {
      process: child,
      told,
      errors: () => errors,
      ask: () => void child.send('ask'),
      ended,
    };
    children.push(started);
    return started;
  };
  const isUp = (child: Child): Promise<void> => until('the process is up', () => child.told.length > 0);
  const looks = async (): Promise<number> => {
    const stats = String(await redis.command('INFO', 'commandstats'));
    return Number(/cmdstat_mget:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  };

  /** Two processes, of which one asks Google and the other has been seen to wait for it. */
  const oneAsksOneWaits = async (): Promise<[Child, Child]> => {
    const pair: [Child, Child] = [start(redis.url, 5_000), start(redis.url, 5_000)];
    await Promise.all(pair.map(isUp));
    pair[0].ask();
    await until('Google is asked', () => requests === 1);
    const before = await looks();
    pair[1].ask();
    await until('the other waits', async () => (await looks()) >= before + 5);
    return pair;
  };

  it('ask Google once when two ask the same at once, and end by themselves', async () => {
    const pair = await oneAsksOneWaits();
    answer();
    expect(await Promise.all(pair.map((child) => child.ended))).toEqual([0, 0]);
    for (const child of pair) {
      expect(child.told.at(-1)).toBe('value 7');
      expect(child.errors()).toBe('');
    }
    expect(requests).toBe(1);
  });

  it('are told of one failure, without asking again', async () => {
    const pair = await oneAsksOneWaits();
    status = 429;
    answer();
    expect(await Promise.all(pair.map((child) => child.ended))).toEqual([0, 0]);
    for (const child of pair) expect(child.told.at(-1)).toBe('throttled');
    expect(requests).toBe(1);
  });

  it('read for themselves soon after the one they wait for was killed', async () => {
    const [holder, waiter] = await oneAsksOneWaits();
    holder.process.kill('SIGKILL');
    answer();
    expect(await waiter.ended).toBe(0);
    expect(waiter.told.at(-1)).toBe('value 7');
    expect(requests).toBe(2);
  });

  it('leave their answer behind for one that starts after they have ended', async () => {
    answer();
    for (const child of [start(redis.url, 5_000), start(redis.url, 5_000)]) {
      await isUp(child);
      child.ask();
      expect(await child.ended).toBe(0);
      expect(child.told.at(-1)).toBe('value 7');
    }
    expect(requests).toBe(1);
  });

  it.each(['frozen', 'absent', 'silent'] as const)(
    'answer without a word of complaint and end by themselves when Redis is %s',
    async (state) => {
      const silent = await strangeServer(() => undefined);
      const urls = { frozen: redis.url, absent: 'redis://127.0.0.1:1', silent: silent.url };
      try {
        if (state === 'frozen') redis.freeze();
        answer();
        const child = start(urls[state], 50);
        await isUp(child);
        child.ask();
        await until('answered', () => child.told.at(-1) === 'value 7');
        const answeredAt = performance.now();
        expect(await child.ended).toBe(0);
        expect(performance.now() - answeredAt).toBeLessThan(2_000);
        expect(child.errors()).toBe('');
      } finally {
        redis.thaw();
        await silent.close();
      }
    },
  );
});

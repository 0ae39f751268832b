/** Jobs on a real Redis: shared, handed over, kept through its death and ours. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job, JobEnd, Jobs } from '../../src/store/ports-jobs.js';
import { createRedisJobs } from '../../src/store/redis-jobs.js';
import { DONE, type JobsWorld, jobsSuite, KINDS, type Kind, QUICK, text, worker } from '../suites/jobs.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
const clock = { now: () => Date.now() };
const never = (): Promise<JobEnd> => new Promise(() => undefined);

/** A world of processes on one Redis, apart from all others there. */
function worldAt(url: string, limitMs = 5_000): JobsWorld & { readonly scope: string } {
  const scope = randomUUID();
  const opened: Jobs<Kind>[] = [];
  return {
    scope,
    open() {
      const jobs = createRedisJobs({ url, clock, scope, limitMs, kinds: KINDS, rules: QUICK });
      opened.push(jobs);
      return jobs;
    },
    close: async () => void (await Promise.all(opened.map((jobs) => jobs.drain(0)))),
  };
}

jobsSuite('without the Redis that was promised', async () => worldAt('redis://127.0.0.1:1', 50));

describe.skipIf(!startRedis)('with Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    if (startRedis) redis = await startRedis({ durable: true });
  }, 400_000);
  afterAll(() => redis.stop());

  jobsSuite('on Redis', async () => worldAt(redis.url));

  const inWorld = (test: (open: () => Jobs<Kind>) => Promise<void>) => async () => {
    const world = worldAt(redis.url);
    try {
      await test(world.open);
    } finally {
      await world.close();
    }
  };
  const collect = (jobs: Jobs<Kind>, into: string[]): void =>
    jobs.work(
      'reply',
      worker(async ({ id }) => {
        into.push(id);
        return DONE;
      }),
    );

  it(
    'accepts an id once among processes, and shows nobody whose it is',
    inWorld(async (open) => {
      const told = await Promise.all(
        [open(), open(), open()].map((jobs) => jobs.enqueue('reply', 'bob', 'x')),
      );
      expect(told.toSorted()).toEqual(['accepted', 'known', 'known']);
      const names = (await redis.command('KEYS', '*')) as string[];
      expect(names.filter((name) => name.includes('bob'))).toEqual([]);
    }),
  );

  it('keeps the work of two bots on one Redis apart', async () => {
    const [mine, yours] = [worldAt(redis.url), worldAt(redis.url)];
    try {
      const seen: string[] = [];
      collect(yours.open(), seen);
      expect(await mine.open().enqueue('reply', 'mine', 'x')).toBe('accepted');
      expect(await yours.open().enqueue('reply', 'yours', 'x')).toBe('accepted');
      await until('worked on', () => seen.length > 0);
      expect(seen).toEqual(['yours']);
    } finally {
      await Promise.all([mine.close(), yours.close()]);
    }
  });

  it(
    'keeps waiting and delayed jobs and dead letters through the end of the process that accepted them',
    inWorld(async (open) => {
      const first = open();
      await first.enqueue('reply', 'waiting', 'x');
      await first.enqueue('reply', 'delayed', 'x', { delayMs: 300 });
      expect(await first.drain(0)).toEqual({ lost: 0 });
      const seen: string[] = [];
      const second = open();
      collect(second, seen);
      await until('both were worked on', () => seen.length === 2);
      expect(seen).toEqual(['waiting', 'delayed']);
      await second.enqueue('reply', 'poisoned', 7);
      await until('it is dead', async () => (await second.counts()).dead === 1);
      expect(await second.drain(0)).toEqual({ lost: 0 });
      expect((await open().dead()).letters).toMatchObject([{ id: 'poisoned' }]);
    }),
  );

  it(
    'hands what is drained too early to another process, with its steps',
    inWorld(async (open) => {
      const [first, second] = [open(), open()];
      let began = 0;
      first.work(
        'reply',
        worker(async (job) => {
          await job.done('posted', job.id);
          began += 1;
          return never();
        }, 2),
      );
      await first.enqueue('reply', 'a', 'x');
      await first.enqueue('reply', 'b', 'x');
      await until('both were begun', () => began === 2);
      const seen: unknown[] = [];
      second.work(
        'reply',
        worker(async (job) => {
          seen.push([job.was('posted'), job.attempt]);
          return DONE;
        }),
      );
      expect(await first.drain(10)).toEqual({ lost: 0 });
      await until('both were ended', () => seen.length === 2);
      expect(seen.toSorted()).toEqual([
        ['a', 1],
        ['b', 1],
      ]);
    }),
  );

  it(
    'lets nobody act on a job that has been handed to somebody else',
    inWorld(async (open) => {
      const [first, second] = [open(), open()];
      const acted: string[] = [];
      let wake: () => void = () => undefined;
      const asleep = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const post = (who: string) => (job: Job<string>) =>
        job.step('posted', {
          revive: text,
          find: async () => undefined,
          act: async () => {
            acted.push(who);
            return who;
          },
        });
      let refused: unknown;
      let sleeping = false;
      first.work(
        'reply',
        worker(async (job) => {
          sleeping = true;
          await asleep;
          await post('first')(job).catch((error: unknown) => {
            refused = error;
          });
          return DONE;
        }),
      );
      await first.enqueue('reply', 'a', 'x');
      await until('the first sleeps', () => sleeping);
      second.work(
        'reply',
        worker(async (job) => {
          await post('second')(job);
          return DONE;
        }),
      );
      // Its lock runs out while it cannot be renewed: as for a process that was stopped in its tracks.
      const locks = (await redis.command('KEYS', '*:lock')) as string[];
      expect(locks).toHaveLength(1);
      await redis.command('SET', locks[0] ?? '', 'somebody else', 'PX', 1);
      await until('the second acted', () => acted.length === 1, 15_000);
      wake();
      await until('the first was refused', () => refused !== undefined);
      expect(String(refused)).toContain('no longer ours');
      expect(acted).toEqual(['second']);
    }),
  );

  it(
    'goes on alone while Redis is dead, and loses nothing that either had accepted',
    inWorld(async (open) => {
      const [here, there] = [open(), open()];
      const seen: string[] = [];
      await here.enqueue('reply', 'before', 'x', { delayMs: 400 });
      await until('known', async () => (await there.counts()).delayed === 1);
      await redis.kill();
      await until('noticed', () => !here.health().connected && !there.health().connected);
      expect(await here.enqueue('reply', 'during', 'x')).toBe('accepted');
      expect(await here.enqueue('reply', 'during', 'x')).toBe('known');
      expect(await here.enqueue('reply', 'later', 'x', { delayMs: 60_000 })).toBe('accepted');
      expect(here.health()).toMatchObject({ kind: 'redis', connected: false, onlyHere: 2 });
      expect(here.health().problem).toBeTruthy();
      expect(await here.counts()).toMatchObject({ waiting: 1, delayed: 1, complete: false });
      collect(here, seen);
      await until('answered without Redis', () => seen.includes('during'));
      await redis.start();
      await until('what Redis had', () => seen.includes('before'), 15_000);
      await until('handed over', () => here.health().onlyHere === 0, 15_000);
      await until('shared again', async () => (await there.counts()).delayed === 1);
      // What ended here meanwhile is known everywhere now.
      await until('told', async () => (await there.counts()).waiting === 0);
      expect(await there.enqueue('reply', 'before', 'x')).toBe('known');
      expect(await there.enqueue('reply', 'later', 'x')).toBe('known');
      expect(await there.enqueue('reply', 'during', 'x')).toBe('known');
      expect(seen.toSorted()).toEqual(['before', 'during']);
    }),
  );

  it(
    'lets a job whose Redis dies under it act only once, when Redis is back',
    inWorld(async (open) => {
      const [here, there] = [open(), open()];
      const acted: string[] = [];
      let starts = 0;
      const work = (jobs: Jobs<Kind>): void =>
        jobs.work(
          'reply',
          worker(async (job) => {
            starts += 1;
            if (starts === 1) await redis.kill();
            await job.step('posted', {
              revive: text,
              find: async () => acted[0],
              act: async () => {
                acted.push(job.id);
                return 'posted';
              },
            });
            return DONE;
          }),
        );
      work(here);
      work(there);
      await here.enqueue('reply', 'a', 'x');
      await until('Redis is dead', () => starts > 0 && !here.health().connected && !there.health().connected);
      expect(acted).toEqual([]);
      await redis.start();
      await until('it acted', () => acted.length > 0, 15_000);
      await until(
        'it ended',
        async () => {
          const { complete, active, waiting, delayed } = await here.counts();
          return complete && active + waiting + delayed === 0;
        },
        15_000,
      );
      expect(acted).toEqual(['a']);
    }),
  );
});

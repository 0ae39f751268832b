/** What durable work promises, in one process and among many. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobRules } from '../../src/store/job-rules.js';
import type { Job, JobEnd, Jobs, JobWorker } from '../../src/store/ports-jobs.js';
import { until } from '../support/until.js';

export type Kind = 'reply' | 'watch';
export const KINDS: readonly Kind[] = ['reply', 'watch'];
export const QUICK: JobRules = {
  attempts: 3,
  retryMs: 10,
  lockMs: 3_000,
  lostEveryMs: 500,
  crashes: 2,
  graceMs: 100,
};

export interface JobsWorld {
  /** One more process. */
  open(): Jobs<Kind>;
  close(): Promise<void>;
}

export const DONE: JobEnd = { kind: 'done' };
export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
/** A worker of jobs whose payload is a text. */
export const worker = (
  handle: (job: Job<string>) => Promise<JobEnd>,
  concurrency = 1,
): JobWorker<string> => ({ revive: text, concurrency, handle });

export function jobsSuite(name: string, createWorld: () => Promise<JobsWorld>): void {
  describe(`jobs ${name}`, () => {
    let world: JobsWorld;
    let jobs: Jobs<Kind>;
    beforeEach(async () => {
      world = await createWorld();
      jobs = world.open();
    });
    afterEach(() => world.close());

    /** The numbers of jobs, once nothing is being worked on any more. */
    const ended = (): Promise<void> =>
      until('everything has ended', async () => {
        const { waiting, delayed, active } = await jobs.counts();
        return waiting + delayed + active === 0;
      });

    it('gives a job to its worker with what was put in, and tells when it was accepted', async () => {
      const seen: Job<string>[] = [];
      jobs.work(
        'reply',
        worker(async (job) => {
          seen.push(job);
          return DONE;
        }),
      );
      expect(await jobs.enqueue('reply', 'C1 1700.1', 'why bob')).toBe('accepted');
      await until('worked on', () => seen.length === 1);
      expect(seen[0]).toMatchObject({ id: 'C1 1700.1', payload: 'why bob', attempt: 1 });
      expect(Math.abs((seen[0]?.acceptedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    });

    it('accepts an id once, before it is worked on, meanwhile and afterwards', async () => {
      const seen: string[] = [];
      const told = await Promise.all(Array.from({ length: 20 }, () => jobs.enqueue('reply', 'a', 'x')));
      expect(told.filter((each) => each === 'accepted')).toHaveLength(1);
      jobs.work(
        'reply',
        worker(async ({ id }) => {
          expect(await jobs.enqueue('reply', id, 'x')).toBe('known');
          seen.push(id);
          return DONE;
        }),
      );
      await until('worked on', () => seen.length > 0);
      await ended();
      expect(await jobs.enqueue('reply', 'a', 'x')).toBe('known');
      await ended();
      expect(seen).toEqual(['a']);
    });

    it('keeps kinds apart, and bears ids and payloads of any kind', async () => {
      const seen: unknown[] = [];
      const ids = ['', ' ', '0', '12', 'a:b', 'ä€\u0000', 'x'.repeat(10_000), '__proto__'];
      jobs.work<object>('watch', {
        revive: (value) => (typeof value === 'object' && value ? value : undefined),
        concurrency: 3,
        handle: async ({ payload }) => {
          seen.push(payload);
          return DONE;
        },
      });
      for (const id of ids) {
        expect(await jobs.enqueue('watch', id, { id, list: [] })).toBe('accepted');
        expect(await jobs.enqueue('reply', id, 'x')).toBe('accepted');
      }
      await until('all were worked on', () => seen.length === ids.length);
      expect(seen).toEqual(expect.arrayContaining(ids.map((id) => ({ id, list: [] }))));
      await until('counted', async () => (await jobs.counts()).active === 0);
      expect(await jobs.counts()).toMatchObject({ waiting: ids.length, delayed: 0, dead: 0 });
      await expect(jobs.enqueue('watch', 'function', undefined)).rejects.toThrow(TypeError);
    });

    it('works on delayed jobs later, and in the order in which they are due', async () => {
      const seen: string[] = [];
      await jobs.enqueue('reply', 'last', 'x', { delayMs: 400 });
      await jobs.enqueue('reply', 'first', 'x', { delayMs: 100 });
      expect(await jobs.counts()).toMatchObject({ delayed: 2, waiting: 0 });
      jobs.work(
        'reply',
        worker(async ({ id }) => {
          seen.push(id);
          return DONE;
        }),
      );
      await until('both were worked on', () => seen.length === 2);
      expect(seen).toEqual(['first', 'last']);
    });

    it('tries a job that fails again, and remembers its steps', async () => {
      const attempts: number[] = [];
      const posted: string[] = [];
      jobs.work(
        'reply',
        worker(async (job) => {
          attempts.push(job.attempt);
          const ts = await job.step('posted', {
            revive: text,
            find: async () => undefined,
            act: async () => {
              posted.push(job.id);
              return '1700.2';
            },
          });
          if (job.attempt < 3) throw new Error('Slack is ill');
          expect([ts, job.was('posted'), job.was('edited')]).toEqual(['1700.2', '1700.2', undefined]);
          return DONE;
        }),
      );
      await jobs.enqueue('reply', 'a', 'x');
      await until('tried three times', () => attempts.length === 3);
      await ended();
      expect(attempts).toEqual([1, 2, 3]);
      expect(posted).toEqual(['a']);
      expect((await jobs.dead()).letters).toEqual([]);
    });

    it('looks for an effect that may have happened before it makes it again', async () => {
      const world: string[] = [];
      let looked = 0;
      jobs.work(
        'reply',
        worker(async (job) => {
          const step = async (name: string, breaks: 'before' | 'after') => {
            await job.step(name, {
              revive: text,
              find: async () => {
                looked += 1;
                return world.find((each) => each === name);
              },
              act: async () => {
                if (breaks === 'before' && looked === 0) throw new Error('not sent');
                world.push(name);
                if (breaks === 'after' && !world.includes(`${name} broke`)) {
                  world.push(`${name} broke`);
                  throw new Error('sent, and no answer');
                }
                return name;
              },
            });
          };
          await step('one', 'before');
          await step('two', 'after');
          return DONE;
        }),
      );
      await jobs.enqueue('reply', 'a', 'x');
      await ended();
      expect((await jobs.dead()).letters).toEqual([]);
      expect(world).toEqual(['one', 'two', 'two broke']);
      expect(looked).toBe(2);
    });

    it('gives up on what always fails, on what its worker gives up, and on payloads nobody understands', async () => {
      jobs.work(
        'reply',
        worker(async ({ id }) => {
          if (id === 'hopeless') return { kind: 'dead', reason: 'there is no such channel' };
          throw new Error('Slack is ill');
        }),
      );
      await jobs.enqueue('reply', 'failing', 'x');
      await jobs.enqueue('reply', 'hopeless', 'x');
      await jobs.enqueue('reply', 'poisoned', { not: 'a text' });
      await until('all are dead', async () => (await jobs.counts()).dead === 3);
      const { letters } = await jobs.dead();
      const told = letters.map(({ id, reason, attempts, kind }) => [kind, id, reason, attempts]);
      expect(told).toHaveLength(3);
      expect(told).toEqual(
        expect.arrayContaining([
          ['reply', 'failing', 'Slack is ill', 3],
          ['reply', 'hopeless', 'there is no such channel', 1],
          ['reply', 'poisoned', 'the payload was not understood', 1],
        ]),
      );
      expect(await jobs.enqueue('reply', 'poisoned', 'x')).toBe('known');
    });

    it('puts a job off as often as it likes, which is no failure, with its steps', async () => {
      const seen: unknown[] = [];
      jobs.work(
        'watch',
        worker(async (job) => {
          const checks = Number(job.was('checks') ?? 0) + 1;
          await job.done('checks', checks);
          seen.push([checks, job.attempt]);
          return checks < 5 ? job.reschedule(5) : DONE;
        }),
      );
      await jobs.enqueue('watch', 'a', 'x');
      await ended();
      expect(seen).toEqual([1, 2, 3, 4, 5].map((checks) => [checks, 1]));
    });

    it('runs no more at once than it was told to', async () => {
      let now = 0;
      let most = 0;
      jobs.work(
        'reply',
        worker(async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise((resolve) => setTimeout(resolve, 5));
          now -= 1;
          return DONE;
        }, 3),
      );
      await Promise.all(Array.from({ length: 20 }, (_, n) => jobs.enqueue('reply', `${n}`, 'x')));
      await ended();
      expect(most).toBe(3);
    });

    it('waits for what runs when it is drained, and takes nothing more', async () => {
      const seen: string[] = [];
      let go: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      jobs.work(
        'reply',
        worker(async ({ id, signal }) => {
          seen.push(id);
          await gate;
          seen.push(`${id} ended ${signal.aborted}`);
          return DONE;
        }),
      );
      await jobs.enqueue('reply', 'a', 'x');
      await until('it runs', () => seen.length === 1);
      await jobs.enqueue('reply', 'b', 'x');
      const drained = jobs.drain(10_000);
      go();
      await drained;
      expect(seen).toEqual(['a', 'a ended false']);
    });

    it('ends the signal of what takes too long when it is drained, and waits for nobody who does not listen', async () => {
      let aborted = false;
      jobs.work(
        'reply',
        worker(async ({ id, signal }) => {
          signal.addEventListener('abort', () => {
            aborted = true;
          });
          return new Promise<JobEnd>((_, reject) => {
            if (id === 'listens') signal.addEventListener('abort', () => reject(new Error('stopped')));
          });
        }, 2),
      );
      await jobs.enqueue('reply', 'listens', 'x');
      await jobs.enqueue('reply', 'deaf', 'x');
      await until('both run', async () => (await jobs.counts()).active === 2);
      await jobs.drain(20);
      expect(aborted).toBe(true);
    });
  });
}

/** Jobs in one process alone. */
import { expect, it } from 'vitest';
import { createMemoryJobs } from '../../src/store/memory-jobs.js';
import { DONE, jobsSuite, KINDS, QUICK, worker } from '../suites/jobs.js';
import { createFakeClock } from '../support/fake-clock.js';
import { until } from '../support/until.js';

const clock = { now: () => Date.now() };

jobsSuite('in memory', async () => {
  const opened: { drain(ms: number): Promise<unknown> }[] = [];
  return {
    open() {
      const jobs = createMemoryJobs({ kinds: KINDS, clock, rules: QUICK });
      opened.push(jobs);
      return jobs;
    },
    close: async () => void (await Promise.all(opened.map((jobs) => jobs.drain(0)))),
  };
});

it('says how much is lost with the process', async () => {
  const jobs = createMemoryJobs({ kinds: KINDS, clock, rules: QUICK });
  let began = false;
  jobs.work(
    'reply',
    worker(async () => {
      began = true;
      return new Promise(() => undefined);
    }),
  );
  await jobs.enqueue('reply', 'deaf', 'x');
  await jobs.enqueue('reply', 'waiting', 'x');
  await jobs.enqueue('watch', 'later', 'x', { delayMs: 60_000 });
  await until('begun', () => began);
  expect(jobs.health().onlyHere).toBe(3);
  expect(await jobs.drain(0)).toEqual({ lost: 3 });
});

it('forgets an id after a day', async () => {
  const time = createFakeClock();
  const jobs = createMemoryJobs({ kinds: KINDS, clock: time, rules: QUICK });
  jobs.work(
    'reply',
    worker(async () => DONE),
  );
  expect(await jobs.enqueue('reply', 'a', 'x')).toBe('accepted');
  time.advance(24 * 3_600_000 - 1);
  expect(await jobs.enqueue('reply', 'a', 'x')).toBe('known');
  time.advance(1);
  expect(await jobs.enqueue('reply', 'a', 'x')).toBe('accepted');
});

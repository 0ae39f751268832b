/** What is given up is seen in status and in metrics with its reason, whatever else is the matter. */
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../src/log.js';
import { openMetrics, openOperations } from '../src/operations.js';
import { JOB_RULES } from '../src/store/job-rules.js';
import { createMemoryFactCache } from '../src/store/memory.js';
import { createMemoryJobs } from '../src/store/memory-jobs.js';
import { createMemoryNotes } from '../src/store/memory-notes.js';
import { createMemoryOutbox } from '../src/store/outbox.js';
import { OUTBOX_RULES } from '../src/store/outbox-channel.js';
import type { FactCache } from '../src/store/ports.js';
import type { Jobs } from '../src/store/ports-jobs.js';
import { readExposition, sumOf } from './support/exposition.js';
import { until } from './support/until.js';

const clock = { now: () => Date.now() };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function open(
  change: { readonly health?: () => ReturnType<FactCache['health']>; readonly jobs?: Partial<Jobs> } = {},
) {
  const cache = createMemoryFactCache({ clock, version: '1', identity: 'me' });
  const desk = openOperations({
    metrics: openMetrics(),
    cache: { ...cache, ...(change.health === undefined ? {} : { health: change.health }) },
    notes: createMemoryNotes({ clock }),
    openJobs: (kinds) => ({
      ...createMemoryJobs({ kinds, clock, rules: { ...JOB_RULES, attempts: 2, retryMs: 1 } }),
      ...change.jobs,
    }),
    openOutbox: (sender) => createMemoryOutbox({ clock, sender, rules: OUTBOX_RULES }),
    clock,
    log: createLog('silent'),
  });
  const jobs = desk.openJobs(['reply', 'watch']);
  const never = async () => ({ kind: 'throttled', retryAfterMs: 60_000 }) as const;
  const outbox = desk.openOutbox({ merge: () => undefined, find: async () => undefined, post: never });
  closing.push(
    () => jobs.drain(0),
    () => outbox.close(),
  );
  const page = async () => (await desk.forSlack.page()).body;
  return { desk, jobs, outbox, page };
}

describe('work that was given up', () => {
  it('stands in status with its reason and its attempts, and in the metrics by its kind', async () => {
    const { desk, jobs, page } = open();
    jobs.work('reply', {
      revive: (value) => value,
      concurrency: 1,
      handle: async () => {
        throw new Error('channel_not_found');
      },
    });
    jobs.work('watch', {
      revive: (value) => value,
      concurrency: 1,
      handle: async () => ({ kind: 'dead', reason: 'nobody to tell' }),
    });
    await jobs.enqueue('reply', 'C1:17', {});
    await jobs.enqueue('watch', 'w1', {});
    await until('both given up', async () => (await desk.look(0)).jobs.dead === 2);
    const { givenUp, jobs: counts } = await desk.look(0);
    expect(givenUp.map(({ kind, id, reason, attempts }) => [kind, id, reason, attempts]).sort()).toEqual([
      ['reply', 'C1:17', 'channel_not_found', 2],
      ['watch', 'w1', 'nobody to tell', 1],
    ]);
    expect(givenUp[0]?.at).toMatch(/^\d{4}-.*Z$/);
    expect(counts).toMatchObject({ waiting: 0, active: 0, dead: 2, complete: true });
    const told = await page();
    expect(sumOf(told, 'iap_doctor_jobs', { state: 'dead' })).toBe(2);
    expect(sumOf(told, 'iap_doctor_dead_letters', { kind: 'reply' })).toBe(1);
  });

  it('is waited for on its way out: what cannot be posted is seen to wait', async () => {
    const { desk, outbox, page } = open();
    await outbox.put({ id: 'a', channel: 'C1', body: {} });
    await outbox.put({ id: 'b', channel: 'C1', body: {} });
    await until('waiting', async () => (await desk.look(0)).outbox.waiting > 0);
    expect(sumOf(await page(), 'iap_doctor_outbox_waiting')).toBeGreaterThan(0);
  });
});

describe('how the bot is', () => {
  it('says that it is starting until Slack is there, then what Slack says', async () => {
    const { desk, page } = open();
    expect((await desk.look(0)).slack).toMatchObject({ ready: false, why: 'starting' });
    expect(readExposition(await page()).get('iap_doctor_ready')?.samples).toEqual([]);
    let why: string | undefined;
    desk.started({ mode: 'http', ready: () => ({ ok: why === undefined, why }) });
    expect((await desk.look(0)).slack).toEqual({ mode: 'http', ready: true, why: null });
    why = 'stopping';
    expect((await desk.look(0)).slack).toEqual({ mode: 'http', ready: false, why: 'stopping' });
    expect(sumOf(await page(), 'iap_doctor_ready')).toBe(0);
  });

  it('counts Redis as away when either what is remembered or the work cannot reach it', async () => {
    const facts = (connected: boolean) => () =>
      ({ kind: 'redis', connected, problem: connected ? undefined : 'refused' }) as const;
    const work = (connected: boolean): Partial<Jobs> => ({
      health: () => ({ kind: 'redis', connected, problem: connected ? undefined : 'late', onlyHere: 3 }),
    });
    for (const [cache, jobs, connected, problem] of [
      [true, true, true, null],
      [true, false, false, 'late'],
      [false, true, false, 'refused'],
    ] as const) {
      const { desk, page } = open({ health: facts(cache), jobs: work(jobs) });
      expect((await desk.look(0)).redis).toEqual({ connected, problem });
      expect((await desk.look(0)).jobs.onlyHere).toBe(3);
      expect(sumOf(await page(), 'iap_doctor_redis_connected')).toBe(connected ? 1 : 0);
    }
    expect((await open().desk.look(0)).redis).toBeNull();
  });
});

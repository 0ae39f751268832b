/** Real processes that share the work in a real Redis, and are killed at the worst moments. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Jobs } from '../../src/store/ports-jobs.js';
import { createRedisJobs } from '../../src/store/redis-jobs.js';
import { KINDS, type Kind, QUICK } from '../suites/jobs.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
const program = fileURLToPath(new URL('../support/job-child.ts', import.meta.url));
const PATIENT_MS = 60_000;

interface Child {
  readonly process: ChildProcess;
  readonly told: string[];
  readonly errors: () => string;
  readonly ended: Promise<number | string>;
}

describe.skipIf(!startRedis)('processes that share work', () => {
  let redis: TestRedis;
  let scope: string;
  let jobs: Jobs<Kind>;
  const children: Child[] = [];

  beforeAll(async () => {
    if (startRedis) redis = await startRedis({ durable: true });
  }, 400_000);
  beforeEach(() => {
    scope = randomUUID();
    const clock = { now: () => Date.now() };
    jobs = createRedisJobs({ url: redis.url, scope, clock, kinds: KINDS, rules: QUICK, limitMs: 5_000 });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL');
      await child.ended;
    }
    await jobs.drain(0);
  });
  afterAll(() => redis.stop());

  const start = (hangsAfter = ''): Child => {
    const child = fork(program, [redis.url, scope, hangsAfter], {
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
    const started: Child = { process: child, told, errors: () => errors, ended };
    children.push(started);
    return started;
  };
  const allEnded = (): Promise<void> =>
    until(
      'every job has ended',
      async () => {
        const { waiting, delayed, active, complete } = await jobs.counts();
        return complete && waiting + delayed + active === 0;
      },
      PATIENT_MS,
    );
  const postsOf = async (id: string): Promise<unknown> =>
    redis.command('LRANGE', `slack:${scope}:${id}`, 0, -1);
  /** How many posts there are of each job, by number. */
  const postsOfAll = (jobs: number): Promise<unknown> =>
    redis.command(
      'EVAL',
      `local out = {} for n = 1, ARGV[2] do out[n] = redis.call('LLEN', ARGV[1] .. (n - 1)) end return out`,
      0,
      `slack:${scope}:job `,
      jobs,
    );
  const editOf = (id: string): Promise<unknown> => redis.command('GET', `slack:${scope}:edited:${id}`);

  it.each(['beginning', 'posting', 'recording', 'editing'])(
    'answer exactly once when one is killed after %s',
    async (moment) => {
      const first = start(moment);
      await jobs.enqueue('reply', 'a', 'x');
      await until('it hangs', () => first.told.includes(`hangs after ${moment}`), PATIENT_MS);
      first.process.kill('SIGKILL');
      await first.ended;
      start();
      await allEnded();
      expect(await postsOf('a')).toEqual(['ts of a']);
      expect(await editOf('a')).toBe('ts of a');
      expect(await jobs.counts()).toMatchObject({ dead: 0 });
      expect(await jobs.enqueue('reply', 'a', 'x')).toBe('known');
    },
    PATIENT_MS * 2,
  );

  it(
    'lose none of 1,000 jobs and do none twice, with every one sent twice and one process killed among them',
    async () => {
      const [doomed, other] = [start(), start()];
      await until('both work', () => [doomed, other].every(({ told }) => told.length > 0), PATIENT_MS);
      const ids = Array.from({ length: 1_000 }, (_, n) => `job ${n}`);
      const sending = ids.map(async (id) => [
        await jobs.enqueue('reply', id, 'x'),
        await jobs.enqueue('reply', id, 'x'),
      ]);
      await until('some are done', async () => Boolean(await editOf('job 100')), PATIENT_MS);
      doomed.process.kill('SIGKILL');
      expect((await Promise.all(sending)).every(([one, two]) => one === 'accepted' && two === 'known')).toBe(
        true,
      );
      await allEnded();
      expect(await postsOfAll(ids.length)).toEqual(ids.map(() => 1));
      expect(await jobs.counts()).toMatchObject({ dead: 0 });
      other.process.send('stop');
      expect(await other.ended).toBe(0);
      expect(other.errors()).toBe('');
    },
    PATIENT_MS * 2,
  );

  it(
    'lose none of the work and do none twice when Redis is killed among it and comes back',
    async () => {
      const pair = [start(), start()];
      await until('both work', () => pair.every(({ told }) => told.length > 0), PATIENT_MS);
      const ids = Array.from({ length: 300 }, (_, n) => `job ${n}`);
      for (const id of ids) expect(await jobs.enqueue('reply', id, 'x', { delayMs: 300 })).toBe('accepted');
      await until('some are done', async () => Boolean(await editOf('job 20')), PATIENT_MS);
      await redis.kill();
      await redis.start();
      await until('it is noticed to be back', () => jobs.health().connected, PATIENT_MS);
      await allEnded();
      expect(await postsOfAll(ids.length)).toEqual(ids.map(() => 1));
      expect(await jobs.counts()).toMatchObject({ dead: 0, complete: true });
    },
    PATIENT_MS * 2,
  );

  it(
    'count a job that takes every process down with it among the dead',
    async () => {
      await jobs.enqueue('reply', 'a', 'x');
      for (let deaths = 0; deaths <= QUICK.crashes; deaths += 1) {
        const child = start('beginning');
        await until('it took the job', () => child.told.length > 1, PATIENT_MS);
        child.process.kill('SIGKILL');
        await child.ended;
      }
      start('beginning');
      await until('it is dead', async () => (await jobs.counts()).dead === 1, PATIENT_MS);
      expect((await jobs.dead()).letters).toMatchObject([{ kind: 'reply', id: 'a' }]);
    },
    PATIENT_MS * 2,
  );
});

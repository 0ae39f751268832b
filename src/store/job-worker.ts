/** The working side of durable work: a BullMQ worker whose steps are recorded under the job's own lock. */
import { type Job as BullJob, DelayedError, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { prefixOf, storedFrom } from './job-queue.js';
import { type JobRules, NOT_UNDERSTOOD } from './job-rules.js';
import { JobLost, type Steps, stepsFrom } from './job-steps.js';
import { turn } from './memory-jobs.js';
import { pause, quietly } from './patience.js';
import type { JobEnd, JobWorker } from './ports-jobs.js';
import { within } from './within.js';

/** KEYS job lock · ARGV token steps. Writes only while the job is ours, so that a process that slept cannot. */
const SAVE = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'steps', ARGV[2])
return 1`;

/** For saying goodbye to Redis. */
const LAST_WORD_MS = 1_000;

export interface RunningWorker {
  /** Stops taking jobs, waits, hands back what is not ended after so many milliseconds. */
  drain(ms: number): Promise<void>;
}

export interface WorkerParts {
  readonly kind: string;
  readonly scope: string;
  /** Waits for Redis as long as it takes; an effect is made only when Redis has recorded that it begins. */
  readonly redis: Redis;
  readonly rules: JobRules;
  readonly worker: JobWorker<unknown>;
}

/** Begins to work on the jobs of one kind. */
export function startJobWorker({ kind, scope, redis, rules, worker }: WorkerParts): RunningWorker {
  const stopping = new AbortController();
  const turns = new Map<string, AbortController>();
  let draining = false;

  const handBack = async (job: BullJob, token: string): Promise<never> => {
    await job.moveToWait(token);
    throw new WaitingError();
  };

  /** How a turn ended, or that it did not end in time after its signal had. */
  const handle = async (job: BullJob, token: string): Promise<JobEnd | 'abandoned'> => {
    const data = storedFrom(job.data);
    if (!data) return { kind: 'dead', reason: NOT_UNDERSTOOD };
    if (data.ended) return { kind: 'done' };
    const own = new AbortController();
    turns.set(job.id ?? '', own);
    const signal = AbortSignal.any([stopping.signal, own.signal]);
    const key = bull.toKey(job.id ?? '');
    const steps: Steps = Object.assign(
      stepsFrom(JSON.stringify(data.steps)),
      stepsFrom(await redis.hget(key, 'steps')),
    );
    const save = async (next: Steps): Promise<boolean> => {
      const saved = await redis.eval(SAVE, 2, key, `${key}:lock`, token, JSON.stringify(next));
      if (saved !== 1) own.abort(new JobLost(data.id));
      return saved === 1;
    };
    const { id, acceptedAt } = data;
    const attempt = data.failures + job.attemptsMade + 1;
    const ended = turn(worker, data.text, { id, acceptedAt, attempt, signal, steps, save });
    // Whoever does not listen to the signal goes on for nobody: without the lock none of its steps counts.
    const tooLate = abandoned(signal, rules.graceMs);
    try {
      return await Promise.race([ended, tooLate.promise]);
    } finally {
      tooLate.stop();
      turns.delete(job.id ?? '');
    }
  };

  const process = async (job: BullJob, token = ''): Promise<void> => {
    if (draining) return handBack(job, token);
    let end: JobEnd | 'abandoned';
    try {
      end = await handle(job, token);
    } catch (error) {
      if (stopping.signal.aborted && !(error instanceof JobLost)) return handBack(job, token);
      throw error;
    }
    if (end === 'abandoned') return handBack(job, token);
    switch (end.kind) {
      case 'done':
        return;
      case 'again':
        await job.moveToDelayed(Date.now() + end.delayMs, token);
        throw new DelayedError();
      case 'dead':
        throw new UnrecoverableError(end.reason);
    }
  };

  const running = new Set<Promise<void>>();
  const follow = (job: BullJob, token?: string): Promise<void> => {
    const work = process(job, token);
    running.add(work);
    const forget = (): void => void running.delete(work);
    work.then(forget, forget);
    return work;
  };

  const bull = new Worker(kind, follow, {
    connection: redis,
    prefix: prefixOf(scope),
    concurrency: worker.concurrency,
    lockDuration: rules.lockMs,
    stalledInterval: rules.lostEveryMs,
    maxStalledCount: rules.crashes,
    runRetryDelay: 500,
    drainDelay: 5,
    skipVersionCheck: true,
  });
  bull.on('error', () => undefined);
  bull.on('lockRenewalFailed', (ids: string[]) => {
    for (const id of ids) turns.get(id)?.abort(new JobLost(id));
  });

  return {
    async drain(ms) {
      draining = true;
      const closed = quietly(() => bull.close());
      const idle = (): Promise<unknown> => Promise.allSettled(running);
      if ((await within(idle, ms)).kind === 'late') {
        stopping.abort(new Error('the process stops'));
        await within(idle, rules.graceMs + LAST_WORD_MS);
      }
      // Without Redis there is nobody to take leave of, and BullMQ would wait for it.
      const patience = redis.status === 'ready' ? LAST_WORD_MS : 50;
      await within(() => closed, patience);
      await within(() => quietly(() => bull.disconnect()), patience);
    },
  };
}

/** Resolves so many milliseconds after a signal has ended. */
function abandoned(signal: AbortSignal, graceMs: number) {
  const stopped = new AbortController();
  let begin: () => void = () => undefined;
  const promise = new Promise<'abandoned'>((resolve) => {
    begin = () => {
      void pause(graceMs, stopped.signal).then(() => resolve('abandoned'));
    };
  });
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  const stop = (): void => {
    signal.removeEventListener('abort', begin);
    stopped.abort();
  };
  return { promise, stop };
}

/** The sending side of durable work: BullMQ queues over a link to Redis that may be away at any time. */
import { type JobsOptions, Queue, type QueueOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { DEAD_KEPT, DEAD_KEPT_MS, DEAD_LISTED, type JobRules, REMEMBERED_MS } from './job-rules.js';
import type { Steps } from './job-steps.js';
import { fingerprint } from './keys.js';
import type { DeadLetter } from './ports-jobs.js';

/** What is stored as a job's data. */
export interface StoredJob {
  /** Names whoever sent it, so that it can be told who was first. */
  readonly by: string;
  readonly id: string;
  readonly text: string;
  readonly acceptedAt: number;
  /** Failures before it came to Redis. */
  readonly failures: number;
  readonly steps: Steps;
  /** It has ended already, in a process that was alone: only its id is to be remembered. */
  readonly ended: boolean;
}

const stored = z.object({
  by: z.string(),
  id: z.string(),
  text: z.string(),
  acceptedAt: z.number(),
  failures: z.number(),
  steps: z.record(z.string(), z.object({ ended: z.boolean(), value: z.unknown().optional() })),
  ended: z.boolean(),
});

/** Reads a job's data back; undefined when it is not ours. */
export function storedFrom(data: unknown): StoredJob | undefined {
  const parsed = stored.safeParse(data);
  return parsed.success ? parsed.data : undefined;
}

/** Under which names a scope's jobs stand. The braces keep them on one node of a Redis cluster. */
export const prefixOf = (scope: string): string => `iap-doctor:{jobs-${fingerprint('jobs', scope)}}`;
/** A job's name in Redis says nothing about anybody, and is never a number. */
export const jobIdOf = (kind: string, id: string): string => `j${fingerprint('job', kind, id)}`;

export interface JobQueue {
  /** Does no harm when it is repeated. */
  add(redis: Redis, job: StoredJob, delayMs: number): Promise<'accepted' | 'known'>;
  /** Remembers the id of a job that ended elsewhere; takes the job away if nobody has begun it. */
  bury(redis: Redis, job: StoredJob): Promise<true>;
  counts(redis: Redis): Promise<Record<'waiting' | 'delayed' | 'active' | 'dead', number>>;
  dead(redis: Redis): Promise<readonly DeadLetter[]>;
}

/** The queue of one kind. It lives on the link's connection and owns none. */
export function createJobQueue(kind: string, scope: string, rules: JobRules): JobQueue {
  const defaultJobOptions: JobsOptions = {
    attempts: rules.attempts,
    backoff: { type: 'exponential', delay: rules.retryMs },
    removeOnComplete: { age: REMEMBERED_MS / 1_000 },
    removeOnFail: { age: DEAD_KEPT_MS / 1_000, count: DEAD_KEPT },
    stackTraceLimit: 0,
  };
  let opened: Queue | undefined;

  const open = async (redis: Redis): Promise<Queue> => {
    const options: QueueOptions = {
      connection: redis,
      prefix: prefixOf(scope),
      defaultJobOptions,
      skipVersionCheck: true,
      skipMetasUpdate: true,
    };
    const queue = opened ?? new Queue(kind, options);
    if (!opened) queue.on('error', () => undefined);
    opened = queue;
    try {
      await queue.waitUntilReady();
    } catch (error) {
      // One that failed to get ready never will be.
      if (opened === queue) opened = undefined;
      throw error;
    }
    return queue;
  };

  const add: JobQueue['add'] = async (redis, job, delayMs) => {
    const queue = await open(redis);
    const jobId = jobIdOf(kind, job.id);
    const delay = Math.max(0, Math.ceil(delayMs));
    await queue.add(kind, job, { jobId, ...(delay > 0 ? { delay } : {}) });
    const data = await redis.hget(queue.toKey(jobId), 'data');
    // Gone at once, or not to be read: then it was not there before either.
    return data === null || data.includes(job.by) ? 'accepted' : 'known';
  };

  return {
    add,
    async bury(redis, job) {
      const queue = await open(redis);
      await queue.remove(jobIdOf(kind, job.id)).catch(() => 0);
      await add(redis, job, 0);
      return true;
    },
    async counts(redis) {
      const queue = await open(redis);
      const found = await queue.getJobCounts('waiting', 'delayed', 'active', 'failed');
      const { waiting = 0, delayed = 0, active = 0, failed = 0 } = found;
      return { waiting, delayed, active, dead: failed };
    },
    async dead(redis) {
      const queue = await open(redis);
      const jobs = await queue.getFailed(0, DEAD_LISTED - 1);
      return jobs.map((job) => ({
        kind,
        id: storedFrom(job.data)?.id ?? 'unknown',
        reason: job.failedReason || 'it ended its process again and again',
        attempts: (storedFrom(job.data)?.failures ?? 0) + job.attemptsMade,
        diedAt: job.finishedOn ?? job.timestamp,
      }));
    },
  };
}

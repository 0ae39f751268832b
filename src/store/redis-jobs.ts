/** Jobs in Redis for all processes of a scope, and in this process alone for what comes while Redis is away. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { createClaims } from './claims.js';
import { createJobQueue, type JobQueue, type StoredJob } from './job-queue.js';
import { JOB_RULES, type JobRules, REMEMBERED_MS } from './job-rules.js';
import { type RunningWorker, startJobWorker } from './job-worker.js';
import { createMemoryJobs, type HeldJob, payloadText } from './memory-jobs.js';
import { pause } from './patience.js';
import type { Clock } from './ports.js';
import type { DeadLetter, JobCounts, Jobs, JobWorker } from './ports-jobs.js';
import { createPatientRedisClient } from './redis-connection.js';
import { openRedis, type RedisLinkOptions } from './redis-link.js';

/** Nobody looks at a screen while a job is put down, so it may take longer than looking up a fact. */
const LIMIT_MS = 1_000;
/** Redis was asked and did not answer: it may have the job. For so long it is asked again, which does no harm. */
const DOUBT_MS = 2_000;
const ASK_AGAIN_MS = 50;
const HAND_OVER_EVERY_MS = 500;

const never = new AbortController().signal;

export interface RedisJobsOptions<K extends string> extends RedisLinkOptions {
  readonly kinds: readonly K[];
  readonly clock: Clock;
  /** Whose jobs: processes of one scope share them, others never see them. */
  readonly scope?: string | undefined;
  readonly rules?: JobRules | undefined;
}

/**
 * Jobs that outlive this process. Redis has to keep what it is told (`appendonly yes`, `maxmemory-policy noeviction`):
 * what Redis itself loses is lost.
 */
export function createRedisJobs<K extends string>(options: RedisJobsOptions<K>): Jobs<K> {
  const { kinds, clock, url, scope = '', rules = JOB_RULES } = options;
  const link = openRedis({ ...options, limitMs: options.limitMs ?? LIMIT_MS }, 'work');
  const claims = createClaims(clock);
  const queues = new Map<K, JobQueue>();
  for (const kind of kinds) queues.set(kind, createJobQueue(kind, scope, rules));
  const workers: { readonly running: RunningWorker; readonly redis: Redis }[] = [];
  /** Ended here, and Redis does not know of it yet. */
  const untold: { readonly kind: K; readonly id: string }[] = [];
  const memory = createMemoryJobs({
    kinds,
    clock,
    rules,
    ended: (kind, id) => void untold.push({ kind, id }),
  });

  const queue = (kind: K): JobQueue => {
    const found = queues.get(kind);
    if (!found) throw new RangeError(`no such kind of job: ${kind}`);
    return found;
  };
  const tell = <R>(work: (redis: Redis) => Promise<R>): Promise<R | undefined> => link.run('write', work);
  const storedOf = ({ id, text, acceptedAt, failures, steps }: HeldJob<K>): StoredJob => ({
    by: randomUUID(),
    id,
    text,
    acceptedAt,
    failures,
    steps,
    ended: false,
  });

  /** Puts a job into Redis; undefined when Redis does not have it, or does not say so. */
  const send = async (job: HeldJob<K>): Promise<'accepted' | 'known' | undefined> => {
    const until = performance.now() + DOUBT_MS;
    const stored = storedOf(job);
    let sent = false;
    for (;;) {
      const told = await tell((redis) => {
        sent = true;
        return queue(job.kind).add(redis, stored, job.dueAt - clock.now());
      });
      if (told || !sent || performance.now() > until) return told;
      await pause(ASK_AGAIN_MS, never);
    }
  };

  /** What has not begun here goes to Redis, and so does the word of what has ended. */
  const handAll = async (): Promise<void> => {
    for (const job of memory.release()) {
      const stored = storedOf(job);
      const told = await tell((redis) => queue(job.kind).add(redis, stored, job.dueAt - clock.now()));
      if (!told) memory.hold(job);
    }
    for (let next = untold[0]; next; next = untold[0]) {
      const { kind, id } = next;
      const facts = { by: randomUUID(), id, text: 'null', acceptedAt: clock.now(), failures: 0 };
      if (!(await tell((redis) => queue(kind).bury(redis, { ...facts, steps: {}, ended: true })))) return;
      untold.shift();
    }
  };
  let handing: Promise<void> | undefined;
  const handOver = (): Promise<void> => {
    if (!link.health().connected) return Promise.resolve();
    handing ??= handAll().finally(() => {
      handing = undefined;
    });
    return handing;
  };
  const timer = setInterval(() => void handOver(), HAND_OVER_EVERY_MS);
  timer.unref();

  /** Asks all queues; undefined when one of them could not be asked. */
  const ask = async <R>(question: (queue: JobQueue, redis: Redis) => Promise<R>) =>
    tell((redis) => Promise.all([...queues.values()].map((each) => question(each, redis))));

  return {
    async enqueue(kind, id, payload, { delayMs = 0 } = {}) {
      const text = payloadText(payload);
      queue(kind);
      // First here, so that two deliveries to this process cannot both find Redis away.
      if (!claims.take(JSON.stringify([kind, id]), REMEMBERED_MS)) return 'known';
      const now = clock.now();
      const job: HeldJob<K> = {
        kind,
        id,
        text,
        acceptedAt: now,
        dueAt: now + delayMs,
        failures: 0,
        steps: Object.create(null),
      };
      const told = await send(job);
      if (!told) memory.hold(job);
      return told ?? 'accepted';
    },
    work<P>(kind: K, worker: JobWorker<P>) {
      memory.work(kind, worker);
      const redis = createPatientRedisClient(url);
      if (!redis) return;
      // The payload's type is the reviver's business: nobody else makes one.
      const plain = worker as unknown as JobWorker<unknown>;
      workers.push({ redis, running: startJobWorker({ kind, scope, redis, rules, worker: plain }) });
    },
    async counts() {
      const [here, there] = await Promise.all([memory.counts(), ask((each, redis) => each.counts(redis))]);
      const sum = (name: keyof Omit<JobCounts, 'complete'>): number =>
        (there ?? []).reduce((total, each) => total + each[name], here[name]);
      return {
        waiting: sum('waiting'),
        delayed: sum('delayed'),
        active: sum('active'),
        dead: sum('dead'),
        complete: there !== undefined,
      };
    },
    async dead() {
      const [here, there] = await Promise.all([memory.dead(), ask((each, redis) => each.dead(redis))]);
      const letters: DeadLetter[] = [...here.letters, ...(there ?? []).flat()];
      letters.sort((a, b) => b.diedAt - a.diedAt);
      return { letters, complete: there !== undefined };
    },
    health: () => ({ kind: 'redis', ...link.health(), onlyHere: memory.size() }),
    async drain(ms) {
      clearInterval(timer);
      await Promise.all([memory.drain(ms), ...workers.map(({ running }) => running.drain(ms))]);
      await handing;
      await handOver();
      for (const { redis } of workers) redis.disconnect();
      await link.close();
      return { lost: memory.size() };
    },
  };
}

/** Jobs in this process alone: what a bot without Redis works with, and one whose Redis is away in the meantime. */
import { createClaims } from './claims.js';
import {
  DEAD_KEPT,
  DEAD_LISTED,
  JOB_RULES,
  type JobRules,
  NOT_UNDERSTOOD,
  pauseAfter,
  REMEMBERED_MS,
  reasonOf,
} from './job-rules.js';
import { createJob, type Steps } from './job-steps.js';
import type { Clock } from './ports.js';
import type { DeadLetter, JobEnd, Jobs, JobWorker } from './ports-jobs.js';
import { within } from './within.js';

/** A job that is not being worked on. */
export interface HeldJob<K extends string = string> {
  readonly kind: K;
  readonly id: string;
  /** The payload as JSON, so that memory does not behave differently from Redis. */
  readonly text: string;
  readonly acceptedAt: number;
  readonly dueAt: number;
  readonly failures: number;
  readonly steps: Steps;
}

export interface MemoryJobs<K extends string> extends Jobs<K> {
  /** Takes a job that somebody else has accepted. */
  hold(job: HeldJob<K>): void;
  /** Gives away everything that is not being worked on. */
  release(): readonly HeldJob<K>[];
  /** How many there are that have not ended. */
  size(): number;
}

export interface MemoryJobsOptions<K extends string> {
  readonly kinds: readonly K[];
  readonly clock: Clock;
  readonly rules?: JobRules | undefined;
  /** Hears of every job that has ended for good here. */
  readonly ended?: (kind: K, id: string) => void;
}

interface Bench<K extends string> {
  readonly held: HeldJob<K>[];
  readonly running: Set<Promise<void>>;
  worker: JobWorker<unknown> | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** The text of a payload; throws a `TypeError` when it is not JSON. */
export function payloadText(payload: unknown): string {
  const text: string | undefined = JSON.stringify(payload);
  if (text === undefined) throw new TypeError('a payload must be JSON');
  return text;
}

/** Runs one turn of a worker over a stored payload; rejects when the handler throws. */
export async function turn(
  worker: JobWorker<unknown>,
  text: string,
  parts: Omit<Parameters<typeof createJob>[0], 'payload'>,
): Promise<JobEnd> {
  let payload: unknown;
  try {
    payload = worker.revive(JSON.parse(text));
  } catch {
    payload = undefined;
  }
  if (payload === undefined) return { kind: 'dead', reason: NOT_UNDERSTOOD };
  return worker.handle(createJob({ ...parts, payload }));
}

/** Jobs in memory. They are gone with the process; `drain` says how many. */
export function createMemoryJobs<K extends string>(options: MemoryJobsOptions<K>): MemoryJobs<K> {
  const { kinds, clock, rules = JOB_RULES, ended } = options;
  const claims = createClaims(clock);
  const benches = new Map<K, Bench<K>>();
  for (const kind of kinds) {
    benches.set(kind, { held: [], running: new Set(), worker: undefined, timer: undefined });
  }
  const letters: DeadLetter[] = [];
  const stopping = new AbortController();
  let draining = false;
  let active = 0;

  const bench = (kind: K): Bench<K> => {
    const found = benches.get(kind);
    if (!found) throw new RangeError(`no such kind of job: ${kind}`);
    return found;
  };

  const finish = (job: HeldJob<K>, end: JobEnd, failures: number): void => {
    if (end.kind === 'again') {
      hold({ ...job, failures, dueAt: clock.now() + end.delayMs });
      return;
    }
    if (end.kind === 'dead') {
      const { kind, id } = job;
      letters.unshift({ kind, id, reason: end.reason, attempts: failures + 1, diedAt: clock.now() });
      letters.length = Math.min(letters.length, DEAD_KEPT);
    }
    ended?.(job.kind, job.id);
  };

  const run = async (job: HeldJob<K>, worker: JobWorker<unknown>): Promise<void> => {
    const { id, acceptedAt, steps, failures } = job;
    active += 1;
    try {
      const parts = { id, acceptedAt, steps, attempt: failures + 1, signal: stopping.signal };
      finish(job, await turn(worker, job.text, { ...parts, save: async () => true }), failures);
    } catch (error) {
      const failed = failures + 1;
      // Broken off by us: no failure of its own.
      if (stopping.signal.aborted) hold({ ...job, dueAt: clock.now() });
      else if (failed >= rules.attempts) finish(job, { kind: 'dead', reason: reasonOf(error) }, failures);
      else finish(job, { kind: 'again', delayMs: pauseAfter(failed, rules) }, failed);
    } finally {
      active -= 1;
    }
  };

  const pump = (kind: K): void => {
    const { held, running, worker, timer } = bench(kind);
    clearTimeout(timer);
    while (!draining && worker && running.size < worker.concurrency) {
      const next = held[0];
      if (!next) return;
      const wait = next.dueAt - clock.now();
      if (wait > 0) {
        const later = setTimeout(() => pump(kind), Math.min(wait, 60_000));
        later.unref();
        bench(kind).timer = later;
        return;
      }
      held.shift();
      const work = run(next, worker);
      running.add(work);
      void work.finally(() => {
        running.delete(work);
        pump(kind);
      });
    }
  };

  function hold(job: HeldJob<K>): void {
    const { held } = bench(job.kind);
    const behind = held.findIndex(({ dueAt }) => dueAt > job.dueAt);
    held.splice(behind < 0 ? held.length : behind, 0, job);
    pump(job.kind);
  }

  const everyHeld = (): HeldJob<K>[] => [...benches.values()].flatMap(({ held }) => held);
  const size = (): number => active + everyHeld().length;

  return {
    async enqueue(kind, id, payload, { delayMs = 0 } = {}) {
      const text = payloadText(payload);
      bench(kind);
      if (!claims.take(JSON.stringify([kind, id]), REMEMBERED_MS)) return 'known';
      const now = clock.now();
      const steps: Steps = Object.create(null);
      hold({ kind, id, text, acceptedAt: now, dueAt: now + delayMs, failures: 0, steps });
      return 'accepted';
    },
    work<P>(kind: K, worker: JobWorker<P>) {
      const seat = bench(kind);
      if (seat.worker) throw new Error(`jobs of the kind ${kind} have a worker already`);
      // The payload's type is the reviver's business: nobody else makes one.
      seat.worker = worker as unknown as JobWorker<unknown>;
      pump(kind);
    },
    async counts() {
      const now = clock.now();
      const due = everyHeld().map(({ dueAt }) => dueAt <= now);
      const waiting = due.filter(Boolean).length;
      return { waiting, delayed: due.length - waiting, active, dead: letters.length, complete: true };
    },
    dead: async () => ({ letters: letters.slice(0, DEAD_LISTED * kinds.length), complete: true }),
    health: () => ({ kind: 'memory', connected: true, problem: undefined, onlyHere: size() }),
    async drain(ms) {
      draining = true;
      const rest = (): Promise<unknown> =>
        Promise.all([...benches.values()].flatMap(({ running }) => [...running]));
      if ((await within(rest, ms)).kind === 'late') {
        stopping.abort(new Error('the process stops'));
        await within(rest, rules.graceMs);
      }
      for (const { timer } of benches.values()) clearTimeout(timer);
      return { lost: size() };
    },
    hold,
    release() {
      return [...benches.values()].flatMap(({ held }) => held.splice(0));
    },
    size,
  };
}

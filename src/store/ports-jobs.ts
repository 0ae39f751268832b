/** What the rest of the product asks of durable work: jobs accepted once, with steps that are remembered across a crash. */
import type { Revive } from './ports.js';

/** How a handler's turn ended. A handler that throws is tried again later, a few times. */
export type JobEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly delayMs: number }
  | { readonly kind: 'dead'; readonly reason: string };

/** One effect that other people see and that must not happen twice. Values are JSON. */
export interface StepWork<T> {
  readonly revive: Revive<T>;
  /**
   * Looks whether the effect is there already. Asked only when an earlier turn began the step and its end is not known
   * (killed in between). Undefined means: certainly not there. Throws when it cannot look, and the job is tried later.
   */
  find(signal: AbortSignal): Promise<T | undefined>;
  act(signal: AbortSignal): Promise<T>;
}

export interface Job<P> {
  readonly id: string;
  readonly payload: P;
  /** 1 at first, one more after every failure. Neither a reschedule nor a killed process counts. */
  readonly attempt: number;
  /** Milliseconds: when it was accepted. */
  readonly acceptedAt: number;
  /** Ends when the process stops, and when the job is no longer ours. */
  readonly signal: AbortSignal;
  /** What a step that is done came to (JSON, to be judged by the reader), in this turn or an earlier one. */
  was(step: string): unknown;
  /** Records that a step is done; the last word counts. Throws when the job is no longer ours. */
  done(step: string, value: unknown): Promise<void>;
  /**
   * Does a step once: remembered, its value is given back; begun and not ended, it is looked for; otherwise it is done,
   * after its beginning has been recorded. Throws when the job is no longer ours, and then nothing was done.
   */
  step<T>(name: string, work: StepWork<T>): Promise<T>;
  /** To be returned by the handler: once more after a while, with all steps remembered. */
  reschedule(delayMs: number): JobEnd;
}

export interface JobWorker<P> {
  /** Reads the payload; a job whose payload nobody understands is a dead letter at once. */
  readonly revive: Revive<P>;
  /** How many at once in this process. */
  readonly concurrency: number;
  /** Has to end by itself: whatever it waits for needs a limit of its own, or the job is held for as long as we live. */
  readonly handle: (job: Job<P>) => Promise<JobEnd>;
}

export interface DeadLetter {
  readonly kind: string;
  readonly id: string;
  readonly reason: string;
  readonly attempts: number;
  /** Milliseconds. */
  readonly diedAt: number;
}

export interface JobCounts {
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly dead: number;
  /** False when the shared store could not be asked: the numbers are then this process's own. */
  readonly complete: boolean;
}

export interface JobsHealth {
  readonly kind: 'memory' | 'redis';
  readonly connected: boolean;
  readonly problem: string | undefined;
  /** Jobs that would be lost with this process, because the shared store was away when they came. */
  readonly onlyHere: number;
}

/**
 * Durable work of a fixed set of kinds. A job runs at least once; with its steps, every effect happens once. With Redis,
 * what was accepted outlives this process; while Redis is away, new jobs are accepted and worked on here, and what has not
 * begun is handed over when it is back.
 */
export interface Jobs<K extends string = string> {
  /**
   * Accepts a job unless one of this kind and id has been accepted within 24 hours. `payload` must be JSON (throws a
   * `TypeError` otherwise). Never rejects for anything the store does.
   */
  enqueue(
    kind: K,
    id: string,
    payload: unknown,
    options?: { readonly delayMs?: number },
  ): Promise<'accepted' | 'known'>;
  /** Begins to work on a kind; once per kind. */
  work<P>(kind: K, worker: JobWorker<P>): void;
  counts(): Promise<JobCounts>;
  /** The newest dead letters, at most 100 of each kind; `complete` as in {@link JobCounts}. */
  dead(): Promise<{ readonly letters: readonly DeadLetter[]; readonly complete: boolean }>;
  health(): JobsHealth;
  /**
   * Takes nothing more, waits up to so many milliseconds for what runs, then ends its signals and hands it back. Returns
   * how many were not ended here and are kept nowhere else. Ends everything; call it once, last.
   */
  drain(ms: number): Promise<{ readonly lost: number }>;
}

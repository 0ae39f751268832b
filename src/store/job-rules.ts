/** How patient durable work is: tries, pauses between them, and how long things are remembered. */

export interface JobRules {
  /** How often a job that fails is tried in all. */
  readonly attempts: number;
  /** The pause after the first failure, milliseconds; doubled each time. */
  readonly retryMs: number;
  /** A process that has not been heard of for so long no longer holds its jobs. */
  readonly lockMs: number;
  /** How often it is looked for such jobs. */
  readonly lostEveryMs: number;
  /** How often a job may take its process down with it before it counts as poison. */
  readonly crashes: number;
  /** How long a handler may go on after its signal has ended. */
  readonly graceMs: number;
}

/** 1, 2, 4 and 8 s between five tries. */
export const JOB_RULES: JobRules = {
  attempts: 5,
  retryMs: 1_000,
  lockMs: 15_000,
  lostEveryMs: 5_000,
  crashes: 3,
  graceMs: 1_000,
};

/** A job's id is remembered for so long after it came; Slack's own retries end after an hour, or a day at most. */
export const REMEMBERED_MS = 24 * 3_600_000;
export const DEAD_KEPT_MS = 7 * 24 * 3_600_000;
export const DEAD_KEPT = 1_000;
export const DEAD_LISTED = 100;

/** The pause before the next try, after so many failures. */
export const pauseAfter = (failures: number, rules: JobRules): number =>
  rules.retryMs * 2 ** Math.min(failures - 1, 10);

/** What is kept of a failure. */
export function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message || error.name : String(error);
  return said.slice(0, 300);
}

export const NOT_UNDERSTOOD = 'the payload was not understood';

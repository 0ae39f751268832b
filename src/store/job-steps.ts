/** The memory of a job's steps, and what is done with it: the same in memory and on Redis. */
import { z } from 'zod';
import type { Revive } from './ports.js';
import type { Job, JobEnd, StepWork } from './ports-jobs.js';

/** A step was begun; with a value it has ended too. */
const step = z.object({ ended: z.boolean(), value: z.unknown().optional() });
const book = z.record(z.string(), step);
/** No prototype, so that a step may be called anything. */
export type Steps = Record<string, { readonly ended: boolean; readonly value?: unknown }>;

/** Reads stored steps; what is not ours counts as none. */
export function stepsFrom(text: string | null | undefined): Steps {
  const steps: Steps = Object.create(null);
  if (!text) return steps;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return steps;
  }
  const parsed = book.safeParse(body);
  return parsed.success ? Object.assign(steps, parsed.data) : steps;
}

/** The job has been given to somebody else, or is gone: whatever this turn still does must not be seen. */
export class JobLost extends Error {
  constructor(id: string) {
    super(`the job ${id} is no longer ours`);
    this.name = 'JobLost';
  }
}

export interface JobParts<P> {
  readonly id: string;
  readonly payload: P;
  readonly attempt: number;
  readonly acceptedAt: number;
  readonly signal: AbortSignal;
  /** Changed in place as steps begin and end. */
  readonly steps: Steps;
  /** Stores all steps, if the job is still ours: false when it is not. */
  readonly save: (steps: Steps) => Promise<boolean>;
}

/** Makes the job that a handler is given. */
export function createJob<P>({ steps, save, ...facts }: JobParts<P>): Job<P> {
  const record = async (name: string, entry: Steps[string]): Promise<void> => {
    const next: Steps = Object.assign(Object.create(null), steps, { [name]: entry });
    if (!(await save(next))) throw new JobLost(facts.id);
    steps[name] = entry;
  };
  const done = (name: string, value: unknown) =>
    record(name, { ended: true, value: JSON.parse(JSON.stringify(value ?? null)) });
  return {
    ...facts,
    was: (name) => (steps[name]?.ended ? steps[name].value : undefined),
    done,
    async step<T>(name: string, { revive, find, act }: StepWork<T>): Promise<T> {
      const before = steps[name];
      const remembered = before?.ended ? revived(before.value, revive) : undefined;
      if (remembered !== undefined) return remembered;
      // Recorded even when it was begun before: this is where we learn whether the job is still ours.
      await record(name, { ended: false });
      const found = before ? await find(facts.signal) : undefined;
      const value = found ?? (await act(facts.signal));
      await done(name, value);
      return value;
    },
    reschedule: (delayMs): JobEnd => ({ kind: 'again', delayMs: Math.max(0, delayMs) }),
  };
}

function revived<T>(value: unknown, revive: Revive<T>): T | undefined {
  try {
    return revive(value);
  } catch {
    return undefined;
  }
}

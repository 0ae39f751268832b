/** Waits for work no longer than so many milliseconds. */
import { setTimeout as wait } from 'node:timers/promises';

/** The result, or `otherwise` when it takes longer than that many milliseconds. */
export async function within<T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> {
  const timer = new AbortController();
  try {
    return await Promise.race([work, wait(ms, otherwise, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}

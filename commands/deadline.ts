/** Runs a question under its own deadline, and ends it when the person stops waiting. */
import type { Asking } from '../src/app.js';

/** Time kept back from the deadline for concluding and rendering with what is there, milliseconds. */
const RESERVE_MS = 150;

/** The signal fires a little before the deadline, so that the answer itself is on time. */
export async function underDeadline<T>(asking: Asking, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const forMs = Math.max(1, asking.timeoutMs - Math.min(RESERVE_MS, asking.timeoutMs / 4));
  const timer = setTimeout(() => controller.abort(), forMs);
  const stop = (): void => controller.abort();
  if (asking.signal.aborted) stop();
  asking.signal.addEventListener('abort', stop, { once: true });
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
    asking.signal.removeEventListener('abort', stop);
  }
}

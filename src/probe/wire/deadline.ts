/** One deadline for everything a probe does, as a signal and as the time that is left. */

export interface Deadline {
  /** Fires once: at the deadline, or when the asker gave up. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left, never below zero. */
  left(): number;
  /** Milliseconds that were given at the start. */
  readonly timeoutMs: number;
  /** Stops the timer; to be called when the probe is over. */
  dispose(): void;
}

/**
 * Starts a deadline `timeoutMs` from now. `outer` ends it early: the asker has gone, or a larger deadline is over.
 */
export function startDeadline(timeoutMs: number, outer?: AbortSignal): Deadline {
  const end = performance.now() + timeoutMs;
  const own = new AbortController();
  const giveUp = (): void => own.abort();
  const timer = setTimeout(giveUp, timeoutMs);
  if (outer?.aborted) giveUp();
  outer?.addEventListener('abort', giveUp, { once: true });
  return {
    signal: own.signal,
    timeoutMs,
    left: () => (own.signal.aborted ? 0 : Math.max(0, end - performance.now())),
    dispose() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', giveUp);
    },
  };
}

/** What a promise came to, or `undefined` when the signal fired first. Rejections pass; late ones are swallowed. */
export function withinSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const over = (): void => resolve(undefined);
    if (signal.aborted) over();
    signal.addEventListener('abort', over, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', over));
  });
}

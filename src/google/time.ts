/** Time inside a call: a signal with an end of its own, and a pause that a signal cuts short. */

/** A signal that fires with the caller's, or after `ms`; to be released when the work is done. */
export function linked(parent: AbortSignal, ms: number) {
  const own = new AbortController();
  const fire = (): void => own.abort();
  const timer = setTimeout(fire, ms);
  parent.addEventListener('abort', fire, { once: true });
  if (parent.aborted) fire();
  const fired = new Promise<void>((resolve) => {
    if (own.signal.aborted) resolve();
    else own.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return {
    signal: own.signal,
    fired,
    release: (): void => {
      clearTimeout(timer);
      parent.removeEventListener('abort', fire);
    },
  };
}

/** Waits `ms`, at most until the signal fires; false when it did. */
export function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (whole: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      resolve(whole);
    };
    const aborted = (): void => end(false);
    const timer = setTimeout(() => end(true), ms);
    signal.addEventListener('abort', aborted, { once: true });
  });
}

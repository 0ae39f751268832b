/** Time inside a call: a signal with an end of its own, and a pause that a signal cuts short. */
import { setMaxListeners } from 'node:events';

export interface Linked {
  /** Fires with the parent, or when the time is over. */
  readonly signal: AbortSignal;
  /** Resolves when {@link signal} fires. */
  readonly fired: Promise<void>;
  /** To be called when the work is done: leaves neither a timer nor a listener behind. */
  readonly release: () => void;
}

/** A signal that fires with `parent`, or after `ms`. */
export function linked(parent: AbortSignal, ms: number): Linked {
  const own = new AbortController();
  const fire = (): void => own.abort();
  // One question asks many things at once under one signal: many listeners are no leak here.
  setMaxListeners(0, parent);
  const timer = setTimeout(fire, ms);
  parent.addEventListener('abort', fire, { once: true });
  const fired = new Promise<void>((resolve) => {
    own.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  if (parent.aborted) fire();
  return {
    signal: own.signal,
    fired,
    release: () => {
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

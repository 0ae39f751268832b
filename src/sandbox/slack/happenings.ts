/** The log of everything that happens, and waiting for something in it without sleeping. */
import type { Happening } from './types.js';

export interface Happenings {
  readonly all: readonly Happening[];
  add(happening: Happening): void;
  /** Calls the listener for everything from now on; the result takes it off again. */
  on(listener: (happening: Happening) => void): () => void;
  /**
   * The first happening that fits, from the past or the future. `from` skips that many of the past. Rejects after
   * `withinMs` (10 s by default) with a list of what did happen.
   */
  until<T extends Happening>(
    fits: (happening: Happening) => happening is T,
    options?: { readonly from?: number; readonly withinMs?: number },
  ): Promise<T>;
  until(
    fits: (happening: Happening) => boolean,
    options?: { readonly from?: number; readonly withinMs?: number },
  ): Promise<Happening>;
}

export function createHappenings(): Happenings {
  const all: Happening[] = [];
  const listeners = new Set<(happening: Happening) => void>();

  function until(
    fits: (happening: Happening) => boolean,
    options: { readonly from?: number; readonly withinMs?: number } = {},
  ): Promise<Happening> {
    const past = all.slice(options.from ?? 0).find(fits);
    if (past !== undefined) return Promise.resolve(past);
    const withinMs = options.withinMs ?? 10_000;
    return new Promise((resolve, reject) => {
      const listener = (happening: Happening): void => {
        if (!fits(happening)) return;
        done();
        resolve(happening);
      };
      const timer = setTimeout(() => {
        done();
        const seen = all.slice(-20).map((happening) => happening.type);
        reject(new Error(`Nothing that fits within ${withinMs} ms. Last: ${seen.join(', ')}`));
      }, withinMs);
      const done = (): void => {
        clearTimeout(timer);
        listeners.delete(listener);
      };
      listeners.add(listener);
    });
  }

  return {
    all,
    add(happening) {
      all.push(happening);
      for (const listener of [...listeners]) listener(happening);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    until: until as Happenings['until'],
  };
}

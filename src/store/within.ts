/** Work that may not take longer than so long, and how it ended. */

export type End<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'late' };

/**
 * Waits for work up to a limit in milliseconds. Never rejects; work that comes late is forgotten.
 * When the process itself was busy past the limit, the answer may be lying in the socket: the loop goes round once more
 * before the work counts as late, so that our own slowness is not blamed on the other side.
 */
export function within<T>(work: () => Promise<T>, limitMs: number): Promise<End<T>> {
  return new Promise((resolve) => {
    const late = (): void => resolve({ kind: 'late' });
    const timer = setTimeout(() => setImmediate(() => setImmediate(late)), limitMs);
    const settle = (end: End<T>): void => {
      clearTimeout(timer);
      resolve(end);
    };
    Promise.resolve()
      .then(work)
      .then(
        (value) => settle({ kind: 'done', value }),
        (error: unknown) => settle({ kind: 'failed', error }),
      );
  });
}

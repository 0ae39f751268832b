/** The store for one process alone: what the terminal and a bot without Redis remember with. */
import type { Metrics } from '../metrics/ports.js';
import { createClaims } from './claims.js';
import { createFactCache } from './fact-cache.js';
import type { Clock, FactCache, Once } from './ports.js';

/**
 * A fact cache in this process. `version` and `identity` as in {@link FactCacheParts}; they matter only to keep the two
 * stores alike.
 */
export function createMemoryFactCache(options: {
  readonly clock: Clock;
  readonly version: string;
  readonly identity: string;
  readonly metrics?: Metrics | undefined;
}): FactCache {
  return createFactCache({ ...options, shared: undefined });
}

/** Once in this process. */
export function createMemoryOnce(options: { readonly clock: Clock }): Once {
  const claims = createClaims(options.clock);
  return {
    claim: async (key, ttlMs) => claims.take(key, ttlMs),
    close: async () => undefined,
  };
}

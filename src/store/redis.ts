/** The stores for several processes: facts shared and things done once through Redis, or as if alone while it is away. */
import type { Metrics } from '../metrics/ports.js';
import { createClaims } from './claims.js';
import { createFactCache } from './fact-cache.js';
import { fingerprint } from './keys.js';
import type { Clock, FactCache, Once } from './ports.js';
import { openRedis, type RedisLinkOptions } from './redis-link.js';
import { openRedisStore } from './redis-store.js';

/**
 * A fact cache that shares through Redis. It begins to connect at once and never throws for anything Redis does.
 * `version` and `identity` as in {@link FactCacheParts}; `limitMs` is how long one operation may take, 50 by default.
 */
export function createRedisFactCache(
  options: RedisLinkOptions & {
    readonly clock: Clock;
    readonly version: string;
    readonly identity: string;
    readonly metrics?: Metrics | undefined;
  },
): FactCache {
  const { clock, version, identity, metrics } = options;
  return createFactCache({ shared: openRedisStore(options), clock, version, identity, metrics });
}

/**
 * Once among all processes that use this Redis with the same `scope` (e.g. the Slack team and app; two bots that share a
 * Redis must not take each other's work). While Redis is away: once in this process.
 */
export function createRedisOnce(
  options: RedisLinkOptions & { readonly clock: Clock; readonly scope?: string | undefined },
): Once {
  const link = openRedis(options, 'work');
  const claims = createClaims(options.clock);
  return {
    async claim(key, ttlMs) {
      // First here, so that two deliveries to this process cannot both go on to ask Redis, or both fall back.
      if (!claims.take(key, ttlMs)) return false;
      const name = `iap-doctor:once:${fingerprint('once', options.scope ?? '', key)}`;
      const forMs = Math.max(1, Math.ceil(ttlMs));
      const reply = await link.run('write', async (redis) => ({
        said: (await redis.set(name, '1', 'PX', forMs, 'NX')) as unknown,
      }));
      // Only a plain "it was there already" takes the work away from us; a silent or strange Redis does not.
      return reply === undefined || reply.said !== null;
    },
    close: () => link.close(),
  };
}

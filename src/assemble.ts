/** Puts the parts together that both composition roots need: Google, the shared memory, and the clock. */
import type { App } from './app.js';
import type { Config, Environment } from './config.js';
import { createGoogle, type GoogleConnection } from './google/index.js';
import { newReference } from './reference.js';
import { createMemoryFactCache, createMemoryOnce } from './store/memory.js';
import type { Clock, FactCache, Once } from './store/ports.js';
import { createRedisFactCache, createRedisOnce } from './store/redis.js';
import { version } from './version.js';

export interface Assembled {
  readonly app: App;
  readonly google: GoogleConnection;
  readonly cache: FactCache;
  readonly close: () => Promise<void>;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Who we are to Google, as far as it can be told without a call: part of every cache key. */
const identityOf = (environment: Environment): string =>
  environment.googleEndpoint === undefined
    ? 'application-default'
    : `${environment.googleEndpoint.host} ${environment.googleToken}`;

/** The product's working parts. Nothing is connected before it is needed. */
export function assemble(config: Config, environment: Environment): Assembled {
  const google = createGoogle({
    endpoint: environment.googleEndpoint,
    token: environment.googleToken,
    userAgent: `iap-doctor/${version()}`,
  });
  const base = { clock: systemClock, version: version(), identity: identityOf(environment) };
  const cache =
    environment.redisUrl === undefined
      ? createMemoryFactCache(base)
      : createRedisFactCache({ ...base, url: environment.redisUrl });
  return {
    app: { config, google, cache, clock: systemClock, newReference },
    google,
    cache,
    close: async () => {
      await cache.close();
      google.close();
    },
  };
}

/** Exactly-once among the processes that share the store. */
export function assembleOnce(environment: Environment): Once {
  return environment.redisUrl === undefined
    ? createMemoryOnce({ clock: systemClock })
    : createRedisOnce({ clock: systemClock, url: environment.redisUrl });
}

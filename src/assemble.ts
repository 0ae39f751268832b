/** Puts the parts together that both composition roots need: Google, the shared memory, and the clock. */
import { randomUUID } from 'node:crypto';
import type { App } from './app.js';
import type { Config, Environment } from './config.js';
import { createGoogle, type GoogleConnection } from './google/index.js';
import type { Metrics } from './metrics/ports.js';
import { newReference } from './reference.js';
import { fingerprint } from './store/keys.js';
import { createMemoryFactCache, createMemoryOnce } from './store/memory.js';
import { createMemoryJobs } from './store/memory-jobs.js';
import { createMemoryNotes } from './store/memory-notes.js';
import { createMemoryOutbox } from './store/outbox.js';
import { OUTBOX_RULES } from './store/outbox-channel.js';
import type { Clock, FactCache, Once } from './store/ports.js';
import type { Jobs } from './store/ports-jobs.js';
import type { Notes } from './store/ports-notes.js';
import type { Outbox, OutboxSender } from './store/ports-outbox.js';
import type { StoreLogger } from './store/redis-link.js';
import { version } from './version.js';

export interface Assembled {
  readonly app: App;
  readonly google: GoogleConnection;
  readonly cache: FactCache;
  readonly close: () => Promise<void>;
}

export const systemClock: Clock = { now: () => Date.now() };

/**
 * Whose facts may be shared: two callers are shown different things, so this is part of every key in Redis. A caller
 * whose address is not known (a person's own credentials carry none) shares with nobody.
 */
async function identityOf(environment: Environment, google: GoogleConnection): Promise<string> {
  const { googleEndpoint, googleToken } = environment;
  if (googleEndpoint !== undefined) return `${googleEndpoint.host} ${googleToken}`;
  return (await google.caller()) ?? randomUUID();
}

/**
 * How long one look into the shared memory may take. A busy process is late by itself now and then; giving up the sharing
 * for that would ask Google everything again, at the very moment when many people ask.
 */
const FACTS_MS = 100;

/** The shared memory if there is to be one. Memory of its own needs no identity, so nothing waits for it there. */
async function openCache(
  environment: Environment,
  google: GoogleConnection,
  logger: StoreLogger | undefined,
  metrics: Metrics | undefined,
): Promise<FactCache> {
  const base = { clock: systemClock, version: version(), metrics };
  const { redisUrl: url } = environment;
  if (url === undefined) return createMemoryFactCache({ ...base, identity: 'this process' });
  const [{ createRedisFactCache }, identity] = await Promise.all([redis(), identityOf(environment, google)]);
  return createRedisFactCache({ ...base, identity, url, logger, limitMs: FACTS_MS });
}

/** The Redis client is a fifth of the start-up, so whoever has no Redis does not load it. */
const redis = () => import('./store/redis.js');

/**
 * The product's working parts. Nothing is connected before it is needed, except for Redis, and for that it is found out
 * who we are to Google (at most two seconds). `logger` hears how Redis fares; without one nobody does. `metrics` counts
 * what is asked of Google and of the memory.
 */
export async function assemble(
  config: Config,
  environment: Environment,
  logger?: StoreLogger,
  metrics?: Metrics,
): Promise<Assembled> {
  const google = createGoogle({
    endpoint: environment.googleEndpoint,
    token: environment.googleToken,
    userAgent: `iap-doctor/${version()}`,
    metrics,
  });
  const cache = await openCache(environment, google, logger, metrics);
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

/** What the Slack side keeps beside facts, shared among the processes that serve the same Slack app. */
export interface Shared {
  readonly once: Once;
  readonly notes: Notes;
  readonly openJobs: (kinds: readonly string[]) => Jobs;
  readonly openOutbox: (sender: OutboxSender) => Outbox;
  readonly close: () => Promise<void>;
}

/** Messages of the bot in one channel within an hour, where nothing is configured. */
const HOURLY_BUDGET = 1_200;

/**
 * In Redis where there is one, else in this process. The Slack app's token is the name they share it by, hashed.
 * `perHour` is how many messages a channel gets within an hour.
 */
export async function assembleShared(
  environment: Environment,
  logger?: StoreLogger,
  perHour: number = HOURLY_BUDGET,
): Promise<Shared> {
  const { redisUrl: url, slackBotToken: token } = environment;
  const clock = systemClock;
  const rules = { ...OUTBOX_RULES, perHour };
  if (url === undefined) {
    return {
      once: createMemoryOnce({ clock }),
      notes: createMemoryNotes({ clock }),
      openJobs: (kinds) => createMemoryJobs({ kinds, clock }),
      openOutbox: (sender) => createMemoryOutbox({ clock, sender, rules }),
      close: async () => undefined,
    };
  }
  const scope = token === undefined ? undefined : fingerprint('slack bot token', token);
  const [{ createRedisOnce }, { createRedisJobs }, { createRedisOutbox }, { createRedisNotes }] =
    await Promise.all([
      redis(),
      import('./store/redis-jobs.js'),
      import('./store/redis-outbox.js'),
      import('./store/redis-notes.js'),
    ]);
  const base = { clock, url, logger, scope };
  const once = createRedisOnce(base);
  // That Redis is away is told once, not by everybody who uses it.
  const notes = createRedisNotes({ clock, url, scope });
  return {
    once,
    notes,
    openJobs: (kinds) => createRedisJobs({ ...base, kinds }),
    openOutbox: (sender) => createRedisOutbox({ ...base, sender, rules }),
    close: async () => void (await Promise.all([once.close(), notes.close()])),
  };
}

/** A connection to Redis that may be away, slow or mad at any time and never costs more than a moment. */
import type { Redis } from 'ioredis';
import { createRedisClient, isReply, messageOf } from './redis-connection.js';
import { within } from './within.js';

/** Takes what `pino` takes. Changes of state are logged, never commands or values. */
export interface StoreLogger {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
}

export interface RedisLinkOptions {
  /** `redis://` or `rediss://`, with user, password and database as usual. */
  readonly url: string;
  readonly logger?: StoreLogger | undefined;
  /** How long one operation may take, milliseconds; 50 by default. */
  readonly limitMs?: number | undefined;
}

export interface RedisLink {
  /**
   * Runs an operation if Redis is believed to answer. Undefined when it is not, when it takes longer than the limit, and
   * when it refuses; never rejects. `what` names the kind of operation for the report of refusals.
   */
  run<R>(what: 'read' | 'write', operation: (redis: Redis) => Promise<R>): Promise<R | undefined>;
  health(): { readonly connected: boolean; readonly problem: string | undefined };
  /** Milliseconds since the connection broke last and came back; undefined when it never broke. */
  backForMs(): number | undefined;
  close(): Promise<void>;
}

const LIMIT_MS = 50;
/** After an operation that was too slow Redis is left alone for so long; doubled when it happens again within a minute. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 30_000;
/** A failed test of an open connection is repeated after this time. */
const RETEST_MS = 500;
/** A peer that takes so many tests and says nothing is dropped and dialled again. */
const SILENT_TESTS = 6;

/**
 * Opens a link and begins to connect. Operations are skipped at once while Redis is away; in the background it is dialled
 * again and tested with PING, so that no question pays for finding out. Only the very first operations wait, up to the
 * limit, for the connection to come up. `shared` says in the log what the link is for.
 */
export function openRedis(
  { url, logger, limitMs = LIMIT_MS }: RedisLinkOptions,
  shared: 'facts' | 'work',
): RedisLink {
  const redis = createRedisClient(url);
  const late = `no answer within ${limitMs} ms`;
  let state: 'starting' | 'up' | 'down' | 'closed' = 'starting';
  let trouble: string | undefined;
  const refusals = new Map<'read' | 'write', string>();
  let restMs = FIRST_REST_MS;
  let restedAt = Number.NEGATIVE_INFINITY;
  let testing = false;
  let silence = 0;
  let nextTest: NodeJS.Timeout | undefined;
  let broke = false;
  let backAt: number | undefined;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  const goUp = (): void => {
    if (state === 'closed') return;
    if (state === 'down') logger?.info({ shared }, 'Redis answers again');
    if (broke) backAt = performance.now();
    broke = false;
    state = 'up';
    trouble = undefined;
    begin();
  };
  const goDown = (why: string): void => {
    trouble = why;
    if (state === 'down' || state === 'closed') return;
    state = 'down';
    logger?.warn({ shared, problem: why }, 'Redis is away: this process goes on alone');
    begin();
  };
  const testIn = (ms: number): void => {
    clearTimeout(nextTest);
    nextTest = setTimeout(() => void test(), ms);
    nextTest.unref();
  };
  const test = async (): Promise<void> => {
    if (testing || state === 'closed' || redis?.status !== 'ready') return;
    testing = true;
    const end = await within(() => redis.ping(), limitMs);
    testing = false;
    silence = end.kind === 'late' ? silence + 1 : 0;
    if (end.kind === 'done' && end.value === 'PONG') {
      goUp();
      return;
    }
    if (end.kind === 'failed') goDown(messageOf(end.error));
    else goDown(end.kind === 'late' ? late : 'PING was answered with nonsense');
    if (silence < SILENT_TESTS) {
      testIn(RETEST_MS);
      return;
    }
    silence = 0;
    redis.disconnect(true);
  };
  const rest = (): void => {
    if (state !== 'up') return;
    goDown(late);
    const again = performance.now() - restedAt < 60_000;
    restMs = again ? Math.min(restMs * 2, LONGEST_REST_MS) : FIRST_REST_MS;
    restedAt = performance.now();
    testIn(restMs);
  };

  if (redis) {
    redis.on('error', (error: unknown) => {
      trouble = messageOf(error);
    });
    redis.on('ready', () => void test());
    redis.on('close', () => {
      clearTimeout(nextTest);
      broke = true;
      goDown(trouble ?? 'the connection was closed');
    });
    // How connecting went is told by the events.
    redis.connect().catch(() => undefined);
  } else {
    goDown('the address of Redis (REDIS_URL) cannot be used');
  }

  return {
    async run(what, operation) {
      if (state === 'starting') {
        await within(() => begun, limitMs);
        if (state === 'starting') goDown(trouble ?? `no connection within ${limitMs} ms`);
      }
      if (state !== 'up' || !redis) return undefined;
      const end = await within(() => operation(redis), limitMs);
      if (end.kind === 'done') {
        refusals.delete(what);
        return end.value;
      }
      if (end.kind === 'late') rest();
      else if (isReply(end.error)) refusals.set(what, messageOf(end.error));
      return undefined;
    },
    health() {
      const refusal = [...refusals.values()][0];
      const problem = state === 'up' ? refusal : (trouble ?? 'not connected yet');
      return { connected: state === 'up', problem };
    },
    backForMs: () => (backAt === undefined ? undefined : performance.now() - backAt),
    async close() {
      if (state === 'closed') return;
      state = 'closed';
      trouble = 'closed';
      clearTimeout(nextTest);
      begin();
      if (!redis) return;
      // Between two attempts there is no connection whose end could be waited for.
      const open = redis.status === 'ready' || redis.status === 'connect' || redis.status === 'connecting';
      const ended = open ? new Promise<void>((resolve) => redis.once('end', resolve)) : Promise.resolve();
      redis.disconnect();
      await within(() => ended, 300);
    },
  };
}

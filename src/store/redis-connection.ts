/** How `ioredis` is set up so that it never queues, never repeats and never speaks up by itself. */
import { Redis, type RedisOptions } from 'ioredis';

/** After a refusal to write the connection is renewed at most this often: a replica still serves reads. */
const RENEW_EVERY_MS = 30_000;

const options: RedisOptions = {
  lazyConnect: true,
  // Nothing waits for a connection and nothing is sent twice: a lock taken late would be worse than none.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  // Whether Redis answers is found out with PING; INFO may be forbidden and CLIENT unknown.
  enableReadyCheck: false,
  disableClientInfo: true,
  connectTimeout: 3_000,
  disconnectTimeout: 100,
  keepAlive: 10_000,
  retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), 2_000),
};

/** A client for the URL, not yet connected; undefined when the URL cannot be used. */
export function createRedisClient(url: string): Redis | undefined {
  let renewedAt = Number.NEGATIVE_INFINITY;
  try {
    return new Redis(url, {
      ...options,
      // After a failover the old primary refuses to write; a new connection finds the new one.
      reconnectOnError: (error) => {
        if (!error.message.startsWith('READONLY') || performance.now() - renewedAt < RENEW_EVERY_MS)
          return false;
        renewedAt = performance.now();
        return true;
      },
    });
  } catch {
    return undefined;
  }
}

/**
 * A client for somebody whose work is in Redis and who has nothing to do without it: waits for as long as it takes, as
 * BullMQ demands of its workers. Undefined when the URL cannot be used.
 */
export function createPatientRedisClient(url: string): Redis | undefined {
  try {
    const redis = new Redis(url, {
      ...options,
      lazyConnect: false,
      enableOfflineQueue: true,
      autoResendUnfulfilledCommands: true,
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), 1_000),
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
    });
    redis.on('error', () => undefined);
    return redis;
  } catch {
    return undefined;
  }
}

/** What an error says, short, and never empty: a refused connection to two addresses at once has no message. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 200);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return (error.message || code).slice(0, 200);
}

/** A refusal that came back as the result of a script. */
export const refusal = (message: string): Error => Object.assign(new Error(message), { name: 'ReplyError' });

/** Whether an error is Redis's own answer, so that the connection is well. */
export const isReply = (error: unknown): boolean => error instanceof Error && error.name === 'ReplyError';

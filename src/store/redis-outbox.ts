/** The way out to Slack for several processes: channels kept in Redis, on Redis's clock. */
import { fingerprint } from './keys.js';
import { createOutbox, type OutboxParts, type OutboxStore } from './outbox.js';
import type { Outbox } from './ports-outbox.js';
import { openRedis, type RedisLinkOptions } from './redis-link.js';

const KEPT_MS = 24 * 3_600_000;
const LIMIT_MS = 1_000;

/** KEYS channel · answers with its text and Redis's time. */
const LOAD = `
local time = redis.call('TIME')
return { redis.call('GET', KEYS[1]) or '', time[1], time[2] }`;

/** KEYS channel waiting · ARGV before after keptMs name waits. */
const SWAP = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call(ARGV[5] == '1' and 'SADD' or 'SREM', KEYS[2], ARGV[4])
return 1`;

function openStore(options: RedisLinkOptions, scope: string): OutboxStore {
  const link = openRedis({ ...options, limitMs: options.limitMs ?? LIMIT_MS }, 'work');
  const prefix = `iap-doctor:{outbox-${fingerprint('outbox', scope)}}`;
  const waiting = `${prefix}:waiting`;
  const keyOf = (channel: string): string => `${prefix}:${fingerprint('channel', channel)}`;
  return {
    load: (channel) =>
      link.run('write', async (redis) => {
        const reply: unknown = await redis.eval(LOAD, 1, keyOf(channel));
        const [text, seconds, micros]: unknown[] = Array.isArray(reply) ? reply : [];
        const now = Math.floor(Number(seconds) * 1_000 + Number(micros) / 1_000);
        if (typeof text !== 'string' || !Number.isFinite(now)) throw new Error('the answers make no sense');
        return { text: text === '' ? undefined : text, now };
      }),
    swap: (channel, before, after, waits) =>
      link.run('write', async (redis) => {
        const args = [before ?? '', after, KEPT_MS, channel, waits ? '1' : '0'];
        return (await redis.eval(SWAP, 2, keyOf(channel), waiting, ...args)) === 1;
      }),
    backForMs: () => link.backForMs(),
    channels: () => link.run('read', (redis) => redis.smembers(waiting)),
    close: () => link.close(),
  };
}

/** The way out for all processes that share this Redis and this `scope`. */
export function createRedisOutbox(
  options: RedisLinkOptions & OutboxParts & { readonly scope?: string | undefined },
): Outbox {
  return createOutbox(openStore(options, options.scope ?? ''), options);
}

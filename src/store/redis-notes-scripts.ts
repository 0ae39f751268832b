/** What is done to one note inside Redis in one step. Every script that writes has its life in milliseconds as first argument. */

/** A key of another kind than the one that is wanted counts as empty. */
const kind = (name: string): string => `local there = redis.call('TYPE', KEYS[1]).ok == '${name}'\n`;

/** Answers with the text and the rest of its life, or nothing. */
export const FIND = `${kind('string')}
if not there then return {} end
return { redis.call('GET', KEYS[1]), tostring(redis.call('PTTL', KEYS[1])) }`;

/** ARGV life text. */
export const WRITE = `return redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1])`;

/** ARGV life text strange. Answers with what stands already and the rest of its life; nothing when it was taken. */
export const CLAIM = `${kind('string')}
local standing = there and redis.call('GET', KEYS[1]) or ''
if standing ~= ARGV[3] and standing ~= '' then return { standing, tostring(redis.call('PTTL', KEYS[1])) } end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1])
return {}`;

/** ARGV life (unused). */
export const REMOVE = `return redis.call('DEL', KEYS[1])`;

/** ARGV life member at most. */
export const ADD = `${kind('zset')}
if not there then redis.call('DEL', KEYS[1]) end
redis.call('ZADD', KEYS[1], 'NX', ARGV[3], ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[4]))
return redis.call('PEXPIRE', KEYS[1], ARGV[1])`;

/** ARGV from. */
export const MEMBERS = `${kind('zset')}
if not there then return {} end
return redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], '+inf')`;

/** ARGV life entry most. */
export const PUSH = `${kind('list')}
if not there then redis.call('DEL', KEYS[1]) end
redis.call('LREM', KEYS[1], 0, ARGV[2])
redis.call('LPUSH', KEYS[1], ARGV[2])
redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[3]) - 1)
return redis.call('PEXPIRE', KEYS[1], ARGV[1])`;

/** ARGV count. */
export const NEWEST = `${kind('list')}
if not there then return {} end
return redis.call('LRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1)`;

/** Facts and their locks in Redis: plain strings, two small scripts, nothing that needs more than one key's node. */
import type { FactKey } from './keys.js';
import { MAX_SKEW_MS } from './lifetime-rule.js';
import { refusal } from './redis-connection.js';
import { openRedis, type RedisLinkOptions } from './redis-link.js';
import type { Seen, Settlement, SharedStore } from './shared-store.js';

/** How long the end of a failed read is kept for those who were already waiting. */
const ENDING_MS = 2_000;

/** KEYS value lock ending refusal · ARGV token kind at now text forMs endingMs skewMs. Answers with what Redis refused, or ''. */
const SETTLE = `
local refused = ''
local function try(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then refused = reply.err end
end
local function older(name)
  local text = redis.pcall('GET', name)
  local at = type(text) == 'string' and tonumber(string.match(text, '^(%d+) ')) or 0
  return at <= tonumber(ARGV[3]) or at > tonumber(ARGV[4]) + tonumber(ARGV[8])
end
local kind = ARGV[2]
if kind == 'store' and older(KEYS[1]) then try('SET', KEYS[1], ARGV[5], 'PX', ARGV[6]) end
if kind == 'forget' and older(KEYS[1]) then try('DEL', KEYS[1]) end
if (kind == 'store' or kind == 'forget') and older(KEYS[4]) then try('DEL', KEYS[4]) end
if kind == 'refuse' and older(KEYS[1]) and older(KEYS[4]) then try('SET', KEYS[4], ARGV[5], 'PX', ARGV[6]) end
if kind == 'tell' or kind == 'forget' then try('SET', KEYS[3], ARGV[5], 'PX', ARGV[7]) end
if redis.pcall('GET', KEYS[2]) == ARGV[1] then try('DEL', KEYS[2]) end
return refused`;

/** KEYS lock · ARGV token forMs. */
const RENEW = `
if redis.pcall('GET', KEYS[1]) == ARGV[1] then return redis.pcall('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

const text = (reply: unknown): string | undefined => (typeof reply === 'string' ? reply : undefined);

const nonsense = (): Error => refusal('the answers make no sense: is this Redis?');

/** Four strings or nils. */
function seenIn(reply: unknown): Seen {
  if (!Array.isArray(reply) || reply.length !== 4) throw nonsense();
  const [value, lock, ending, refusal]: unknown[] = reply;
  return { value: text(value), lock: text(lock), ending: text(ending), refusal: text(refusal) };
}

/** Kind, time, text and life of a settlement as the script wants them. */
function argumentsOf(end: Settlement): [kind: string, at: number, text: string, forMs: number] {
  switch (end.kind) {
    case 'store':
    case 'refuse':
      return [end.kind, end.at, end.text, Math.max(1, Math.ceil(end.forMs))];
    case 'tell':
      return [end.forget ? 'forget' : 'tell', end.at, end.text, 1];
    case 'release':
      return ['release', 0, '', 1];
  }
}

/** Opens Redis as a shared store of facts. */
export function openRedisStore(options: RedisLinkOptions): SharedStore {
  const link = openRedis(options, 'facts');
  const keysOf = ({ value, lock, ending, refusal }: FactKey) => [value, lock, ending, refusal] as const;
  return {
    look: (key) => link.run('read', async (redis) => seenIn(await redis.mget(...keysOf(key)))),
    claim: (key, token, forMs) =>
      link.run('write', async (redis) => {
        const replies = await redis
          .pipeline()
          .set(key.lock, token, 'PX', forMs, 'NX')
          .mget(...keysOf(key))
          .exec();
        const [locked, seen] = replies ?? [];
        if (!locked || !seen || locked[0] || seen[0]) throw locked?.[0] ?? seen?.[0] ?? nonsense();
        if (locked[1] !== 'OK' && locked[1] !== null) throw nonsense();
        return { mine: locked[1] === 'OK', seen: seenIn(seen[1]) };
      }),
    async renew(key, token, forMs) {
      await link.run('write', (redis) => redis.eval(RENEW, 1, key.lock, token, forMs));
    },
    async settle(key, token, end, now) {
      const [kind, at, body, forMs] = argumentsOf(end);
      await link.run('write', async (redis) => {
        const refused = await redis.eval(
          SETTLE,
          4,
          ...keysOf(key),
          token,
          kind,
          Math.floor(at),
          Math.floor(now),
          body,
          forMs,
          ENDING_MS,
          MAX_SKEW_MS,
        );
        if (typeof refused === 'string' && refused !== '') throw refusal(refused);
      });
    },
    health: () => link.health(),
    close: () => link.close(),
  };
}

/** A process of its own that asks one fact through Redis and reports over IPC; told to by `test/store/processes.test.ts`. */
import { createRedisFactCache } from '../../src/store/redis.js';
import { failed, KEY, reviveFact, strict } from './fact-asking.js';

/** Where Redis is, where Google is, and for how long one Redis operation may take. */
const [redisUrl = '', googleUrl = '', limit = '50'] = process.argv.slice(2);

const tell = (message: string): void => void process.send?.(message);
const cache = createRedisFactCache({
  url: redisUrl,
  clock: { now: () => Date.now() },
  version: '1',
  identity: 'iap-doctor@acme.test',
  limitMs: Number(limit),
});

async function ask(): Promise<void> {
  tell('asking');
  const answer = await cache.get({
    key: KEY,
    lifetime: strict,
    revive: reviveFact,
    load: async (signal) => {
      const response = await fetch(googleUrl, { signal });
      const value = reviveFact(await response.json());
      return response.ok && value ? { ok: true, value } : failed('throttled');
    },
    fresh: false,
    signal: AbortSignal.timeout(30_000),
  });
  tell(answer.look.ok ? `value ${answer.look.value.n}` : answer.look.problem.kind);
  await cache.close();
  // From here on nothing of ours keeps the process: it has to end by itself.
  process.disconnect();
}

process.once('message', () => void ask());
tell(cache.health().connected ? 'connected' : 'started');

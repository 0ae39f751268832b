/** The bot's Redis: stopped, or alive and silent, which is worse. */
import type { SandboxRedis } from '../../redis.js';
import { type LiveGroup, positionsOf } from './switch.js';

/** `redis`: the server, or a sentence why there is none. */
export function redisSwitches(redis: SandboxRedis | string): LiveGroup {
  const none = typeof redis === 'string';
  return {
    id: 'redis',
    title: 'Redis',
    note: 'Stops the store that the bot shares with its replicas. Answers must go on; only the sharing ends.',
    switches: [
      {
        id: 'redis',
        label: 'Redis',
        positions: positionsOf({
          running: 'runs',
          stopped: 'stopped: connections are refused',
          frozen: 'frozen: takes connections and never answers',
        }),
        rest: none ? 'stopped' : 'running',
        position: () => (none ? 'stopped' : redis.state()),
        flip: (to) => {
          if (none) return undefined;
          if (to === 'running') return redis.start();
          return to === 'frozen' ? redis.freeze() : redis.stop();
        },
        ...(none ? { disabled: redis } : {}),
      },
    ],
  };
}

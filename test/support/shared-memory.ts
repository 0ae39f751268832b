/** A shared store in memory: two caches over it are like two processes, without Redis and without waiting. */
import type { FactKey } from '../../src/store/keys.js';
import type { Seen, SharedStore } from '../../src/store/shared-store.js';

export function createSharedMemory(): SharedStore & { looks(): number; locked(): number } {
  let looks = 0;
  const values = new Map<string, string>();
  const locks = new Map<string, string>();
  const endings = new Map<string, string>();
  const seen = (key: FactKey): Seen => ({
    value: values.get(key.value),
    lock: locks.get(key.lock),
    ending: endings.get(key.ending),
  });
  return {
    looks: () => looks,
    locked: () => locks.size,
    async look(key) {
      looks += 1;
      return seen(key);
    },
    async claim(key, token) {
      looks += 1;
      const mine = !locks.has(key.lock);
      if (mine) locks.set(key.lock, token);
      return { mine, seen: seen(key) };
    },
    renew: async () => undefined,
    async settle(key, token, end) {
      const old = Number(values.get(key.value)?.split(' ')[0] ?? 0);
      if (end.kind === 'store' && old <= end.at) values.set(key.value, end.text);
      if (end.kind === 'tell') {
        endings.set(key.ending, end.text);
        if (end.forget && old <= end.at) values.delete(key.value);
      }
      if (locks.get(key.lock) === token) locks.delete(key.lock);
    },
    health: () => ({ connected: true, problem: undefined }),
    close: async () => undefined,
  };
}

/** A shared store in memory: two caches over it are like two processes, without Redis and without waiting. */
import type { FactKey } from '../../src/store/keys.js';
import { MAX_SKEW_MS } from '../../src/store/lifetime-rule.js';
import type { Seen, SharedStore } from '../../src/store/shared-store.js';

export function createSharedMemory(): SharedStore & { looks(): number; locked(): number } {
  let looks = 0;
  const values = new Map<string, string>();
  const locks = new Map<string, string>();
  const endings = new Map<string, string>();
  const refusals = new Map<string, string>();
  const seen = (key: FactKey): Seen => ({
    value: values.get(key.value),
    lock: locks.get(key.lock),
    ending: endings.get(key.ending),
    refusal: refusals.get(key.refusal),
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
    async settle(key, token, end, now) {
      if (end.kind !== 'release') {
        const isOlder = (text: string | undefined): boolean => {
          const at = Number(text?.split(' ')[0] ?? 0);
          return at <= end.at || at > now + MAX_SKEW_MS;
        };
        const olderValue = isOlder(values.get(key.value));
        const olderRefusal = isOlder(refusals.get(key.refusal));
        const forgets = end.kind === 'tell' && end.forget;
        if (end.kind === 'store' && olderValue) values.set(key.value, end.text);
        if (end.kind === 'refuse' && olderValue && olderRefusal) refusals.set(key.refusal, end.text);
        if (end.kind === 'tell') endings.set(key.ending, end.text);
        if (forgets && olderValue) values.delete(key.value);
        if ((forgets || end.kind === 'store') && olderRefusal) refusals.delete(key.refusal);
      }
      if (locks.get(key.lock) === token) locks.delete(key.lock);
    },
    health: () => ({ connected: true, problem: undefined }),
    close: async () => undefined,
  };
}

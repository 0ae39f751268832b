/** Ways for a shared store to misbehave, around any other. */
import type { Seen, SharedStore } from '../../src/store/shared-store.js';

/** Every operation takes this long. */
export function slowStore(inner: SharedStore, ms: number): SharedStore {
  const later = async <T>(work: () => Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return work();
  };
  return {
    ...inner,
    look: (key) => later(() => inner.look(key)),
    claim: (...words) => later(() => inner.claim(...words)),
    renew: (...words) => later(() => inner.renew(...words)),
    settle: (...words) => later(() => inner.settle(...words)),
  };
}

/** Operations fail as `fails` says, by throwing, rejecting and being away in turn. */
export function failingStore(inner: SharedStore, fails: () => boolean): SharedStore {
  let turn = 0;
  const perhaps = <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (!fails()) return work();
    turn += 1;
    if (turn % 3 === 0) throw new Error('chaos');
    return turn % 3 === 1 ? Promise.reject(new Error('chaos')) : Promise.resolve(undefined);
  };
  return {
    ...inner,
    look: (key) => perhaps(() => inner.look(key)),
    claim: (...words) => perhaps(() => inner.claim(...words)),
    renew: async (...words) => void (await perhaps(() => inner.renew(...words))),
    settle: async (...words) => void (await perhaps(() => inner.settle(...words))),
    close: () => Promise.reject(new Error('chaos')),
  };
}

/** What is read back is spoiled by `spoil`, which is given what was really there. */
export function poisonedStore(inner: SharedStore, spoil: (seen: Seen) => Seen): SharedStore {
  return {
    ...inner,
    look: async (key) => {
      const seen = await inner.look(key);
      return seen && spoil(seen);
    },
    claim: async (...words) => {
      const claim = await inner.claim(...words);
      return claim && { ...claim, seen: spoil(claim.seen) };
    },
  };
}

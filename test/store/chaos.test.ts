/** The promises of a fact cache hold over a shared store that is well, slow, failing or full of poison. */
import { describe, expect, it } from 'vitest';
import { createFactCache } from '../../src/store/fact-cache.js';
import type { Seen, SharedStore } from '../../src/store/shared-store.js';
import { factCacheSuite } from '../suites/fact-cache.js';
import { type SharedWorld, sharedFactsSuite } from '../suites/shared-facts.js';
import { failingStore, poisonedStore, slowStore } from '../support/chaos-store.js';
import { asker, FakeGoogle, failed, found } from '../support/fact-asking.js';
import { createFakeClock } from '../support/fake-clock.js';
import { createSharedMemory } from '../support/shared-memory.js';

/** A world whose caches share one store, each seeing it through its own wrapper. */
const worldOver = (wrap: (inner: SharedStore) => SharedStore) => async (): Promise<SharedWorld> => {
  const clock = createFakeClock();
  const inner = createSharedMemory();
  return {
    clock,
    open: (options) =>
      createFactCache({ shared: wrap(inner), clock, version: '1', identity: 'me@acme.test', ...options }),
    looks: async () => inner.looks(),
    close: async () => undefined,
  };
};

/** Pseudo-random, the same in every run. */
function coin(seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % 65_536 < 32_768;
  };
}

const poisons: ((text: string) => string | undefined)[] = [
  () => '',
  () => 'null',
  () => '{"format":1}',
  (text) => text.slice(0, Math.floor(text.length / 2)),
  (text) => text.replace('"format":1', '"format":2'),
  (text) => text.replace(/"of":"[^"]*"/, '"of":"another fact"'),
  (text) => text.replace(/^\d+/, '999999999999999'),
  (text) => text.replace(/"look":\{.*/, '"look":{"ok":"yes"}}'),
  (text) => text.replace(/"n":\d+/, '"n":"seven"'),
  () => `1 ${'['.repeat(100_000)}`,
  () => undefined,
];
let dose = 0;
const spoil = (seen: Seen): Seen => {
  dose += 1;
  const poison = poisons[dose % poisons.length];
  return {
    ...seen,
    value: seen.value === undefined || !poison ? undefined : poison(seen.value),
    ending: '{"by":"',
    refusal: seen.refusal === undefined || !poison ? undefined : poison(seen.refusal),
  };
};

factCacheSuite(
  'over a shared store that is well',
  worldOver((inner) => inner),
);
factCacheSuite(
  'over a slow store',
  worldOver((inner) => slowStore(inner, 3)),
);
factCacheSuite(
  'over a store that always fails',
  worldOver((inner) => failingStore(inner, () => true)),
);
factCacheSuite(
  'over a store that fails now and then',
  worldOver((inner) => failingStore(inner, coin(7))),
);
factCacheSuite(
  'over a store full of poison',
  worldOver((inner) => poisonedStore(inner, spoil)),
);
sharedFactsSuite(
  'a store that is well',
  worldOver((inner) => inner),
);
sharedFactsSuite(
  'a slow store',
  worldOver((inner) => slowStore(inner, 3)),
);

describe('a cache that reads what another has stored', () => {
  it.each(poisons.map((poison, index) => ({ index, poison })))(
    'is not taken in by poison $index',
    async ({ poison }) => {
      const clock = createFakeClock();
      const store = createSharedMemory();
      const parts = { clock, version: '1', identity: 'me@acme.test' };
      const google = new FakeGoogle();
      await asker(createFactCache({ ...parts, shared: store }), google)();
      google.says = found(2);
      const spoiled = poisonedStore(store, (seen) => ({
        ...seen,
        value: seen.value === undefined ? undefined : poison(seen.value),
      }));
      const answer = await asker(createFactCache({ ...parts, shared: spoiled }), google)();
      expect(answer.look).toEqual(found(2));
      expect(google.loads).toBe(2);
    },
  );
});

describe('a cache over a store with a will of its own', () => {
  const parts = { clock: createFakeClock(), version: '1', identity: 'me@acme.test' };

  it('does not wait for a lock that is refused and held by nobody', async () => {
    const store = createSharedMemory();
    const claim = async () => ({
      mine: false,
      seen: { value: undefined, lock: undefined, ending: undefined, refusal: undefined },
    });
    const google = new FakeGoogle();
    const ask = asker(createFactCache({ ...parts, shared: { ...store, claim } }), google);
    const began = performance.now();
    expect((await ask()).look).toEqual(found(1));
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each([
    ['the fact', found(1)],
    ['the refusal', failed('forbidden')],
  ])('gives the lock back when %s had arrived a moment before', async (_, look) => {
    const store = createSharedMemory();
    const first = new FakeGoogle();
    first.says = look;
    await asker(createFactCache({ ...parts, shared: store }), first)();
    const blind = {
      ...store,
      look: async () => ({ value: undefined, lock: undefined, ending: undefined, refusal: undefined }),
    };
    const google = new FakeGoogle();
    const answer = await asker(createFactCache({ ...parts, shared: blind }), google)();
    expect(answer.look).toEqual(look);
    expect(answer.cached).toBe(true);
    expect(google.loads).toBe(0);
    expect(store.locked()).toBe(0);
  });

  it('is closed only when what it has read has been handed over', async () => {
    const store = createSharedMemory();
    const cache = createFactCache({ ...parts, shared: slowStore(store, 20) });
    await asker(cache, new FakeGoogle())();
    expect(store.locked()).toBe(1);
    await cache.close();
    expect(store.locked()).toBe(0);
  });
});

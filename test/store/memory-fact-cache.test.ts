/** The fact cache of one process. */
import { expect, it, vi } from 'vitest';
import { createMemoryFactCache } from '../../src/store/memory.js';
import { factCacheSuite } from '../suites/fact-cache.js';
import { asker, FakeGoogle, found } from '../support/fact-asking.js';
import { createFakeClock } from '../support/fake-clock.js';

const identity = 'iap-doctor@acme-prod.iam.gserviceaccount.com';

factCacheSuite('in memory', async () => {
  const clock = createFakeClock();
  const open = (options = {}) => createMemoryFactCache({ clock, version: '1', identity, ...options });
  return { clock, open, close: async () => undefined };
});

it('reports memory as always there', () => {
  const cache = createMemoryFactCache({ clock: createFakeClock(), version: '1', identity });
  expect(cache.health()).toEqual({ kind: 'memory', connected: true, problem: undefined });
});

it('gives up a load that never ends after 30 seconds, and the next question begins anew', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const cache = createMemoryFactCache({ clock: createFakeClock(), version: '1', identity });
    const google = new FakeGoogle();
    const ask = asker(cache, google);
    const hung = ask({ load: () => new Promise(() => undefined) });
    await vi.advanceTimersByTimeAsync(30_000);
    const { look } = await hung;
    expect(look.ok ? undefined : look.problem.kind).toBe('deadline');
    expect((await ask()).look).toEqual(found(1));
  } finally {
    vi.useRealTimers();
  }
});

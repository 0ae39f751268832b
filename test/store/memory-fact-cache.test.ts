/** The fact cache of one process. */
import { expect, it, vi } from 'vitest';
import { createMemoryFactCache } from '../../src/store/memory.js';
import { factCacheSuite } from '../suites/fact-cache.js';
import { asker, FakeGoogle, failed, found, strict } from '../support/fact-asking.js';
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

it('forgets a refusal when there turns out to be no such thing, also where that is not remembered', async () => {
  const google = new FakeGoogle();
  const ask = asker(createMemoryFactCache({ clock: createFakeClock(), version: '1', identity }), google);
  google.says = failed('forbidden');
  await ask();
  google.says = failed('not-found');
  await ask({ lifetime: { ...strict, negativeMs: 0 }, fresh: true });
  google.says = found(1);
  expect((await ask()).look).toEqual(found(1));
});

it('gives no old refusal to a reader for whom the newer answer is a miss', async () => {
  const google = new FakeGoogle();
  const ask = asker(createMemoryFactCache({ clock: createFakeClock(), version: '1', identity }), google);
  google.says = failed('forbidden');
  await ask();
  google.says = found(1);
  await ask({ fresh: true });
  expect((await ask({ revive: () => undefined })).look).toEqual(found(1));
  expect(google.loads).toBe(3);
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

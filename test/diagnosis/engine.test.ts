/** One question at its deadline: what is known is used and marked, and nobody waits for what is not. */
import { expect, it } from 'vitest';
import { Engine, type LookSpec } from '../../src/diagnosis/engine.js';
import type { CallContext, Look } from '../../src/google/ports.js';
import { lifetimes } from '../../src/store/lifetimes.js';
import { createMemoryFactCache } from '../../src/store/memory.js';
import type { Freshness, Lifetime } from '../../src/store/ports.js';
import { type Fact, failed, found, KEY, reviveFact, SECOND, strict } from '../support/fact-asking.js';
import { createFakeClock } from '../support/fake-clock.js';
import { until } from '../support/until.js';

function world() {
  const clock = createFakeClock();
  const cache = createMemoryFactCache({ clock, version: '1', identity: 'me@acme.test' });
  const ask = (signal: AbortSignal, load: (call: CallContext) => Promise<Look<Fact>>) => {
    const engine = new Engine({ cache, clock, signal, fresh: false });
    const spec: LookSpec<Fact> = {
      key: KEY,
      api: 'iap',
      resource: 'projects/1/iap_web',
      lifetime: strict,
      revive: reviveFact,
      load,
    };
    return { engine, seen: engine.scope().look(spec) };
  };
  return { clock, cache, ask };
}
const patient = (): AbortSignal => new AbortController().signal;
const silent = (): Promise<never> => new Promise(() => undefined);
const counted =
  (look: Look<Fact>) =>
  async ({ meter }: CallContext): Promise<Look<Fact>> => {
    meter.count('iap');
    return look;
  };

it('uses an old copy at the deadline, and marks it', async () => {
  const { clock, ask } = world();
  const first = await ask(patient(), counted(found(1))).seen;
  clock.advance(61 * SECOND);
  const deadline = new AbortController();
  let asked = false;
  const late = ask(deadline.signal, () => {
    asked = true;
    return silent();
  });
  await until('Google is asked', () => asked);
  deadline.abort();
  const { look, evidence, staleBecause } = await late.seen;
  expect(look).toEqual(found(1));
  expect(evidence).toMatchObject({ cached: true, stale: true, readAt: first.evidence.readAt });
  expect(staleBecause?.kind).toBe('deadline');
  expect(late.engine.oldestFactAt()).toBe(first.evidence.readAt);
});

it('says at the deadline that the time was over where nothing is known', async () => {
  const { ask } = world();
  const deadline = new AbortController();
  const late = ask(deadline.signal, silent);
  deadline.abort();
  const { look } = await late.seen;
  expect(look.ok ? undefined : look.problem).toMatchObject({
    kind: 'deadline',
    api: 'iap',
    resource: 'projects/1/iap_web',
  });
});

it('still uses what is known when its time was over before it began', async () => {
  const { clock, ask } = world();
  await ask(patient(), counted(found(1))).seen;
  clock.advance(61 * SECOND);
  const { seen, engine } = ask(AbortSignal.abort(), counted(found(2)));
  expect((await seen).look).toEqual(found(1));
  expect(engine.cost().calls).toBe(0);
});

it('costs nothing to hear a refusal once more', async () => {
  const { ask } = world();
  const refused = ask(patient(), counted(failed('edition')));
  expect((await refused.seen).look).toEqual(failed('edition'));
  expect(refused.engine.cost()).toMatchObject({ calls: 1, roundTrips: 1 });
  const again = ask(patient(), counted(failed('edition')));
  expect((await again.seen).look).toEqual(failed('edition'));
  expect(again.engine.cost()).toMatchObject({ calls: 0, roundTrips: 0 });
});

it('reads anew, when it has to be fast, only what has no tiny quota', async () => {
  const { clock, cache } = world();
  const signal = patient();
  let loads: string[] = [];
  const look = (fresh: Freshness, key: string, lifetime: Lifetime) =>
    new Engine({ cache, clock, signal, fresh }).scope().look({
      key,
      api: 'iap',
      resource: key,
      lifetime,
      revive: reviveFact,
      load: async () => {
        loads.push(key);
        return found(1);
      },
    });
  const all = async (fresh: Freshness): Promise<string[]> => {
    loads = [];
    for (const [key, lifetime] of Object.entries(lifetimes)) await look(fresh, key, lifetime);
    return loads;
  };
  await all(false);
  expect(await all(false)).toEqual([]);
  expect(await all('fast')).toEqual(['allowPolicy', 'groupMembership', 'directoryUser']);
  expect(await all(true)).toEqual(Object.keys(lifetimes));
});

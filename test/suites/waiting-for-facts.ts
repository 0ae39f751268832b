/** What every fact cache promises to those who wait for one read together; part of the suite in `fact-cache.ts`. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, asker, FakeGoogle, failed, found, KEY, marks, SECOND } from '../support/fact-asking.js';
import { until } from '../support/until.js';
import type { CacheWorld } from './cache-world.js';

export function waitingForFactsSuite(name: string, createWorld: () => Promise<CacheWorld>): void {
  describe(`waiting for a fact cache ${name}`, () => {
    let world: CacheWorld;
    let google: FakeGoogle;
    let ask: Ask;

    beforeEach(async () => {
      world = await createWorld();
      google = new FakeGoogle();
      ask = asker(world.open(), google);
    });
    afterEach(async () => {
      google.letGo();
      await world.close();
    });

    it('lets everybody who waits share one load', async () => {
      google.hold();
      const waiting = Array.from({ length: 100 }, () => ask());
      await until('the load has begun', () => google.loads > 0);
      waiting.push(ask({ fresh: true }));
      google.letGo();
      for (const answer of await Promise.all(waiting)) expect(answer.look).toEqual(found(1));
      expect(google.loads).toBe(1);
    });

    it('lets everybody who waits share one failure', async () => {
      google.hold();
      google.says = failed('throttled');
      const waiting = Array.from({ length: 50 }, () => ask());
      await until('the load has begun', () => google.loads > 0);
      google.letGo();
      for (const answer of await Promise.all(waiting)) expect(answer.look).toEqual(failed('throttled'));
      expect(google.loads).toBe(1);
    });

    it('tells a waiter whose time is over so, without cutting off the others', async () => {
      google.hold();
      const impatient = new AbortController();
      const first = ask({ signal: impatient.signal });
      const second = ask();
      await until('the load has begun', () => google.loads === 1);
      impatient.abort();
      const cut = await first;
      expect(cut.look.ok ? undefined : cut.look.problem).toMatchObject({
        kind: 'deadline',
        api: 'iap',
        resource: 'projects/1/iap_web',
      });
      expect(google.signals[0]?.aborted).toBe(false);
      google.letGo();
      expect((await second).look).toEqual(found(1));
      expect(google.loads).toBe(1);
    });

    it('gives a waiter whose time is over the usable copy', async () => {
      await ask();
      world.clock.advance(61 * SECOND);
      google.hold();
      const impatient = new AbortController();
      const waiting = ask({ signal: impatient.signal });
      await until('the load has begun', () => google.loads === 2);
      impatient.abort();
      const answer = await waiting;
      expect(answer.look).toEqual(found(1));
      expect(marks(answer)).toEqual({ cached: true, stale: true, because: 'deadline' });
    });

    it('breaks a load off when nobody waits any more, and begins anew for the next', async () => {
      google.hold();
      const impatient = new AbortController();
      const waiting = ask({ signal: impatient.signal });
      await until('the load has begun', () => google.loads === 1);
      impatient.abort();
      await waiting;
      expect(google.signals[0]?.aborted).toBe(true);
      google.letGo();
      google.says = found(2);
      expect((await ask()).look).toEqual(found(2));
    });

    it('starts nothing for a question whose time is already over', async () => {
      const answer = await ask({ signal: AbortSignal.abort() });
      expect(answer.look.ok ? undefined : answer.look.problem.kind).toBe('deadline');
      expect(google.loads).toBe(0);
      await ask();
      expect((await ask({ signal: AbortSignal.abort() })).look).toEqual(found(1));
    });

    it('gives the next waiter his own try when a load died with the question that began it', async () => {
      google.hold();
      const first = new AbortController();
      const selfish = ask({
        signal: first.signal,
        load: async () => {
          await google.load(first.signal);
          return failed('deadline');
        },
      });
      await until('the load has begun', () => google.loads === 1);
      const patient = ask();
      first.abort();
      await selfish;
      google.letGo();
      expect((await patient).look).toEqual(found(1));
      expect(google.loads).toBe(2);
    });

    it('serves a question with dozens of facts under one signal without a warning', async () => {
      const warnings: Error[] = [];
      const note = (warning: Error): void => void warnings.push(warning);
      process.on('warning', note);
      const { signal } = new AbortController();
      google.hold();
      const all = Array.from({ length: 40 }, (_, n) => ask({ key: `${KEY}/${n}`, signal }));
      await until('all have begun', () => google.loads === 40);
      google.letGo();
      await Promise.all(all);
      await new Promise((resolve) => setImmediate(resolve));
      process.removeListener('warning', note);
      expect(warnings).toEqual([]);
    });
  });
}

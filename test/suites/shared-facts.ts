/** What caches that share a store promise to each other, be they in one process or in many. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Ask,
  asker,
  FakeGoogle,
  failed,
  found,
  marks,
  relaxed,
  SECOND,
  strict,
} from '../support/fact-asking.js';
import { until } from '../support/until.js';
import type { CacheWorld } from './cache-world.js';

/** Milliseconds: long for a busy machine, short against the bound on waiting for another process. */
const SOON = 2_500;

export interface SharedWorld extends CacheWorld {
  /** How often anybody has looked into the store so far. */
  looks(): Promise<number>;
}

/** `createWorld` makes a world whose caches share one store. */
export function sharedFactsSuite(name: string, createWorld: () => Promise<SharedWorld>): void {
  describe(`caches that share ${name}`, () => {
    let world: SharedWorld;
    let google: FakeGoogle;
    /** Two processes that ask the same Google. */
    let here: Ask;
    let there: Ask;

    beforeEach(async () => {
      world = await createWorld();
      google = new FakeGoogle();
      here = asker(world.open(), google);
      there = asker(world.open(), google);
    });
    afterEach(async () => {
      google.letGo();
      await world.close();
    });

    /** Publishing is not waited for by the answer: asks with a Google that must not be needed. */
    const arrives = (n: number, ask: Ask = there): Promise<void> =>
      until(`value ${n} has arrived`, async () => {
        const { look } = await ask({ load: async () => failed('unavailable') });
        return look.ok && look.value.n === n;
      });

    /** A cache that has found a fact locked looks again and again; the holder itself does not look any more. */
    const somebodyWaits = async (): Promise<void> => {
      const before = await world.looks();
      await until('somebody waits for the lock', async () => (await world.looks()) >= before + 5);
    };

    it('use what the other has read', async () => {
      const first = await here();
      await arrives(1);
      const second = await there();
      expect(second.look).toEqual(found(1));
      expect(second.readAt).toBe(first.readAt);
      expect(marks(second)).toEqual({ cached: true, stale: false, because: undefined });
      expect(google.loads).toBe(1);
    });

    it('ask Google once when both ask at the same time', async () => {
      google.hold();
      const both = [here(), there()];
      await until('one of them asks Google', () => google.loads === 1);
      await somebodyWaits();
      const late = [here(), there({ fresh: true })];
      google.letGo();
      for (const answer of await Promise.all([...both, ...late])) {
        expect(answer.look).toEqual(found(1));
        expect(answer.stale).toBe(false);
      }
      expect(google.loads).toBe(1);
    });

    it('share a failure among those who wait, and with nobody afterwards', async () => {
      google.hold();
      google.says = failed('throttled');
      const first = here();
      await until('the first asks Google', () => google.loads === 1);
      const second = there();
      await somebodyWaits();
      google.letGo();
      expect((await first).look).toEqual(failed('throttled'));
      expect((await second).look).toEqual(failed('throttled'));
      expect(google.loads).toBe(1);
      google.says = found(2);
      expect((await there()).look).toEqual(found(2));
    });

    /** Publishing is not waited for by the answer: asks newcomers with a Google that must not be needed. */
    const refusalArrives = (): Promise<void> =>
      until('the refusal has arrived', async () => {
        const { look } = await asker(world.open(), google)({ load: async () => failed('unavailable') });
        return !look.ok && look.problem.kind === 'forbidden';
      });

    it('are refused once between them', async () => {
      google.says = failed('forbidden');
      const first = await here();
      await refusalArrives();
      const second = await there();
      expect(second.look).toEqual(failed('forbidden'));
      expect(second.readAt).toBe(first.readAt);
      expect(marks(second)).toEqual({ cached: true, stale: false, because: undefined });
      google.says = found(2);
      world.clock.advance(30 * SECOND + 1);
      expect((await there()).look).toEqual(found(2));
      expect(google.loads).toBe(2);
    });

    it('share a refusal among those who wait', async () => {
      google.hold();
      google.says = failed('edition');
      const first = here();
      await until('the first asks Google', () => google.loads === 1);
      const second = there();
      await somebodyWaits();
      google.letGo();
      for (const answer of await Promise.all([first, second])) {
        expect(answer.look).toEqual(failed('edition'));
        expect(answer.cached).toBe(false);
      }
      for (const ask of [here, there]) expect((await ask()).cached).toBe(true);
      expect(google.loads).toBe(1);
    });

    it('keep a stored copy that may be used when one of them is refused', async () => {
      await here();
      await arrives(1);
      world.clock.advance(61 * SECOND);
      google.says = failed('forbidden');
      await here();
      const because = { cached: true, stale: true, because: 'forbidden' };
      await until('the refusal has arrived', async () => {
        const answer = await asker(world.open(), google)({ load: async () => failed('unavailable') });
        expect(answer.look).toEqual(found(1));
        return answer.staleBecause?.kind === 'forbidden';
      });
      const answer = await there();
      expect(answer.look).toEqual(found(1));
      expect(marks(answer)).toEqual(because);
      expect(google.loads).toBe(2);
    });

    it('forget a refusal of their own when the other is answered', async () => {
      google.says = failed('forbidden');
      await here();
      await refusalArrives();
      world.clock.advance(SECOND);
      google.says = found(2);
      await there({ fresh: true });
      await arrives(2, here);
      await arrives(2, asker(world.open(), google));
    });

    it('do not replace what was read later with a refusal that was asked for earlier', async () => {
      const slow = new FakeGoogle();
      slow.says = failed('forbidden');
      slow.hold();
      const gaveUp = new AbortController();
      const early = here({ signal: gaveUp.signal, load: slow.load });
      await until('the early one asks', () => slow.loads === 1);
      gaveUp.abort();
      await early;
      world.clock.advance(SECOND);
      google.says = found(2);
      await there();
      await arrives(2, asker(world.open(), google));
      slow.letGo();
      await arrives(2, here);
      world.clock.advance(SECOND);
      expect((await asker(world.open(), google)()).look).toEqual(found(2));
      expect(google.loads).toBe(1);
    });

    it('do not take "my time was over" of one for an answer to the other', async () => {
      const mine = new AbortController();
      let begun = false;
      const first = here({
        signal: mine.signal,
        load: async () => {
          begun = true;
          await new Promise((resolve) => mine.signal.addEventListener('abort', resolve));
          return failed('deadline');
        },
      });
      await until('the first reads', () => begun);
      const second = there();
      await somebodyWaits();
      const began = performance.now();
      mine.abort();
      await first;
      expect((await second).look).toEqual(found(1));
      expect(performance.now() - began).toBeLessThan(SOON);
    });

    it('do not wait for a read that was broken off and does not know it', async () => {
      const mine = new AbortController();
      let begun = false;
      const first = here({
        signal: mine.signal,
        load: () => {
          begun = true;
          return new Promise(() => undefined);
        },
      });
      await until('the first reads', () => begun);
      const began = performance.now();
      mine.abort();
      await first;
      expect((await there()).look).toEqual(found(1));
      expect(performance.now() - began).toBeLessThan(SOON);
    });

    it('wait for the new value, not content with the old one that lies there meanwhile', async () => {
      await here();
      await arrives(1);
      world.clock.advance(61 * SECOND);
      google.says = found(2);
      google.hold();
      const first = here();
      await until('the first asks Google', () => google.loads === 2);
      const second = there();
      await somebodyWaits();
      google.letGo();
      for (const answer of await Promise.all([first, second])) {
        expect(answer.look).toEqual(found(2));
        expect(answer.cached).toBe(false);
      }
      expect(google.loads).toBe(2);
    });

    it('fall back on a copy the other has read when Google fails', async () => {
      await here();
      await arrives(1);
      world.clock.advance(61 * SECOND);
      google.says = failed('unavailable');
      const newcomer = await asker(world.open(), google)();
      expect(newcomer.look).toEqual(found(1));
      expect(marks(newcomer)).toEqual({ cached: true, stale: true, because: 'unavailable' });
    });

    it('believe the other that there is no such thing, over an older copy of their own', async () => {
      await here();
      world.clock.advance(61 * SECOND);
      google.says = failed('not-found');
      await there();
      await until('the word has arrived', async () => {
        const { look } = await here({ load: async () => failed('unavailable') });
        return !look.ok && look.problem.kind === 'not-found';
      });
    });

    it('renew an old copy once behind the backs of both', async () => {
      await here({ lifetime: relaxed });
      await arrives(1);
      world.clock.advance(61 * SECOND);
      google.says = found(2);
      google.hold();
      const answers = await Promise.all([here({ lifetime: relaxed }), there({ lifetime: relaxed })]);
      for (const answer of answers) expect(answer.look).toEqual(found(1));
      google.letGo();
      await arrives(2, here);
      await arrives(2, there);
      expect(google.loads).toBe(2);
    });

    it('do not replace what was read later with what was asked earlier and came late', async () => {
      const slow = new FakeGoogle();
      slow.hold();
      const gaveUp = new AbortController();
      const early = here({ signal: gaveUp.signal, load: slow.load });
      await until('the early one asks', () => slow.loads === 1);
      gaveUp.abort();
      await early;
      world.clock.advance(SECOND);
      google.says = found(2);
      expect((await there()).look).toEqual(found(2));
      slow.letGo();
      await arrives(2, asker(world.open(), google));
      const newcomer = asker(world.open(), google);
      expect((await newcomer({ load: async () => failed('unavailable') })).look).toEqual(found(2));
    });

    it('wait for nobody whose fact cannot be stored', async () => {
      const lifetime = { ...strict, freshMs: 0, usableMs: 0 };
      google.hold();
      const both = [here({ lifetime }), there({ lifetime })];
      await until('one of them asks Google', () => google.loads === 1);
      google.letGo();
      for (const answer of await Promise.all(both)) expect(answer.look).toEqual(found(1));
    });
  });
}

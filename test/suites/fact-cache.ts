/** What every fact cache promises, whatever stands behind it and however ill that is. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FactCache } from '../../src/store/ports.js';
import {
  type Ask,
  asker,
  type Fact,
  FakeGoogle,
  failed,
  found,
  KEY,
  marks,
  problem,
  relaxed,
  SECOND,
  strict,
} from '../support/fact-asking.js';
import { until } from '../support/until.js';
import type { CacheWorld } from './cache-world.js';
import { refusedFactsSuite } from './refused-facts.js';
import { waitingForFactsSuite } from './waiting-for-facts.js';

const READ = { cached: false, stale: false, because: undefined };
const STORED = { cached: true, stale: false, because: undefined };

/** Runs all promises; `createWorld` makes a world that shares nothing with earlier ones. */
export function factCacheSuite(name: string, createWorld: () => Promise<CacheWorld>): void {
  describe(`a fact cache ${name}`, () => {
    let world: CacheWorld;
    let cache: FactCache;
    let google: FakeGoogle;
    let ask: Ask;

    beforeEach(async () => {
      world = await createWorld();
      cache = world.open();
      google = new FakeGoogle();
      ask = asker(cache, google);
    });
    afterEach(async () => {
      google.letGo();
      await world.close();
    });

    it('asks Google once and uses the answer while it is fresh', async () => {
      const asked = world.clock.now();
      const first = await ask();
      world.clock.advance(60 * SECOND);
      const second = await ask();
      expect([first.look, second.look]).toEqual([found(1), found(1)]);
      expect([marks(first), marks(second)]).toEqual([READ, STORED]);
      expect(second.readAt).toBe(new Date(asked).toISOString());
      expect(google.loads).toBe(1);
    });

    it('asks again when the answer is older than fresh', async () => {
      await ask();
      world.clock.advance(60 * SECOND + 1);
      google.says = found(2);
      const later = await ask();
      expect(later.look).toEqual(found(2));
      expect(marks(later)).toEqual(READ);
    });

    it('answers with a usable copy, marked stale and why, when Google fails', async () => {
      const { readAt } = await ask();
      for (const kind of ['forbidden', 'throttled', 'unavailable', 'malformed'] as const) {
        world.clock.advance(61 * SECOND);
        google.says = failed(kind);
        const answer = await ask();
        expect(answer.look).toEqual(found(1));
        expect(answer.readAt).toBe(readAt);
        expect(answer.stale).toBe(true);
        expect(answer.cached).toBe(true);
        expect(answer.staleBecause).toEqual(problem(kind));
      }
    });

    it('reports the failure when the copy is too old to be used', async () => {
      await ask();
      world.clock.advance(900 * SECOND + 1);
      google.says = failed('unavailable');
      const answer = await ask();
      expect(answer.look).toEqual(failed('unavailable'));
      expect(marks(answer)).toEqual(READ);
    });

    it('never remembers a failure that may pass', async () => {
      let loads = 0;
      for (const kind of ['throttled', 'unavailable', 'malformed', 'deadline'] as const) {
        google.says = failed(kind);
        expect((await ask()).look).toEqual(failed(kind));
        loads += 1;
        expect(google.loads).toBe(loads);
      }
      google.says = found(5);
      expect((await ask()).look).toEqual(found(5));
    });

    it('keeps "there is no such thing" for its short time only', async () => {
      google.says = failed('not-found');
      expect(marks(await ask())).toEqual(READ);
      google.says = found(1);
      world.clock.advance(30 * SECOND);
      const remembered = await ask();
      expect(remembered.look).toEqual(failed('not-found'));
      expect(marks(remembered)).toEqual(STORED);
      world.clock.advance(1);
      expect((await ask()).look).toEqual(found(1));
    });

    it('believes "there is no such thing" over an older copy, also afterwards', async () => {
      await ask();
      world.clock.advance(61 * SECOND);
      google.says = failed('not-found');
      const gone = await ask();
      expect(gone.look).toEqual(failed('not-found'));
      expect(gone.stale).toBe(false);
      world.clock.advance(31 * SECOND);
      google.says = failed('unavailable');
      expect((await ask()).look).toEqual(failed('unavailable'));
    });

    it('forgets an older copy even where absence itself is not remembered', async () => {
      const lifetime = { ...strict, negativeMs: 0 };
      await ask({ lifetime });
      world.clock.advance(61 * SECOND);
      google.says = failed('not-found');
      await ask({ lifetime });
      google.says = failed('unavailable');
      expect((await ask({ lifetime })).look).toEqual(failed('unavailable'));
    });

    it('answers at once with an old copy where that is allowed, and renews it once behind', async () => {
      await ask({ lifetime: relaxed });
      world.clock.advance(61 * SECOND);
      google.says = found(2);
      google.hold();
      const answers = await Promise.all([ask({ lifetime: relaxed }), ask({ lifetime: relaxed })]);
      for (const answer of answers) {
        expect(answer.look).toEqual(found(1));
        expect(marks(answer)).toEqual({ cached: true, stale: true, because: undefined });
      }
      google.letGo();
      await until('the new value is there', async () => {
        const { look } = await ask({ lifetime: relaxed });
        return look.ok && look.value.n === 2;
      });
      expect(google.loads).toBe(2);
    });

    it('says why when renewing behind failed, and leaves Google alone for a while', async () => {
      await ask({ lifetime: relaxed });
      world.clock.advance(61 * SECOND);
      google.says = failed('throttled');
      await until('the failed renewal is known', async () => {
        const { staleBecause } = await ask({ lifetime: relaxed });
        return staleBecause?.kind === 'throttled';
      });
      const answer = await ask({ lifetime: relaxed });
      expect(answer.look).toEqual(found(1));
      expect(answer.stale).toBe(true);
      expect(google.loads).toBe(2);
      world.clock.advance(31 * SECOND);
      google.says = found(3);
      await until('it was tried again', async () => {
        const { look } = await ask({ lifetime: relaxed });
        return look.ok && look.value.n === 3;
      });
    });

    it('looks at nothing stored when told to ask afresh, and stores the answer', async () => {
      await ask();
      google.says = found(2);
      const fresh = await ask({ fresh: true });
      expect(fresh.look).toEqual(found(2));
      expect(marks(fresh)).toEqual(READ);
      const after = await ask();
      expect(after.look).toEqual(found(2));
      expect(google.loads).toBe(2);
    });

    it('hides no failure behind a copy when told to ask afresh, but keeps the copy for others', async () => {
      await ask();
      google.says = failed('unavailable');
      expect((await ask({ fresh: true })).look).toEqual(failed('unavailable'));
      expect((await ask()).look).toEqual(found(1));
    });

    it('turns a load that throws into a problem', async () => {
      const answer = await ask({ load: () => Promise.reject(new Error('boom')) });
      expect(answer.look.ok ? undefined : answer.look.problem).toMatchObject({
        kind: 'malformed',
        message: expect.stringContaining('boom'),
      });
      const thrown = await ask({
        load: () => {
          throw new Error('bang');
        },
      });
      expect(thrown.look.ok).toBe(false);
    });

    it('takes a stored value its reader does not recognise for a miss', async () => {
      await ask();
      google.says = found(2);
      expect((await ask({ revive: () => undefined })).look).toEqual(found(2));
      google.says = found(3);
      const choking = (): Fact => {
        throw new TypeError('not mine');
      };
      expect((await ask({ revive: choking })).look).toEqual(found(3));
    });

    it('keeps callers and versions apart', async () => {
      await ask();
      const other = asker(world.open({ identity: 'someone-else@acme.test' }), google);
      google.says = found(2);
      expect((await other()).look).toEqual(found(2));
      const newer = asker(world.open({ version: 'next' }), google);
      google.says = found(3);
      expect((await newer()).look).toEqual(found(3));
      expect((await ask()).look).toEqual(found(1));
    });

    it('keeps keys apart', async () => {
      await ask();
      google.says = found(2);
      expect((await ask({ key: `${KEY}/compute` })).look).toEqual(found(2));
    });

    it('does not let one reader change what another is given', async () => {
      const first = await ask();
      expect(() => {
        if (first.look.ok) (first.look.value as { n: number }).n = 99;
      }).toThrow(TypeError);
      expect((await ask()).look).toEqual(found(1));
    });

    it('goes on without its store after it was closed, and closes twice', async () => {
      await ask();
      await cache.close();
      await cache.close();
      expect((await ask()).look).toEqual(found(1));
      expect((await ask({ fresh: true })).look).toEqual(found(1));
    });
  });
  waitingForFactsSuite(name, createWorld);
  refusedFactsSuite(name, createWorld);
}

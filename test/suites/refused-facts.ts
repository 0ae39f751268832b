/** What every fact cache promises about Google's definite refusals; part of the suite in `fact-cache.ts`. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Ask,
  asker,
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
import type { CacheWorld } from './cache-world.js';

const READ = { cached: false, stale: false, because: undefined };
const STORED = { cached: true, stale: false, because: undefined };
const REFUSED = { cached: true, stale: true, because: 'forbidden' };

export function refusedFactsSuite(name: string, createWorld: () => Promise<CacheWorld>): void {
  describe(`refusals and a fact cache ${name}`, () => {
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

    it.each(['forbidden', 'api-disabled', 'edition', 'invalid'] as const)(
      'remembers "%s" for its short time only',
      async (kind) => {
        const asked = world.clock.now();
        google.says = failed(kind);
        expect(marks(await ask())).toEqual(READ);
        google.says = found(1);
        world.clock.advance(30 * SECOND);
        const remembered = await ask();
        expect(remembered.look).toEqual(failed(kind));
        expect(marks(remembered)).toEqual(STORED);
        expect(remembered.readAt).toBe(new Date(asked).toISOString());
        expect(google.loads).toBe(1);
        world.clock.advance(1);
        expect((await ask()).look).toEqual(found(1));
      },
    );

    it('keeps using an older copy that may be used, says why, and leaves Google alone for a while', async () => {
      const { readAt } = await ask();
      world.clock.advance(61 * SECOND);
      google.says = failed('forbidden');
      for (const pass of [0, 15 * SECOND, 15 * SECOND]) {
        world.clock.advance(pass);
        const answer = await ask();
        expect(answer.look).toEqual(found(1));
        expect(answer.readAt).toBe(readAt);
        expect(answer.staleBecause).toEqual(problem('forbidden'));
        expect(marks(answer)).toEqual(REFUSED);
        expect(google.loads).toBe(2);
      }
      google.says = found(2);
      world.clock.advance(1);
      expect((await ask()).look).toEqual(found(2));
    });

    it('reports the refusal when the copy grows too old to be used', async () => {
      await ask();
      world.clock.advance(890 * SECOND);
      google.says = failed('forbidden');
      expect((await ask()).look).toEqual(found(1));
      world.clock.advance(11 * SECOND);
      const answer = await ask();
      expect(answer.look).toEqual(failed('forbidden'));
      expect(marks(answer)).toEqual(STORED);
      expect(google.loads).toBe(2);
    });

    it('leaves a copy that is still fresh as it is', async () => {
      await ask();
      google.says = failed('forbidden');
      expect((await ask({ fresh: true })).look).toEqual(failed('forbidden'));
      const answer = await ask();
      expect(answer.look).toEqual(found(1));
      expect(marks(answer)).toEqual(STORED);
      expect(google.loads).toBe(2);
    });

    it('asks Google all the same when told to ask afresh, and believes what it says then', async () => {
      google.says = failed('forbidden');
      await ask();
      google.says = found(2);
      expect(marks(await ask({ fresh: true }))).toEqual(READ);
      const answer = await ask();
      expect(answer.look).toEqual(found(2));
      expect(marks(answer)).toEqual(STORED);
      world.clock.advance(61 * SECOND);
      google.says = failed('throttled');
      expect((await ask()).staleBecause).toEqual(problem('throttled'));
    });

    it('believes "there is no such thing" over an earlier refusal', async () => {
      google.says = failed('forbidden');
      await ask();
      world.clock.advance(20 * SECOND);
      google.says = failed('not-found');
      await ask({ fresh: true });
      expect((await ask()).look).toEqual(failed('not-found'));
      expect(google.loads).toBe(2);
    });

    it('remembers no refusal where the lifetime says so', async () => {
      const lifetime = { ...strict, negativeMs: 0 };
      google.says = failed('edition');
      await ask({ lifetime });
      google.says = found(2);
      expect((await ask({ lifetime })).look).toEqual(found(2));
    });

    it('renews no old copy behind while Google is known to refuse', async () => {
      await ask();
      world.clock.advance(61 * SECOND);
      google.says = failed('forbidden');
      await ask();
      world.clock.advance(30 * SECOND);
      expect(marks(await ask({ lifetime: relaxed }))).toEqual(REFUSED);
      expect(google.loads).toBe(2);
    });

    it('answers with the refusal also when the time of the question is over', async () => {
      google.says = failed('forbidden');
      await ask();
      expect((await ask({ signal: AbortSignal.abort() })).look).toEqual(failed('forbidden'));
    });

    it('gives nobody a refusal to change, and keeps those of other keys and callers apart', async () => {
      google.says = failed('forbidden');
      await ask();
      const { look } = await ask();
      expect(() => {
        if (!look.ok) (look.problem as { message: string }).message = 'fine';
      }).toThrow(TypeError);
      google.says = found(2);
      expect((await ask({ key: `${KEY}/compute` })).look).toEqual(found(2));
      const other = asker(world.open({ identity: 'someone-else@acme.test' }), google);
      expect((await other()).look).toEqual(found(2));
    });
  });
}

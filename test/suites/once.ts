/** What doing a thing once promises, in one process and among many. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Once } from '../../src/store/ports.js';
import type { FakeClock } from '../support/fake-clock.js';
import { until } from '../support/until.js';

export interface OnceWorld {
  readonly clock: FakeClock;
  /** One more process. */
  open(): Once;
  close(): Promise<void>;
}

export function onceSuite(name: string, createWorld: () => Promise<OnceWorld>): void {
  describe(`once ${name}`, () => {
    let world: OnceWorld;
    let once: Once;
    beforeEach(async () => {
      world = await createWorld();
      once = world.open();
    });
    afterEach(() => world.close());

    it('is true for the first who claims and for nobody after', async () => {
      expect(await once.claim('event Ev1', 60_000)).toBe(true);
      expect(await once.claim('event Ev1', 60_000)).toBe(false);
      expect(await once.claim('event Ev2', 60_000)).toBe(true);
    });

    it('is true for one of many who claim at the same moment', async () => {
      const claims = await Promise.all(Array.from({ length: 50 }, () => once.claim('event', 60_000)));
      expect(claims.filter(Boolean)).toHaveLength(1);
    });

    it('may be claimed again when its time has run out', async () => {
      expect(await once.claim('event', 20)).toBe(true);
      expect(await once.claim('event', 20)).toBe(false);
      await until('claimed again', () => {
        world.clock.advance(20);
        return once.claim('event', 20);
      });
    });

    it('bears keys of any kind', async () => {
      for (const key of ['', ' ', 'ä€\u0000', 'x'.repeat(100_000), '__proto__']) {
        expect(await once.claim(key, 60_000)).toBe(true);
        expect(await once.claim(key, 60_000)).toBe(false);
      }
    });
  });
}

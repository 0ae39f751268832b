/** The rule of ages, and the table of lifetimes it is used with. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SKEW_MS, standing, worthKeepingMs } from '../../src/store/lifetime-rule.js';
import { lifetimes } from '../../src/store/lifetimes.js';
import type { Lifetime } from '../../src/store/ports.js';

const MINUTE = 60_000;
const now = 1_700_000_000_000;
const limit = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100_000_000 }));
const anyLifetime: fc.Arbitrary<Lifetime> = fc
  .record({ freshMs: limit, usableMs: limit, negativeMs: limit, revalidate: fc.boolean() })
  .map((parts) => ({ name: 'any', ...parts }));
const age = fc.integer({ min: -10_000, max: 200_000_000 });

describe('the rule of ages', () => {
  it('gives every copy the standing its age deserves', () => {
    fc.assert(
      fc.property(anyLifetime, age, fc.boolean(), (lifetime, old, found) => {
        const said = standing({ at: now - old, found }, lifetime, now);
        const { freshMs, usableMs, negativeMs } = lifetime;
        if (old < -MAX_SKEW_MS) expect(said).toBe('gone');
        else if (!found) expect(said).toBe(negativeMs > 0 && old <= negativeMs ? 'fresh' : 'gone');
        else if (freshMs > 0 && old <= freshMs) expect(said).toBe('fresh');
        else expect(said).toBe(usableMs > 0 && old <= usableMs ? 'usable' : 'gone');
      }),
    );
  });

  it('never lets a copy become better as it grows older', () => {
    const rank = { fresh: 2, usable: 1, gone: 0 };
    fc.assert(
      fc.property(
        anyLifetime,
        fc.nat(200_000_000),
        fc.nat(200_000_000),
        fc.boolean(),
        (lifetime, a, b, found) => {
          const [young, old] = [Math.min(a, b), Math.max(a, b)];
          const of = (years: number) => rank[standing({ at: now - years, found }, lifetime, now)];
          expect(of(old)).toBeLessThanOrEqual(of(young));
        },
      ),
    );
  });

  it('keeps a copy exactly as long as it is good for something', () => {
    fc.assert(
      fc.property(anyLifetime, fc.nat(200_000_000), fc.boolean(), (lifetime, old, found) => {
        const copy = { at: now - old, found };
        const left = worthKeepingMs(copy, lifetime, now);
        if (left > 0) expect(standing(copy, lifetime, now + left)).not.toBe('gone');
        expect(standing(copy, lifetime, now + left + 1)).toBe('gone');
      }),
    );
  });

  it('believes no time that is not a number', () => {
    expect(standing({ at: Number.NaN, found: true }, lifetimes.allowPolicy, now)).toBe('gone');
  });
});

describe('the table of lifetimes', () => {
  it.each([
    ['allowPolicy', 1, 15, false],
    ['groupMembership', 2, 15, false],
    ['directoryUser', 5, 60, false],
    ['slowPolicy', 10, 360, true],
    ['inventory', 15, 1440, true],
    ['logs', 1 / 3, 2, false],
  ] as const)('lets %s be fresh for %d and usable for %d minutes', (name, fresh, usable, revalidate) => {
    expect(lifetimes[name]).toMatchObject({
      name,
      freshMs: fresh * MINUTE,
      usableMs: usable * MINUTE,
      revalidate,
    });
  });

  it('remembers for half a minute at most that somebody is in no group', () => {
    expect(lifetimes.groupMembership.negativeMs).toBe(30_000);
    for (const { negativeMs, freshMs } of Object.values(lifetimes)) {
      expect(negativeMs).toBeLessThanOrEqual(Math.min(30_000, freshMs));
    }
  });
});

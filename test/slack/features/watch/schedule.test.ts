/** When a watch looks again: along the times Google publishes, within Google's quotas, for a day. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf, LONGEST_MS, nextLook } from '../../../../src/slack/features/watch/schedule.js';

const KINDS = ['policy', 'group', 'slow', 'account', 'time', 'path'] as const;
const MIN = 60_000;

/** The moments a watch looks at, when nothing ever changes. */
function looks(kind: (typeof KINDS)[number], others = 0): number[] {
  const at: number[] = [];
  for (let age = 0; age < LONGEST_MS && at.length < 5_000; age += nextLook(kind, age, others).delayMs)
    at.push(age);
  return at;
}

describe('the looks of a watch', () => {
  it('come often while the usual two minutes run, and still within the seven or more', () => {
    const early = looks('policy').filter((age) => age <= 2 * MIN);
    expect(early.length).toBeGreaterThanOrEqual(8);
    const gaps = looks('policy').map((age, i, all) => (all[i + 1] ?? LONGEST_MS) - age);
    expect(Math.max(...gaps.filter((_, i) => (looks('policy')[i] ?? 0) < 10 * MIN))).toBeLessThanOrEqual(MIN);
  });

  it.each(KINDS)(
    'of the kind %s become rarer, never more than some hundreds in a day, and end after it',
    (kind) => {
      const at = looks(kind);
      expect(at.length).toBeLessThan(300);
      expect(at.at(-1)).toBeLessThan(LONGEST_MS);
      const gaps = at.slice(1).map((age, i) => age - (at[i] ?? 0));
      const rising = gaps.slice(0, -1).every((gap, i) => i === 0 || gap >= (gaps[i - 1] ?? 0));
      expect(rising).toBe(true);
    },
  );

  it('at what Google lets be read 5 times a minute are one a minute among all watches, and none for a crowd', () => {
    const perMinute = (others: number): number => {
      const early = looks('slow', others).filter((age) => age < 10 * MIN);
      const anew = early.filter((age) => nextLook('slow', age, others).fresh === true);
      return (anew.length / 10) * (others + 1);
    };
    for (const others of [0, 1, 2]) {
      expect(perMinute(others)).toBeGreaterThan(0.5);
      expect(perMinute(others)).toBeLessThanOrEqual(1);
    }
    expect(perMinute(300)).toBe(0);
  });

  it('of a crowd share what is remembered, and come less often', () => {
    expect(nextLook('policy', 0, 5).fresh).toBe('fast');
    expect(nextLook('policy', 0, 200).fresh).toBe(false);
    expect(nextLook('policy', 0, 200).delayMs).toBeGreaterThan(5 * nextLook('policy', 0, 5).delayMs);
  });

  it('always come some time, and never after the day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.nat(LONGEST_MS - 1), fc.nat(10_000), (kind, age, watches) => {
        const { delayMs } = nextLook(kind, age, watches);
        return delayMs >= 1_000 && age + delayMs <= LONGEST_MS + 1_000;
      }),
    );
  });

  it('depend on what has to change', () => {
    expect(kindOf('not-in-group', 'why')).toBe('group');
    expect(kindOf('membership-expired', 'why')).toBe('group');
    expect(kindOf('deny-policy', 'why')).toBe('slow');
    expect(kindOf('boundary-excludes', 'why')).toBe('slow');
    expect(kindOf('access-level-ip', 'why')).toBe('slow');
    expect(kindOf('account-disabled', 'why')).toBe('account');
    expect(kindOf('condition-hours', 'why')).toBe('time');
    expect(kindOf('no-grant', 'why')).toBe('policy');
    expect(kindOf(undefined, 'why')).toBe('policy');
    expect(kindOf('token-audience', 'probe')).toBe('path');
  });
});

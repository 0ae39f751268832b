/** "Did you mean …?" is said when a word is near to a known one, and not otherwise. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, suggest } from '../../src/names/suggest.js';

const SERVICES = ['dashboard', 'dash', 'payroll', 'orders', 'grafana'];

describe('suggest', () => {
  it.each([
    ['dashbord', 'dashboard'],
    ['Dahsboard', 'dashboard'],
    ['payrol', 'payroll'],
    ['oredrs', 'orders'],
    ['graf', 'grafana'],
    ['dassh', 'dash'],
    ['orders', 'orders'],
  ])('%s is near %s', (word, service) => {
    expect(suggest(word, SERVICES)).toBe(service);
  });

  it.each(['wiki', 'x', '', ' ', 'q'.repeat(500), 'das-is-nichts'])('%s is near nothing', (word) => {
    expect(suggest(word, SERVICES)).toBeUndefined();
  });

  it('does not choose between two that begin alike', () => {
    expect(suggest('shop', ['shop-checkout', 'shop-frontend'])).toBeUndefined();
  });
});

describe('the distance', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  it('is zero only for equals, the same both ways, and never more than the longer word', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance === 0).toBe(a === b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });

  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
  ])('from %s to %s is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});

/** Thousands of random organisations, partly hidden: whatever the bot is not shown, a definite verdict is the true one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blindness, organisation } from './organisations/arbitrary.js';
import { ask } from './organisations/ask.js';
import { expected, type Verdict } from './organisations/naive.js';
import { runs, WALK_MS } from './organisations/runs.js';

describe('a random organisation that hides a part of itself', () => {
  it(
    'is never answered with a definite verdict that is not so, and a doubt names what would settle it',
    async () => {
      const met = new Map<Verdict, number>();
      await fc.assert(
        fc.asyncProperty(organisation, blindness, async (raw, blind) => {
          const report = await ask(raw, blind);
          met.set(report.verdict, (met.get(report.verdict) ?? 0) + 1);
          const { possible } = expected(raw);
          const said = `${report.verdict} (${report.cause?.code ?? '-'})`;
          if (report.verdict === 'unknown') {
            expect(
              report.blindSpots.map(({ code }) => code),
              said,
            ).toContain(report.cause?.code);
            for (const { what, needs } of report.blindSpots) {
              expect(what.trim()).not.toBe('');
              expect(needs.trim()).not.toBe('');
            }
          } else if (possible && !raw.suspended) {
            // A suspended account is said to be stopped by that, even where a hidden grant may be for everybody.
            expect([...possible], said).toEqual([report.verdict]);
          }
        }),
        runs(4000, 12),
      );
      for (const verdict of ['allowed', 'denied', 'unknown'] as const)
        expect(met.get(verdict) ?? 0, `${verdict}: ${JSON.stringify([...met])}`).toBeGreaterThan(100);
    },
    WALK_MS,
  );
});

/** Thousands of random organisations: the whole product says what a second, deliberately naive reading of the rules says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { organisation } from './organisations/arbitrary.js';
import { ask } from './organisations/ask.js';
import { expected, hasSearch, type Verdict } from './organisations/naive.js';
import { runs, WALK_MS } from './organisations/runs.js';

describe('a random organisation that shows everything', () => {
  it(
    'gets the verdict of the naive reading, and unknown only for what nobody outside can see',
    async () => {
      const met = new Map<Verdict, number>();
      await fc.assert(
        fc.asyncProperty(organisation, async (raw) => {
          const report = await ask(raw);
          const { plain, possible } = expected(raw);
          met.set(report.verdict, (met.get(report.verdict) ?? 0) + 1);
          const said = `${report.verdict} (${report.cause?.code ?? '-'}), naively ${plain}`;
          if (report.verdict === 'unknown') {
            // Without the search that an edition brings, Google itself cannot always tell who is in a nested group.
            if (hasSearch(raw)) expect(plain, said).toBe('unknown');
            expect(report.blindSpots.length, said).toBeGreaterThan(0);
          } else if (possible) {
            expect([...possible], said).toEqual([report.verdict]);
          }
        }),
        runs(6000, 11),
      );
      for (const verdict of ['allowed', 'denied', 'unknown'] as const)
        expect(met.get(verdict) ?? 0, `${verdict}: ${JSON.stringify([...met])}`).toBeGreaterThan(100);
    },
    WALK_MS,
  );
});

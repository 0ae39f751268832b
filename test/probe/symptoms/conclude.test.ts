/** Every row of the table and every transport code is named rightly, with verdict, stage and who answered. */
import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/probe/conclude.js';
import { groups } from './cases/index.js';

describe.each(groups)('%s', (_group, list) => {
  it.each(list.map((one) => [one.name, one] as const))('%s', (_name, { seen, is, also, notes }) => {
    const said = conclude(seen);
    expect([said.verdict, said.failedStage, said.answeredBy, said.cause?.code ?? null]).toEqual(is);
    expect(said.also.map(({ code }) => code)).toEqual(also ?? []);
    if (notes) expect(said.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining([...notes]));
    if (said.cause) {
      expect(said.cause.signs.length).toBeGreaterThan(0);
      expect(said.fixes.length).toBeGreaterThan(0);
    }
  });
});

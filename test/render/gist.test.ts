/** What an answer comes to, and what is different between two of them. */
import { describe, expect, it } from 'vitest';
import type { WhyReport } from '../../src/diagnosis/report.js';
import { differenceOf, type Gist, gistOf } from '../../src/render/gist.js';
import { allowed, denied, NOW, noPlaceGiven, unknown } from './fixtures.js';

const of = (report: WhyReport): Gist => {
  const gist = gistOf({ kind: 'why', report }, 'self', NOW);
  if (gist === undefined) throw new Error('no gist');
  return gist;
};
const cause = (code: string): NonNullable<WhyReport['cause']> => ({
  code,
  check: 'allow',
  text: 't',
  adminText: 'a',
});

describe('the gist of an answer', () => {
  it('is there for people and paths only', () => {
    expect(
      gistOf({ kind: 'help', help: { title: '', verbs: [], details: [] } }, 'self', NOW),
    ).toBeUndefined();
    expect(of(allowed).works).toBe(true);
    expect(of(denied)).toMatchObject({ works: false, sure: true, code: 'not-in-group' });
    expect(of(unknown)).toMatchObject({ works: false, sure: false });
  });

  it('is the same whether the logs tell who took it away or not', () => {
    const told = { ...denied, cause: cause('grant-removed'), also: [cause('not-in-group')] };
    const aged = { ...denied, cause: cause('not-in-group'), also: [] };
    expect(of(told).key).toBe(of(aged).key);
    expect(of({ ...denied, cause: cause('grant-removed'), also: [] }).key).not.toBe(of(aged).key);
  });

  it('is another one when one of two obstacles is gone, or one service of many has opened', () => {
    const two = { ...denied, also: [cause('deny-policy')] };
    expect(of(two).key).not.toBe(of(denied).key);
    const services = (noPlaceGiven.services ?? []).map(
      (one) => ({ ...one, verdict: 'allowed', code: null }) as const,
    );
    expect(of({ ...noPlaceGiven, services }).key).not.toBe(of(noPlaceGiven).key);
  });
});

describe('the difference', () => {
  it('says in a sentence what has become of it', () => {
    expect(differenceOf(of(denied), of(denied), 180_000)).toBe(
      'Checked again: nothing has changed in the last 3 min.',
    );
    expect(differenceOf(of(denied), of(allowed), 180_000)).toMatch(
      /it works now\. 3 min ago: You can't get into dashboard/,
    );
    const other = { ...denied, cause: cause('deny-policy') };
    expect(differenceOf(of(denied), of(other), 5_000)).toMatch(/something has changed\. 5 s ago: You can't/);
    const busy = { ...unknown, cause: cause('api-throttled') };
    expect(differenceOf(of(denied), of(busy), 5_000)).toContain('Google did not answer me in time');
  });
});

describe('a headline that never ends', () => {
  it('is cut, since it stands above a whole answer', () => {
    const monster = { ...denied, where: { ...denied.where, name: 'x'.repeat(60_000) } };
    expect(of(monster).headline.length).toBeLessThan(310);
    expect(of(monster).headline.endsWith('…')).toBe(true);
  });
});

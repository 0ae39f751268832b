/** When many questions are one incident and when it is over: the rules alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  freshnessFor,
  isIncident,
  type Look,
  nextLookIn,
  overBy,
  witnessesOf,
} from '../../../../src/slack/features/incident/rules.js';
import { keyOf } from '../../../../src/slack/features/incident/state.js';
import { lasting } from '../../../../src/slack/features/incident/words.js';
import type { Hit } from '../../../../src/slack/features/thread-reply/hit.js';

const people = fc.integer({ min: 0, max: 1_000 });
const affected = fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined });
const after = fc.integer({ min: 0, max: 100 });
const together = fc.record({ people, affected, after });

describe('many questions', () => {
  it('are one incident from the configured number of people on, whatever the change says', () => {
    fc.assert(
      fc.property(together, (seen) => {
        fc.pre(seen.after > 0 && seen.people >= seen.after);
        expect(isIncident(seen)).toBe(true);
      }),
    );
  });

  it('are never one when it is switched off, nor when only one or two of five asked', () => {
    fc.assert(
      fc.property(together, (seen) => {
        expect(isIncident({ ...seen, after: 0 })).toBe(false);
        if (seen.people < 3) expect(isIncident({ ...seen, after: 5 })).toBe(false);
      }),
    );
  });

  it('are one for three who asked only where the change is known to have hit many', () => {
    expect(isIncident({ people: 3, affected: 214, after: 5 })).toBe(true);
    expect(isIncident({ people: 3, affected: 5, after: 5 })).toBe(true);
    expect(isIncident({ people: 3, affected: 4, after: 5 })).toBe(false);
    expect(isIncident({ people: 4, affected: undefined, after: 5 })).toBe(false);
    expect(isIncident({ people: 5, affected: undefined, after: 5 })).toBe(true);
    expect(isIncident({ people: 2, affected: 214, after: 2 })).toBe(true);
  });

  it('stay one when one more asks', () => {
    fc.assert(
      fc.property(together, (seen) => {
        fc.pre(isIncident(seen));
        expect(isIncident({ ...seen, people: seen.people + 1 })).toBe(true);
      }),
    );
  });
});

const look: fc.Arbitrary<Look> = fc.constantFrom('works', 'undone', 'stopped', 'neither');

describe('an incident', () => {
  it('is over only when somebody gets in, as far as can be seen, and nobody is still stopped', () => {
    fc.assert(
      fc.property(fc.array(look), (looks) => {
        const over = overBy(looks);
        expect(overBy([...looks, 'stopped'])).toBeUndefined();
        if (over === 'works') expect(looks).toContain('works');
        if (over === 'undone') expect(looks).not.toContain('works');
        if (over === undefined)
          expect(looks.includes('stopped') || looks.every((one) => one === 'neither')).toBe(true);
      }),
    );
    expect(overBy([])).toBeUndefined();
    expect(overBy(['neither', 'undone'])).toBe('undone');
    expect(overBy(['undone', 'works'])).toBe('works');
  });

  it('is looked at less and less often, and never less than a tenth as often', () => {
    fc.assert(
      fc.property(fc.nat(100_000_000), fc.nat(100_000_000), (a, b) => {
        const [young, old] = [Math.min(a, b), Math.max(a, b)];
        expect(nextLookIn(young, 60_000)).toBeLessThanOrEqual(nextLookIn(old, 60_000));
        expect(nextLookIn(young, 60_000)).toBeGreaterThanOrEqual(60_000);
        expect(nextLookIn(old, 60_000)).toBeLessThanOrEqual(600_000);
      }),
    );
  });

  it('reads scarce policies anew only where the mend is in them, and then less often', () => {
    expect(freshnessFor('group-membership')).toEqual({ fresh: 'fast', slower: 1 });
    expect(freshnessFor(undefined)).toEqual({ fresh: 'fast', slower: 1 });
    expect(freshnessFor('deny-policy').fresh).toBe(true);
    expect(freshnessFor('deny-policy').slower).toBeGreaterThan(1);
  });

  it('is judged by three of those who asked, the first and the last among them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), (asked) => {
        const chosen = witnessesOf(asked);
        expect(chosen).toHaveLength(Math.min(3, asked.length));
        expect(new Set(chosen).size).toBe(chosen.length);
        for (const one of chosen) expect(asked).toContain(one);
        if (asked.length > 0) expect([chosen[0], chosen.at(-1)]).toEqual([asked[0], asked.at(-1)]);
      }),
    );
  });

  it('is told with its length as people say it', () => {
    expect([0, 29_000, 61_000, 38 * 60_000, 3_600_000, 7_500_000].map(lasting)).toEqual([
      'less than a minute',
      'less than a minute',
      '1 minute',
      '38 minutes',
      '1 hour',
      '2 hours 5 minutes',
    ]);
  });
});

const hit: Hit = {
  service: 'dashboard',
  stops: 'access',
  code: 'grant-removed',
  causeChange: { id: 'abc', at: '2026-11-22T09:00:00Z', summary: '', affected: 214, complete: true },
  userId: 'U1',
  channel: 'C1',
  threadTs: '1.1',
};

describe('one thing', () => {
  it('is the same change at the same service, whoever asks wherever', () => {
    expect(keyOf(hit)).toBeDefined();
    expect(keyOf({ ...hit, userId: 'U2', channel: 'C2', threadTs: '2.2', code: 'not-in-group' })).toBe(
      keyOf(hit),
    );
    expect(keyOf({ ...hit, service: 'payroll' })).not.toBe(keyOf(hit));
    const other = { id: 'def', at: '', summary: '', affected: undefined, complete: false };
    expect(keyOf({ ...hit, causeChange: other })).not.toBe(keyOf(hit));
  });

  it('is a run over one group by one actor, which leaves an entry for every person', () => {
    const membership = {
      kind: 'group-membership',
      actor: 'hr-sync@acme.test',
      resource: 'groups/a@acme.test',
    };
    const ofRun = (id: string, more = {}): string | undefined =>
      keyOf({
        ...hit,
        causeChange: { at: '', summary: '', affected: 1, complete: false, id, ...membership, ...more },
      });
    expect(ofRun('one')).toBe(ofRun('two'));
    expect(ofRun('one')).not.toBe(ofRun('one', { resource: 'groups/b@acme.test' }));
    expect(ofRun('one')).not.toBe(ofRun('one', { actor: 'bob@acme.test' }));
    expect(ofRun('one', { kind: 'iap-policy' })).not.toBe(ofRun('two', { kind: 'iap-policy' }));
  });

  it('is a broken path, whatever each probe calls it, and nothing where no change is the cause', () => {
    const path: Hit = { ...hit, stops: 'path', code: 'tls-expired', causeChange: undefined };
    expect(keyOf(path)).toBe(keyOf({ ...path, code: 'backend-error' }));
    expect(keyOf(path)).not.toBe(keyOf(hit));
    expect(keyOf({ ...hit, causeChange: undefined })).toBeUndefined();
  });
});

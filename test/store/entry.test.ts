/** How a fact is written down, read back and not mistaken; and what its names give away. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LookProblem } from '../../src/google/ports.js';
import { decodeEntry, decodeRefusal, type Entry, encodeEntry, reviveEntry } from '../../src/store/entry.js';
import { freezeDeep } from '../../src/store/freeze.js';
import { createKeys, fingerprint } from '../../src/store/keys.js';
import { createShelf } from '../../src/store/shelf.js';

const keyOf = createKeys('1', 'iap-doctor@acme.test');
const key = keyOf('iap.getIamPolicy projects/1');
const absent: LookProblem = {
  kind: 'not-found',
  api: 'admin',
  resource: 'users/x',
  status: 404,
  message: 'no',
};
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  at: fc.nat(4_000_000_000_000),
  by: fc.uuid(),
  look: fc.oneof(
    fc
      .jsonValue()
      .map((value) => ({ ok: true as const, value: JSON.parse(JSON.stringify(value)) as unknown })),
    fc.constant({ ok: false as const, problem: absent }),
  ),
});

describe('a stored fact', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect(decodeEntry(key, encodeEntry(key, entry))).toEqual(entry);
      }),
    );
  });

  it('is no refusal, and a refusal is no fact', () => {
    const kind = fc.constantFrom('forbidden', 'api-disabled', 'edition', 'invalid');
    const status = fc.option(fc.integer({ min: 400, max: 499 }), { nil: undefined });
    fc.assert(
      fc.property(anyEntry, kind, status, ({ at, by, look }, refused, code) => {
        const { status: _, ...rest } = absent;
        const problem: LookProblem = {
          ...rest,
          kind: refused,
          ...(code === undefined ? {} : { status: code }),
        };
        const text = encodeEntry(key, { at, by, look: { ok: false, problem } });
        expect(decodeRefusal(key, text)).toEqual({ at, by, problem });
        expect(decodeEntry(key, text)).toBeUndefined();
        expect(decodeRefusal(keyOf('iap.getIamPolicy projects/2'), text)).toBeUndefined();
        expect(decodeRefusal(key, encodeEntry(key, { at, by, look }))).toBeUndefined();
      }),
    );
  });

  it('is not read back as a failure that may have passed', () => {
    for (const kind of ['throttled', 'unavailable', 'malformed', 'deadline'] as const) {
      const text = encodeEntry(key, { at: 1, by: 'x', look: { ok: false, problem: { ...absent, kind } } });
      expect(decodeEntry(key, text)).toBeUndefined();
      expect(decodeRefusal(key, text)).toBeUndefined();
    }
  });

  it('is not taken for another fact, nor for one of another caller or version', () => {
    const text = encodeEntry(key, { at: 1, by: 'x', look: { ok: true, value: 1 } });
    expect(decodeEntry(key, text)).toBeDefined();
    expect(decodeEntry(keyOf('iap.getIamPolicy projects/2'), text)).toBeUndefined();
    for (const other of [createKeys('2', 'iap-doctor@acme.test'), createKeys('1', 'other@acme.test')]) {
      expect(decodeEntry(other('iap.getIamPolicy projects/1'), text)).toBeUndefined();
    }
  });

  it('is nothing, and no crash, whatever else stands in its place', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((body) => `17 ${body}`),
        ),
        (text) => {
          expect(decodeEntry(key, text)).toBeUndefined();
          expect(decodeRefusal(key, text)).toBeUndefined();
        },
      ),
    );
  });

  it('survives the loss or change of any part of its text, or is nothing', () => {
    const entry: Entry = { at: 17, by: 'x', look: { ok: true, value: { n: 1 } } };
    const text = encodeEntry(key, entry) ?? '';
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(10), fc.string({ maxLength: 5 }), (from, length, put) => {
        const decoded = decodeEntry(key, text.slice(0, from) + put + text.slice(from + length));
        if (decoded) expect(decoded.look.ok || decoded.look.problem.kind === 'not-found').toBe(true);
      }),
    );
  });

  it('stays in the process when it is too large or not JSON', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    for (const value of ['x'.repeat(2_000_001), cycle, 1n]) {
      expect(encodeEntry(key, { at: 1, by: 'x', look: { ok: true, value } })).toBeUndefined();
    }
  });

  it('is nothing to an asker that chokes on it', () => {
    const entry: Entry = { at: 1, by: 'x', look: { ok: true, value: 1 } };
    const choke = (): never => {
      throw new Error('what is this?');
    };
    expect(reviveEntry(entry, choke)).toBeUndefined();
  });
});

describe('the names of facts', () => {
  it('differ whenever version, caller or key differ', () => {
    const word = fc.string({ maxLength: 12 });
    const triple = fc.tuple(word, word, word);
    fc.assert(
      fc.property(triple, triple, (a, b) => {
        const name = ([version, caller, of]: [string, string, string]) => createKeys(version, caller)(of);
        const same = a.every((part, index) => part === b[index]);
        expect(name(a).value === name(b).value).toBe(same);
        expect(name(a).hash === name(b).hash).toBe(same);
      }),
    );
  });

  it('hide what they are made of, and stay on one node of a cluster', () => {
    const { value, lock, ending, refusal } = keyOf('cloudidentity.searchDirectGroups alice@acme.test');
    for (const name of [value, lock, ending, refusal]) {
      expect(name).toMatch(/^iap-doctor:fact:1:[0-9a-f]{12}:\{[0-9a-f]{32}\}(:lock|:ending|:refusal)?$/);
    }
    expect(fingerprint('ab', 'c')).not.toBe(fingerprint('a', 'bc'));
  });
});

describe('the shelf', () => {
  const revive = (value: unknown) => value;
  const entry = (at: number, value: unknown): Entry => ({ at, by: 'x', look: { ok: true, value } });

  it('keeps the newer of two', () => {
    const shelf = createShelf();
    shelf.put('a', entry(2, 'new'), revive);
    shelf.put('a', entry(1, 'old'), revive);
    expect(shelf.read('a', revive)?.look).toEqual({ ok: true, value: 'new' });
  });

  it('drops what was not used for longest when it is full', () => {
    const shelf = createShelf(10_000);
    for (let n = 0; n < 50; n += 1) {
      shelf.put(`${n}`, entry(1, 'x'.repeat(1_000)), revive);
      shelf.read('0', revive);
    }
    expect(shelf.read('0', revive)).toBeDefined();
    expect(shelf.read('1', revive)).toBeUndefined();
    expect(shelf.read('49', revive)).toBeDefined();
  });

  it('shows a value to a strange reader as it would come out of Redis', () => {
    const shelf = createShelf();
    shelf.put('a', entry(1, { when: new Date(0), not: undefined }), revive);
    expect(shelf.read('a', (value: unknown) => value)?.look).toEqual({
      ok: true,
      value: { when: '1970-01-01T00:00:00.000Z' },
    });
  });
});

describe('freezing', () => {
  it('reaches every plain part, also in circles, and leaves other objects alone', () => {
    const map = new Map([['a', 1]]);
    const bytes = new Uint8Array(2);
    const root: Record<string, unknown> = { list: [{ deep: true }], map, bytes };
    root.self = root;
    expect(freezeDeep(root)).toBeGreaterThan(0);
    expect(Object.isFrozen(root)).toBe(true);
    expect(Object.isFrozen((root.list as object[])[0])).toBe(true);
    expect(Object.isFrozen(map)).toBe(false);
  });
});

/** Groups are opened to the end: cycles, doubts and gaps included, whatever order things were read in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand } from '../../../src/diagnosis/who/expand.js';
import type { Email } from '../../../src/names/index.js';
import { seededPicker } from '../../support/seeded.js';
import { content, contents, GROUPS, gapOf, naiveClosure, reordered, staleOf } from './worlds.js';

const [a, b, c] = GROUPS as [Email, Email, Email];
const ana = 'user:ana@acme.test';
const bob = 'user:bob@acme.test';

describe('opening a group', () => {
  it('finds exactly the people of the naive closure, cycles and all', () => {
    fc.assert(
      fc.property(contents({ gaps: false, stale: false }), fc.constantFrom(...GROUPS), (all, group) => {
        const naive = naiveClosure(group, all);
        const opened = expand(group, all);
        expect(new Set(opened.people.keys())).toEqual(naive.people);
        expect(opened.nested).toBe(naive.groups.size - 1);
        expect(opened.gaps).toEqual([]);
      }),
    );
  });

  it('gives each a way that exists, step by step, and none that is shorter', () => {
    fc.assert(
      fc.property(contents({ gaps: false, stale: false }), fc.constantFrom(...GROUPS), (all, group) => {
        const distance = distances(group, all);
        for (const [person, { chain, traced }] of expand(group, all).people) {
          expect(traced).toBe(true);
          expect(chain.at(-1)).toBe(group);
          expect(all.get(chain[0] ?? group)?.people).toContain(person);
          for (const [i, inner] of chain.entries()) {
            const outer = chain[i + 1];
            if (outer !== undefined) expect(all.get(outer)?.groups).toContain(inner);
          }
          const nearest = Math.min(
            ...[...distance].filter(([at]) => all.get(at)?.people.includes(person)).map(([, d]) => d),
          );
          expect(chain.length - 1).toBe(nearest);
        }
      }),
    );
  });

  it('does not depend on the order in which anything was read', () => {
    fc.assert(
      fc.property(
        contents({ gaps: true, stale: true }),
        fc.constantFrom(...GROUPS),
        fc.integer(),
        (all, group, seed) => {
          const { shuffled } = seededPicker(seed);
          const one = expand(group, all);
          const other = expand(group, reordered(all, shuffled));
          const plain = (opened: typeof one) => ({
            ...opened,
            people: Object.fromEntries([...opened.people].sort(([x], [y]) => (x < y ? -1 : 1))),
          });
          expect(plain(other)).toEqual(plain(one));
        },
      ),
    );
  });

  it('is certain of exactly those whom certain groups alone lead to', () => {
    fc.assert(
      fc.property(contents({ gaps: false, stale: true }), fc.constantFrom(...GROUPS), (all, group) => {
        const certain = naiveClosure(group, all, (one) => one.stale === undefined).people;
        const opened = expand(group, all);
        expect(new Set(opened.people.keys())).toEqual(naiveClosure(group, all).people);
        for (const [person, { doubt }] of opened.people)
          expect(doubt === undefined).toBe(certain.has(person));
      }),
    );
  });

  it('names each group on the way of which not everybody is known, once', () => {
    fc.assert(
      fc.property(contents({ gaps: true, stale: true }), fc.constantFrom(...GROUPS), (all, group) => {
        const named = expand(group, all).gaps.map((gap) => gap.group);
        const open = [...naiveClosure(group, all).groups].filter(
          (at) => all.get(at)?.gap ?? all.get(at)?.stale,
        );
        expect([...named].sort()).toEqual(open.sort());
      }),
    );
    const all = new Map([
      [a, content([ana], [b, c])],
      [b, content([bob], [a], { gap: gapOf(b) })],
      [c, content([], [], { stale: staleOf(c) })],
    ]);
    expect(expand(a, all).gaps).toEqual([
      { group: b, why: gapOf(b) },
      { group: c, why: staleOf(c) },
    ]);
    expect(expand(a, new Map()).people.size).toBe(0);
  });

  it('says that a way may have holes where only a search knows the members', () => {
    const all = new Map([
      [a, content([], [b])],
      [b, content([ana], [], { untraced: true })],
    ]);
    expect(expand(a, all).people.get(ana)).toMatchObject({ chain: [b, a], traced: false });
  });

  it('cuts the middle out of a way through hundreds of groups, and keeps both ends', () => {
    const deep = Array.from({ length: 400 }, (_, i) => `g${String(i).padStart(3, '0')}@acme.test` as Email);
    const all = new Map(
      deep.map((group, i) => [group, content(i === 399 ? [ana] : [], deep.slice(i + 1, i + 2))]),
    );
    const [top] = deep as [Email];
    const inside = expand(top, all).people.get(ana);
    expect(inside?.chain[0]).toBe('g399@acme.test');
    expect(inside?.chain.at(-1)).toBe(top);
    expect(inside?.chain.length).toBeLessThanOrEqual(24);
    expect(inside?.traced).toBe(false);
  });
});

/** How many nestings lie between the opened group and each other. */
function distances(group: Email, all: Parameters<typeof expand>[1]): Map<Email, number> {
  const found = new Map<Email, number>([[group, 0]]);
  for (let depth = 0, level = [group]; level.length > 0; depth += 1) {
    level = level
      .flatMap((at) => [...(all.get(at)?.groups ?? [])])
      .filter((at) => !found.has(at) && found.set(at, depth + 1));
  }
  return found;
}

/** The laws of logic with unknowns and errors in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../src/policy/results.js';
import type { Truth } from '../../src/policy/types.js';
import { evaluateText, levels } from './condition-support.js';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const full = (name: string) => `accessPolicies/1/accessLevels/${name}`;
const ask = (name: string) => `"${full(name)}" in request.auth.access_levels`;
const TRUTHS = ['true', 'false', 'unknown', 'error'] as const;

/** A context whose four levels have the given truths. */
function withLevels(truths: readonly Truth[]): Partial<RequestContext> {
  return { levels: levels(Object.fromEntries(NAMES.map((name, at) => [full(name), truths[at] ?? 'false']))) };
}

const truthsOf4 = fc.array(fc.constantFrom(...TRUTHS), { minLength: 4, maxLength: 4 });

const expressions = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...NAMES.map(ask), 'true', 'false'),
    fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => `(${x}) && (${y})`),
    fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => `(${x}) || (${y})`),
    tie('tree').map((x) => `!(${x})`),
    fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([x, y, z]) => `(${x}) ? (${y}) : (${z})`),
  ),
})).tree;

const truthOf = (expression: string, truths: readonly Truth[]) =>
  evaluateText(expression, withLevels(truths)).truth;

/** What follows for an allow binding: false and error both grant nothing. */
const grants = (truth: Truth) => (truth === 'error' ? 'false' : truth);

/** All ways the unknown levels may turn out. */
function completions(truths: readonly Truth[]): readonly (readonly Truth[])[] {
  return truths.reduce<readonly (readonly Truth[])[]>(
    (sofar, truth) => {
      const options: readonly Truth[] = truth === 'unknown' ? ['true', 'false'] : [truth];
      return sofar.flatMap((start) => options.map((option) => [...start, option]));
    },
    [[]],
  );
}

describe('logic with unknowns and errors', () => {
  it.each([
    ['false && error', 'false', 'error'],
    ['false && unknown', 'false', 'unknown'],
    ['true || error', 'true', 'error'],
    ['true || unknown', 'true', 'unknown'],
  ])('absorbs on either side: %s is %s', (pair, expected, other) => {
    const [left = '', operator = ''] = pair.split(' ');
    const truths: Truth[] = [left === 'true' ? 'true' : 'false', other === 'error' ? 'error' : 'unknown'];
    expect(truthOf(`${ask('a')} ${operator} ${ask('b')}`, truths)).toBe(expected);
    expect(truthOf(`${ask('b')} ${operator} ${ask('a')}`, truths)).toBe(expected);
  });

  it('keeps an error an error under !, && true and || false', () => {
    expect(truthOf(`!(${ask('a')})`, ['error'])).toBe('error');
    expect(truthOf(`${ask('a')} && ${ask('b')}`, ['error', 'true'])).toBe('error');
    expect(truthOf(`${ask('a')} || ${ask('b')}`, ['error', 'false'])).toBe('error');
  });

  it('calls an error decisive where the unknown cannot grant any more', () => {
    expect(truthOf(`${ask('a')} && ${ask('b')}`, ['unknown', 'error'])).toBe('error');
    expect(truthOf(`${ask('a')} || ${ask('b')}`, ['unknown', 'error'])).toBe('unknown');
  });

  it('knows that the same clause cannot be both', () => {
    expect(truthOf(`${ask('a')} || !(${ask('a')})`, ['unknown'])).toBe('true');
    expect(truthOf(`${ask('a')} && !(${ask('a')})`, ['unknown'])).toBe('false');
    const path = { path: undefined };
    expect(evaluateText('request.path == "/a" || request.path != "/a"', path).truth).toBe('true');
  });

  it('is the same in either order', () => {
    fc.assert(
      fc.property(expressions, expressions, truthsOf4, (x, y, truths) => {
        for (const operator of ['&&', '||']) {
          expect(truthOf(`(${x}) ${operator} (${y})`, truths)).toBe(
            truthOf(`(${y}) ${operator} (${x})`, truths),
          );
        }
      }),
    );
  });

  it('is unchanged by a double negation, and negation swaps true and false', () => {
    fc.assert(
      fc.property(expressions, truthsOf4, (x, truths) => {
        const plain = truthOf(x, truths);
        expect(truthOf(`!(!(${x}))`, truths)).toBe(plain);
        const turned = truthOf(`!(${x})`, truths);
        if (plain === 'true') expect(turned).toBe('false');
        if (plain === 'false') expect(turned).toBe('true');
      }),
    );
  });

  it('obeys De Morgan', () => {
    fc.assert(
      fc.property(expressions, expressions, truthsOf4, (x, y, truths) => {
        expect(truthOf(`!((${x}) && (${y}))`, truths)).toBe(truthOf(`!(${x}) || !(${y})`, truths));
      }),
    );
  });

  it('is definite exactly when no unknown level can change what follows', () => {
    fc.assert(
      fc.property(expressions, truthsOf4, (x, truths) => {
        const ends = new Set(completions(truths).map((complete) => grants(truthOf(x, complete))));
        const expected = ends.size === 1 ? [...ends][0] : 'unknown';
        expect(grants(truthOf(x, truths))).toBe(expected);
      }),
    );
  });

  it('names as missing exactly the levels with which the verdict flips, and which way', () => {
    fc.assert(
      fc.property(expressions, truthsOf4, (x, truths) => {
        const result = evaluateText(x, withLevels(truths));
        const named = new Map(result.missing.map((need) => [need.attribute, need.wouldPassIf]));
        NAMES.forEach((name, at) => {
          if (truths[at] !== 'unknown') return;
          const flips = (to: Truth, from: Truth): boolean =>
            completions(truths.map((truth, index) => (index === at ? 'false' : truth))).some((rest) => {
              const turned = (value: Truth) => rest.map((truth, index) => (index === at ? value : truth));
              return truthOf(x, turned(to)) === 'true' && truthOf(x, turned(from)) !== 'true';
            });
          const expected = flips('true', 'false') ? 'true' : flips('false', 'true') ? 'false' : undefined;
          expect(named.get(`access level ${full(name)}`)).toBe(expected);
        });
      }),
      { numRuns: 60 },
    );
  });
});

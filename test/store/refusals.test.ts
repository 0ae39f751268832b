/** What makes a refusal definite, and when it no longer counts. */
import { describe, expect, it } from 'vitest';
import type { ProblemKind } from '../../src/google/ports.js';
import { MAX_SKEW_MS } from '../../src/store/lifetime-rule.js';
import { createRefusals, type Refusal, stillRefused, worthOf } from '../../src/store/refusals.js';
import { failed, found, problem, strict } from '../support/fact-asking.js';

const now = 1_700_000_000_000;
const refusal = (at: number, by = 'x'): Refusal => ({ at, by, problem: problem('forbidden') });

describe('what a look is worth to those who ask later', () => {
  it.each([
    ['refused', ['forbidden', 'api-disabled', 'edition', 'invalid']],
    ['passing', ['throttled', 'unavailable', 'malformed', 'deadline']],
    ['absent', ['not-found']],
  ] satisfies [string, ProblemKind[]][])('is "%s" for %j', (worth, kinds) => {
    for (const kind of kinds) expect(worthOf(failed(kind))).toBe(worth);
    expect(worthOf(found(1))).toBe('found');
  });
});

describe('a refusal', () => {
  it('stands for the short time of its lifetime', () => {
    expect(stillRefused(refusal(now - strict.negativeMs), undefined, strict, now)).toBe(true);
    expect(stillRefused(refusal(now - strict.negativeMs - 1), undefined, strict, now)).toBe(false);
    expect(stillRefused(refusal(now), undefined, { ...strict, negativeMs: 0 }, now)).toBe(false);
  });

  it('says nothing against what Google has said since', () => {
    expect(stillRefused(refusal(now - 2), now - 1, strict, now)).toBe(false);
    expect(stillRefused(refusal(now - 2), now - 3, strict, now)).toBe(true);
  });
});

describe('the book of refusals', () => {
  it('keeps the newer of two, and none from the future', () => {
    const book = createRefusals();
    book.put('a', refusal(now - 1, 'newer'), now);
    book.put('a', refusal(now - 2, 'older'), now);
    book.put('a', refusal(now + MAX_SKEW_MS + 1, 'future'), now);
    expect(book.get('a')?.by).toBe('newer');
    expect(book.get('b')).toBeUndefined();
  });

  it('forgets what was refused before an answer, and nothing after it', () => {
    const book = createRefusals();
    book.put('a', refusal(now), now);
    book.lift('a', now - 1);
    expect(book.get('a')).toBeDefined();
    book.lift('a', now);
    expect(book.get('a')).toBeUndefined();
  });
});

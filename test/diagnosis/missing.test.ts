/** A look that failed is told in words that say what really came back. */
import { describe, expect, it } from 'vitest';
import { missingFrom, nothingThere, notServed, nowWords } from '../../src/diagnosis/missing.js';
import type { LookProblem } from '../../src/google/ports.js';

const problem = (more: Partial<LookProblem>): LookProblem => ({
  kind: 'forbidden',
  api: 'iap',
  resource: 'it',
  message: '',
  ...more,
});

describe('a look that failed', () => {
  it('because a proxy answered with a web page is not told as Google\u2019s refusal', () => {
    const { what } = missingFrom(problem({ status: 403, page: true }), 'iap-policy', 'dashboard');
    expect(what).toBe(
      'I could not read the IAP access policy of dashboard: a web page came back instead of an answer of Google\u2019s (HTTP 403), perhaps from a proxy on the way.',
    );
    expect(missingFrom(problem({ status: 403 }), 'iap-policy', 'dashboard').what).toContain(
      'Google answered 403',
    );
  });

  it('says why an older copy had to do', () => {
    expect(nowWords(problem({ kind: 'unavailable', status: 503 }))).toBe('Google answers 503 now');
    expect(nowWords(problem({ kind: 'throttled', status: 429 }))).toContain('quota');
    expect(nowWords(problem({ kind: 'deadline' }))).toContain('in time');
    expect(nowWords(problem({ kind: 'unavailable' }))).toBe('Google cannot be reached now');
  });

  it('proves absence only where nothing else speaks of the thing', () => {
    const gone = problem({ kind: 'not-found', status: 404 });
    expect([nothingThere(gone), notServed(gone)]).toEqual([true, false]);
    const page = problem({ kind: 'malformed', status: 404, page: true });
    expect([nothingThere(page), notServed(page)]).toEqual([true, true]);
    const refused = problem({ status: 403 });
    expect([nothingThere(refused), notServed(refused)]).toEqual([false, false]);
  });
});

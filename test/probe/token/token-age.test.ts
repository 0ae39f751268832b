/** What a token's own dates say: how long it lasts, and whether somebody fetches one for every call. */
import { describe, expect, it } from 'vitest';
import { tokenAge } from '../../../src/probe/token/token-age.js';
import { idToken } from '../observations.js';
import { NOW } from './jwts.js';

const age = (issuedAgo: number | undefined, left: number | undefined) =>
  tokenAge(
    idToken({
      issuedAt: issuedAgo === undefined ? undefined : NOW - issuedAgo * 1000,
      expiresAt: left === undefined ? undefined : NOW + left * 1000,
    }),
    NOW,
  );

describe('the age of a token', () => {
  it.each([
    ['good in the middle of its hour', age(1800, 1800), 'good'],
    ['about to expire within five minutes', age(3301, 299), 'about-to-expire'],
    ['expired at its very end', age(3600, 0), 'expired'],
    ['expired whatever its start says', age(-100, -1), 'expired'],
    ['good within the skew IAP allows', age(-29, 3600), 'good'],
    ['not yet valid beyond it', age(-31, 3600), 'not-yet-valid'],
    ['unknown without dates', age(undefined, undefined), 'unknown'],
    ['unknown without an end', age(10, undefined), 'unknown'],
  ])('%s', (_what, { state }, expected) => {
    expect(state).toBe(expected);
  });

  it('tells what was fetched for this very call, and what lasts longer than any token may', () => {
    expect(age(3, 3597)).toMatchObject({ freshlyMinted: true, tooLong: false, lifetimeMs: 3_600_000 });
    expect(age(60, 3540)).toMatchObject({ freshlyMinted: false, ageMs: 60_000, remainingMs: 3_540_000 });
    expect(age(0, 86_400).tooLong).toBe(true);
    expect(age(undefined, 60)).toMatchObject({ freshlyMinted: false, tooLong: false, lifetimeMs: undefined });
  });
});

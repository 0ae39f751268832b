/** How old a token is, how long it still lasts, and what that says of whoever sends it. Pure. */
import type { CredentialFacts } from '../observation.js';

export type TokenState = 'expired' | 'not-yet-valid' | 'about-to-expire' | 'good' | 'unknown';

export interface TokenAge {
  readonly state: TokenState;
  /** Milliseconds since it was issued; negative before that. */
  readonly ageMs: number | undefined;
  /** Milliseconds until it expires; negative after that. */
  readonly remainingMs: number | undefined;
  readonly lifetimeMs: number | undefined;
  /** It was issued within moments of being used: whoever sends it likely fetches one for every call. */
  readonly freshlyMinted: boolean;
  /** It is to last longer than any token Google issues or takes. */
  readonly tooLong: boolean;
}

/** IAP's own allowance for clocks ("Securing your app with signed headers"). */
export const SKEW_MS = 30_000;
/** Libraries refresh this long before the end; a token with less left will fail in the middle of somebody's work. */
export const MARGIN_MS = 5 * 60_000;
const MOMENT_MS = 10_000;
/** Identity tokens and self-signed JWTs last an hour at most (Google Cloud "Token types"). */
const HOUR_MS = 3_600_000;

/** What `iat` and `exp` say at `now` (epoch milliseconds). Whether it was `minted` for this very probe is the caller's to know. */
export function tokenAge(facts: CredentialFacts, now: number): TokenAge {
  const { issuedAt, expiresAt } = facts;
  const ageMs = issuedAt === undefined ? undefined : now - issuedAt;
  const remainingMs = expiresAt === undefined ? undefined : expiresAt - now;
  const lifetimeMs = issuedAt === undefined || expiresAt === undefined ? undefined : expiresAt - issuedAt;
  return {
    state: stateOf(ageMs, remainingMs),
    ageMs,
    remainingMs,
    lifetimeMs,
    freshlyMinted: ageMs !== undefined && Math.abs(ageMs) <= MOMENT_MS,
    tooLong: lifetimeMs !== undefined && lifetimeMs > HOUR_MS + SKEW_MS,
  };
}

function stateOf(ageMs: number | undefined, remainingMs: number | undefined): TokenState {
  if (remainingMs !== undefined && remainingMs <= 0) return 'expired';
  if (ageMs !== undefined && ageMs < -SKEW_MS) return 'not-yet-valid';
  if (remainingMs === undefined) return 'unknown';
  return remainingMs <= MARGIN_MS ? 'about-to-expire' : 'good';
}

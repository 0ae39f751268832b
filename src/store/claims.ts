/** What this process has already claimed, and until when. */
import type { Clock } from './ports.js';

const SWEEP_AT = 1_000;

export interface Claims {
  /** True for whoever takes the key first within the time, milliseconds. A time of 0 or less claims nothing. */
  take(key: string, ttlMs: number): boolean;
  /** How many claims are held, those that have run out but were not yet swept included. */
  size(): number;
}

/** Makes an empty book of claims; those that have run out are swept now and then. */
export function createClaims(clock: Clock): Claims {
  const until = new Map<string, number>();
  let sweepAt = SWEEP_AT;
  return {
    take(key, ttlMs) {
      const now = clock.now();
      if ((until.get(key) ?? Number.NEGATIVE_INFINITY) > now) return false;
      until.set(key, now + ttlMs);
      if (until.size > sweepAt) {
        for (const [held, end] of until) if (end <= now) until.delete(held);
        sweepAt = Math.max(SWEEP_AT, until.size * 2);
      }
      return true;
    },
    size: () => until.size,
  };
}

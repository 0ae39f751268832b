/** A clock that stands still until it is told otherwise. */
import type { Clock } from '../../src/store/ports.js';

export interface FakeClock extends Clock {
  advance(ms: number): void;
}

export function createFakeClock(start: number = Date.UTC(2026, 0, 5, 9)): FakeClock {
  let now = start;
  return {
    now: () => now,
    advance(ms) {
      now += ms;
    },
  };
}

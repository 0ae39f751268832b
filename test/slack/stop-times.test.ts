/** Stopping ends before the platform ends the process. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { STOP_WITHIN_MS, stopTimes } from '../../src/slack/stop-times.js';

/** What is left for the door, the last posts and the connections. */
const DOOR_MS = 2_000;

it('the parts stay together below the whole, with room for closing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3_000, max: 120_000 }), (within) => {
      const { drainMs, lastWordsMs, handBackMs } = stopTimes(within);
      expect(drainMs + lastWordsMs + handBackMs + DOOR_MS).toBeLessThan(within);
      for (const part of [drainMs, lastWordsMs, handBackMs]) expect(part).toBeGreaterThan(0);
      expect(drainMs).toBeGreaterThan(lastWordsMs);
    }),
  );
});

it('an answer that takes its whole time is waited for, unless there is less time', () => {
  expect(stopTimes(STOP_WITHIN_MS).drainMs).toBeGreaterThan(8_000);
});

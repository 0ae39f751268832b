/** What the parts of the feature share. */
import type { ThreadExtras } from './hit.js';
import type { Limit } from './leave.js';
import type { Probes } from './probes.js';
import type { Replies } from './replies.js';

export interface Parts {
  readonly replies: Replies;
  readonly probes: Probes;
  readonly extras: ThreadExtras;
  /** Channels in which the queue is long: whoever comes now does not wait for their turn. */
  readonly busy: Busy;
  /** Of `conversations.replies`. */
  readonly limit: Limit;
}

/** Which channels have been found to have a long queue lately. */
export interface Busy {
  is(channel: string): boolean;
  found(channel: string): void;
}

const LATELY_MS = 10_000;

export function createBusy(now: () => number): Busy {
  const until = new Map<string, number>();
  return {
    is: (channel) => (until.get(channel) ?? 0) > now(),
    found(channel) {
      until.set(channel, now() + LATELY_MS);
    },
  };
}

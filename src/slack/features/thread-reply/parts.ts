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
  /** Of `users.info`. */
  readonly crowd: Crowd;
}

/** Which channels have a long queue: several replies of this process wait for their turn there, or did a moment ago. */
export interface Busy {
  is(channel: string): boolean;
  /** Waits for a reply's turn; whoever comes meanwhile finds the channel busier. */
  while<T>(channel: string, work: Promise<T>): Promise<T>;
}

const LATELY_MS = 10_000;
/** So many waiting are no queue yet. */
const FEW = 2;

export function createBusy(now: () => number): Busy {
  const until = new Map<string, number>();
  const waiting = new Map<string, number>();
  return {
    is(channel) {
      if ((waiting.get(channel) ?? 0) >= FEW) until.set(channel, now() + LATELY_MS);
      return (until.get(channel) ?? 0) > now();
    },
    async while(channel, work) {
      waiting.set(channel, (waiting.get(channel) ?? 0) + 1);
      try {
        return await work;
      } finally {
        const left = (waiting.get(channel) ?? 1) - 1;
        if (left > 0) waiting.set(channel, left);
        else waiting.delete(channel);
      }
    },
  };
}

/** Lets people be looked up one after another once Slack has said that they are too many. */
export interface Crowd {
  /** How long to wait for a turn; undefined: nobody waits. */
  turn(): number | undefined;
  /** Slack says that it is enough for now: how long to wait for a turn. */
  limited(): number;
}

/** Slack takes a hundred looks a minute; two processes together stay near that. */
const LOOK_GAP_MS = 900;
const FIRST_TURN_MS = 3_000;

export function createCrowd(now: () => number): Crowd {
  let last = 0;
  const next = (soonest: number): number => {
    last = Math.max(last + LOOK_GAP_MS, now() + soonest);
    return last - now();
  };
  return {
    turn: () => (last > now() ? next(0) : undefined),
    limited: () => next(FIRST_TURN_MS),
  };
}

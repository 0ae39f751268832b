/** Slack's rate limits as buckets that refill, and the pace at which an app posted. */
import type { Clock } from '../../store/ports.js';

export interface RateOptions {
  /**
   * `chat.postMessage` in one channel: "one message per second per channel, short bursts allowed" (Slack "Rate
   * limits"). False switches it off. The size of the burst is not published; ten is a guess.
   */
  readonly postMessage?: { readonly perSecond: number; readonly burst: number } | false;
  /** Holds every other method to its tier: 1, 20, 50 or 100 calls a minute. Off by default. */
  readonly tiers?: boolean;
}

export type Tier = 1 | 2 | 3 | 4;
const PER_MINUTE: Readonly<Record<Tier, number>> = { 1: 1, 2: 20, 3: 50, 4: 100 };

export interface Pace {
  /** Every accepted `chat.postMessage`; `at` is the emulator's clock, milliseconds. */
  readonly posts: readonly { readonly channel: string; readonly at: number }[];
  /** How many calls were turned away with 429. */
  readonly refused: number;
  /** Most posts within any stretch of that many milliseconds, in one channel or in the busiest. */
  most(withinMs: number, channel?: string): number;
}

export interface Rates {
  readonly pace: Pace;
  /** Seconds to wait when the call is too early; undefined lets it through. */
  take(method: string, tier: Tier, channel: string | undefined): number | undefined;
  posted(channel: string): void;
}

export function createRates(clock: Clock, options: RateOptions = {}): Rates {
  const { postMessage = { perSecond: 1, burst: 10 }, tiers = false } = options;
  const buckets = new Map<string, { left: number; at: number }>();
  const posts: { readonly channel: string; readonly at: number }[] = [];
  let refused = 0;

  function fromBucket(name: string, perSecond: number, size: number): number | undefined {
    const now = clock.now();
    const bucket = buckets.get(name) ?? { left: size, at: now };
    const left = Math.min(size, bucket.left + ((now - bucket.at) / 1_000) * perSecond);
    buckets.set(name, { left: left < 1 ? left : left - 1, at: now });
    if (left >= 1) return undefined;
    refused++;
    return Math.max(1, Math.ceil((1 - left) / perSecond));
  }

  return {
    pace: {
      posts,
      get refused() {
        return refused;
      },
      most(withinMs, channel) {
        const names = channel === undefined ? [...new Set(posts.map((one) => one.channel))] : [channel];
        return Math.max(0, ...names.map((name) => busiest(timesIn(posts, name), withinMs)));
      },
    },
    take(method, tier, channel) {
      if (method === 'chat.postMessage') {
        if (postMessage === false || channel === undefined) return undefined;
        return fromBucket(`posts ${channel}`, postMessage.perSecond, postMessage.burst);
      }
      return tiers ? fromBucket(method, PER_MINUTE[tier] / 60, PER_MINUTE[tier]) : undefined;
    },
    posted(channel) {
      posts.push({ channel, at: clock.now() });
    },
  };
}

const timesIn = (posts: Pace['posts'], channel: string): number[] =>
  posts.filter((one) => one.channel === channel).map((one) => one.at);

/** Most of the ascending times that fit into one half-open stretch. */
function busiest(times: readonly number[], withinMs: number): number {
  let most = 0;
  let from = 0;
  times.forEach((at, index) => {
    while (at - (times[from] ?? at) >= withinMs) from++;
    most = Math.max(most, index - from + 1);
  });
  return most;
}

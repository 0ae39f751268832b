/** Keeps reads under a quota per minute: whoever would pass it waits until the oldest of the last minute is over. */

const MINUTE_MS = 60_000;

export interface PaceOptions {
  /** How many may be sent within any sixty seconds. */
  readonly perMinute: number;
  /** Milliseconds; only differences matter. */
  readonly now: () => number;
  /** Waits; false when the signal fired first. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<boolean>;
}

export interface Pace {
  /** Counts a read that is sent in any case. */
  readonly count: () => void;
  /** Waits for a turn and counts it; false when there is none within `patienceMs`, or when the signal fires. */
  readonly turn: (signal: AbortSignal, patienceMs: number) => Promise<boolean>;
}

export function createPace({ perMinute, now, wait }: PaceOptions): Pace {
  const sent: number[] = [];
  const recent = (): number => {
    const since = now() - MINUTE_MS;
    while (sent[0] !== undefined && sent[0] <= since) sent.shift();
    return sent.length;
  };
  return {
    count: () => {
      sent.push(now());
    },
    turn: async (signal, patienceMs) => {
      const until = now() + patienceMs;
      while (recent() >= perMinute) {
        const next = (sent[sent.length - perMinute] ?? now()) + MINUTE_MS;
        if (next > until || !(await wait(Math.max(1, next - now()), signal))) return false;
      }
      sent.push(now());
      return true;
    },
  };
}

/** What the fact cache asks of a store that several processes share; `redis-store.ts` is the real one. */
import type { FactKey } from './keys.js';

/** Everything stored about one fact, read in one go. */
export interface Seen {
  /** The text of the stored entry. */
  readonly value: string | undefined;
  /** The text of Google's last definite refusal, while it is remembered and nothing newer has been stored. */
  readonly refusal: string | undefined;
  /** The token of the process that is reading it from Google right now. */
  readonly lock: string | undefined;
  /** How the last read that gave nothing to keep ended, for those who waited for it; gone after two seconds. */
  readonly ending: string | undefined;
}

/** How a read ended. */
export type Settlement =
  /** Something to keep. An entry whose time is later than `at` stays. What was refused until `at` no longer counts. */
  | { readonly kind: 'store'; readonly at: number; readonly text: string; readonly forMs: number }
  /** A definite refusal: kept beside the stored entry, unless that or another refusal is later than `at`. */
  | { readonly kind: 'refuse'; readonly at: number; readonly text: string; readonly forMs: number }
  /** A failure: told to those who wait, not kept; `forget` also drops everything that was kept until `at`. */
  | { readonly kind: 'tell'; readonly at: number; readonly text: string; readonly forget: boolean }
  /** Nothing to share: whoever waits tries for himself. */
  | { readonly kind: 'release' };

/**
 * A shared store that may be away at any time: `undefined` then, within about 50 ms, never an exception.
 * The lock is a courtesy that saves calls, not a guarantee that correctness rests on.
 */
export interface SharedStore {
  look(key: FactKey): Promise<Seen | undefined>;
  /** Tries to take the lock for a time, and reads what is stored afterwards, so that nothing can come in between. */
  claim(
    key: FactKey,
    token: string,
    forMs: number,
  ): Promise<{ readonly mine: boolean; readonly seen: Seen } | undefined>;
  /** Keeps a lock that is still ours. */
  renew(key: FactKey, token: string, forMs: number): Promise<void>;
  /** Publishes the end of a read and gives the lock back, if it is still ours, in one step. */
  settle(key: FactKey, token: string, end: Settlement, now: number): Promise<void>;
  health(): { readonly connected: boolean; readonly problem: string | undefined };
  close(): Promise<void>;
}

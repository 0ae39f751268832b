/** What the rest of the product asks of its memory: cached facts, and things done exactly once. */
import type { Look, LookProblem } from '../google/ports.js';

/**
 * What is read anew: everything, nothing, or of what a mend changes and Google lets be read often (`isFast`) all (`fast`)
 * or whatever is older than a moment (`since`, milliseconds).
 */
export type Freshness = boolean | 'fast' | { readonly since: number };

/** How long a fact may be used (`design.md` §5). Milliseconds. */
export interface Lifetime {
  readonly name: string;
  /** Up to this age it is simply used. */
  readonly freshMs: number;
  /** Up to this age it is used when Google fails, and said to be stale. */
  readonly usableMs: number;
  /** How long a definite "not found", or a definite refusal (403, API off, edition, 400), is remembered. */
  readonly negativeMs: number;
  /** Between fresh and usable: answer at once with the old value and refresh in the background. */
  readonly revalidate: boolean;
}

/**
 * Turns what came back from a cache into a value, or nothing when it is poisoned or of another version. It is given JSON,
 * so values have to survive that. One function per type, made once: a cache need not judge again what the same function
 * has judged before.
 */
export type Revive<T> = (value: unknown) => T | undefined;

export interface FactRequest<T> {
  /** Kind and arguments, e.g. `iap.policy projects/1/iap_web`; the cache adds its version and the caller's identity. */
  readonly key: string;
  readonly lifetime: Lifetime;
  readonly revive: Revive<T>;
  /**
   * Asks Google. Called at most once per key among all questions that wait at the same time; the signal is the
   * cache's own, which ends when nobody waits any more (or a background refresh takes too long), so that one
   * impatient question does not cut off the others.
   */
  readonly load: (signal: AbortSignal) => Promise<Look<T>>;
  /** Bypass what is stored (`--fresh`, "Check again"); the result is stored all the same. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
}

export interface CachedLook<T> {
  readonly look: Look<T>;
  /** RFC 3339 time at which Google said it. */
  readonly readAt: string;
  /** Not read while this question waited. */
  readonly cached: boolean;
  /**
   * Older than fresh. `staleBecause` says why it was used all the same; without it the lifetime says `revalidate`, and
   * the copy is being renewed in the background.
   */
  readonly stale: boolean;
  readonly staleBecause: LookProblem | undefined;
}

/**
 * The shared memory of facts. Never throws; losing the backing store costs nothing but the sharing. Values are frozen:
 * everybody who asks is given the same one. A question whose signal ends is answered at once, with a usable copy (stale,
 * because of the deadline) or with a `deadline` problem. Failures that may pass (`throttled`, `unavailable`, `malformed`,
 * `deadline`) are never remembered.
 */
export interface FactCache {
  get<T>(request: FactRequest<T>): Promise<CachedLook<T>>;
  /** Whether a shared store is configured and answering: for `status` and readiness. */
  health(): {
    readonly kind: 'memory' | 'redis';
    readonly connected: boolean;
    readonly problem: string | undefined;
  };
  close(): Promise<void>;
}

/** Does a thing once among all processes that share the store: true for whoever came first. */
export interface Once {
  /** Claims a key for a time in milliseconds. Without a shared store: once in this process. */
  claim(key: string, ttlMs: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Time, so that tests can own it. */
export interface Clock {
  now(): number;
}

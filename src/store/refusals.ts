/** Google's definite refusals: remembered for a moment beside what is stored, never in its place. */
import { LRUCache } from 'lru-cache';
import type { Look, LookProblem, ProblemKind } from '../google/ports.js';
import { freezeDeep } from './freeze.js';
import { MAX_SKEW_MS, standing } from './lifetime-rule.js';
import type { Lifetime } from './ports.js';

/**
 * What a look is worth to those who ask later.
 * - `found`, `absent`: Google's word about the thing; it takes the place of what was known before.
 * - `refused`: the next question would be refused as well, but nothing was said about the thing.
 * - `passing`: the next question may well be answered.
 */
export type Worth = 'found' | 'absent' | 'refused' | 'passing';

const worths: Record<ProblemKind, Worth> = {
  'not-found': 'absent',
  forbidden: 'refused',
  'api-disabled': 'refused',
  edition: 'refused',
  invalid: 'refused',
  throttled: 'passing',
  deadline: 'passing',
  unavailable: 'passing',
  malformed: 'passing',
  'not-held': 'passing',
};

/** What a look is worth to those who ask later. */
export const worthOf = (look: Look<unknown>): Worth => (look.ok ? 'found' : worths[look.problem.kind]);

/** A definite refusal: when the read began (milliseconds), which read it was, and what Google said. */
export interface Refusal {
  readonly at: number;
  readonly by: string;
  readonly problem: LookProblem;
}

/**
 * Whether a refusal still speaks for Google: it is younger than the lifetime's `negativeMs`, and nothing newer is known.
 * `knownAt` is the time of the newest copy, if there is one.
 */
export function stillRefused(
  refusal: Refusal,
  knownAt: number | undefined,
  lifetime: Lifetime,
  now: number,
): boolean {
  if (knownAt !== undefined && knownAt > refusal.at) return false;
  return standing({ at: refusal.at, found: false }, lifetime, now) === 'fresh';
}

const MAX_REFUSALS = 10_000;

/** The refusals this process has met with or heard of, one for each fact. */
export interface Refusals {
  get(hash: string): Refusal | undefined;
  /** Remembers a refusal unless a newer one is known; one from the future is not believed. */
  put(hash: string, refusal: Refusal, now: number): void;
  /** Google has answered a read that began at `at`: what it refused until then no longer counts. */
  lift(hash: string, at: number): void;
}

/** Makes an empty book of refusals; those not asked for lately fall out when it is full. */
export function createRefusals(): Refusals {
  const book = new LRUCache<string, Refusal>({ max: MAX_REFUSALS });
  return {
    get: (hash) => book.get(hash),
    put(hash, refusal, now) {
      if (refusal.at > now + MAX_SKEW_MS || (book.peek(hash)?.at ?? 0) > refusal.at) return;
      freezeDeep(refusal);
      book.set(hash, refusal);
    },
    lift(hash, at) {
      const known = book.peek(hash);
      if (known && known.at <= at) book.delete(hash);
    },
  };
}

/** The rule of ages: what a stored copy may still be used for. */
import type { Lifetime } from './ports.js';

/**
 * - `fresh`: simply used.
 * - `usable`: used when Google fails, or at once where the lifetime says `revalidate`.
 * - `gone`: as if it were not there.
 */
export type Standing = 'fresh' | 'usable' | 'gone';

/** When Google said it (milliseconds), and whether it said "here it is" or "there is no such thing" (or refused). */
export interface Dated {
  readonly at: number;
  readonly found: boolean;
}

/** How far another process's clock may run ahead of ours before its entries are no longer believed. */
export const MAX_SKEW_MS = 5_000;

/** A limit of 0 means never, also within the same millisecond. */
const within = (age: number, limitMs: number): boolean => limitMs > 0 && age <= limitMs;

/**
 * What a copy is good for now. "There is no such thing" is believed for `negativeMs` and then forgotten: it is never
 * used to answer for a Google that fails, because the thing may have been made since. The same age holds for a refusal.
 */
export function standing(copy: Dated, lifetime: Lifetime, now: number): Standing {
  const age = now - copy.at;
  if (!(age >= -MAX_SKEW_MS)) return 'gone';
  if (!copy.found) return within(age, lifetime.negativeMs) ? 'fresh' : 'gone';
  if (within(age, lifetime.freshMs)) return 'fresh';
  return within(age, lifetime.usableMs) ? 'usable' : 'gone';
}

/** For how many milliseconds from now a copy is worth storing; 0 when not at all. */
export function worthKeepingMs(copy: Dated, lifetime: Lifetime, now: number): number {
  const limit = copy.found ? Math.max(lifetime.usableMs, lifetime.freshMs) : lifetime.negativeMs;
  return limit > 0 ? Math.max(0, Math.ceil(limit - Math.max(0, now - copy.at))) : 0;
}

/** Sets of possible outcomes: what a condition may come to while parts of it are unknown. */
import type { Truth } from '../types.js';

/** Bits: 1 may be true, 2 may be false, 4 may be an error. */
export type Possible = number;
export const TRUE: Possible = 1;
export const FALSE: Possible = 2;
export const ERROR: Possible = 4;
export const EITHER: Possible = TRUE | FALSE;

/**
 * Whom an error serves. `allow`: false and error both grant nothing. `deny`: true and error both deny (Google's
 * guides; its API text says otherwise). `boundary`: an error blocks, which is neither true nor false.
 */
export type Family = 'allow' | 'deny' | 'boundary';

/** Logical and: false decides, then error. */
export function and(a: Possible, b: Possible): Possible {
  let out = 0;
  if ((a | b) & FALSE) out |= FALSE;
  if (a & TRUE && b & TRUE) out |= TRUE;
  if ((a & ERROR && b & (TRUE | ERROR)) || (b & ERROR && a & (TRUE | ERROR))) out |= ERROR;
  return out;
}

/** Logical or: true decides, then error. */
export function or(a: Possible, b: Possible): Possible {
  return negate(and(negate(a), negate(b)));
}

/** Logical not: an error stays one. */
export function negate(a: Possible): Possible {
  return (a & ERROR) | (a & TRUE ? FALSE : 0) | (a & FALSE ? TRUE : 0);
}

/** `test ? yes : no`. */
export function choose(test: Possible, yes: Possible, no: Possible): Possible {
  return (test & ERROR) | (test & TRUE ? yes : 0) | (test & FALSE ? no : 0);
}

/** One of the four truths. Where the unknown cannot change what follows from it, the error is definite. */
export function settle(possible: Possible, family: Family): Truth {
  if (possible === TRUE) return 'true';
  if (possible === FALSE) return 'false';
  if (possible === ERROR) return 'error';
  if (family === 'allow' && !(possible & TRUE)) return 'error';
  if (family === 'deny' && !(possible & FALSE)) return 'error';
  return 'unknown';
}

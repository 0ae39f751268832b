/** Lets so many questions be worked on at once, so that in a crowd the first ones are answered while the last ones wait. */
import type { Ask } from '../../app.js';
import { createSlots } from '../saying/slots.js';
import { within } from '../within.js';

/** More at once make every one of them late: they share one processor. */
const MOST_AT_ONCE = 32;
/** A Google that hangs must not keep everybody behind those who asked first. */
const PATIENCE_MS = 3_000;

/** The same asking, one after the other where there are too many; nobody waits longer than the patience (milliseconds). */
export function inTurns(ask: Ask, most = MOST_AT_ONCE, patienceMs = PATIENCE_MS): Ask {
  const slots = createSlots(most);
  return async (words, asking) => {
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const turn = new Promise<void>((resolve) => {
      void slots.run(() => {
        resolve();
        return left;
      });
    });
    await within(patienceMs, turn, undefined);
    try {
      return await ask(words, asking);
    } finally {
      leave();
    }
  };
}

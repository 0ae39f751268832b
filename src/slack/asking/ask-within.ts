/** Asks for somebody who does not wait for ever: the answer, or nothing when the time is over. */

import type { Question } from '../desk.js';
import { type AskingDesk, askAs, type Reply } from './asking.js';

/** Undefined as soon as the signal ends; what is still being asked then is told to stop. Never throws. */
export async function askWithin(
  question: Question,
  desk: AskingDesk,
  signal: AbortSignal,
): Promise<Reply | undefined> {
  const end = new AbortController();
  const either = AbortSignal.any([signal, end.signal]);
  const ended = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true, signal: end.signal });
  });
  const made = await Promise.race([askAs(question, desk, { signal: either }), ended]);
  end.abort();
  return made;
}

/** Divides the time that stopping may take: platforms end a process that takes longer, and then people hear nothing. */

/** Kubernetes waits thirty seconds unless told otherwise. */
export const STOP_WITHIN_MS = 25_000;
/** For requests of Slack that are just being taken. */
const DOOR_MS = 2_000;

export interface StopTimes {
  /** For answers being made. */
  readonly drainMs: number;
  /** To tell those whose answer is not waited for any longer. */
  readonly lastWordsMs: number;
  /** For jobs to come to an end or to be handed back. */
  readonly handBackMs: number;
}

/** Parts of `withinMs` that together stay below it. */
export function stopTimes(withinMs: number): StopTimes {
  const room = Math.max(0, withinMs - DOOR_MS);
  return { drainMs: room * 0.55, lastWordsMs: room * 0.2, handBackMs: room * 0.2 };
}

/** Messages whose words are made when their turn has come, from a short reference that waits in the queue. */
import type { SlackMessage } from './message.js';

/** Waits in a channel's queue in place of words. Short: the queue of a channel is one value in the shared store. */
export interface Reference {
  /** The kind of composer. */
  readonly compose: string;
  /** What it is about, as the composer understands it. */
  readonly about: string;
}

export interface Composer {
  /** The words as they are best now; undefined: nothing is to be said any more. May be asked again after a failure. */
  compose(about: string, channel: string): Promise<SlackMessage | undefined>;
  /** The text that was made last, by which a message is found again where Slack gives no metadata back. */
  said?(about: string, channel: string): Promise<string | undefined>;
  /** Tells that it is out, and where. May be told twice. */
  sent(about: string, channel: string, ts: string): Promise<void>;
}

export type Composers = Map<string, Composer>;

export const createComposers = (): Composers => new Map();

/** The two ways Slack reaches the bot, seen from the outside. */
import type { Receiver } from '@slack/bolt';

export interface Transport {
  /** What Bolt is built on. */
  readonly receiver: Receiver;
  /** Resolves when commands arrive. Rejects with a `SlackStartError`. */
  start(): Promise<void>;
  /** Takes no more commands. Never throws. */
  stop(): Promise<void>;
  /** Undefined when commands can arrive now, else what is missing. */
  missing(): string | undefined;
  /** The port of the HTTP server, when there is one. */
  readonly port: number | undefined;
}

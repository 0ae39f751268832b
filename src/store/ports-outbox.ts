/** What the rest of the product asks of the way out to Slack: in order, one a second per channel, never more than a budget. */

/** A message on its way. `body` is JSON, and whatever the sender makes of it. */
export interface OutboxMessage {
  /** Put twice, it is sent once. */
  readonly id: string;
  readonly channel: string;
  /** Messages of one key that still wait may become one. */
  readonly key?: string | undefined;
  readonly body: unknown;
  /** Accepted although the budget is used up: for the word that it is. */
  readonly pressing?: boolean | undefined;
  /** Goes before all that wait. */
  readonly first?: boolean | undefined;
}

/** What a message came to. `with` is the id of the message it was merged into, or its own. */
export type OutboxFate =
  | { readonly kind: 'waiting'; readonly with: string }
  | { readonly kind: 'sent'; readonly ts: string; readonly with: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly with: string }
  /** Not accepted: so many were sent or wait within the hour that this one has no place before then (milliseconds). */
  | { readonly kind: 'over-budget'; readonly until: number };

/** How one attempt ended. Throwing means: no answer, it may or may not have been sent. */
export type Sending =
  | { readonly kind: 'sent'; readonly ts: string }
  /** Slack's 429 with its `Retry-After`. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | { readonly kind: 'failed'; readonly reason: string };

export interface OutboxSender {
  /** One body for two, or undefined when both have to be sent. */
  merge(waiting: unknown, coming: unknown): unknown;
  /** The `ts` of a message that may have been sent already; undefined: certainly not sent. Throws when it cannot look. */
  find(message: OutboxMessage, signal: AbortSignal): Promise<string | undefined>;
  post(message: OutboxMessage, signal: AbortSignal): Promise<Sending>;
}

/**
 * The way out. Shared by all processes of a scope through Redis; while Redis is away, each process keeps its own order and
 * pace for what it is given meanwhile, and what lies in Redis waits there.
 */
export interface Outbox {
  /** Accepts a message, or tells what became of it when it was put before. Never rejects for what the store does. */
  put(message: OutboxMessage): Promise<OutboxFate>;
  /** What became of a message; undefined when nobody here knows it (any more: sent ones are remembered for an hour). */
  fate(channel: string, id: string): Promise<OutboxFate | undefined>;
  /** How many wait, here and in the shared store; `complete` is false when that could not be asked. */
  waiting(): Promise<{ readonly messages: number; readonly complete: boolean }>;
  /** Ends the sending from here; what is being sent is waited for. Returns how many are kept nowhere else. */
  close(): Promise<{ readonly lost: number }>;
}

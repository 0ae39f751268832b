/** What other features may add to a thread reply: an incident to point to, and buttons below it. */
import type { AnswerButton } from '../../../render/blocks.js';
import type { Desk } from '../../desk.js';
import type { Piece } from './public-words.js';
import type { AnsweredThread } from './thread.js';

/** The change that stopped a person, as the report of `why` names it. */
export interface CauseChange {
  /** The log entry (`insertId`). A change of a policy has one for all; a membership has one for each person. */
  readonly id: string;
  /** As in the report; what the entries of one run over a group have in common. */
  readonly kind?: string;
  readonly actor?: string;
  readonly resource?: string;
  /** RFC 3339. */
  readonly at: string;
  /** The report's own sentence. It may name people and groups: not for a channel as it stands. */
  readonly summary: string;
  /** How many people lost access by it, where it is known. */
  readonly affected: number | undefined;
  /** The number is all of them; otherwise at least so many. */
  readonly complete: boolean;
}

/** Somebody who asked in a channel and is stopped at a service, by policy or because the way there is broken. */
export interface Hit {
  /** The service as people call it. */
  readonly service: string;
  readonly causeChange: CauseChange | undefined;
  /** The code of what stops them: of `why`, else of the probe. */
  readonly code: string;
  /** `access`: this person may not pass. `path`: nobody gets through, whoever asks. */
  readonly stops: 'access' | 'path';
  readonly userId: string;
  readonly channel: string;
  /** The message that asked. The same hit may be told twice, after a kill. */
  readonly threadTs: string;
}

/** What one of many is told alone, before the answer about themselves. */
export interface Alone {
  /** Plain text, shown as it is. */
  readonly words: string;
  /** Buttons, by action id, that the private answer does without. */
  readonly without: readonly string[];
}

/** What the thread reply says instead of its own words. The private answer is given all the same. */
export interface Joined {
  /** One or two sentences that everybody in the channel may read, shown as they are. */
  readonly words: readonly Piece[];
  /** Where the incident is told. */
  readonly permalink: string | undefined;
  readonly alone?: Alone;
}

/** Told after the diagnosis and before the public reply is composed; answers within two seconds or is not heard. */
export type JoinIncident = (hit: Hit, desk: Desk) => Promise<Joined | undefined>;

/** Handed to `createThreadReply` where the features are listed. */
export interface ThreadExtras {
  readonly joinIncident?: JoinIncident;
  /**
   * The newest words for a thread that has joined, asked when the turn of its reply has come: the message it points to is
   * out by then. Undefined for every other thread.
   */
  readonly joinedNow?: (
    at: { readonly channel: string; readonly threadTs: string },
    desk: Desk,
  ) => Promise<Joined | undefined>;
  /** Buttons for the public reply, before its own two. What they do must be right for whoever in the channel clicks. */
  readonly buttons?: (thread: AnsweredThread) => readonly AnswerButton[];
}

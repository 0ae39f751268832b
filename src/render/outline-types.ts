/** What an answer says, in which order, before it is known how it is shown. */
import type { Audience } from './answer.js';

/** A piece of a line. `url` must be a web address; a renderer leaves every other one out. */
export interface Span {
  readonly text: string;
  readonly style?: 'bold' | 'code';
  readonly url?: string;
}
export type Line = readonly Span[];

/** A command or a piece of configuration to copy. It is shown whole or not at all: half a command is dangerous. */
export interface Snippet {
  readonly label: string;
  readonly text: string;
}

export interface Item {
  readonly line: Line;
  readonly code?: readonly Snippet[];
  readonly notes?: readonly Line[];
}

export type PartKey =
  | 'note'
  | 'cause'
  | 'todo'
  | 'alternatives'
  | 'also'
  | 'through'
  | 'changes'
  | 'services'
  | 'near-miss'
  | 'warnings'
  | 'unseen'
  | 'account'
  | 'stages'
  | 'doubt'
  | 'evidence'
  | 'details';

/** One thing that is said: a sentence with what belongs under it. Renderers drop from the end of `items` when room is short. */
export interface Part {
  readonly key: PartKey;
  /** Stands in front, with a colon. */
  readonly label?: string;
  readonly line?: Line;
  readonly code?: readonly Snippet[];
  readonly notes?: readonly Line[];
  readonly items?: readonly Item[];
  /** How many more items there are that were left out already. */
  readonly hidden?: number;
}

export type Mood = 'good' | 'bad' | 'unsure' | 'plain';

export interface Outline {
  readonly mood: Mood;
  /** The verdict, one line. */
  readonly headline: Line;
  /** Follows the headline in the same line, less loud. */
  readonly tail: Line;
  readonly parts: readonly Part[];
  /** The question that asks for what did not fit, without the command's own name; Slack offers it as a button. */
  readonly more?: string;
  /** The last line: reference, what was read, age, time; joined with ` · `. */
  readonly context: readonly string[];
}

/** Who reads, where, and when. */
export interface View {
  readonly audience: Audience;
  /** Whether the reader is the person the answer is about. */
  readonly about: 'self' | 'other';
  readonly surface: 'slack' | 'terminal';
  readonly now: Date;
  /** Everything there is, not only what fits on a screen. */
  readonly full: boolean;
  /** Whether the evidence stands in the answer (terminal) or behind a button (Slack). */
  readonly evidence: boolean;
  /** IANA name for moments; UTC when not given. */
  readonly timeZone?: string;
}

/** Everything a verb needs to answer, put together once by the composition roots, and the terms of one asking. */
import type { Config } from './config.js';
import type { LookAtBot } from './diagnosis/status/bot.js';
import type { Google } from './google/ports.js';
import type { Subject } from './names/index.js';
import type { Answer } from './render/answer.js';
import type { Clock, FactCache, Freshness } from './store/ports.js';

export interface App {
  readonly config: Config;
  readonly google: Google;
  readonly cache: FactCache;
  readonly clock: Clock;
  /** Makes the eight-character reference shown with every answer. */
  readonly newReference: () => string;
  /** How the bot itself is; absent in the terminal, where there is none. */
  readonly bot?: LookAtBot;
}

/** Who asks. In the terminal it is whoever has the credentials; in Slack a workspace user. */
export interface Speaker {
  readonly surface: 'slack' | 'terminal';
  /** The speaker's own identity for `me`; unknown in the terminal without `--me`. */
  readonly self: Subject | undefined;
  /** Turns `<@U…>` into a subject; Slack only. Undefined result: no such user or no address. */
  readonly resolveSlackUser: ((id: string) => Promise<Subject | undefined>) | undefined;
}

/** The terms of one question. */
export interface Asking {
  readonly speaker: Speaker;
  /** Aborts when the person no longer waits. */
  readonly signal: AbortSignal;
  /** The question's own deadline, milliseconds from now (`--timeout`, 8 s by default). */
  readonly timeoutMs: number;
  /** Bypass stored facts. */
  readonly fresh: Freshness;
  /** Called with short present-tense phrases while the answer is being made. */
  readonly progress: (step: string) => void;
  /** Present where raw traces are wanted (`--debug`): hears where they were written. Terminal only. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Who may see what is asked about whom is decided by the caller: whether this speaker may ask about this subject. */
  readonly mayAskAbout: (subject: Subject) => boolean | Promise<boolean>;
  /**
   * Whether this speaker is an administrator, for questions that are about everybody. Absent: only in the terminal,
   * where whoever has the credentials sees everything anyway.
   */
  readonly isAdmin?: (() => boolean | Promise<boolean>) | undefined;
}

/** Understands words and answers; what `slack/` is given by the composition root. Never throws. */
export type Ask = (words: readonly string[], asking: Asking) => Promise<Answer>;

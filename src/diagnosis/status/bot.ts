/** How the bot itself is, as data: its way to Slack, its work, and what it was asked. Only administrators are shown it. */

/** One question as the audit remembers it. */
export interface AskedQuestion {
  /** RFC 3339. */
  readonly at: string;
  /** Slack's id of who asked, and their address where it is known. */
  readonly user: string;
  readonly email: string | null;
  readonly about: string | null;
  readonly origin: string;
  readonly channel: string | null;
  readonly verb: string;
  readonly place: string | null;
  readonly verdict: string;
  readonly code: string | null;
  readonly reference: string | null;
  readonly ms: number;
  readonly refused: string | null;
}

/** Work that was given up. */
export interface GivenUp {
  readonly kind: string;
  readonly id: string;
  readonly reason: string;
  readonly attempts: number;
  /** RFC 3339. */
  readonly at: string;
}

export interface BotReport {
  readonly version: string;
  /** RFC 3339: since when this process runs and counts. */
  readonly since: string;
  readonly slack: { readonly mode: 'socket' | 'http'; readonly ready: boolean; readonly why: string | null };
  /** Null where none is configured. */
  readonly redis: { readonly connected: boolean; readonly problem: string | null } | null;
  readonly jobs: {
    readonly waiting: number;
    readonly delayed: number;
    readonly active: number;
    readonly dead: number;
    /** Kept nowhere but in this process. */
    readonly onlyHere: number;
    /** False when the shared store could not be asked: the numbers are this process's own. */
    readonly complete: boolean;
  };
  /** The newest first. */
  readonly givenUp: readonly GivenUp[];
  readonly outbox: { readonly waiting: number; readonly complete: boolean };
  /** What this process was asked since it started. */
  readonly asked: {
    readonly questions: number;
    readonly byVerdict: Readonly<Record<string, number>>;
    readonly refusals: Readonly<Record<string, number>>;
  };
  /** The last ones of all processes, newest first. */
  readonly audit: readonly AskedQuestion[];
}

/** Looks at the bot, with so many of the last questions. Never rejects. */
export type LookAtBot = (questions: number) => Promise<BotReport>;

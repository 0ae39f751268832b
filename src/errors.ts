/** What goes wrong in the product itself, as values with a code, the facts, the cause and the remedy. */
import { formatMistakes } from './config/mistakes.js';
import type { ConfigMistake } from './config.js';
import type { TypedMistake } from './names/asked.js';

/** Every code, with the exit code it stands for (`2` usage or configuration, `4` internal). */
export const EXIT_CODES = {
  /** The configuration file or the environment holds mistakes. */
  'config-invalid': 2,
  /** The words of the command were not understood. */
  usage: 2,
  /** Something named in the command cannot be used: a file, a port, a credential. */
  unusable: 2,
  /** A defect of the program. */
  internal: 4,
} as const satisfies Readonly<Record<string, 2 | 4>>;

export type ErrorCode = keyof typeof EXIT_CODES;

/** An error as a value: shown to people by message and remedy, to programs by code and facts. */
export interface Coded {
  readonly code: ErrorCode;
  /** One or more sentences, fit to be shown: no secrets, no stack. */
  readonly message: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** What was caught, for the log only. */
  readonly cause?: unknown;
  /** What to do about it. */
  readonly remedy: string;
}

/** The mistakes of a configuration as one error. */
export function configInvalid(mistakes: readonly ConfigMistake[]): Coded {
  const count = mistakes.length;
  return {
    code: 'config-invalid',
    message: formatMistakes(mistakes),
    facts: { mistakes: count },
    remedy: count === 1 ? 'Correct it and start again.' : `Correct these ${count} and start again.`,
  };
}

/** Words that were not understood; the nearest valid form becomes the remedy. */
export function usage(mistake: TypedMistake, help: string): Coded {
  return {
    code: 'usage',
    message: mistake.message,
    facts: {},
    remedy: mistake.nearest === undefined ? help : `For example: ${mistake.nearest}. ${help}`,
  };
}

/** Something from outside that cannot be used, with the sentence that says what to do. */
export function unusable(message: string, remedy: string, cause?: unknown): Coded {
  return { code: 'unusable', message, facts: {}, remedy, ...(cause === undefined ? {} : { cause }) };
}

/**
 * Anything caught where nothing should have been thrown. Its own words stay in the log: they may hold what the person
 * must not see. The reference finds them there.
 */
export function internal(cause: unknown, reference: string): Coded {
  return {
    code: 'internal',
    message: 'Something went wrong in iap-doctor itself, so there is no answer.',
    facts: { reference },
    cause,
    remedy: `Ask again; if it stays, look for ${reference} in the log of iap-doctor and report it.`,
  };
}

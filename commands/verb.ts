/** What a verb is: one file that names it, reads its words and runs it. Shared by Slack and terminal. */
import type { ParseArgsConfig } from 'node:util';
import type { App, Asking } from '../src/app.js';
import type { TypedMistake } from '../src/names/asked.js';
import type { Answer } from '../src/render/answer.js';

export type FlagSpec = NonNullable<ParseArgsConfig['options']>[string] & {
  readonly help: string;
  readonly placeholder?: string;
  /** The value may be left out: whether this word, the next one, is it. Left out, the value is the empty text. */
  readonly takes?: (next: string) => boolean;
};

export type FlagValues = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

/** A question whose words have been understood, ready to be run; or the mistake in it. */
export type Prepared =
  | { readonly ok: true; readonly run: (app: App, asking: Asking) => Promise<Answer> }
  | { readonly ok: false; readonly mistake: TypedMistake };

export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** Without the `/iap` or `iap-doctor` in front; undefined where the verb does not exist on that surface. */
  readonly usage: { readonly slack: string | undefined; readonly terminal: string };
  readonly flags: Readonly<Record<string, FlagSpec>>;
  /** Those of them that can be typed in Slack; none where absent. */
  readonly slackFlags?: Readonly<Record<string, FlagSpec>>;
  readonly examples: readonly string[];
  /** How long an answer may take where `--timeout` does not say, milliseconds; 8 s where absent. */
  readonly patienceMs?: number;
  /** Pure: reads the words and flags, touches nothing. */
  prepare(words: readonly string[], flags: FlagValues): Prepared;
}

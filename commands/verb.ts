/** What a verb is: one file that names it, reads its words and runs it. Shared by Slack and terminal. */
import type { ParseArgsConfig } from 'node:util';
import type { App, Asking } from '../src/app.js';
import type { TypedMistake } from '../src/names/asked.js';
import type { Answer } from '../src/render/answer.js';

export type FlagSpec = NonNullable<ParseArgsConfig['options']>[string] & {
  readonly help: string;
  readonly placeholder?: string;
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
  readonly examples: readonly string[];
  /** Pure: reads the words and flags, touches nothing. */
  prepare(words: readonly string[], flags: FlagValues): Prepared;
}

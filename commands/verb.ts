/** What a verb is: one file that names it, reads its words and runs it. Shared by Slack and terminal. */
import type { ParseArgsConfig } from 'node:util';
import type { App } from '../src/app.js';
import type { WhyReport } from '../src/diagnosis/report.js';
import type { TypedMistake } from '../src/names/asked.js';
import type { Subject } from '../src/names/index.js';

/** What a verb answers with; every renderer takes this union and nothing else. */
export type Answer =
  | { readonly kind: 'why'; readonly report: WhyReport }
  | { readonly kind: 'help'; readonly help: Help };

export interface Help {
  readonly title: string;
  readonly verbs: readonly { readonly name: string; readonly summary: string; readonly usage: string }[];
  /** Flags and examples of one verb, when one was asked for. */
  readonly details: readonly string[];
}

/** Who asks. In the terminal it is whoever has the credentials; in Slack a workspace user. */
export interface Speaker {
  readonly surface: 'slack' | 'terminal';
  /** The speaker's own identity for `me`; unknown in the terminal without `--me`. */
  readonly self: Subject | undefined;
  /** Turns `<@U…>` into a subject; Slack only. */
  readonly resolveSlackUser: ((id: string) => Promise<Subject | undefined>) | undefined;
}

export interface Asking {
  readonly speaker: Speaker;
  readonly signal: AbortSignal;
  /** Called with short present-tense phrases while the answer is being made. */
  readonly progress: (step: string) => void;
}

export type FlagSpec = NonNullable<ParseArgsConfig['options']>[string] & {
  readonly help: string;
  readonly placeholder?: string;
};

/** A question whose words have been understood, ready to be run. */
export type Prepared =
  | {
      readonly ok: true;
      readonly run: (app: App, asking: Asking) => Promise<Answer | { readonly mistake: TypedMistake }>;
    }
  | { readonly ok: false; readonly mistake: TypedMistake };

export type FlagValues = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

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

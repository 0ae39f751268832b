/** What a verb answers with: the one union that every renderer takes. */
import type { ChangesReport } from '../diagnosis/changes/report.js';
import type { WhyReport } from '../diagnosis/report.js';
import type { StatusReport } from '../diagnosis/status/report.js';
import type { WhoReport } from '../diagnosis/who/report.js';
import type { ExpectReport } from '../expect/report.js';
import type { TypedMistake } from '../names/asked.js';
import type { ProbeReport } from '../probe/report.js';
import type { DriftReport, SnapshotReport } from '../snapshot/report.js';

export interface Help {
  readonly title: string;
  readonly verbs: readonly { readonly name: string; readonly summary: string; readonly usage: string }[];
  /** Flags and examples of one verb, when one was asked for. */
  readonly details: readonly string[];
}

/** Something went wrong that is neither the person's mistake nor a fact about access. */
export interface Failure {
  /** Reference to quote. */
  readonly id: string;
  readonly message: string;
  readonly remedy: string;
}

/** Understood, and not answered to this person. */
export interface Refused {
  readonly why: 'about-others' | 'admins-only';
  /** Whom it was about, as a member of a policy would be written. */
  readonly about: string | null;
}

export type Answer =
  | { readonly kind: 'why'; readonly report: WhyReport }
  | { readonly kind: 'who'; readonly report: WhoReport }
  | { readonly kind: 'probe'; readonly report: ProbeReport }
  | { readonly kind: 'changes'; readonly report: ChangesReport }
  | { readonly kind: 'status'; readonly report: StatusReport }
  | { readonly kind: 'snapshot'; readonly report: SnapshotReport }
  | { readonly kind: 'drift'; readonly report: DriftReport }
  /** `github`: whether annotations are printed beside the text. */
  | { readonly kind: 'expect'; readonly report: ExpectReport; readonly github: boolean }
  | { readonly kind: 'help'; readonly help: Help }
  /** The question could not be understood, or not be answered to this person; `usage` is the verb's usage line. */
  | {
      readonly kind: 'mistake';
      readonly mistake: TypedMistake;
      readonly usage: string | undefined;
      /** Where nothing is wrong with the words, but with who asked. */
      readonly refused?: Refused;
    }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** Who will read the answer: the asker sees `text`, an administrator `adminText`. */
export type Audience = 'asker' | 'admin';

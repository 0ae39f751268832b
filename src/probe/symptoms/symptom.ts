/** What a symptom is: a rule that recognises one cause in what a probe saw, by several signs together. Pure. */
import type { Fix } from '../../fixes/types.js';
import type { Observation, StageName } from '../observation.js';
import type { AnsweredBy, ProbeVerdict } from '../report.js';

/** How sure the sign is: `certain` from a documented or measured literal, `likely` from experience. */
export type Sureness = 'certain' | 'likely';

/** A recognised cause. */
export interface Recognised {
  readonly code: string;
  readonly verdict: ProbeVerdict;
  readonly failedStage: StageName | null;
  readonly answeredBy: AnsweredBy;
  readonly sureness: Sureness;
  /** Safe for anybody: no claims of the token, no other people's names. */
  readonly text: string;
  readonly adminText: string;
  /** The signs it rests on, in plain words, e.g. `HTTP 401`, `x-goog-iap-generated-response: true`. */
  readonly signs: readonly string[];
  /** Other origins of the same sign, each with the check that tells them apart. */
  readonly competing?: readonly { readonly code: string; readonly text: string; readonly check: string }[];
}

/** One row (or a family of rows) of the table of symptoms. */
export interface Symptom {
  /** The name of its file. */
  readonly id: string;
  readonly codes: readonly string[];
  /** Null when this is something else. Never throws; looks at nothing but the observation. */
  readonly recognise: (seen: Observation) => Recognised | null;
  /** The smallest mends, for whoever can act. */
  readonly fixes: (seen: Observation, found: Recognised) => readonly Fix[];
}

/** What all symptoms together say. */
export interface Conclusion {
  readonly verdict: ProbeVerdict;
  readonly failedStage: StageName | null;
  readonly answeredBy: AnsweredBy;
  /** Null when `through` or `guarded`. */
  readonly cause: Recognised | null;
  /** The veils over the cause (what a gRPC client shows) and further causes. */
  readonly also: readonly Recognised[];
  /** What is worth knowing but decides nothing (`warns`), and what could not be told (`unsure`). */
  readonly warnings: readonly (Recognised & { readonly finding: 'warns' | 'unsure' | 'ok' })[];
  readonly fixes: readonly Fix[];
}

/** The answer to `expect` as data: what `expect --json` prints, and what people, JUnit and GitHub are shown. */
import type { BlindSpot, Verdict } from '../diagnosis/report.js';
import type { Hit } from '../snapshot/hit.js';
import type { Expected } from './expectation.js';

/** `met`: as expected. `broken`: definitely otherwise. `open`: could not be told. */
export type Outcome = 'met' | 'broken' | 'open';

export interface Result {
  readonly who: string;
  readonly where: string;
  readonly expected: Expected;
  readonly expectedCode: string | null;
  readonly verdict: Verdict | null;
  readonly code: string | null;
  readonly outcome: Outcome;
  /** Why it is so: the cause in words, or what could not be seen. */
  readonly text: string;
  readonly adminText: string;
  /** What would mend it, where there is one thing to do. */
  readonly fix: { readonly title: string; readonly gcloud: string | null } | null;
  readonly because: string | null;
  /** `at 2026-12-24T09:00:00Z, from 203.0.113.7`; empty when nothing was given. */
  readonly circumstances: string;
  readonly line: number | null;
}

export interface ExpectReport {
  readonly schema: 'iap-doctor.expect/1';
  readonly id: string;
  readonly file: string;
  /** What was asked: Google, a snapshot, a case, or one of these with a proposed policy in place. */
  readonly source: {
    readonly kind: 'live' | 'snapshot' | 'case';
    readonly file: string | null;
    readonly proposed: { readonly file: string; readonly node: string } | null;
  };
  readonly outcome: Outcome;
  readonly met: number;
  readonly broken: number;
  readonly open: number;
  readonly results: readonly Result[];
  /** With a proposed policy: who would gain and lose access, service by service. */
  readonly hits: readonly Hit[] | null;
  readonly blindSpots: readonly BlindSpot[];
  readonly ms: number;
}

/** What a check is: one subject looked at, turned into findings with both texts and the evidence behind them. */
import type { FixContext } from '../fixes/types.js';
import type { Missing } from '../policy/types.js';
import type { Scope } from './engine.js';
import type { Looks } from './facts/looks.js';
import type { Question } from './question.js';
import type { EvidenceItem, FindingVerdict } from './report.js';

/** Where on the way in a finding lies; causes are named in this order (`contract.md` §7.2). */
export type Stage = 'account' | 'boundary' | 'deny' | 'allow' | 'handover';

export const stages: readonly Stage[] = ['account', 'boundary', 'deny', 'allow', 'handover'];

/** What a check found. `blocks` always decides; `could-not-look` and `unsure` only where {@link decides} says so. */
export interface CheckFinding {
  readonly verdict: FindingVerdict;
  readonly code: string | null;
  readonly stage: Stage;
  readonly text: string;
  readonly adminText: string;
  readonly evidence: readonly EvidenceItem[];
  /** Whether a definite verdict is impossible because of this finding. */
  readonly decides?: boolean;
  /**
   * The verdict this finding gives whatever all others say, because IAM is not what decides there (`contract.md` §7.4):
   * `allowed` where IAP is off, `unknown` where another system decides.
   */
  readonly settles?: 'allowed' | 'unknown';
  /** Between findings of one stage: smaller is named first. */
  readonly rank?: number;
  /** The blind spots behind a `could-not-look` or `unsure`. */
  readonly missing?: readonly Missing[];
  /** What the remedy for this code needs to know. */
  readonly fix?: Partial<FixContext>;
}

/**
 * Whether a look around the IAM decision that failed (a switch, a setting, a second IAP, the service agent) leaves the
 * verdict open. It may hide a definite block, and what could not be seen is never taken for fine; a 404 says that there
 * is nothing of the kind. With `false` IAM's own result would stand, and the gap would only be named.
 */
export const UNSEEN_AROUND_DECIDES = true;

export interface CheckInput {
  readonly scope: Scope;
  readonly question: Question;
  readonly looks: Looks;
}

export interface Check {
  /** Stable name, also the file's. */
  readonly id: string;
  /** The good state in one sentence; what is shown when it holds. */
  readonly good: string;
  readonly run: (input: CheckInput) => Promise<readonly CheckFinding[]>;
}

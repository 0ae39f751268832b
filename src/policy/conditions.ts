/** How the evaluators reach condition evaluation: three functions that a test may replace. */
import { evaluateBoundaryCondition, evaluateCondition, evaluateTagCondition } from './condition/index.js';
import type { ConditionResult, RequestContext } from './results.js';
import type { EffectiveTagFact } from './tags.js';
import type { Condition, Known } from './types.js';

/** Who a boundary binding's condition is asked about (IAM "Conditions attribute reference"). */
export interface BoundaryPrincipal {
  /** `iam.googleapis.com/WorkspaceIdentity` and its siblings. */
  readonly type: string;
  /** The primary address; undefined for identities that have none. */
  readonly subject: string | undefined;
}

/** One evaluator per policy family: each family offers other attributes to its conditions. */
export interface Conditions {
  readonly evaluateCondition: (condition: Condition, context: RequestContext) => ConditionResult;
  readonly evaluateTagCondition: (
    condition: Condition,
    tags: Known<readonly EffectiveTagFact[]>,
  ) => ConditionResult;
  readonly evaluateBoundaryCondition: (condition: Condition, principal: BoundaryPrincipal) => ConditionResult;
}

/** The real ones, and the default everywhere. */
export const CONDITIONS: Conditions = { evaluateCondition, evaluateTagCondition, evaluateBoundaryCondition };

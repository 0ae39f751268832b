/** The whole IAM decision out of its three sides. */
import { and, not } from './kleene.js';
import type { AllowResult, BoundaryResult, Decision, DenyResult } from './results.js';

/**
 * `boundary AND NOT deny AND allow`: Google evaluates the three at once and all must agree (IAM "Policy types"). One
 * definite no decides whatever else is unknown; a definite yes needs all three.
 */
export function decide(allow: AllowResult, deny: DenyResult, boundary: BoundaryResult): Decision {
  return { truth: and([boundary.truth, not(deny.truth), allow.truth]), allow, deny, boundary };
}

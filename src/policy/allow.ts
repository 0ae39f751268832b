/** Whether some binding on a resource or above it lets an identity in, with every way in and every near miss. */
import { parseContainer } from '../names/index.js';
import { evaluateBinding, type Findings } from './allow-binding.js';
import { indexPolicy } from './allow-index.js';
import { type AllowInput, openSession } from './allow-session.js';
import { orderDoubts, rankMisses } from './rank.js';
import type { AllowResult, Grant } from './results.js';

export type { AllowInput } from './allow-session.js';

/**
 * The allow side of a decision (IAM "Policy types"): true when one binding of one node has the role, the member and
 * the condition. A binding whose condition Google cannot evaluate does not grant; what we could not see is `unknown`
 * and stays listed whatever else was found. Linear in the groups and sets bound, not in the people.
 */
export function evaluateAllow(input: AllowInput): AllowResult {
  const session = openSession(input);
  const found: Findings = { grants: [], candidates: [], unknowns: [] };
  for (const node of input.nodes) {
    if (!node.policy.known) {
      found.unknowns.push({
        node: node.name,
        role: undefined,
        member: undefined,
        condition: undefined,
        conditionResult: undefined,
        missing: node.policy.why,
      });
      continue;
    }
    const place = { node: node.name, iap: parseContainer(node.name) === undefined };
    const here: Findings = { ...found, unknowns: [] };
    for (const binding of indexPolicy(node.policy.value)) evaluateBinding(binding, place, session, here);
    for (const doubt of orderDoubts(here.unknowns)) found.unknowns.push(doubt);
  }
  const grants = distinct(found.grants);
  return {
    truth: grants.length > 0 ? 'true' : found.unknowns.length > 0 ? 'unknown' : 'false',
    grants,
    misses: rankMisses(found.candidates),
    unknowns: found.unknowns,
  };
}

/** A policy may hold the same binding twice; it is one way in all the same. */
function distinct(grants: readonly Grant[]): readonly Grant[] {
  const seen = new Map<string, Grant>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.node, grant.role, grant.member, grant.condition?.expression ?? null]);
    if (!seen.has(key)) seen.set(key, grant);
  }
  return [...seen.values()];
}

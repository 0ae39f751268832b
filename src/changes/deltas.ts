/** Fills in what IAP's own entries leave out: the difference between a policy and the one before it on the same resource. */
import type { AllowPolicy } from '../policy/types.js';
import type { Change, Delta } from './change.js';

interface Triple {
  readonly role: string;
  readonly member: string;
  readonly condition: Delta['condition'];
}

/** A policy is compared twice: with the one before it, and with the one after. */
const known = new WeakMap<AllowPolicy, ReadonlyMap<string, Triple>>();

function triples(policy: AllowPolicy): ReadonlyMap<string, Triple> {
  const before = known.get(policy);
  if (before) return before;
  const found = new Map<string, Triple>();
  known.set(policy, found);
  for (const { role, members, condition } of policy.bindings) {
    for (const member of members) {
      found.set(`${role}\0${member}\0${condition?.expression ?? ''}`, { role, member, condition });
    }
  }
  return found;
}

/** What was added and what was removed between two policies. An edited condition is one remove and one add. */
export function policyDeltas(before: AllowPolicy, after: AllowPolicy): Delta[] {
  const old = triples(before);
  const now = triples(after);
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, t]): Delta => ({ action: 'remove', ...t }));
  const come = [...now].filter(([key]) => !old.has(key)).map(([, t]): Delta => ({ action: 'add', ...t }));
  return [...gone, ...come];
}

/**
 * Changes newest first, with deltas where the previous entry of the same resource is among them. The oldest entry of a
 * resource has nothing to compare with and stays without deltas.
 */
export function withDeltas(changes: readonly Change[]): readonly Change[] {
  const previous = new Map<string, AllowPolicy>();
  const oldestFirst = [...changes].reverse();
  const filled = oldestFirst.map((change): Change => {
    if (!change.policyAfter) return change;
    const before = previous.get(change.resource);
    previous.set(change.resource, change.policyAfter);
    return before ? { ...change, deltas: policyDeltas(before, change.policyAfter) } : change;
  });
  return filled.reverse();
}

/** Entries and policies that might let somebody in without our seeing it. Pure. */
import type { Email } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import type { Bounds, Judgement } from './bound.js';
import type { Expansion } from './expand.js';

/**
 * What stands between somebody whose visible ways are not open and a definite no: a policy that could not be read, or
 * an entry of a group of which not all members are known, unless they are in it for certain anyway.
 */
export function unseenWays(
  { bounds, unread }: Bounds,
  expansions: ReadonlyMap<Email, Expansion>,
  judge: (condition: Bounds['bounds'][number]['condition'], subject: undefined) => Judgement,
): (member: string) => Missing | undefined {
  const [policy] = unread;
  if (policy) return () => policy.why;
  const partly = new Map<Expansion, Missing>();
  for (const { principal, condition } of bounds) {
    const expansion = principal.kind === 'group' ? expansions.get(principal.email) : undefined;
    const gap = expansion?.gaps[0]?.why;
    const shut = judge(condition, undefined);
    if (expansion && gap && (shut.holds !== 'false' || shut.may)) partly.set(expansion, gap);
  }
  return (member) => {
    for (const [{ people }, why] of partly) {
      const inside = people.get(member);
      if (!inside || inside.doubt !== undefined) return why;
    }
    return undefined;
  };
}

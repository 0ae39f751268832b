/** What one boundary policy says about a resource: whether it counts for IAP at all, and whether it takes it in. */
import { type Container, parseContainer } from '../names/index.js';
import { isAmong } from './among.js';
import { and, not, or, type Ternary } from './kleene.js';
import type { BoundaryPolicy, Known } from './types.js';

/** The containers a resource stands in. */
export interface BoundaryPlace {
  /** Project, folders and organisation; the project by number and by id where both are known. */
  readonly containers: readonly Container[];
  /** Whether {@link containers} reaches up to the organisation. */
  readonly complete: Known<true>;
}

/**
 * Whether a policy is enforced for IAP's permissions. They are blocked from enforcement version 2 on; an empty version
 * means the newest (IAM "Permissions that principal access boundary policies can block"). A policy whose rules name no
 * resource is not enforced at all.
 */
export function enforcedForIap(policy: BoundaryPolicy): { readonly truth: Ternary; readonly detail: string } {
  if (policy.rules.every((rule) => rule.resources.length === 0))
    return { truth: 'false', detail: 'it names no resources, so it is not enforced' };
  const version = policy.enforcementVersion?.trim() ?? '';
  if (version === '' || version === 'latest') return { truth: 'true', detail: 'it is enforced' };
  if (!/^[0-9]+$/.test(version))
    return { truth: 'unknown', detail: `its enforcement version ${version} is not known here` };
  return Number(version) >= 2
    ? { truth: 'true', detail: 'it is enforced' }
    : { truth: 'false', detail: `its enforcement version ${version} does not cover IAP` };
}

/** Whether a rule of the policy makes the resource eligible; one is enough. */
export function includes(policy: BoundaryPolicy, place: BoundaryPlace): Ternary {
  return or(
    policy.rules.map((rule) => {
      // ALLOW is the only effect there is; another would be newer than this program.
      const effect: Ternary = rule.effect === 'ALLOW' ? 'true' : 'unknown';
      return and([effect, standsIn(rule.resources, place), not(standsIn(rule.excludedResources, place))]);
    }),
  );
}

function standsIn(resources: readonly string[], place: BoundaryPlace): Ternary {
  return or(
    resources.map((resource) => {
      const container = parseContainer(resource);
      if (container === undefined) return 'unknown';
      const among = isAmong(container, place.containers);
      const above = container.kind !== 'project' && !place.complete.known;
      return among === 'false' && above ? 'unknown' : among;
    }),
  );
}

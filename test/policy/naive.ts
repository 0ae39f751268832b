/**
 * The rules once more, as plainly as they can be said, to check the real evaluators against. Numbers instead of words:
 * 0 is no, 1 is yes, ½ is not known; AND is the least, OR the greatest, NOT what is left to 1.
 */
import { ACCESSOR } from './kit.js';
import {
  type Blindness,
  CI,
  CUSTOM,
  MAYA,
  PARTNER,
  type RawBoundary,
  WORKSPACE_SET,
  type World,
} from './world.js';

const HALF = 0.5;
const least = (...values: readonly number[]) => Math.min(1, ...values);
const greatest = (...values: readonly number[]) => Math.max(0, ...values);
const yes = (value: boolean) => (value ? 1 : 0);

/** Downward through the group, keeping out of circles. */
function contains(group: string, address: string, world: World, seen: readonly string[] = []): boolean {
  if (seen.includes(group)) return false;
  return (world.groups[group] ?? []).some(
    (member) => member === address || contains(member, address, world, [...seen, group]),
  );
}

function inGroup(group: string, world: World, blind: Blindness): number {
  if (blind.groups.includes(group)) return HALF;
  return yes(contains(group, world.who.replace('serviceAccount:', ''), world));
}

/** A member of an allow policy. */
function member(text: string, world: World, blind: Blindness): number {
  const { who } = world;
  if (text.startsWith('group:')) return inGroup(text.slice(6), world, blind);
  if (text.startsWith('user:')) return yes(who === MAYA && text.slice(5).toLowerCase() === MAYA);
  if (text === CI) return yes(who === CI);
  if (text.startsWith('domain:')) {
    if (who !== MAYA) return 0;
    return blind.domains ? HALF : yes(text === 'domain:acme.test');
  }
  if (text === 'allUsers') return 1;
  if (text === 'allAuthenticatedUsers') return yes(who !== PARTNER);
  if (text.endsWith('/type/ServiceAccount')) {
    if (who !== CI) return 0;
    return blind.home ? HALF : yes(text.includes('projects/111'));
  }
  if (text === PARTNER || text.endsWith('/workforcePools/partners/*')) return yes(who === PARTNER);
  return 0;
}

/** A principal of a deny policy. */
function principal(text: string, world: World, blind: Blindness): number {
  const { who } = world;
  if (text === 'principalSet://goog/public:all') return 1;
  if (text.startsWith('principalSet://goog/group/')) return inGroup(text.slice(26), world, blind);
  if (text === `principal://goog/subject/${MAYA}`) return yes(who === MAYA);
  if (text.includes('/serviceAccounts/')) return yes(who === CI);
  if (text === PARTNER) return yes(who === PARTNER);
  // Somebody else's customer: a person is not in it, a service account cannot be placed while the customer is unseen.
  if (text.endsWith('/C0other')) {
    if (who === PARTNER) return 0;
    return blind.customer ? HALF : 0;
  }
  return 0;
}

function condition(name: string | undefined, world: World, blind: Blindness, error: number): number {
  if (name === undefined) return 1;
  if (blind.conditions.includes(name)) return HALF;
  const truth = world.conditions[name];
  return truth === 'error' ? error : yes(truth === 'true');
}

function role(name: string, blind: Blindness): number {
  if (name === ACCESSOR) return 1;
  if (Object.values(CUSTOM).includes(name) && blind.roles.includes(name)) return HALF;
  return yes(name === CUSTOM.good);
}

export function naiveAllow(world: World, blind: Blindness): number {
  return greatest(
    ...world.nodes.map((bindings, i) =>
      blind.nodes.includes(i)
        ? HALF
        : greatest(
            ...bindings.map((binding) =>
              least(
                role(binding.role, blind),
                greatest(...binding.members.map((text) => member(text, world, blind))),
                condition(binding.condition, world, blind, 0),
              ),
            ),
          ),
    ),
  );
}

function covers(permission: string): number {
  if (permission.includes('/iap.')) return HALF;
  return yes(/^iap\.googleapis\.com\/(?:webServiceVersions|\*)\.(?:accessViaIAP|\*)$/.test(permission));
}

export function naiveDeny(world: World, blind: Blindness): number {
  return greatest(
    ...world.deny.map((rules, i) =>
      blind.deny.includes(i)
        ? HALF
        : greatest(
            ...rules.map((rule) =>
              least(
                greatest(...rule.permissions.map(covers)),
                1 - greatest(...rule.exceptPermissions.map(covers)),
                greatest(...rule.denied.map((text) => principal(text, world, blind))),
                1 - greatest(...rule.excepted.map((text) => principal(text, world, blind))),
                condition(rule.condition, world, blind, 1),
              ),
            ),
          ),
    ),
  );
}

/** Whether the binding covers the person. */
function target(text: string, world: World, blind: Blindness): number {
  const { who } = world;
  if (text === WORKSPACE_SET) return who === MAYA ? (blind.customer ? HALF : 1) : 0;
  if (text.endsWith('/organizations/7')) return blind.home ? (who === MAYA && !blind.customer ? 1 : HALF) : 1;
  if (text.endsWith('/projects/111')) return who === CI ? (blind.home ? HALF : 1) : 0;
  return yes(who === PARTNER);
}

const INSIDE = ['projects/111', 'folders/9', 'organizations/7'].map(
  (name) => `//cloudresourcemanager.googleapis.com/${name}`,
);

/** Whether the policy counts, and whether it takes the resource in. */
function policy(name: string, world: World, blind: Blindness): readonly [counts: number, includes: number] {
  const found = world.boundaryPolicies[name];
  if (!found || blind.policies.includes(name)) return [HALF, HALF];
  const inside = (names: readonly string[]) => names.some((resource) => INSIDE.includes(resource));
  const includes = inside(found.resources) && !inside(found.excluded);
  return [yes(found.version !== '1' && found.resources.length > 0), yes(includes)];
}

function item(
  binding: RawBoundary,
  world: World,
  blind: Blindness,
): readonly [relevant: number, includes: number] {
  const [counts, includes] = policy(binding.policy, world, blind);
  const unseen = binding.condition !== undefined && blind.conditions.includes(binding.condition);
  const stumbles =
    !unseen && binding.condition !== undefined && world.conditions[binding.condition] === 'error';
  const relevant = least(
    target(binding.target, world, blind),
    condition(binding.condition, world, blind, 1),
    counts,
  );
  // What is unseen may be a condition that Google cannot evaluate, and that blocks.
  return [relevant, stumbles && counts !== HALF ? 0 : least(includes, unseen ? HALF : 1)];
}

/** Tries every way the unknowns may come out: what all ways agree on is certain. */
export function naiveBoundary(world: World, blind: Blindness): number {
  const items = world.boundaries.flatMap((bindings, i): (readonly [number, number])[] =>
    blind.boundaries.includes(i) ? [[HALF, HALF]] : bindings.map((binding) => item(binding, world, blind)),
  );
  const outcomes = new Set<boolean>();
  const ways = (value: number) => (value === HALF ? [0, 1] : [value]);
  const tryAll = (rest: readonly (readonly [number, number])[], any: boolean, open: boolean): void => {
    const [first, ...others] = rest;
    if (!first) {
      outcomes.add(!any || open);
      return;
    }
    for (const relevant of ways(first[0]))
      for (const includes of ways(first[1]))
        tryAll(others, any || relevant === 1, open || (relevant === 1 && includes === 1));
  };
  tryAll(items, false, false);
  return outcomes.size === 2 ? HALF : yes(outcomes.has(true));
}

export function naiveDecision(world: World, blind: Blindness): number {
  return least(naiveBoundary(world, blind), 1 - naiveDeny(world, blind), naiveAllow(world, blind));
}

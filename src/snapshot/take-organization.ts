/** Reads what belongs to the whole organisation, for a snapshot: who it is, its boundaries, its access levels. */
import { type Container, containerName, fullContainerName } from '../names/index.js';
import type { AccessLevel, BoundaryBinding } from '../policy/types.js';
import type { Snapshot } from './model.js';
import { boundariesOf, defined, levelOf } from './plain.js';
import type { Taking } from './take.js';

export interface OrganizationTaken {
  readonly container: Container;
  readonly taken: NonNullable<Snapshot['organization']>;
}

/** The configured organisation, else the one above the services. */
export async function takeOrganization(
  { scope, looks, config, gaps }: Taking,
  containers: readonly Container[],
): Promise<OrganizationTaken | undefined> {
  const container = config.organization ?? containers.find((one) => one.kind === 'organization');
  if (!container) return undefined;
  const { look } = await scope.get(looks.organization(container));
  const name = containerName(container);
  if (!look.ok) {
    gaps.add('organization', name, look.problem);
    return { container, taken: { name } };
  }
  const { primaryDomain, customerId } = look.value;
  return { container, taken: defined({ name, domain: primaryDomain, customer: customerId }) };
}

/** Boundary policies, and what binds them to the organisation, its people and the projects of the services. */
export async function takeBoundaries(
  { scope, looks, gaps }: Taking,
  organization: OrganizationTaken | undefined,
  containers: readonly Container[],
): Promise<Snapshot['boundaries']> {
  if (!organization) return { policies: {}, bindings: [] };
  const { container, taken } = organization;
  const workspace =
    taken.customer === undefined
      ? []
      : [{ parent: container, target: `//iam.googleapis.com/locations/global/workspace/${taken.customer}` }];
  const all = [...new Map([container, ...containers].map((one) => [containerName(one), one])).values()];
  const targets = [...workspace, ...all.map((one) => ({ parent: one, target: fullContainerName(one) }))];
  const [policies, ...bindings] = await Promise.all([
    scope.get(looks.boundaryPolicies(container)),
    ...targets.map(async ({ parent, target }): Promise<readonly BoundaryBinding[]> => {
      const { look } = await scope.get(looks.boundaryBindings(parent, target));
      if (look.ok) return look.value;
      gaps.add('boundaries', target, look.problem);
      return [];
    }),
  ]);
  if (!policies.look.ok) gaps.add('boundaries', taken.name, policies.look.problem);
  const unique = new Map(bindings.flat().map((one) => [`${one.target} ${one.name}`, one]));
  return boundariesOf(policies.look.ok ? policies.look.value : [], [...unique.values()]);
}

/** Short name of a level, as custom levels write it: `levels.NAME`. */
const shortName = (level: string): string => level.slice(level.lastIndexOf('/') + 1);

/** The levels a level leans on. */
function below(level: AccessLevel, all: readonly AccessLevel[]): readonly string[] {
  if (level.kind === 'basic') return level.conditions.flatMap((one) => one.requiredAccessLevels);
  return all.filter(({ name }) => level.expression.includes(shortName(name))).map(({ name }) => name);
}

/** The levels that conditions name, and those they lean on. A name that is no level's is a finding, not a gap. */
export async function takeLevels(
  { scope, looks, gaps }: Taking,
  organization: OrganizationTaken | undefined,
  named: ReadonlySet<string>,
): Promise<Snapshot['levels']> {
  if (!organization || named.size === 0) return {};
  const { look } = await scope.get(looks.levels(organization.container));
  if (!look.ok) {
    gaps.add('levels', organization.taken.name, look.problem);
    return {};
  }
  const kept = new Map<string, AccessLevel>();
  const keep = (name: string): void => {
    const level = look.value.find((one) => one.name === name);
    if (!level || kept.has(name)) return;
    kept.set(name, level);
    for (const other of below(level, look.value)) keep(other);
  };
  for (const name of named) keep(name);
  return Object.fromEntries([...kept].map(([name, level]) => [name, levelOf(level)]));
}

/** Takes a snapshot: reads every policy, setting, group, role and level that decides at the known services, all at once. */
import type { Config } from '../config.js';
import type { Engine, Scope } from '../diagnosis/engine.js';
import { type Looks, looksOf } from '../diagnosis/facts/looks.js';
import { knownPlaces } from '../diagnosis/place.js';
import { discoveredPlaces } from '../diagnosis/places/discovered.js';
import { shelvesOf } from '../diagnosis/places/resolve.js';
import type { Place } from '../diagnosis/question.js';
import { listLooks } from '../diagnosis/who/portions.js';
import type { Google } from '../google/ports.js';
import {
  accessPermission,
  type Container,
  containerName,
  type Email,
  type IapResource,
  iapChain,
  iapName,
} from '../names/index.js';
import type { DenyNode } from '../policy/deny.js';
import { interestOf, interestOfDeny } from '../policy/interest.js';
import type { PolicyNode } from '../policy/types.js';
import { type Gap, Gaps } from './gaps.js';
import {
  SNAPSHOT_SCHEMA,
  type Snapshot,
  type SnapshotBehind,
  type SnapshotProject,
  type SnapshotService,
} from './model.js';
import { defined, roleOf } from './plain.js';
import { type BehindTaken, takeBehind } from './take-behind.js';
import { takeGroups } from './take-groups.js';
import { type NodesTaken, takeNodes } from './take-nodes.js';
import { takeBoundaries, takeLevels, takeOrganization } from './take-organization.js';

export interface Taken {
  readonly snapshot: Snapshot;
  readonly gaps: readonly Gap[];
  /** False when no policy at all could be read. */
  readonly read: boolean;
}

export interface TakeOptions {
  readonly google: Google;
  readonly config: Config;
  readonly progress: (step: string) => void;
}

/** What every part of the taking needs. */
export interface Taking extends TakeOptions {
  readonly scope: Scope;
  readonly looks: Looks;
  readonly gaps: Gaps;
}

/** Configured services and those discovered in the configured projects. */
async function placesOf({ scope, google, config, gaps }: Taking): Promise<readonly Place[]> {
  if (config.projects.length === 0) return knownPlaces(config);
  const { places, unread } = await scope.get(discoveredPlaces(shelvesOf(google), config));
  for (const { project, list, problem } of unread) {
    if (problem.kind !== 'not-found') gaps.add('hierarchy', `${list} of ${containerName(project)}`, problem);
  }
  return places;
}

interface Home {
  readonly project: Container;
  readonly containers: readonly Container[];
  readonly taken: SnapshotProject;
}

/** A project under one name, its number where that is known, with what is above it. */
async function homeOf({ scope, looks, gaps }: Taking, asked: Container): Promise<Home> {
  const [info, ancestry] = await Promise.all([
    scope.get(looks.project(asked)),
    scope.get(looks.ancestry(asked)),
  ]);
  const number = info.look.ok ? info.look.value.number : undefined;
  const project: Container = { kind: 'project', id: number ?? asked.id };
  const name = containerName(project);
  if (!info.look.ok) gaps.add('hierarchy', `${name} itself`, info.look.problem);
  if (!ancestry.look.ok) gaps.add('hierarchy', name, ancestry.look.problem);
  const tags = await scope.get(looks.tags(project));
  if (!tags.look.ok) gaps.add('tags', name, tags.look.problem);
  const above = ancestry.look.ok ? ancestry.look.value.filter((one) => one.kind !== 'project') : undefined;
  const found = tags.look.ok
    ? tags.look.value
        .map((tag) => ({ key: tag.tagKey, value: tag.tagValue, name: tag.namespacedTagValue }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
    : [];
  return {
    project,
    containers: [project, ...(above ?? [])],
    taken: defined({
      number,
      id: info.look.ok ? info.look.value.projectId : undefined,
      above: above?.map(containerName),
      tags: found.length === 0 ? undefined : found,
    }),
  };
}

const inProject = (resource: IapResource, project: Container): IapResource => ({ ...resource, project });

/** Reads everything; what could not be read is noted and never taken for empty. */
export async function takeSnapshot(engine: Engine, options: TakeOptions): Promise<Taken> {
  const scope = engine.scope();
  const gaps = new Gaps();
  const taking: Taking = { ...options, scope, looks: looksOf(options.google), gaps };
  options.progress('Looking for services');
  const places = await placesOf(taking);
  const asked = [...new Map(places.map((p) => [p.resource.project.id, p.resource.project])).values()];
  const homes = new Map(
    await Promise.all(asked.map(async (one) => [one.id, await homeOf(taking, one)] as const)),
  );
  const services = places.map((place) => {
    const home = homes.get(place.resource.project.id);
    return { place, home, resource: home ? inProject(place.resource, home.project) : place.resource };
  });
  options.progress('Reading policies');
  const iapNodes = services.flatMap(({ resource }) => iapChain(resource));
  const containers = [...homes.values()].flatMap((home) => home.containers);
  const permissions = [...new Set(services.map(({ resource }) => accessPermission(resource)))];
  const [nodes, organization, behind] = await Promise.all([
    takeNodes(taking, iapNodes, containers, permissions),
    takeOrganization(taking, containers),
    Promise.all(services.map(({ resource }) => takeBehind(taking, resource))),
  ]);
  const { groups, levels, customRoles } = wanted(nodes, permissions);
  const [boundaries, levelsTaken, roles, groupsTaken] = await Promise.all([
    takeBoundaries(taking, organization, containers),
    takeLevels(taking, organization, levels),
    takeRoles(taking, customRoles),
    takeGroups(groups, { ...taking, lists: listLooks(options.google) }),
  ]);
  const snapshot: Snapshot = defined({
    schema: SNAPSHOT_SCHEMA,
    organization: organization?.taken,
    services: Object.fromEntries(
      services.map(({ place, resource }, at): [string, SnapshotService] => [
        place.name,
        defined({ resource: iapName(resource), url: place.url?.toString(), behind: behind[at]?.behind }),
      ]),
    ),
    projects: Object.fromEntries(
      [...homes.values()].map((home) => [containerName(home.project), home.taken]),
    ),
    policies: nodes.policies,
    settings: nodes.settings,
    deny: nodes.deny,
    boundaries,
    roles,
    levels: levelsTaken,
    groups: groupsTaken,
    cloudRun: runsOf(behind),
    unread: gaps.map(),
  });
  return { snapshot, gaps: gaps.list(), read: Object.keys(nodes.policies).length > 0 };
}

/** The groups, levels and roles that the policies which were read name. */
function wanted({ allow, denied }: NodesTaken, permissions: readonly string[]) {
  const nodes: readonly PolicyNode[] = allow.map(({ name, policy }) => ({
    name,
    policy: { known: true, value: policy },
  }));
  const denials: readonly DenyNode[] = denied.map(({ name, policies }) => ({
    name,
    policies: { known: true, value: policies },
  }));
  const interests = permissions.flatMap((permission) => [
    interestOf(nodes, permission, () => undefined),
    interestOfDeny(denials, permission),
  ]);
  return {
    groups: new Set<Email>(interests.flatMap((interest) => interest.groups)),
    levels: new Set(interests.flatMap((interest) => interest.levels)),
    customRoles: new Set(interests.flatMap((interest) => interest.customRoles)),
  };
}

/** Cloud Run services that no known service is itself; undefined when there are none. */
function runsOf(behind: readonly BehindTaken[]): Snapshot['cloudRun'] {
  const runs = Object.assign({}, ...behind.map((one) => one.runs)) as Record<string, SnapshotBehind>;
  return Object.keys(runs).length === 0 ? undefined : runs;
}

async function takeRoles(
  { scope, looks, gaps }: Taking,
  names: ReadonlySet<string>,
): Promise<Snapshot['roles']> {
  const read = await Promise.all(
    [...names].map(async (name) => {
      const { look } = await scope.get(looks.role(name));
      if (look.ok) return [[name, roleOf(look.value)] as const];
      gaps.add('role', name, look.problem);
      return [];
    }),
  );
  return Object.fromEntries(read.flat());
}

/** Reads everything that decides about access at the known services: what changes are measured against. */
import {
  accessPermission,
  containerName,
  type DomainName,
  type Email,
  parseContainer,
} from '../../names/index.js';
import type { DenyNode } from '../../policy/deny.js';
import { interestOf, interestOfDeny } from '../../policy/interest.js';
import type { RoleView } from '../../policy/roles.js';
import type { AllowPolicy, DenyPolicy, Known, PolicyNode } from '../../policy/types.js';
import type { Engine } from '../engine.js';
import { levelsFact, tagsFact } from '../facts/context.js';
import { type Hierarchy, organizationFact, placeHierarchy } from '../facts/hierarchy.js';
import { type Looks, looksOf } from '../facts/looks.js';
import { chainNodes } from '../facts/policies.js';
import { denyNodes } from '../facts/restraints.js';
import { roleFact } from '../facts/roles.js';
import type { Place, PlaceQuestion } from '../question.js';
import { contextsFor } from '../who/contexts.js';
import type { ServiceView } from './judge.js';

/** A place with its policies as they are now. */
export interface ReadPlace {
  readonly place: Place;
  readonly question: PlaceQuestion;
  readonly permission: string;
  readonly nodes: readonly PolicyNode[];
  readonly deny: readonly DenyNode[];
  readonly hierarchy: Hierarchy;
  readonly contextFor: ServiceView['contextFor'];
  readonly levels: readonly string[];
  readonly groups: readonly Email[];
  readonly domains: readonly DomainName[];
}

export interface ReadWorld {
  readonly places: readonly ReadPlace[];
  readonly policies: ReadonlyMap<string, Known<AllowPolicy>>;
  readonly deny: ReadonlyMap<string, Known<readonly DenyPolicy[]>>;
  readonly roles: Map<string, Known<RoleView>>;
}

type Base = Omit<PlaceQuestion, 'place' | 'given'>;

/** Every place at once; nodes that several share are read once. */
export async function readWorld(engine: Engine, base: Base, places: readonly Place[]): Promise<ReadWorld> {
  const looks = looksOf(base.google);
  const roles = new Map<string, Known<RoleView>>();
  const read = await Promise.all(places.map((place) => readPlace(engine.fork(), looks, base, place, roles)));
  return {
    places: read,
    roles,
    policies: new Map(read.flatMap(({ nodes }) => nodes.map(({ name, policy }) => [name, policy] as const))),
    deny: new Map(read.flatMap(({ deny }) => deny.map(({ name, policies }) => [name, policies] as const))),
  };
}

async function readPlace(
  engine: Engine,
  looks: Looks,
  base: Base,
  place: Place,
  roles: Map<string, Known<RoleView>>,
): Promise<ReadPlace> {
  const given = { at: undefined, ip: undefined, host: place.url?.hostname, path: undefined, levels: [] };
  const question: PlaceQuestion = { ...base, place, given };
  const permission = accessPermission(place.resource);
  const scope = engine.scope();
  scope.start(organizationFact(looks, question));
  const [nodes, deny, hierarchy] = await Promise.all([
    scope
      .get(chainNodes(looks, question))
      .then((facts) => Promise.all(facts.map(async (fact) => (await scope.get(fact)).node))),
    scope.get(denyNodes(looks, question)).then((facts) => Promise.all(facts.map((fact) => scope.get(fact)))),
    scope.get(placeHierarchy(looks, question)),
  ]);
  const first = interestOf(nodes, permission, () => undefined);
  await Promise.all(
    first.customRoles.map(async (name) => {
      roles.set(name, await scope.get(roleFact(looks, name)));
    }),
  );
  const allow = interestOf(nodes, permission, (name) => roles.get(name));
  const denied = interestOfDeny(deny, permission);
  const [levels, tags] = await Promise.all([
    allow.levels.length > 0 ? scope.get(levelsFact(looks, question)) : NOTHING,
    allow.usesTags || denied.usesTags ? scope.get(tagsFact(looks, question)) : NOTHING,
  ]);
  return {
    place,
    question,
    permission,
    nodes,
    deny,
    hierarchy,
    contextFor: contextsFor(question, levels, tags),
    levels: allow.levels,
    groups: [...new Set([...allow.needed.groups, ...denied.needed.groups])],
    domains: [...new Set([...allow.needed.domains, ...denied.needed.domains])],
  };
}

const NOTHING: Known<readonly never[]> = { known: true, value: [] };

/** The containers that places stand in, each by one name; their logs are those to read. */
export function containersOf(
  places: readonly { readonly hierarchy: Hierarchy; readonly place: Place }[],
): readonly string[] {
  const found = places.flatMap(({ hierarchy, place }) => [
    place.resource.project,
    ...(hierarchy.containers.known ? hierarchy.containers.value : []),
    ...(hierarchy.organization ? [hierarchy.organization] : []),
  ]);
  return [...new Set(found.map(containerName))];
}

/** Containers above a place, for boundaries: every name of its project, and all that is above. */
export function placeOfBoundary({ hierarchy, nodes }: ReadPlace) {
  const { containers, projectNames } = hierarchy;
  const above = containers.known
    ? containers.value.filter((one) => one.kind !== 'project')
    : nodes.flatMap(({ name }) => parseContainer(name) ?? []);
  return {
    containers: [...projectNames, ...above],
    complete: containers.known ? ({ known: true, value: true } as const) : containers,
  };
}

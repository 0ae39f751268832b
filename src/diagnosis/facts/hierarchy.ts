/** Facts about where the place stands: the containers above it, its organisation, and its project's number and id. */
import type { OrganizationInfo, ProjectInfo } from '../../google/ports.js';
import { type Container, type CustomerId, containerName } from '../../names/index.js';
import type { Known } from '../../policy/types.js';
import type { Fact, Seen } from '../engine.js';
import { missingFrom } from '../missing.js';
import type { PlaceQuestion } from '../question.js';
import type { Looks } from './looks.js';

export interface Hierarchy {
  /** Project first, organisation last. */
  readonly containers: Known<readonly Container[]>;
  readonly organization: Container | undefined;
  /** Every name the project is known by: as asked, its number, its id. */
  readonly projectNames: readonly Container[];
  readonly seen: Seen<Container[]>;
}

/** The containers above any project. The configured organisation stands in where the ancestry cannot be read. */
export function hierarchyOf(
  looks: Looks,
  configured: Container | undefined,
  project: Container,
): Fact<Hierarchy> {
  return {
    key: `hierarchy ${containerName(project)}`,
    read: async (scope) => {
      const [seen, info] = await Promise.all([
        scope.get(looks.ancestry(project)),
        scope.get(looks.project(project)),
      ]);
      const projectNames = namesOf(
        project,
        seen.look.ok ? seen.look.value : [],
        info.look.ok ? info.look.value : undefined,
      );
      if (!seen.look.ok) {
        const why = missingFrom(seen.look.problem, 'hierarchy', containerName(project));
        return { containers: { known: false, why }, organization: configured, projectNames, seen };
      }
      // The ancestry names the project by its text id; the name used in the question is kept.
      const containers = [project, ...seen.look.value.filter((c) => c.kind !== 'project')];
      const organization = containers.find((c) => c.kind === 'organization');
      return { containers: { known: true, value: containers }, organization, projectNames, seen };
    },
  };
}

function namesOf(
  project: Container,
  ancestry: readonly Container[],
  info: ProjectInfo | undefined,
): Container[] {
  const ids = [project.id, ...ancestry.filter((c) => c.kind === 'project').map((c) => c.id)];
  const known = info ? [...ids, info.number, info.projectId] : ids;
  return [...new Set(known)].map((id) => ({ kind: 'project', id }));
}

/** The place's own hierarchy. */
export function placeHierarchy(looks: Looks, question: PlaceQuestion): Fact<Hierarchy> {
  return hierarchyOf(looks, question.config.organization, question.place.resource.project);
}

/**
 * The organisation the place belongs to, with its customer and primary domain. With a configured organisation it is
 * asked for at once, without waiting for the ancestry.
 */
export function organizationFact(
  looks: Looks,
  question: PlaceQuestion,
): Fact<Seen<OrganizationInfo> | undefined> {
  return {
    key: 'organization of the place',
    read: async (scope) => {
      const { organization } = question.config;
      if (organization) return scope.get(looks.organization(organization));
      const found = (await scope.get(placeHierarchy(looks, question))).organization;
      return found ? scope.get(looks.organization(found)) : undefined;
    },
  };
}

/** The customer of that organisation: the one whose groups and people we can see. */
export function ownCustomerFact(looks: Looks, question: PlaceQuestion): Fact<CustomerId | undefined> {
  return {
    key: 'own customer',
    read: async (scope) => {
      const seen = await scope.get(organizationFact(looks, question));
      return seen?.look.ok ? seen.look.value.customerId : undefined;
    },
  };
}

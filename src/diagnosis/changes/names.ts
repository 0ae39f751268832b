/** One name for each node: entries write a project by number or by id, and backends by name or by number. Pure. */
import type { BackendName } from '../../changes/change.js';
import { type Container, containerName, type IapResource, iapName } from '../../names/index.js';
import type { Place } from '../question.js';

export interface Names {
  /** The node's one name: its project is written as the places write it. */
  readonly node: (name: string) => string;
  /** The service's name for Google's name of it; the name itself where it is none's. */
  readonly place: (name: string) => string;
  /** Whether a backend that an entry names stands behind a place. */
  readonly isBehind: (backend: BackendName, place: Place) => boolean;
}

export interface NamesInput {
  readonly places: readonly Place[];
  /** For each project as places write it, all its names. */
  readonly projects: readonly { readonly own: Container; readonly all: readonly Container[] }[];
  /** Every listed service with its own name, for entries that name backends. */
  readonly services: readonly { readonly name: string; readonly resource: IapResource }[];
}

export function namesOf({ places, projects, services }: NamesInput): Names {
  const own = new Map<string, string>();
  for (const { own: kept, all } of projects) for (const { id } of all) own.set(id, kept.id);
  const node = (name: string): string =>
    name.replace(/^projects\/([^/]+)/, (_, id: string) => `projects/${own.get(id) ?? id}`);
  const titles = new Map(places.map((place) => [node(iapName(place.resource)), place.name]));
  const run = new Map<string, string>(
    places.flatMap(({ resource, name }) =>
      resource.level === 'webService' && resource.type.kind === 'cloud_run'
        ? [
            [
              `${node(containerName(resource.project))}/locations/${resource.type.region}/services/${resource.service}`,
              name,
            ] as const,
          ]
        : [],
    ),
  );
  return {
    node,
    place: (name) => titles.get(node(name)) ?? run.get(node(name)) ?? name,
    isBehind: (backend, { resource, name }) => {
      const project = own.get(backend.project) ?? backend.project;
      if (resource.level !== 'webService' && resource.level !== 'webVersion') return false;
      const { type } = resource;
      if (backend.surface === 'appengine') return type.kind === 'appengine' && type.app === backend.name;
      const ownProject = own.get(resource.project.id) ?? resource.project.id;
      if (ownProject !== project) return false;
      if (backend.surface === 'run')
        return (
          type.kind === 'cloud_run' &&
          resource.service === backend.name &&
          (backend.region ?? type.region) === type.region
        );
      if (type.kind !== 'compute' || type.region !== backend.region) return false;
      if (resource.service === backend.id || resource.service === backend.name) return true;
      const listed = services.find((one) => iapName(one.resource) === iapName(resource));
      return (listed?.name ?? name) === backend.name;
    },
  };
}

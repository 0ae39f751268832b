/** Every service behind IAP that the configured projects hold, under the names people know: configured ones first. */
import type { Config } from '../../config.js';
import { type Container, containerName, type IapResource, iapName } from '../../names/index.js';
import type { Fact } from '../engine.js';
import { knownPlaces } from '../place.js';
import type { Place } from '../question.js';
import { sameResource } from './candidates.js';
import { gather } from './gather.js';
import {
  type Inventory,
  type ListName,
  listOf,
  namesOf,
  projectOf,
  type Shelves,
  type Unread,
  unreadOf,
} from './inventory.js';
import { backendResource } from './load-balancers.js';
import { appResource, runResource } from './serverless.js';

/** A service that Google lists, whether IAP is on or not. */
export interface Service {
  /** Its own name: of the backend service, the Cloud Run service or the App Engine service. */
  readonly name: string;
  /** `PROJECT/NAME` with every name of the project, its text id first where that is known. */
  readonly qualified: readonly string[];
  readonly resource: IapResource;
  readonly behindIap: boolean;
}

export interface Discovered {
  /** Configured services, then every other one behind IAP, each under a name that means it alone. */
  readonly places: readonly Place[];
  /** Everything that was listed, IAP on or off. */
  readonly services: readonly Service[];
  /** The configured projects, by number where that is known. */
  readonly projects: readonly Container[];
  readonly unread: readonly Unread[];
}

const LISTS: readonly ListName[] = ['project', 'backendServices', 'runServices', 'app'];
/** Asked for together with the application, to save a round trip; a project without one has none. */
const ALL: readonly ListName[] = [...LISTS, 'appServices'];

function servicesIn(inventory: Inventory): readonly Service[] {
  const named = (name: string, resource: IapResource, behindIap: boolean | undefined): Service => ({
    name,
    qualified: namesOf(inventory).map((project) => `${project}/${name}`),
    resource,
    behindIap: behindIap === true,
  });
  const app = listOf(inventory, 'app');
  return [
    ...(listOf(inventory, 'backendServices') ?? []).map((one) =>
      named(one.name, backendResource(inventory, one), one.iapEnabled),
    ),
    ...(listOf(inventory, 'runServices') ?? []).map((one) =>
      named(one.name, runResource(inventory, one), one.iapEnabled),
    ),
    ...(app ? (listOf(inventory, 'appServices') ?? []) : []).map((id) =>
      named(id, appResource(inventory, app?.id ?? '', id), app?.iapEnabled),
    ),
  ];
}

/** Each service under the shortest name that nothing else has: its own, with its project, or Google's full one. */
function placesOf(config: Config, services: readonly Service[]): readonly Place[] {
  const configured = knownPlaces(config);
  const others = services.filter(
    ({ behindIap, resource }) => behindIap && !configured.some((one) => sameResource(one.resource, resource)),
  );
  const taken = new Set(
    config.services.flatMap(({ name, aliases }) => [name, ...aliases]).map((name) => name.toLowerCase()),
  );
  const alone = (name: string, own: (service: Service) => readonly string[]): boolean =>
    !taken.has(name) && others.filter((other) => own(other).includes(name)).length === 1;
  return [
    ...configured,
    ...others.map(({ name, qualified, resource }): Place => {
      const withProject = qualified[0] ?? name;
      const shown = alone(name, (other) => [other.name])
        ? name
        : alone(withProject, (other) => other.qualified)
          ? withProject
          : iapName(resource);
      return { name: shown, resource, url: undefined, service: undefined };
    }),
  ];
}

/**
 * Reads the inventory of the configured projects. Slow facts: from the cache they cost nothing. Without the services of
 * App Engine nothing is read that a search for a URL has not read.
 */
export function discoveredPlaces(
  shelves: Shelves,
  config: Config,
  { appServices }: { readonly appServices: boolean } = { appServices: true },
): Fact<Discovered> {
  return {
    key: `discovered places of ${config.projects.map(containerName).join(' ')}${appServices ? '' : ', without App Engine'}`,
    read: async (scope) => {
      const inventories = config.projects.map((asked: Container): Inventory => ({ asked, lists: {} }));
      await gather(scope, shelves, inventories, appServices ? ALL : LISTS, () => false);
      const apps = appServices ? inventories.filter((inventory) => listOf(inventory, 'app')) : [];
      const services = inventories
        .flatMap(servicesIn)
        .filter(
          (one, at, all) => all.findIndex((other) => sameResource(other.resource, one.resource)) === at,
        );
      const unread = [
        ...unreadOf(
          inventories,
          LISTS.filter((list) => list !== 'project'),
        ),
        ...unreadOf(apps, ['appServices']),
      ];
      return { places: placesOf(config, services), services, projects: inventories.map(projectOf), unread };
    },
  };
}

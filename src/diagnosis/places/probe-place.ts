/** Where a probe goes: the address of a configured service, of one that Google lists, or as it was typed. */
import type { Config, ServiceConfig } from '../../config.js';
import type { Google } from '../../google/ports.js';
import { type AskedWhere, type IapResource, iapName, type TypedMistake } from '../../names/index.js';
import type { Engine, Scope } from '../engine.js';
import { configuredAt, serviceNamed } from '../place.js';
import { some } from '../words.js';
import { sameResource } from './candidates.js';
import { discoveredPlaces } from './discovered.js';
import { gather } from './gather.js';
import { type Inventory, type ListName, listOf } from './inventory.js';
import { resolveWhere, shelvesOf } from './resolve.js';
import { hostsIn, resourceOfUrl } from './resource-of-url.js';
import { runResource } from './serverless.js';

export interface ProbePlace {
  /** What people call it: the service's name, else the host. */
  readonly name: string;
  /** The address as it was typed or configured; the guard reads it. */
  readonly url: string;
  readonly service: ServiceConfig | undefined;
  readonly resource: IapResource | undefined;
}

export type ProbePlaceAnswer =
  | { readonly kind: 'place'; readonly place: ProbePlace }
  /** An address at no configured host: only what Google lists, or `probe.allow`, can make it known. */
  | { readonly kind: 'stranger'; readonly place: ProbePlace }
  /** The configuration does not say; Google's lists may. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'mistake'; readonly mistake: TypedMistake };

const placeOf = (service: ServiceConfig, url: string): ProbePlace => ({
  name: service.name,
  url,
  service,
  resource: service.resource,
});

/** What is missing, and the line that would cure it. */
function noAddress(name: string, configured: boolean): TypedMistake {
  const cure = configured
    ? `add \u201curl: https://\u2026\u201d to it under \u201cservices\u201d in the configuration`
    : `put it under \u201cservices\u201d in the configuration with its \u201curl\u201d`;
  return {
    message: `I know ${name}, but not the address it is reached at: ${cure}, or give the address itself.`,
    nearest: 'probe https://app.example.com',
  };
}

const tunnel = (name: string): TypedMistake => ({
  message: `${name} is reached by TCP forwarding, which has no address that could be probed. \u201cwhy\u201d tells who may use it.`,
  nearest: `why alice@example.com ${name}`,
});

function ofService(service: ServiceConfig): ProbePlaceAnswer {
  if (service.url) return { kind: 'place', place: placeOf(service, service.url.href) };
  const { resource } = service;
  if (resource && iapName(resource).includes('/iap_tunnel'))
    return { kind: 'mistake', mistake: tunnel(service.name) };
  return { kind: 'ask' };
}

/** The address as it is to be connected to: a bare host means https. */
const typedUrl = (asked: Extract<AskedWhere, { kind: 'url' }>): string =>
  asked.bare ? asked.url.href : asked.asked;

/** What the configuration says. Pure: a configured service is never kept waiting for Google. */
export function configuredProbePlace(config: Config, asked: AskedWhere): ProbePlaceAnswer {
  switch (asked.kind) {
    case 'name': {
      const service = serviceNamed(config, asked.name);
      return service ? ofService(service) : { kind: 'ask' };
    }
    case 'resource': {
      const service = config.services.find(
        ({ resource }) => resource !== undefined && sameResource(resource, asked.resource),
      );
      if (service) return ofService(service);
      return { kind: 'ask' };
    }
    case 'url': {
      const named = asked.bare ? serviceNamed(config, asked.asked) : undefined;
      if (named) return ofService(named);
      const { covering, atHost } = configuredAt(config, asked.url);
      const service = covering ?? (atHost.length === 1 ? atHost[0] : undefined);
      if (service) return { kind: 'place', place: placeOf(service, typedUrl(asked)) };
      const { hostname, host } = asked.url;
      const same = config.services.some(({ url }) => url?.hostname === hostname);
      const place = { name: host, url: typedUrl(asked), service: undefined, resource: undefined };
      return { kind: atHost.length > 0 || same ? 'place' : 'stranger', place };
    }
  }
}

export type DiscoveredPlace =
  | { readonly kind: 'place'; readonly place: ProbePlace }
  | { readonly kind: 'mistake'; readonly mistake: TypedMistake };

const mistake = (message: string, nearest: string): DiscoveredPlace => ({
  kind: 'mistake',
  mistake: { message, nearest },
});

/**
 * A service whose address the configuration does not hold: Google's lists name the hosts that lead to it. One host is
 * the address; of several the asker has to choose.
 */
export async function discoveredPlace(
  engine: Engine,
  google: Google,
  config: Config,
  asked: AskedWhere,
): Promise<DiscoveredPlace> {
  const scope = engine.scope();
  const resolved = await resolveWhere(scope, google, config, asked);
  switch (resolved.kind) {
    case 'mistake': {
      const known = asked.kind === 'name' ? serviceNamed(config, asked.name) : undefined;
      return { kind: 'mistake', mistake: known ? noAddress(known.name, true) : resolved.mistake };
    }
    case 'unread':
      return mistake(
        `I don\u2019t know a service called ${asked.asked}, and could not read everything that may tell of it. Give the address itself.`,
        'probe https://app.example.com',
      );
    case 'found': {
      const { name, resource, service } = resolved.found.place;
      const hosts = await hostsOf(scope, google, config, resource);
      const [only, another] = hosts;
      if (only === undefined) return { kind: 'mistake', mistake: noAddress(name, service !== undefined) };
      if (another !== undefined)
        return mistake(
          `${name} is reached at several addresses: ${some(hosts, 5)}. Which one?`,
          `probe https://${only}`,
        );
      return { kind: 'place', place: { name, url: `https://${only}/`, service, resource } };
    }
  }
}

/** What can lead from a host to a service. */
const WAYS: readonly ListName[] = ['project', 'urlMaps', 'runServices', 'runDomains', 'app', 'appDomains'];

/** The hosts that lead to a resource, as Google's lists of the configured projects have them. */
async function hostsOf(
  scope: Scope,
  google: Google,
  config: Config,
  resource: IapResource,
): Promise<readonly string[]> {
  const shelves = shelvesOf(google);
  const inventories = config.projects.map((asked): Inventory => ({ asked, lists: {} }));
  await gather(scope, shelves, inventories, WAYS, () => false);
  const run = inventories.flatMap((inventory) =>
    (listOf(inventory, 'runServices') ?? [])
      .filter((one) => sameResource(runResource(inventory, one), resource))
      .flatMap(({ urls }) => urls),
  );
  const direct = run.filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname);
  const named = hostsIn(inventories).filter((host) => URL.canParse(`https://${host}/`));
  const searched = { projects: config.projects, further: [] };
  const leading = await Promise.all(
    named.map(async (host) => {
      const answer = await scope.get(resourceOfUrl(shelves, searched, new URL(`https://${host}/`)));
      return answer.kind === 'service' && sameResource(answer.resource, resource) ? [host] : [];
    }),
  );
  // A load balancer's own name is the address people use; Cloud Run's is only there where no other is.
  const own = leading.flat();
  return own.length > 0 ? own : direct.slice(0, 1);
}

/**
 * The service behind an address that the configuration does not know, where Google's lists name its host for one of the
 * configured projects. A load balancer that takes every host makes no host known.
 */
export async function discoveredHost(
  engine: Engine,
  google: Google,
  config: Config,
  asked: AskedWhere,
): Promise<{ readonly name: string; readonly resource: IapResource } | undefined> {
  if (config.projects.length === 0) return undefined;
  const scope = engine.scope();
  const resolved = await resolveWhere(scope, google, config, asked);
  if (resolved.kind !== 'found' || resolved.note !== undefined) return undefined;
  const { name, resource } = resolved.found.place;
  const { services } = await scope.get(discoveredPlaces(shelvesOf(google), config));
  return services.some((one) => sameResource(one.resource, resource)) ? { name, resource } : undefined;
}

/** From what people type for `<where>` to a place: configured names, aliases, URLs and IAP resource names. Pure. */
import type { Config, ServiceConfig } from '../config.js';
import type { AskedWhere, Typed } from '../names/asked.js';
import { type IapResource, iapName } from '../names/index.js';
import { suggest } from '../names/suggest.js';
import { nearHost } from './near-host.js';
import type { Place } from './question.js';

/** A place together with what the words themselves said about the request. */
export interface Found {
  readonly place: Place;
  readonly host: string | undefined;
  readonly path: string | undefined;
}

type WithResource = ServiceConfig & { readonly resource: IapResource };

const hasResource = (service: ServiceConfig): service is WithResource => service.resource !== undefined;

export function placeOf(service: WithResource): Place {
  return { name: service.name, resource: service.resource, url: service.url, service };
}

/** Every configured service whose IAP resource is known. */
export function knownPlaces(config: Config): readonly Place[] {
  return config.services.filter(hasResource).map(placeOf);
}

/** Every name and alias of the configuration. */
export const configuredNames = (config: Config): readonly string[] =>
  config.services.flatMap((s) => [s.name, ...s.aliases]);

export function serviceNamed(config: Config, name: string): ServiceConfig | undefined {
  const wanted = name.toLowerCase();
  return config.services.find((s) => [s.name, ...s.aliases].some((n) => n.toLowerCase() === wanted));
}

/** What the configuration says about a URL. */
export interface ConfiguredAt {
  /** The service whose URL has this host and the longest path that leads to it. */
  readonly covering: ServiceConfig | undefined;
  /** Everything at this host. Without a covering one the path leads to none of them for certain. */
  readonly atHost: readonly ServiceConfig[];
}

/** Whether a path is the other one or lies under it. */
const under = (path: string, base: string): boolean =>
  path === base || path.startsWith(base.endsWith('/') ? base : `${base}/`);

export function configuredAt(config: Config, url: URL): ConfiguredAt {
  const atHost = config.services.filter((s) => s.url?.hostname === url.hostname && s.url.port === url.port);
  const length = (s: ServiceConfig): number => s.url?.pathname.length ?? 0;
  const covering = atHost.filter((s) => s.url && under(url.pathname, s.url.pathname));
  return { covering: [...covering].sort((a, b) => length(b) - length(a))[0], atHost };
}

const mistake = (message: string, nearest: string | undefined): Typed<never> => ({
  ok: false,
  mistake: { message, nearest },
});

function unknownName(config: Config, asked: string): Typed<never> {
  const near = suggest(asked, configuredNames(config));
  const known = config.services.map((s) => s.name);
  const list =
    known.length === 0
      ? 'No service is configured yet.'
      : `I know ${known.slice(0, 12).join(', ')}${known.length > 12 ? ' \u2026' : ''}.`;
  return mistake(
    near === undefined
      ? `I don\u2019t know a service called ${asked}. ${list}`
      : `I don\u2019t know a service called ${asked}. Did you mean ${near}?`,
    near,
  );
}

function withResource(
  service: ServiceConfig,
  host: string | undefined,
  path: string | undefined,
): Typed<Found> {
  if (!hasResource(service)) {
    return mistake(
      `I know ${service.name}, but not its IAP resource: the configuration has no \u201cresource\u201d for it.`,
      'projects/PROJECT_NUMBER/iap_web/compute/services/BACKEND_SERVICE_ID',
    );
  }
  return { ok: true, value: { place: placeOf(service), host, path } };
}

/** Finds the place among the configured services; an IAP resource name is a place by itself. */
export function findPlace(config: Config, asked: AskedWhere): Typed<Found> {
  switch (asked.kind) {
    case 'resource': {
      const name = iapName(asked.resource);
      const service = config.services.filter(hasResource).find((s) => iapName(s.resource) === name);
      const place: Place = service
        ? placeOf(service)
        : { name, resource: asked.resource, url: undefined, service: undefined };
      return { ok: true, value: { place, host: undefined, path: undefined } };
    }
    case 'name': {
      const service = serviceNamed(config, asked.name);
      return service ? withResource(service, undefined, undefined) : unknownName(config, asked.asked);
    }
    case 'url': {
      const named = asked.bare ? serviceNamed(config, asked.asked) : undefined;
      if (named) return withResource(named, undefined, undefined);
      const { covering, atHost } = configuredAt(config, asked.url);
      const [only, another] = atHost;
      const service = covering ?? (another ? undefined : only);
      if (service) return withResource(service, asked.url.hostname, asked.path);
      if (only) {
        const known = atHost.flatMap(({ name, url }) => (url ? [`${name} at ${url.pathname}`] : []));
        return mistake(
          `At ${asked.url.hostname} I know ${known.join(', ')}, but nothing at ${asked.url.pathname}.`,
          only.name,
        );
      }
      const hosts = config.services.flatMap((s) => (s.url ? [s.url.hostname] : []));
      const near = nearHost(asked.url.hostname, hosts);
      return mistake(
        `No service I know answers at ${asked.url.hostname}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
        near,
      );
    }
  }
}

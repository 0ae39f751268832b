/** Which of the world's services a host and path lead to: URL maps, Cloud Run addresses and domains, App Engine dispatch. */
import type { BackendServiceRecord, RunServiceRecord, World } from '../google/model.js';
import { chainOf, findProject } from '../google/model.js';

/** One service that IAP may stand before. */
export interface Place {
  readonly kind: 'compute' | 'run' | 'appengine';
  readonly name: string;
  /** The IAP node, canonical. */
  readonly node: string;
  readonly project: string;
  readonly iapEnabled: boolean;
  /** The client of the service itself; undefined: the one Google manages. */
  readonly clientId: string | undefined;
  /** `aud` of the assertion to the app (IAP, "Get the user's identity"). */
  readonly audience: string;
  readonly run: RunServiceRecord | undefined;
}

function runPlace(record: RunServiceRecord): Place {
  const { project, region, name } = record;
  return {
    kind: 'run',
    name,
    node: `projects/${project}/iap_web/cloud_run-${region}/services/${name}`,
    project,
    iapEnabled: record.iapEnabled,
    clientId: undefined,
    audience: `/projects/${project}/locations/${region}/services/${name}`,
    run: record,
  };
}

function computePlace(world: World, record: BackendServiceRecord): Place {
  const { project, region, id, name, endpointGroups = [] } = record;
  const behind = world.endpointGroups.find((one) =>
    endpointGroups.some((group) => group.name === one.name && group.region === one.region),
  );
  const run = behind && world.runServices.find((one) => one.name === behind.runService);
  const place = region === undefined ? 'global' : `regions/${region}`;
  return {
    kind: 'compute',
    name,
    node: `projects/${project}/iap_web/compute${region === undefined ? '' : `-${region}`}/services/${id}`,
    project,
    iapEnabled: record.iapEnabled,
    clientId: record.oauth2ClientId,
    audience: `/projects/${project}/${place}/backendServices/${id}`,
    run,
  };
}

const hostFits = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host;

/** `/admin/*` takes `/admin` and what lies under it, as URL maps and dispatch rules do. */
const pathFits = (pattern: string, path: string): boolean =>
  pattern.endsWith('/*')
    ? path === pattern.slice(0, -2) || path.startsWith(pattern.slice(0, -1))
    : pattern === path;

function balanced(world: World, host: string, path: string): Place | undefined {
  for (const map of world.urlMaps) {
    const rule = map.hosts.find((one) => hostFits(one.host, host));
    if (!rule) continue;
    const name = rule.paths?.find((one) => pathFits(one.path, path))?.service ?? rule.service;
    const record = world.backendServices.find(
      (one) => one.name === name && one.project === map.project && one.region === map.region,
    );
    if (record) return computePlace(world, record);
  }
  return undefined;
}

function appEngine(world: World, host: string, path: string): Place | undefined {
  for (const app of world.apps) {
    const rule = app.dispatch.find((one) => one.domain === host && pathFits(one.path, path));
    if (!rule && host !== app.defaultHostname && !app.domains?.includes(host)) continue;
    const project = findProject(world, app.id)?.number ?? app.id;
    const name = rule?.service ?? 'default';
    return {
      kind: 'appengine',
      name,
      node: `projects/${project}/iap_web/appengine-${app.id}/services/${name}`,
      project,
      iapEnabled: app.iapEnabled,
      clientId: app.oauth2ClientId,
      audience: `/projects/${project}/apps/${app.id}`,
      run: undefined,
    };
  }
  return undefined;
}

/** The service behind a host and path, or undefined: nothing of the company is there. */
export function placeOf(world: World, host: string, path: string): Place | undefined {
  const direct = world.runServices.find((one) => one.urls.some((url) => new URL(url).hostname === host));
  if (direct) return runPlace(direct);
  const mapping = world.domainMappings.find((one) => one.domain === host);
  const mapped =
    mapping && world.runServices.find((one) => one.name === mapping.service && one.region === mapping.region);
  return mapped ? runPlace(mapped) : (balanced(world, host, path) ?? appEngine(world, host, path));
}

/** The Cloud Run service behind a load balancer, as a place of its own; undefined where there is none. */
export function behind(place: Place): Place | undefined {
  return place.kind === 'compute' && place.run ? runPlace(place.run) : undefined;
}

/** Every host of the world, so that certificates can be made for it; wildcards as they stand. */
export function hostsOf(world: World): string[] {
  return [
    ...new Set([
      ...world.urlMaps.flatMap((map) => map.hosts.map(({ host }) => host)),
      ...world.runServices.flatMap(({ urls }) => urls.map((url) => new URL(url).hostname)),
      ...world.domainMappings.map(({ domain }) => domain),
      ...world.apps.flatMap((app) => [
        app.defaultHostname,
        ...(app.domains ?? []),
        ...app.dispatch.map(({ domain }) => domain),
      ]),
    ]),
  ].filter((host) => host !== '*');
}

type Settings = Readonly<Record<string, unknown>>;

const record = (value: unknown): Settings =>
  typeof value === 'object' && value !== null ? (value as Settings) : {};

/** `accessSettings` and `applicationSettings` as they hold for a node: the nearest one that sets a field decides it. */
export function settingsOf(
  world: World,
  node: string,
): { readonly access: Settings; readonly application: Settings } {
  const levels = chainOf(world, node)
    .map((at) => world.iapSettings.get(at) ?? {})
    .reverse();
  const merged = (field: string): Settings =>
    Object.assign({}, ...levels.map((level) => record(level[field]))) as Settings;
  return { access: merged('accessSettings'), application: merged('applicationSettings') };
}

/** A field of a settings object that is itself an object; empty where it is not set. */
export function settingsField(settings: Settings, name: string): Settings {
  return record(settings[name]);
}

/** Where Cloud Run and App Engine take a request themselves: their own host names, custom domains, dispatch rules. Pure. */
import type { RunServiceInfo } from '../../google/ports.js';
import type { IapResource } from '../../names/index.js';
import { appTarget, labelsBefore } from './app-engine.js';
import type { Candidate, Lead } from './candidates.js';
import { type Inventory, listOf, projectOf, unreadList } from './inventory.js';
import { servesHost } from './run-url.js';

/** The IAP node of a Cloud Run service. */
export const runResource = (
  inventory: Inventory,
  { region, name }: Pick<RunServiceInfo, 'region' | 'name'>,
): IapResource => ({
  level: 'webService',
  project: projectOf(inventory),
  type: { kind: 'cloud_run', region },
  service: name,
});

/** The IAP node of an App Engine service, or of one version of it. */
export function appResource(
  inventory: Inventory,
  app: string,
  service: string,
  version?: string | undefined,
): IapResource {
  const place = { project: projectOf(inventory), type: { kind: 'appengine', app } as const, service };
  return version === undefined
    ? { level: 'webService', ...place }
    : { level: 'webVersion', ...place, version };
}

/** By a URL of the service itself, or by a domain mapped to it. */
export function throughCloudRun(inventory: Inventory, host: string): readonly Candidate[] {
  const services = listOf(inventory, 'runServices') ?? [];
  const own = services
    .filter((service) => servesHost(service, host))
    .map((service): Candidate => {
      const lead: Lead = { kind: 'service', name: service.name, resource: runResource(inventory, service) };
      return { tie: 'exact', lead, through: 'Cloud Run' };
    });
  const mapped = (listOf(inventory, 'runDomains') ?? [])
    .filter(({ domain }) => domain.toLowerCase() === host)
    .flatMap(({ service, region }): Candidate[] => {
      const through = 'a Cloud Run domain mapping';
      if (region !== undefined) {
        const resource = runResource(inventory, { region, name: service });
        return [{ tie: 'exact', lead: { kind: 'service', name: service, resource }, through }];
      }
      return whereNamed(inventory, service).map((lead) => ({ tie: 'exact', lead, through }));
    });
  return [...own, ...mapped];
}

/** A mapping that does not say its region leads to whichever service has that name; several stay several. */
function whereNamed(inventory: Inventory, name: string): readonly Lead[] {
  const services = listOf(inventory, 'runServices');
  if (!services) return [{ kind: 'unread', unread: unreadList(inventory, 'runServices') }];
  const found = services.filter((service) => service.name === name);
  return found.length === 0
    ? [{ kind: 'gone', name }]
    : found.map((service) => ({ kind: 'service', name, resource: runResource(inventory, service) }));
}

/** By the application's own host names, its custom domains and its dispatch rules. */
export function throughAppEngine(inventory: Inventory, host: string, path: string): readonly Candidate[] {
  const app = listOf(inventory, 'app');
  if (!app) return [];
  const services = listOf(inventory, 'appServices');
  const through = 'App Engine';
  if (!services && (labelsBefore(app, host)?.length ?? 0) > 0)
    return [
      { tie: 'exact', lead: { kind: 'unread', unread: unreadList(inventory, 'appServices') }, through },
    ];
  const target = appTarget({ app, services, domains: listOf(inventory, 'appDomains') }, host, path);
  if (!target) return [];
  const { tie, service, version } = target;
  const resource = appResource(inventory, app.id, service, version);
  return [{ tie, lead: { kind: 'service', name: service, resource }, through }];
}

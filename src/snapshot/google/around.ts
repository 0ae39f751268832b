/** What stands behind the services as a snapshot holds it: switches of IAP, clients, ways round. */
import type {
  AppEnginePort,
  BackendDetail,
  BackendPort,
  ComputePort,
  RunPort,
  RunServiceInfo,
} from '../../google/ports.js';
import { type Container, type IapResource, parseIapResource } from '../../names/index.js';
import type { SnapshotBehind } from '../model.js';
import type { Book } from './book.js';
import { bindingOf } from './policies.js';

interface Behind {
  readonly resource: IapResource;
  readonly behind: SnapshotBehind;
}

function allBehind(book: Book): readonly Behind[] {
  return Object.values(book.snapshot.services).flatMap(({ resource, behind }) => {
    const parsed = parseIapResource(resource);
    return parsed && behind ? [{ resource: parsed, behind }] : [];
  });
}

const switchOf = ({ iap }: SnapshotBehind): boolean | undefined =>
  iap === 'not set up' ? undefined : iap === 'on';

const backendOf = (behind: SnapshotBehind): BackendDetail => ({
  id: behind.id,
  name: behind.name ?? behind.id,
  region: behind.region,
  iapEnabled: switchOf(behind),
  oauth2ClientId: behind.oauthClient,
  createdAt: undefined,
  securityPolicy: undefined,
  groups: (behind.leadsTo ?? []).map(({ group }) => `https://www.googleapis.com/compute/v1/${group}`),
});

const runOf = (behind: SnapshotBehind): RunServiceInfo => ({
  name: behind.id,
  region: behind.region ?? '',
  url: behind.urls?.[0],
  urls: [...(behind.urls ?? [])],
  iapEnabled: switchOf(behind),
  ingress: behind.ingress,
  invokerIamDisabled: behind.invokerIamDisabled,
  defaultUriDisabled: behind.defaultUriDisabled,
});

/** The ports that stand around the decision. Lists hold what the snapshot holds: the known services. */
export function aroundOf(book: Book): {
  readonly compute: ComputePort;
  readonly backends: BackendPort;
  readonly run: RunPort;
  readonly appEngine: AppEnginePort;
} {
  const all = allBehind(book);
  const at = (resource: IapResource): SnapshotBehind | undefined =>
    all.find((one) => book.iapKey(one.resource) === book.iapKey(resource))?.behind;
  const ofKind = (kind: SnapshotBehind['kind'], project: IapResource['project']): readonly SnapshotBehind[] =>
    all
      .filter(
        (one) =>
          one.behind.kind === kind && book.containerKey(one.resource.project) === book.containerKey(project),
      )
      .map((one) => one.behind);
  /** As a service behind IAP by itself, or behind a load balancer. */
  const runAt = (project: Container, region: string, service: string) => {
    const resource: IapResource = {
      level: 'webService',
      project,
      type: { kind: 'cloud_run', region },
      service,
    };
    const own = at(resource);
    if (own) return { key: book.iapKey(resource), found: own };
    const key = `${book.containerKey(project)}/locations/${region}/services/${service}`;
    return { key, found: book.snapshot.cloudRun?.[key] };
  };
  return {
    compute: {
      backendServices: (project) =>
        book.give(
          ofKind('backend', project).map((one) => ({ ...backendOf(one), loadBalancingScheme: undefined })),
        ),
    },
    backends: {
      backendService: (project, region, service) => {
        const type =
          region === undefined ? { kind: 'compute' as const } : { kind: 'compute' as const, region };
        const resource: IapResource = { level: 'webService', project, type, service };
        const found = at(resource);
        return book.find('compute', 'behind', book.iapKey(resource), found && backendOf(found));
      },
      serverlessTarget: (project, region, group) => {
        const ending = `/regions/${region}/networkEndpointGroups/${group}`;
        const own = all.filter(
          (one) => book.containerKey(one.resource.project) === book.containerKey(project),
        );
        const lead = own
          .flatMap(({ behind }) => behind.leadsTo ?? [])
          .find((one) => one.group.endsWith(ending));
        const name = lead?.group ?? `${book.containerKey(project)}${ending}`;
        const unread = `behind ${name}` in book.snapshot.unread;
        return book.find('compute', 'behind', name, lead && !unread ? { runService: lead.run } : undefined);
      },
    },
    run: {
      services: (project) => book.give(ofKind('run', project).map(runOf)),
      service: (project, region, name) => {
        const { key, found } = runAt(project, region, name);
        return book.find('run', 'behind', key, found && runOf(found));
      },
      policy: (project, region, name) => {
        const { key, found } = runAt(project, region, name);
        const invokers = found?.invokers;
        const policy = invokers && { bindings: invokers.map(bindingOf), auditConfigs: [], etag: undefined };
        return book.find('run', 'behind', `${key} invokers`, policy);
      },
      domains: (_project) => book.give([]),
    },
    appEngine: {
      app: (id) => {
        const found = all.find((one) => one.behind.kind === 'app' && one.behind.id === id)?.behind;
        const app = found && {
          id,
          defaultHostname: undefined,
          servingStatus: 'SERVING',
          iapEnabled: switchOf(found),
          oauth2ClientId: found.oauthClient,
          dispatch: [],
        };
        return book.find('appengine', 'behind', `apps/${id}`, app);
      },
      services: (_id) => book.give([]),
      domains: (_id) => book.give([]),
    },
  };
}

/** The services of acme.test: what they are called, where they live, and what stands behind them. */
import type { World } from '../google/model.js';
import { brokenPaths } from './broken-paths.js';

export const PROD = '111111111111';
export const DATA = '222222222222';
/** Where the broken paths live. */
export const EDGE = '444444444444';
/** A project of nobody's organisation. */
export const LAB = '333333333333';
export const REGION = 'europe-west1';
export const OAUTH_CLIENT = '123-abc.apps.googleusercontent.com';
export const IAP_AGENT = `serviceAccount:service-${PROD}@gcp-sa-iap.iam.gserviceaccount.com`;

export interface SandboxService {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Absent for what is reached by TCP forwarding. */
  readonly url: string | undefined;
  /** The IAP node. */
  readonly resource: string;
  readonly audience: string | undefined;
  readonly grpc: string | undefined;
  readonly owners: readonly string[];
}

const web = (project: string, tail: string): string => `projects/${project}/iap_web/${tail}`;

function service(
  name: string,
  host: string | undefined,
  resource: string,
  more: Partial<SandboxService> = {},
): SandboxService {
  const url = host === undefined ? undefined : `https://${host}`;
  return {
    name,
    aliases: [],
    url,
    resource,
    audience: undefined,
    grpc: undefined,
    owners: ['user:bob@acme.test'],
    ...more,
  };
}

/** Backend services of acme-prod and acme-data have their ids here and nowhere else. */
export const sandboxServices: readonly SandboxService[] = [
  service('dashboard', 'dash.acme.test', web(PROD, 'compute/services/2222222222222222222'), {
    aliases: ['dash'],
    audience: OAUTH_CLIENT,
    owners: ['group:dash-owners@acme.test'],
  }),
  service('payroll', 'payroll.acme.test', web(PROD, 'compute/services/3333333333333333333')),
  service('orders', 'orders.acme.test', web(PROD, 'compute/services/4444444444444444444'), {
    grpc: 'acme.orders.v1.Orders/List',
  }),
  service('grafana', 'grafana.acme.test', web(PROD, 'compute/services/5555555555555555555')),
  service('wiki', 'wiki.acme.test', web(PROD, 'compute/services/6666666666666666666')),
  service('hr', 'hr.acme.test', web(PROD, 'compute/services/7777777777777777777')),
  service('handbook', 'handbook.acme.test', web(PROD, 'compute/services/1212121212121212121')),
  service('admin', 'admin.acme.test', web(PROD, 'compute/services/1313131313131313131')),
  service('status', 'status.acme.test', web(PROD, 'compute/services/1414141414141414141')),
  service('edge', 'edge.acme.test', web(PROD, `compute-${REGION}/services/8888888888888888888`)),
  service('batch', 'batch.acme.test', web(PROD, 'appengine-acme-prod/services/batch')),
  service('reports', `reports-${PROD}.${REGION}.run.test`, web(PROD, `cloud_run-${REGION}/services/reports`)),
  service('forms', `forms-${PROD}.${REGION}.run.test`, web(PROD, `cloud_run-${REGION}/services/forms`)),
  service(
    'bastion',
    undefined,
    `projects/${PROD}/iap_tunnel/zones/${REGION}-b/instances/9999999999999999999`,
  ),
  service('warehouse', 'warehouse.acme.test', web(DATA, 'compute/services/1515151515151515151')),
  service('lake', 'lake.acme.test', web(DATA, 'compute/services/1616161616161616161')),
  service('legacy', 'legacy.acme.test', web(PROD, 'compute/services/1717171717171717171')),
  service('docs', 'docs.acme.test', web(PROD, 'compute/services/1818181818181818181')),
  service('portal', 'portal.acme.test', web(PROD, 'compute/services/1919191919191919191')),
  service('shop', 'shop.acme.test', web(PROD, 'compute/services/2727272727272727272')),
  service('partners', 'partners.acme.test', web(PROD, 'compute/services/2828282828282828282')),
  service('intranet', 'intranet.acme.test', web(PROD, 'compute/services/2929292929292929292')),
  service('vault', 'vault.acme.test', web(PROD, 'compute/services/3030303030303030303')),
  service('billing', 'billing.acme.test', web(PROD, 'compute/services/2525252525252525252')),
  service('atlas', 'atlas.acme.test', web(LAB, 'compute/services/2626262626262626262')),
  service('labs', `labs-${PROD}.${REGION}.run.test`, web(PROD, `cloud_run-${REGION}/services/labs`)),
  ...brokenPaths.map(({ name, id, grpc, audience }) =>
    service(name, `${name}.acme.test`, web(EDGE, `compute/services/${id}`), { grpc, audience }),
  ),
];

/** The IAP node of a service by its name. */
export function nodeOf(name: string): string {
  const found = sandboxServices.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`${name} is not a service of acme.test`);
  return found.resource;
}

const since = (world: World, days: number): string =>
  new Date(world.clock.now() - days * 86_400_000).toISOString();

/** Backend services with their load balancers, Cloud Run services and the App Engine app behind {@link sandboxServices}. */
export function addBackends(world: World): void {
  const createdAt = since(world, 500);
  for (const { name, url, resource, grpc } of sandboxServices) {
    const [, project, region, id] =
      /^projects\/(\d+)\/iap_web\/compute(?:-([a-z0-9-]+))?\/services\/(\d+)$/.exec(resource) ?? [];
    if (project === undefined || id === undefined || url === undefined) continue;
    const protocol = grpc === undefined ? 'HTTPS' : 'HTTP2';
    world.backendServices.push({
      project,
      id,
      name,
      region,
      protocol,
      iapEnabled: true,
      oauth2ClientId: OAUTH_CLIENT,
      createdAt,
    });
    const host = new URL(url).hostname;
    const place = { project, region, createdAt };
    const hosts = [{ host, service: name }];
    world.urlMaps.push({ ...place, id: `3${id.slice(1)}`, name: `${name}-map`, defaultService: name, hosts });
    world.forwardingRules.push({
      ...place,
      id: `4${id.slice(1)}`,
      name: `${name}-https`,
      ip: '192.0.2.10',
      urlMap: `${name}-map`,
      secure: true,
    });
  }
  world.apps.push({
    id: 'acme-prod',
    locationId: 'europe-west',
    defaultHostname: 'acme-prod.appspot.test',
    iapEnabled: true,
    oauth2ClientId: OAUTH_CLIENT,
    services: [
      { id: 'default', versions: ['v1'] },
      { id: 'batch', versions: ['v1', 'v2'] },
    ],
    dispatch: [{ domain: 'batch.acme.test', path: '/*', service: 'batch' }],
  });
}

/** A Cloud Run service with IAP directly on it. `invokers` are the members of `roles/run.invoker`. */
export function addRunService(world: World, name: string, invokers: readonly string[]): void {
  world.runServices.push({
    project: PROD,
    region: REGION,
    name,
    urls: [`https://${name}-${PROD}.${REGION}.run.test`],
    iapEnabled: true,
    ingress: 'INGRESS_TRAFFIC_ALL',
    invokerIamDisabled: false,
    defaultUriDisabled: false,
    policy: { bindings: invokers.length > 0 ? [{ role: 'roles/run.invoker', members: invokers }] : [] },
    createdAt: since(world, 200),
  });
}

/** Services of acme.test that no configuration names: what leads to them is only in Google, and who asks gives a URL. */
import type { World } from '../google/model.js';
import { grant } from './builders.js';
import { IAP_AGENT, OAUTH_CLIENT, PROD, REGION } from './services.js';

const WEB = 'roles/iap.httpsResourceAccessor';
const node = (tail: string): string => `projects/${PROD}/iap_web/${tail}`;
const run = `https://tools-${PROD}.${REGION}.run.test`;

/** The IAP nodes, by the name Google lists each service under. */
export const undeclaredServices = {
  store: node('compute/services/2020202020202020202'),
  'store-admin': node('compute/services/2121212121212121212'),
  apps: node('compute/services/2323232323232323232'),
  'edge-tools': node(`compute-${REGION}/services/2424242424242424242`),
  tools: node(`cloud_run-${REGION}/services/tools`),
  jobs: node('appengine-acme-prod/services/jobs'),
} as const;

export interface UrlScenario {
  readonly who: string;
  readonly url: string;
  readonly service: keyof typeof undeclaredServices;
  readonly verdict: 'allowed' | 'denied';
  readonly code: string | null;
}

/** Who opens what by its URL, which service that is, and what the answer has to be. */
export const urlScenarios: readonly UrlScenario[] = [
  {
    who: 'vera@acme.test',
    url: 'https://store.acme.test/cart',
    service: 'store',
    verdict: 'allowed',
    code: null,
  },
  {
    who: 'vera@acme.test',
    url: 'https://store.acme.test/admin/orders',
    service: 'store-admin',
    verdict: 'denied',
    code: 'granted-elsewhere',
  },
  {
    who: 'ivo@acme.test',
    url: 'https://store.acme.test/admin',
    service: 'store',
    verdict: 'denied',
    code: 'not-in-group',
  },
  {
    who: 'iris@acme.test',
    url: 'https://lunch.apps.acme.test',
    service: 'apps',
    verdict: 'allowed',
    code: null,
  },
  {
    who: 'jude@acme.test',
    url: 'https://edge-tools.acme.test/x?y=1',
    service: 'edge-tools',
    verdict: 'allowed',
    code: null,
  },
  { who: 'jude@acme.test', url: run, service: 'tools', verdict: 'allowed', code: null },
  {
    who: 'ivo@acme.test',
    url: 'https://tools.acme.test/',
    service: 'tools',
    verdict: 'denied',
    code: 'not-in-group',
  },
  {
    who: 'iris@acme.test',
    url: 'https://jobs.acme.test/nightly',
    service: 'jobs',
    verdict: 'allowed',
    code: null,
  },
];

/** Adds the services with everything that leads to them. */
export function addUndeclared(world: World): void {
  const createdAt = new Date(world.clock.now() - 90 * 86_400_000).toISOString();
  const backend = (name: 'store' | 'store-admin' | 'apps' | 'edge-tools'): void => {
    const [, region, id = ''] =
      /compute(?:-([a-z0-9-]+))?\/services\/(\d+)$/.exec(undeclaredServices[name]) ?? [];
    const switched = { iapEnabled: true, oauth2ClientId: OAUTH_CLIENT, protocol: 'HTTPS' } as const;
    world.backendServices.push({ project: PROD, id, name, region, createdAt, ...switched });
  };
  const balancer = (
    name: string,
    region: string | undefined,
    hosts: World['urlMaps'][number]['hosts'],
    number: string,
  ): void => {
    const place = { project: PROD, region, createdAt };
    const defaultService = hosts[0]?.service ?? '';
    world.urlMaps.push({ ...place, id: `5${number}`, name: `${name}-map`, defaultService, hosts });
    const front = { ip: '192.0.2.20', urlMap: `${name}-map`, secure: true };
    world.forwardingRules.push({ ...place, id: `6${number}`, name: `${name}-https`, ...front });
  };
  for (const name of ['store', 'store-admin', 'apps', 'edge-tools'] as const) backend(name);
  const admin = [{ path: '/admin/*', service: 'store-admin' }];
  balancer('store', undefined, [{ host: 'store.acme.test', service: 'store', paths: admin }], '01');
  balancer('apps', undefined, [{ host: '*.apps.acme.test', service: 'apps' }], '02');
  balancer('edge-tools', REGION, [{ host: 'edge-tools.acme.test', service: 'edge-tools' }], '03');

  world.runServices.push({
    project: PROD,
    region: REGION,
    name: 'tools',
    urls: [run],
    iapEnabled: true,
    ingress: 'INGRESS_TRAFFIC_ALL',
    invokerIamDisabled: false,
    defaultUriDisabled: false,
    policy: { bindings: [{ role: 'roles/run.invoker', members: [IAP_AGENT] }] },
    createdAt,
  });
  world.domainMappings.push({
    project: PROD,
    region: REGION,
    domain: 'tools.acme.test',
    service: 'tools',
    createdAt,
  });

  const at = world.apps.findIndex(({ id }) => id === 'acme-prod');
  const app = world.apps[at];
  if (app) {
    world.apps[at] = {
      ...app,
      services: [...app.services, { id: 'jobs', versions: ['v1'] }],
      dispatch: [...app.dispatch, { domain: 'jobs.acme.test', path: '/*', service: 'jobs' }],
    };
  }

  grant(world, undeclaredServices.store, WEB, ['user:vera@acme.test']);
  grant(world, undeclaredServices.apps, WEB, ['user:iris@acme.test']);
  grant(world, undeclaredServices['edge-tools'], WEB, ['user:jude@acme.test']);
  grant(world, undeclaredServices.tools, WEB, ['user:jude@acme.test']);
  grant(world, undeclaredServices.jobs, WEB, ['user:iris@acme.test']);
}

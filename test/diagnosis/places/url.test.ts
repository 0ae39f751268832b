/** A URL in, the IAP resource out: through the whole product against the company's Google, without configuration. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undeclaredServices, urlScenarios } from '../../../src/sandbox/world.js';
import { type Product, reportOf, startProduct } from '../../support/product.js';
import { whyContract } from '../../support/why-contract.js';
import { asking, backend, balancer, certificate, PROD, projectsOnly, report } from './company.js';

const LISTS = /aggregated|\/services(?:\?|$)|domainmappings|\/apps\//;

describe('the company', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  it.each(urlScenarios)('$who at $url is about $service: $verdict', async (scenario) => {
    const found = reportOf(await product.cold(['why', scenario.who, scenario.url]));
    expect(found.where.resource).toBe(undeclaredServices[scenario.service]);
    expect(found.where.name).toBe(scenario.service);
    expect(found.where.url).toBe(new URL(scenario.url).href.replace(/\?.*$/, ''));
    expect(found.verdict).toBe(scenario.verdict);
    if (scenario.verdict === 'denied') expect(found.cause?.code).toBe(scenario.code);
    expect(whyContract.parse(JSON.parse(JSON.stringify(found)))).toBeTruthy();
  });

  it.each([
    'dashboard',
    'dash',
    'https://dash.acme.test/x/y',
    'dash.acme.test',
    'projects/111111111111/iap_web/compute/services/2222222222222222222',
  ])('asks nothing about the way when the configuration knows %s', async (where) => {
    const before = product.google.requests.length;
    const found = reportOf(await product.cold(['why', 'ana@acme.test', where]));
    expect(found.where.name).toBe('dashboard');
    const paths = product.google.requests.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => LISTS.test(path))).toEqual([]);
  });

  it('costs no list a second time', async () => {
    const open = product.open();
    try {
      await open.ask(['why', 'vera@acme.test', 'https://store.acme.test/']);
      const before = product.google.requests.length;
      const again = reportOf(await open.ask(['why', 'iris@acme.test', 'https://store.acme.test/admin/x']));
      expect(again.where.name).toBe('store-admin');
      const paths = product.google.requests.slice(before).map(({ path }) => path);
      expect(paths.filter((path) => /aggregated|domainmappings|\/apps\//.test(path))).toEqual([]);
    } finally {
      await open.close();
    }
  });
});

describe('a URL', () => {
  it('is answered under the configured name when its service is configured', async () => {
    const yaml = `${projectsOnly('acme-prod')}services:\n  - name: shop-front\n    resource: ${undeclaredServices.store}\n`;
    const { answer } = await asking('https://store.acme.test/', undefined, yaml);
    expect(report(answer).where).toMatchObject({ name: 'shop-front', resource: undeclaredServices.store });
  });

  it('tells the resource of a configured service that has none', async () => {
    const yaml = `${projectsOnly('acme-prod')}services:\n  - name: shop-front\n    url: https://store.acme.test/admin/\n`;
    for (const words of ['shop-front', 'https://store.acme.test/admin/x']) {
      const { answer } = await asking(words, undefined, yaml);
      expect(report(answer).where).toMatchObject({
        name: 'shop-front',
        resource: undeclaredServices['store-admin'],
      });
    }
  });

  it('does not belong to a configured service at another path of the same host', async () => {
    const yaml = `${projectsOnly('acme-prod')}services:
  - { name: back, url: https://store.acme.test/admin/, resource: ${undeclaredServices['store-admin']} }
  - { name: admin2, url: https://store.acme.test/admin2, resource: ${undeclaredServices.apps} }\n`;
    expect((await asking('https://store.acme.test/administrator', undefined, yaml)).said).toBe(
      undeclaredServices.store,
    );
    expect((await asking('https://store.acme.test/admin2x', undefined, yaml)).said).toBe(
      undeclaredServices.store,
    );
  });

  it('finds one project once, by whatever names it is configured', async () => {
    const yaml = `${projectsOnly('acme-prod', PROD)}services:\n  - name: wiki\n    resource: projects/${PROD}/iap_web/compute/services/6666666666666666666\n`;
    expect((await asking('https://store.acme.test/', undefined, yaml)).said).toBe(undeclaredServices.store);
    expect((await asking('https://lunch.apps.acme.test/', undefined, yaml)).said).toBe(
      undeclaredServices.apps,
    );
  });

  it('is looked for in the projects of configured services too', async () => {
    const yaml = `services:\n  - name: wiki\n    resource: projects/${PROD}/iap_web/compute/services/6666666666666666666\n`;
    expect((await asking('https://store.acme.test/admin/', undefined, yaml)).said).toBe(
      undeclaredServices['store-admin'],
    );
  });

  it('is an exact host before a wildcard, wherever the two stand', async () => {
    let exact = '';
    const { said } = await asking(
      'https://x.apps.acme.test/',
      (world) => {
        exact = backend(world, 'own', '222222222222');
        balancer(world, {
          name: 'own',
          project: '222222222222',
          hosts: [{ host: 'x.apps.acme.test', service: 'own' }],
        });
      },
      projectsOnly('acme-prod', 'acme-data'),
    );
    expect(said).toBe(exact);
  });

  it('may name a backend service of another project', async () => {
    let shared = '';
    const arrange = (world: Parameters<typeof backend>[0]): void => {
      shared = backend(world, 'shared', '222222222222');
      const link = 'https://www.googleapis.com/compute/v1/projects/acme-data/global/backendServices/shared';
      balancer(world, {
        name: 'front',
        hosts: [],
        raw: {
          hostRules: [{ hosts: ['shared.acme.test'], pathMatcher: 'm' }],
          pathMatchers: [{ name: 'm', defaultService: link }],
        },
      });
    };
    expect((await asking('https://shared.acme.test/', arrange)).said).toBe(shared);
    expect(
      (await asking('https://shared.acme.test/', arrange, projectsOnly('acme-prod', 'acme-data'))).said,
    ).toBe(shared);
  });

  it('at a regional load balancer is about the backend service of that region, not its global namesake', async () => {
    let regional = '';
    const { said } = await asking('https://twin.acme.test/', (world) => {
      backend(world, 'twin');
      regional = backend(world, 'twin', PROD, 'us-central1');
      balancer(world, {
        name: 'twin',
        region: 'us-central1',
        hosts: [{ host: 'twin.acme.test', service: 'twin' }],
      });
    });
    expect(said).toBe(regional);
  });

  it('with http is read as its https twin, which is the one IAP stands in front of', async () => {
    const { said } = await asking('http://store.acme.test/', (world) =>
      balancer(world, {
        name: 'to-https',
        secure: false,
        hosts: [],
        raw: { defaultUrlRedirect: { httpsRedirect: true }, defaultService: undefined },
      }),
    );
    expect(said).toBe(undeclaredServices.store);
  });

  it('is not led astray by a URL map that nothing leads to', async () => {
    const { said } = await asking('https://store.acme.test/', (world) => {
      backend(world, 'old');
      balancer(world, { name: 'old', attached: false, hosts: [{ host: 'store.acme.test', service: 'old' }] });
    });
    expect(said).toBe(undeclaredServices.store);
  });

  it('is tied to a load balancer without host rules by its certificate', async () => {
    let only = '';
    const { said } = await asking('https://intra.acme.test/x', (world) => {
      only = backend(world, 'intra-backend');
      certificate(world, 'intra-cert', ['intra.acme.test']);
      balancer(world, {
        name: 'intra-lb',
        hosts: [],
        defaultService: 'intra-backend',
        certificates: ['intra-cert'],
      });
    });
    expect(said).toBe(only);
  });

  it('is not taken for one of a load balancer that takes any host but has a certificate for others only', async () => {
    const { said } = await asking('https://intra.acme.test/x', (world) => {
      backend(world, 'other');
      certificate(world, 'other-cert', ['other.acme.test']);
      balancer(world, {
        name: 'other-lb',
        hosts: [{ host: '*', service: 'other' }],
        certificates: ['other-cert'],
      });
    });
    expect(said).toMatch(/^mistake: No service I know answers at intra\.acme\.test/);
  });

  it('at the only load balancer that takes every host is answered with what was assumed', async () => {
    let any = '';
    const { said, answer } = await asking('https://whatever.example/', (world) => {
      any = backend(world, 'catch-all');
      balancer(world, { name: 'any-lb', hosts: [{ host: '*', service: 'catch-all' }] });
    });
    expect(said).toBe(any);
    expect(report(answer).note).toMatch(/No rule names whatever\.example.*any-lb.*catch-all/);
  });

  it('of a version of an App Engine service is about that version', async () => {
    const { said } = await asking('https://v2-dot-batch-dot-acme-prod.appspot.test/');
    expect(said).toBe(`projects/${PROD}/iap_web/appengine-acme-prod/services/batch/versions/v2`);
  });

  it('of a custom domain of App Engine is about the service that its rules choose', async () => {
    const { said } = await asking('https://www.acme.test/', (world) => {
      const [app] = world.apps;
      if (app) world.apps[0] = { ...app, domains: ['www.acme.test'] };
    });
    expect(said).toBe(`projects/${PROD}/iap_web/appengine-acme-prod/services/default`);
  });

  it('of Cloud Run that says its own service is found in projects nobody configured', async () => {
    const url = `https://tools-${PROD}.europe-west1.run.app/`;
    const { said, paths } = await asking(url, undefined, projectsOnly('acme-data'));
    expect(said).toBe(undeclaredServices.tools);
    expect(paths.filter((path) => path.includes('urlMaps'))).toEqual([]);
    const gone = await asking(
      `https://gone-${PROD}.europe-west1.run.app/`,
      undefined,
      projectsOnly('acme-data'),
    );
    expect(gone.said).toMatch(/^mistake: No service I know answers at gone-/);
  });
});

describe('a URL that is not one service', () => {
  it('is listed with everything it can mean when two load balancers name its host', async () => {
    const { said } = await asking('https://store.acme.test/', (world) => {
      backend(world, 'green');
      balancer(world, { name: 'green-lb', hosts: [{ host: 'store.acme.test', service: 'green' }] });
    });
    expect(said).toMatch(/^mistake: store\.acme\.test can mean more than one thing: /);
    expect(said).toContain('store (the load balancer store-map)');
    expect(said).toContain('green (the load balancer green-lb)');
  });

  it('names every service among which its traffic is split', async () => {
    const link = (name: string): string =>
      `https://www.googleapis.com/compute/v1/projects/acme-prod/global/backendServices/${name}`;
    const { said, answer } = await asking('https://split.acme.test/', (world) => {
      for (const name of ['v1', 'v2']) backend(world, name);
      const weightedBackendServices = ['v1', 'v2'].map((name) => ({
        backendService: link(name),
        weight: 50,
      }));
      balancer(world, {
        name: 'split-lb',
        hosts: [],
        raw: {
          hostRules: [{ hosts: ['split.acme.test'], pathMatcher: 'm' }],
          pathMatchers: [{ name: 'm', defaultRouteAction: { weightedBackendServices } }],
        },
      });
    });
    expect(said).toContain('v1 (the load balancer split-lb); v2 (the load balancer split-lb)');
    expect(answer).toMatchObject({ mistake: { nearest: 'v1' } });
  });

  it.each([
    [
      'a redirect',
      { defaultUrlRedirect: { hostRedirect: 'new.acme.test' } },
      'a redirect to new.acme.test',
      'https://new.acme.test',
    ],
    [
      'a bucket',
      {
        defaultService:
          'https://www.googleapis.com/compute/v1/projects/acme-prod/global/backendBuckets/pictures',
      },
      'the bucket pictures',
      undefined,
    ],
    [
      'a backend service that is gone',
      {
        defaultService:
          'https://www.googleapis.com/compute/v1/projects/acme-prod/global/backendServices/gone',
      },
      'gone, which is not there',
      undefined,
    ],
    [
      'whatever a header says',
      {
        defaultService:
          'https://www.googleapis.com/compute/v1/projects/acme-prod/global/backendServices/store',
        routeRules: [
          {
            priority: 1,
            matchRules: [
              { prefixMatch: '/', headerMatches: [{ headerName: 'x-canary', presentMatch: true }] },
            ],
            service: 'https://www.googleapis.com/compute/v1/projects/acme-prod/global/backendServices/apps',
          },
        ],
      },
      'apps and store, depending on more than host and path (headerMatches)',
      'apps',
    ],
  ])('says so when it leads to %s', async (_what, matcher, words, nearest) => {
    const { said, answer } = await asking('https://odd.acme.test/x', (world) =>
      balancer(world, {
        name: 'odd-lb',
        hosts: [],
        raw: {
          hostRules: [{ hosts: ['odd.acme.test'], pathMatcher: 'm' }],
          pathMatchers: [{ name: 'm', ...matcher }],
        },
      }),
    );
    expect(said).toContain(words);
    expect(said).toContain('odd.acme.test/x');
    expect(answer).toMatchObject({ kind: 'mistake', mistake: { nearest } });
  });

  it('is a plain mistake when nothing names its host, with the nearest host where one is near', async () => {
    expect((await asking('https://stroe.acme.test/')).said).toBe(
      'mistake: No service I know answers at stroe.acme.test. Did you mean store.acme.test?',
    );
    const { answer } = await asking('https://nowhere.acme.test/');
    expect(answer).toMatchObject({ kind: 'mistake', mistake: { nearest: undefined } });
  });

  it('is not guessed from a load balancer whose rules name other hosts and whose default would take it', async () => {
    const { said } = await asking('https://nowhere.acme.test/', (world) => {
      backend(world, 'landing');
      balancer(world, {
        name: 'landing',
        defaultService: 'landing',
        hosts: [{ host: 'a.acme.test', service: 'landing' }],
      });
    });
    expect(said).toMatch(/^mistake: No service I know/);
  });
});

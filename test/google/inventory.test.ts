/** Load balancers, custom domains and App Engine: what is asked, and what is made of the answer. */
import { describe, expect, it } from 'vitest';
import type { Container } from '../../src/names/index.js';
import { apiError, terms, withServer } from './server.js';

const project: Container = { kind: 'project', id: 'acme-prod' };
const base = 'https://www.googleapis.com/compute/v1/projects/acme-prod';
const page = (scope: string, kind: string, items: readonly object[]) => ({
  json: {
    items: { [scope]: { [kind]: items }, 'regions/us-central1': { warning: { code: 'NO_RESULTS_ON_PAGE' } } },
  },
});

describe('forwarding rules', () => {
  it('carry their target and ports, however the ports are written', async () => {
    const script = [
      page('global', 'forwardingRules', [
        {
          name: 'a',
          selfLink: `${base}/global/forwardingRules/a`,
          target: `${base}/global/targetHttpsProxies/p`,
          portRange: '443-443',
          loadBalancingScheme: 'EXTERNAL_MANAGED',
        },
        { name: 'b', target: `${base}/global/targetHttpProxies/q`, portRange: '80' },
        { name: 'c', backendService: `${base}/regions/r/backendServices/nlb`, ports: ['8080', '443'] },
      ]),
    ];
    await withServer(script, async (server) => {
      const look = await server.google().loadBalancing.forwardingRules(project, terms());
      expect(server.requests[0]?.path).toBe('/compute/v1/projects/acme-prod/aggregated/forwardingRules');
      expect(look).toEqual({
        ok: true,
        value: [
          {
            link: 'projects/acme-prod/global/forwardingRules/a',
            name: 'a',
            target: 'projects/acme-prod/global/targetHttpsProxies/p',
            ports: { from: 443, to: 443 },
            loadBalancingScheme: 'EXTERNAL_MANAGED',
          },
          {
            link: 'projects/acme-prod/global/forwardingRules/b',
            name: 'b',
            target: 'projects/acme-prod/global/targetHttpProxies/q',
            ports: { from: 80, to: 80 },
          },
          {
            link: 'projects/acme-prod/global/forwardingRules/c',
            name: 'c',
            ports: { from: 443, to: 8080 },
          },
        ],
      });
    });
  });
});

describe('proxies and certificates', () => {
  it('are read from every scope, with links that hold across both', async () => {
    const proxies = page('regions/europe-west1', 'targetHttpsProxies', [
      {
        name: 'p',
        urlMap: `${base}/regions/europe-west1/urlMaps/m`,
        sslCertificates: [`${base}/regions/europe-west1/sslCertificates/c`],
      },
    ]);
    const certificates = page('regions/europe-west1', 'sslCertificates', [
      { name: 'c', managed: { domains: ['a.test'] }, subjectAlternativeNames: ['a.test', 'b.test'] },
      { name: 'raw' },
    ]);
    await withServer(
      ({ path }) => (path.endsWith('sslCertificates') ? certificates : proxies),
      async (server) => {
        const { loadBalancing } = server.google();
        const link = 'projects/acme-prod/regions/europe-west1';
        expect(await loadBalancing.httpsProxies(project, terms())).toEqual({
          ok: true,
          value: [
            {
              link: `${link}/targetHttpsProxies/p`,
              name: 'p',
              urlMap: `${link}/urlMaps/m`,
              certificates: [`${link}/sslCertificates/c`],
            },
          ],
        });
        expect(await loadBalancing.certificates(project, terms())).toEqual({
          ok: true,
          value: [
            { link: `${link}/sslCertificates/c`, domains: ['a.test', 'b.test'] },
            { link: `${link}/sslCertificates/raw`, domains: [] },
          ],
        });
      },
    );
  });
});

describe('URL maps', () => {
  it('become rules: services, split traffic, redirects, and what a URL does not settle', async () => {
    const to = (name: string): string => `${base}/global/backendServices/${name}`;
    const json = page('global', 'urlMaps', [
      {
        name: 'm',
        defaultService: to('d'),
        hostRules: [{ hosts: ['a.test', '*.a.test'], pathMatcher: 'one' }],
        pathMatchers: [
          {
            name: 'one',
            defaultUrlRedirect: { hostRedirect: 'b.test', httpsRedirect: true },
            pathRules: [{ paths: ['/x', '/x/*'], service: to('x') }],
          },
          {
            name: 'two',
            defaultRouteAction: {
              weightedBackendServices: [
                { backendService: to('v1'), weight: 90 },
                { backendService: to('v2'), weight: 10 },
                { backendService: to('v3'), weight: 0 },
              ],
            },
            routeRules: [
              {
                priority: 5,
                matchRules: [
                  { prefixMatch: '/y', ignoreCase: true, headerMatches: [{ headerName: 'x' }] },
                  { fullPathMatch: '/z' },
                  { pathTemplateMatch: '/{a}' },
                ],
                service: to('y'),
              },
              { matchRules: [{ prefixMatch: '/' }], urlRedirect: { httpsRedirect: false } },
            ],
          },
        ],
      },
    ]);
    const link = (name: string): string => `projects/acme-prod/global/backendServices/${name}`;
    await withServer([json], async (server) => {
      const look = await server.google().loadBalancing.urlMaps(project, terms());
      expect(look).toEqual({
        ok: true,
        value: [
          {
            link: 'projects/acme-prod/global/urlMaps/m',
            name: 'm',
            otherwise: { services: [link('d')] },
            hostRules: [{ hosts: ['a.test', '*.a.test'], matcher: 'one' }],
            matchers: [
              {
                name: 'one',
                otherwise: { services: [], redirect: { https: true, host: 'b.test' } },
                pathRules: [{ paths: ['/x', '/x/*'], to: { services: [link('x')] } }],
                routeRules: [],
              },
              {
                name: 'two',
                otherwise: { services: [link('v1'), link('v2')] },
                pathRules: [],
                routeRules: [
                  {
                    priority: 5,
                    matches: [
                      { prefix: '/y', ignoreCase: true, beyond: ['headerMatches'] },
                      { full: '/z', ignoreCase: false, beyond: [] },
                      { ignoreCase: false, beyond: ['pathTemplateMatch'] },
                    ],
                    to: { services: [link('y')] },
                  },
                  {
                    priority: 0,
                    matches: [{ prefix: '/', ignoreCase: false, beyond: [] }],
                    to: { services: [], redirect: { https: false } },
                  },
                ],
              },
            ],
          },
        ],
      });
    });
  });

  it('are not shortened when a region could not be reached', async () => {
    await withServer([{ json: { unreachables: ['regions/europe-west1'] } }], async (server) => {
      const look = await server.google().loadBalancing.urlMaps(project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable', api: 'compute' } });
    });
  });
});

describe('Cloud Run domain mappings', () => {
  const mapping = (name: string, labels?: object, spec: object = { routeName: 'tools' }) => ({
    metadata: { name, ...(labels ? { labels } : {}) },
    spec,
  });

  it('are paged by "continue" and say their region where they have one', async () => {
    const script = [
      {
        json: {
          items: [mapping('a.test', { 'cloud.googleapis.com/location': 'europe-west1' })],
          metadata: { continue: 'more' },
        },
      },
      { json: { items: [mapping('b.test'), mapping('c.test', {}, {})] } },
    ];
    await withServer(script, async (server) => {
      const look = await server.google().run.domains(project, terms());
      expect(server.requests.map(({ path, query }) => [path, query])).toEqual([
        ['/apis/domains.cloudrun.com/v1/namespaces/acme-prod/domainmappings', [['limit', '500']]],
        [
          '/apis/domains.cloudrun.com/v1/namespaces/acme-prod/domainmappings',
          [
            ['limit', '500'],
            ['continue', 'more'],
          ],
        ],
      ]);
      expect(look).toEqual({
        ok: true,
        value: [
          { domain: 'a.test', service: 'tools', region: 'europe-west1' },
          { domain: 'b.test', service: 'tools' },
        ],
      });
    });
  });

  it('are not taken for all when a region was not reached', async () => {
    await withServer([{ json: { unreachable: ['us-east1'] } }], async (server) => {
      const look = await server.google().run.domains(project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable', api: 'run' } });
    });
  });
});

describe('App Engine', () => {
  it('gives the application with its IAP switch and dispatch rules, everything where a rule says nothing', async () => {
    const json = {
      id: 'acme-prod',
      defaultHostname: 'acme-prod.ew.r.appspot.com',
      servingStatus: 'SERVING',
      iap: { enabled: true, oauth2ClientId: '1.apps.googleusercontent.com' },
      dispatchRules: [{ domain: 'a.test', path: '/x*', service: 'x' }, { service: 'y' }],
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().appEngine.app('acme-prod', terms());
      expect(server.requests[0]?.path).toBe('/v1/apps/acme-prod');
      expect(look).toEqual({
        ok: true,
        value: {
          id: 'acme-prod',
          defaultHostname: 'acme-prod.ew.r.appspot.com',
          servingStatus: 'SERVING',
          iapEnabled: true,
          oauth2ClientId: '1.apps.googleusercontent.com',
          dispatch: [
            { domain: 'a.test', path: '/x*', service: 'x' },
            { domain: '*', path: '/*', service: 'y' },
          ],
        },
      });
    });
  });

  it('says "not found" where a project has no application', async () => {
    await withServer([apiError(404, 'NOT_FOUND', "Could not find Application 'x'.")], async (server) => {
      const look = await server.google().appEngine.app('acme-prod', terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'not-found', api: 'appengine' } });
    });
  });

  it('lists services and custom domains by their ids', async () => {
    await withServer(
      ({ path }) =>
        path.endsWith('/services')
          ? { json: { services: [{ id: 'default' }, { id: 'batch' }] } }
          : { json: { domainMappings: [{ id: 'a.test' }] } },
      async (server) => {
        const { appEngine } = server.google();
        expect(await appEngine.services('a', terms())).toEqual({ ok: true, value: ['default', 'batch'] });
        expect(await appEngine.domains('a', terms())).toEqual({ ok: true, value: ['a.test'] });
        expect(server.requests.map(({ path }) => path)).toEqual([
          '/v1/apps/a/services',
          '/v1/apps/a/domainMappings',
        ]);
      },
    );
  });
});

/** Access levels, logs, backends, Cloud Run and the troubleshooter: what is asked, and what is made of the answer. */
import { describe, expect, it } from 'vitest';
import { type Container, type Email, parseIapResource } from '../../src/names/index.js';
import { type Recorded, type Reply, terms, withServer } from './server.js';

const project: Container = { kind: 'project', id: 'acme-prod' };
const organization: Container = { kind: 'organization', id: '700000000001' };

describe('access levels', () => {
  const script = (request: Recorded): Reply => {
    if (request.path === '/v1/accessPolicies')
      return { json: { accessPolicies: [{ name: 'accessPolicies/1' }, { name: 'accessPolicies/2' }] } };
    if (request.path === '/v1/accessPolicies/2/accessLevels')
      return {
        json: {
          accessLevels: [
            {
              name: 'accessPolicies/2/accessLevels/own',
              custom: { expr: { expression: 'device.is_corp_owned_device' } },
            },
          ],
        },
      };
    const rest = request.query.some(([key]) => key === 'pageToken');
    if (rest)
      return {
        json: {
          accessLevels: [
            {
              name: 'accessPolicies/1/accessLevels/any',
              basic: { combiningFunction: 'OR', conditions: [{ negate: true, vpcNetworkSources: [{}] }] },
            },
          ],
        },
      };
    return {
      json: {
        accessLevels: [
          {
            name: 'accessPolicies/1/accessLevels/corp',
            title: 'Corp',
            basic: {
              conditions: [
                {
                  ipSubnetworks: ['192.0.2.0/24'],
                  devicePolicy: { requireCorpOwned: true },
                  requiredAccessLevels: ['accessPolicies/1/accessLevels/any'],
                  members: ['user:a@acme.test'],
                  regions: ['DE'],
                },
              ],
            },
          },
        ],
        nextPageToken: 'n',
      },
    };
  };
  const nothing = {
    ipSubnetworks: [],
    devicePolicy: undefined,
    requiredAccessLevels: [],
    negate: false,
    members: [],
    regions: [],
    hasVpcSources: false,
  };

  it('are read from every policy of the organisation, as they were defined', async () => {
    await withServer(script, async (server) => {
      const look = await server.google().accessContext.levels(organization, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v1/accessPolicies',
        query: [['parent', 'organizations/700000000001']],
      });
      const lists = server.requests.slice(1);
      expect(lists).toHaveLength(3);
      for (const request of lists) expect(request.query).toContainEqual(['accessLevelFormat', 'AS_DEFINED']);
      expect(look).toEqual({
        ok: true,
        value: [
          {
            name: 'accessPolicies/1/accessLevels/corp',
            title: 'Corp',
            kind: 'basic',
            combine: 'AND',
            conditions: [
              {
                ipSubnetworks: ['192.0.2.0/24'],
                devicePolicy: { requireCorpOwned: true },
                requiredAccessLevels: ['accessPolicies/1/accessLevels/any'],
                negate: false,
                members: ['user:a@acme.test'],
                regions: ['DE'],
                hasVpcSources: false,
              },
            ],
          },
          {
            name: 'accessPolicies/1/accessLevels/any',
            title: undefined,
            kind: 'basic',
            combine: 'OR',
            conditions: [{ ...nothing, negate: true, hasVpcSources: true }],
          },
          {
            name: 'accessPolicies/2/accessLevels/own',
            title: undefined,
            kind: 'custom',
            expression: 'device.is_corp_owned_device',
          },
        ],
      });
    });
  });

  it('are none where there is no access policy', async () => {
    await withServer([{ json: {} }], async (server) => {
      expect(await server.google().accessContext.levels(organization, terms())).toEqual({
        ok: true,
        value: [],
      });
      expect(server.requests).toHaveLength(1);
    });
  });

  it('of a kind that is not known make the answer unreadable', async () => {
    const levels = { json: { accessLevels: [{ name: 'accessPolicies/1/accessLevels/x', quantum: {} }] } };
    await withServer(
      [{ json: { accessPolicies: [{ name: 'accessPolicies/1' }] } }, levels],
      async (server) => {
        const look = await server.google().accessContext.levels(organization, terms());
        expect(look).toMatchObject({
          ok: false,
          problem: { kind: 'malformed', api: 'accesscontextmanager' },
        });
      },
    );
  });
});

describe('log entries', () => {
  const query = { resourceNames: ['projects/acme-prod'], filter: 'protoPayload.methodName="AuthorizeUser"' };

  it('are read newest first, page by page up to the limit, empty pages included', async () => {
    const script = [
      { json: { entries: [{ insertId: 'a' }, { insertId: 'b' }], nextPageToken: '1' } },
      { json: { nextPageToken: '2' } },
      { json: { entries: [{ insertId: 'c' }, { insertId: 'd' }], nextPageToken: '3' } },
    ];
    await withServer(script, async (server) => {
      const look = await server.google().logs.entries({ ...query, limit: 3 }, terms());
      const asked = { ...query, orderBy: 'timestamp desc', pageSize: 3 };
      expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
        ['POST', '/v2/entries:list', asked],
        ['POST', '/v2/entries:list', { ...asked, pageToken: '1' }],
        ['POST', '/v2/entries:list', { ...asked, pageToken: '2' }],
      ]);
      expect(look).toEqual({ ok: true, value: [{ insertId: 'a' }, { insertId: 'b' }, { insertId: 'c' }] });
    });
  });

  it('keep their place when they are not even objects', async () => {
    await withServer([{ json: { entries: [null, 7, { insertId: 'c' }] } }], async (server) => {
      const look = await server.google().logs.entries({ ...query, limit: 5000 }, terms());
      expect(server.requests[0]?.body).toMatchObject({ pageSize: 1000 });
      expect(look).toEqual({ ok: true, value: [{}, {}, { insertId: 'c' }] });
    });
  });

  it('are not asked for when none are wanted', async () => {
    await withServer([{ json: {} }], async (server) => {
      expect(await server.google().logs.entries({ ...query, limit: 0 }, terms())).toEqual({
        ok: true,
        value: [],
      });
      expect(server.requests).toHaveLength(0);
    });
  });
});

describe('backend services', () => {
  it('are read from every scope of every page', async () => {
    const service = { id: '2222222222222222222', name: 'dash' };
    const script = [
      {
        json: {
          items: {
            global: {
              backendServices: [
                {
                  ...service,
                  iap: { enabled: true, oauth2ClientId: '1.apps.googleusercontent.com' },
                  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
                  securityPolicy:
                    'https://www.googleapis.com/compute/v1/projects/acme-prod/global/securityPolicies/s',
                  loadBalancingScheme: 'EXTERNAL_MANAGED',
                },
              ],
            },
            'regions/us-central1': { warning: { code: 'NO_RESULTS_ON_PAGE' } },
          },
          nextPageToken: 'n',
        },
      },
      {
        json: {
          items: {
            'regions/europe-west1': {
              backendServices: [
                {
                  id: 3,
                  name: 'eu',
                  region: 'https://www.googleapis.com/compute/v1/projects/p/regions/europe-west1',
                },
              ],
            },
          },
        },
      },
    ];
    await withServer(script, async (server) => {
      const look = await server.google().compute.backendServices(project, terms());
      expect(server.requests.map(({ method, path, query }) => [method, path, query])).toEqual([
        ['GET', '/compute/v1/projects/acme-prod/aggregated/backendServices', [['maxResults', '500']]],
        [
          'GET',
          '/compute/v1/projects/acme-prod/aggregated/backendServices',
          [
            ['maxResults', '500'],
            ['pageToken', 'n'],
          ],
        ],
      ]);
      const unset = {
        region: undefined,
        iapEnabled: undefined,
        oauth2ClientId: undefined,
        createdAt: undefined,
        securityPolicy: undefined,
        loadBalancingScheme: undefined,
        groups: [],
      };
      expect(look).toEqual({
        ok: true,
        value: [
          {
            ...unset,
            ...service,
            iapEnabled: true,
            oauth2ClientId: '1.apps.googleusercontent.com',
            createdAt: '2026-01-01T00:00:00.000-07:00',
            securityPolicy:
              'https://www.googleapis.com/compute/v1/projects/acme-prod/global/securityPolicies/s',
            loadBalancingScheme: 'EXTERNAL_MANAGED',
          },
          { ...unset, id: '3', name: 'eu', region: 'europe-west1' },
        ],
      });
    });
  });

  it.each<readonly [string, object]>([
    ['a region with a warning', { items: { 'regions/us-central1': { warning: { code: 'UNREACHABLE' } } } }],
    ['a region of a list', { items: {}, unreachables: ['regions/us-central1'] }],
  ])('are not reported as all when %s could not be reached', async (_, json) => {
    await withServer([{ json }], async (server) => {
      const look = await server.google().compute.backendServices(project, terms());
      expect(look).toMatchObject({
        ok: false,
        problem: { kind: 'unavailable', message: 'Google could not reach regions/us-central1' },
      });
    });
  });

  it('with an identifier that was rounded on the way are unreadable, not somebody else', async () => {
    const text = '{"items":{"global":{"backendServices":[{"id":2222222222222222222,"name":"dash"}]}}}';
    await withServer([{ text }], async (server) => {
      const look = await server.google().compute.backendServices(project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'malformed' } });
    });
  });
});

describe('Cloud Run', () => {
  const full = 'projects/acme-prod/locations/europe-west1/services/dash';
  const json = {
    name: full,
    uri: 'https://dash-x.a.run.app',
    urls: ['https://dash-x.a.run.app', 'https://dash-1.europe-west1.run.app'],
    iapEnabled: true,
    ingress: 'INGRESS_TRAFFIC_ALL',
    invokerIamDisabled: false,
  };
  const service = {
    name: 'dash',
    region: 'europe-west1',
    url: 'https://dash-x.a.run.app',
    urls: json.urls,
    iapEnabled: true,
    ingress: 'INGRESS_TRAFFIC_ALL',
    invokerIamDisabled: false,
    defaultUriDisabled: undefined,
  };

  it('lists the services of all regions', async () => {
    await withServer([{ json: { services: [json], nextPageToken: 'n' } }, { json: {} }], async (server) => {
      const look = await server.google().run.services(project, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v2/projects/acme-prod/locations/-/services',
      });
      expect(server.requests[1]?.query).toContainEqual(['pageToken', 'n']);
      expect(look).toEqual({ ok: true, value: [service] });
    });
  });

  it('does not take a list without a region for all services', async () => {
    await withServer([{ json: { services: [json], unreachable: ['europe-west4'] } }], async (server) => {
      const look = await server.google().run.services(project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
    });
  });

  it('reads one service', async () => {
    await withServer([{ json }], async (server) => {
      const { run } = server.google();
      const look = await run.service(project, 'europe-west1', 'dash', terms());
      expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/v2/${full}`, query: [] });
      expect(look).toEqual({ ok: true, value: service });
      const wrong = await run.service(project, 'europe-west1', '../x', terms());
      expect(wrong).toMatchObject({ ok: false, problem: { kind: 'invalid' } });
      expect(server.requests).toHaveLength(1);
    });
  });

  it('reads who may invoke a service, at version 3', async () => {
    await withServer(
      [{ json: { bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }] } }],
      async (server) => {
        const look = await server.google().run.policy(project, 'europe-west1', 'dash', terms());
        expect(server.requests[0]).toMatchObject({
          method: 'GET',
          path: `/v2/${full}:getIamPolicy`,
          query: [['options.requestedPolicyVersion', '3']],
        });
        expect(look).toMatchObject({ ok: true, value: { bindings: [{ role: 'roles/run.invoker' }] } });
      },
    );
  });
});

describe('the troubleshooter', () => {
  it('is asked about one person, one place and one moment', async () => {
    const resource = parseIapResource('projects/123/iap_web/compute/services/456');
    if (!resource) throw new Error('the test names no resource');
    await withServer(
      [{ json: { overallAccessState: 'CANNOT_ACCESS', accessTuple: {} } }, { json: {} }],
      async (server) => {
        const { troubleshooter } = server.google();
        const question = {
          principal: 'alice@acme.test' as Email,
          resource,
          permission: 'iap.webServiceVersions.accessViaIAP',
          at: '2026-11-22T09:00:00Z',
        };
        const look = await troubleshooter.troubleshoot(question, terms());
        expect(server.requests[0]).toMatchObject({
          method: 'POST',
          path: '/v3/iam:troubleshoot',
          body: {
            accessTuple: {
              principal: 'alice@acme.test',
              fullResourceName: '//iap.googleapis.com/projects/123/iap_web/compute/services/456',
              permission: 'iap.webServiceVersions.accessViaIAP',
              conditionContext: {
                resource: { service: 'iap.googleapis.com', type: 'iap.googleapis.com/WebServiceVersion' },
                request: { receiveTime: '2026-11-22T09:00:00Z' },
              },
            },
          },
        });
        expect(look).toEqual({ ok: true, value: { state: 'CANNOT_ACCESS' } });
        expect(await troubleshooter.troubleshoot(question, terms())).toEqual({
          ok: true,
          value: { state: 'OVERALL_ACCESS_STATE_UNSPECIFIED' },
        });
      },
    );
  });
});

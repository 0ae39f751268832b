/** Single backends, organisation policies and lent access: what is asked, and what is made of the answer. */
import { describe, expect, it } from 'vitest';
import type { Container } from '../../src/names/index.js';
import { apiError, terms, withServer } from './server.js';

const project: Container = { kind: 'project', id: 'acme-prod' };
const COMPUTE = '/compute/v1/projects/acme-prod';

describe('one backend service', () => {
  const json = {
    id: '2222222222222222222',
    name: 'dash',
    region: 'https://www.googleapis.com/compute/v1/projects/acme-prod/regions/europe-west1',
    iap: { enabled: true, oauth2ClientId: '1.apps.googleusercontent.com' },
    creationTimestamp: '2026-01-01T00:00:00.000-07:00',
    securityPolicy: 'https://www.googleapis.com/compute/v1/projects/acme-prod/global/securityPolicies/s',
    backends: [
      { group: `https://www.googleapis.com${COMPUTE}/regions/europe-west1/networkEndpointGroups/n` },
      {},
    ],
  };

  it.each([
    [undefined, `${COMPUTE}/global/backendServices/dash`],
    ['europe-west1', `${COMPUTE}/regions/europe-west1/backendServices/dash`],
  ])('of the scope %s is read where it lives', async (region, path) => {
    await withServer([{ json }], async (server) => {
      const look = await server.google().backends.backendService(project, region, 'dash', terms());
      expect(server.requests.map(({ method, path: asked }) => [method, asked])).toEqual([['GET', path]]);
      expect(look).toEqual({
        ok: true,
        value: {
          id: '2222222222222222222',
          name: 'dash',
          region: 'europe-west1',
          iapEnabled: true,
          oauth2ClientId: '1.apps.googleusercontent.com',
          createdAt: '2026-01-01T00:00:00.000-07:00',
          securityPolicy: json.securityPolicy,
          groups: [json.backends[0]?.group],
        },
      });
    });
  });

  it.each([
    [{}, undefined],
    [{ iap: {} }, false],
    [{ iap: { enabled: false, oauth2ClientId: '' } }, false],
    [{ iap: { enabled: true } }, true],
  ])('with the IAP block %j has the switch %s and no client', async (more, iapEnabled) => {
    await withServer([{ json: { id: '2', name: 'dash', ...more } }], async (server) => {
      const look = await server.google().backends.backendService(project, undefined, '2', terms());
      expect(look).toMatchObject({ ok: true, value: { iapEnabled, oauth2ClientId: undefined, groups: [] } });
    });
  });

  it.each(['../x', 'a/b', 'a?b', ''])(
    'is not asked for by a name that would change the path: %j',
    async (name) => {
      await withServer([{ json }], async (server) => {
        const look = await server.google().backends.backendService(project, undefined, name, terms());
        expect(look).toMatchObject({ ok: false, problem: { kind: 'invalid' } });
        expect(server.requests).toEqual([]);
      });
    },
  );

  it('that is gone is told from one that may not be seen', async () => {
    for (const [code, status, kind] of [
      [404, 'NOT_FOUND', 'not-found'],
      [403, 'PERMISSION_DENIED', 'forbidden'],
    ] as const)
      await withServer([apiError(code, status, 'no')], async (server) => {
        const look = await server.google().backends.backendService(project, undefined, '2', terms());
        expect(look).toMatchObject({ ok: false, problem: { kind } });
      });
  });
});

describe('a serverless network endpoint group', () => {
  it.each([
    [{ cloudRun: { service: 'dash' } }, 'dash'],
    [{ cloudRun: { urlMask: '<service>.example.com' } }, undefined],
    [{ cloudRun: { service: '' } }, undefined],
    [{ appEngine: { service: 'default' } }, undefined],
    [{}, undefined],
  ])('%j leads to the Cloud Run service %s', async (json, runService) => {
    await withServer([{ json }], async (server) => {
      const look = await server.google().backends.serverlessTarget(project, 'europe-west1', 'n', terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: `${COMPUTE}/regions/europe-west1/networkEndpointGroups/n`,
      });
      expect(look).toEqual({ ok: true, value: { runService } });
    });
  });
});

describe('an organisation policy in force', () => {
  it('is read with the rules of both kinds of constraint', async () => {
    const rules = [
      { values: { allowedValues: ['is:C0acme001'], deniedValues: ['C0bad'] } },
      {
        enforce: true,
        parameters: {
          allowedPrincipalSets: ['//cloudresourcemanager.googleapis.com/organizations/7'],
          depth: 3,
        },
        condition: { expression: "resource.matchTag('7/env', 'prod')" },
      },
      { allowAll: true },
    ];
    await withServer([{ json: { name: 'x', spec: { rules } } }], async (server) => {
      const look = await server
        .google()
        .orgPolicy.effective(project, 'iam.allowedPolicyMemberDomains', terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v2/projects/acme-prod/policies/iam.allowedPolicyMemberDomains:getEffectivePolicy',
      });
      const none = { allowAll: false, denyAll: false, allowedValues: [], deniedValues: [], parameters: {} };
      expect(look).toEqual({
        ok: true,
        value: [
          {
            ...none,
            allowedValues: ['is:C0acme001'],
            deniedValues: ['C0bad'],
            enforce: undefined,
            conditional: false,
          },
          {
            ...none,
            enforce: true,
            parameters: { allowedPrincipalSets: ['//cloudresourcemanager.googleapis.com/organizations/7'] },
            conditional: true,
          },
          { ...none, allowAll: true, enforce: undefined, conditional: false },
        ],
      });
    });
  });

  it.each([{}, { spec: {} }])('without rules (%j) has none', async (json) => {
    await withServer([{ json }], async (server) => {
      expect(await server.google().orgPolicy.effective(project, 'x', terms())).toEqual({
        ok: true,
        value: [],
      });
    });
  });
});

describe('lent access', () => {
  const name = 'folders/9/locations/global/entitlements/night';
  const access = {
    gcpIamAccess: {
      resourceType: 'cloudresourcemanager.googleapis.com/Folder',
      resource: '//cloudresourcemanager.googleapis.com/folders/9',
      roleBindings: [{ role: 'roles/iap.httpsResourceAccessor' }],
    },
  };

  it('is listed page by page, with who may ask and whether somebody has to approve', async () => {
    const pages = [
      {
        json: {
          entitlements: [
            {
              name,
              state: 'AVAILABLE',
              eligibleUsers: [{ principals: ['group:sre@acme.test'] }],
              approvalWorkflow: { manualApprovals: {} },
              privilegedAccess: access,
            },
          ],
          nextPageToken: 'n',
        },
      },
      { json: { entitlements: [{ name: `${name}-2` }] } },
    ];
    await withServer(pages, async (server) => {
      const look = await server.google().privilegedAccess.entitlements({ kind: 'folder', id: '9' }, terms());
      expect(server.requests.map(({ method, path, query }) => [method, path, query])).toEqual([
        ['GET', '/v1/folders/9/locations/global/entitlements', [['pageSize', '500']]],
        [
          'GET',
          '/v1/folders/9/locations/global/entitlements',
          [
            ['pageSize', '500'],
            ['pageToken', 'n'],
          ],
        ],
      ]);
      expect(look).toEqual({
        ok: true,
        value: [
          {
            name,
            state: 'AVAILABLE',
            eligible: ['group:sre@acme.test'],
            needsApproval: true,
            resource: access.gcpIamAccess.resource,
            roles: ['roles/iap.httpsResourceAccessor'],
          },
          {
            name: `${name}-2`,
            state: undefined,
            eligible: [],
            needsApproval: false,
            resource: undefined,
            roles: [],
          },
        ],
      });
    });
  });

  it('says of each grant whose it is, what became of it and when', async () => {
    const grant = {
      name: `${name}/grants/1`,
      requester: 'Jana@acme.test',
      state: 'ENDED',
      createTime: '2026-11-20T08:00:00Z',
      updateTime: '2026-11-20T16:00:01Z',
      privilegedAccess: access,
      auditTrail: { accessGrantTime: '2026-11-20T08:00:00Z', accessRemoveTime: '2026-11-20T16:00:00Z' },
    };
    await withServer([{ json: { grants: [grant, { name: `${name}/grants/2` }] } }], async (server) => {
      const look = await server.google().privilegedAccess.grants(name, terms());
      expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/v1/${name}/grants` });
      expect(look).toMatchObject({
        ok: true,
        value: [
          { requester: 'Jana@acme.test', state: 'ENDED', removedAt: '2026-11-20T16:00:00Z' },
          { requester: undefined, state: 'STATE_UNSPECIFIED', roles: [], removedAt: undefined },
        ],
      });
    });
  });

  it('is not taken for the whole where a location could not be reached', async () => {
    await withServer([{ json: { grants: [], unreachable: ['global'] } }], async (server) => {
      const look = await server.google().privilegedAccess.grants(name, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
    });
  });

  it.each([
    'x',
    'projects/1/locations/global/entitlements/a/b',
    'projects/1/locations/global/entitlements/a?x=1',
  ])('is not asked for under a name that is no entitlement: %s', async (wrong) => {
    await withServer([{ json: {} }], async (server) => {
      const look = await server.google().privilegedAccess.grants(wrong, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'invalid' } });
      expect(server.requests).toEqual([]);
    });
  });
});

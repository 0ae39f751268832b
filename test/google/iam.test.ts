/** IAM: roles, service accounts, deny policies and boundaries; what is asked, and what is made of the answer. */
import { describe, expect, it } from 'vitest';
import type { Container, Email } from '../../src/names/index.js';
import { apiError, type Recorded, type Reply, terms, withServer } from './server.js';

const project: Container = { kind: 'project', id: '123' };
const organization: Container = { kind: 'organization', id: '700000000001' };

describe('roles and service accounts', () => {
  it.each(['roles/iap.httpsResourceAccessor', 'projects/acme-prod/roles/own', 'organizations/7/roles/ours'])(
    'reads %s',
    async (name) => {
      const json = {
        name,
        title: 'x',
        includedPermissions: ['iap.web.getIamPolicy'],
        stage: 'GA',
        etag: 'AA==',
      };
      await withServer([{ json }], async (server) => {
        const look = await server.google().iam.role(name, terms());
        expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/v1/${name}`, query: [] });
        expect(look).toEqual({
          ok: true,
          value: { name, permissions: ['iap.web.getIamPolicy'], stage: 'GA', deleted: false },
        });
      });
    },
  );

  it('sends nothing for a text that names no role', async () => {
    await withServer([{ json: {} }], async (server) => {
      const look = await server.google().iam.role('roles/../projects/x', terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'invalid', api: 'iam' } });
      expect(server.requests).toHaveLength(0);
    });
  });

  it('reads a service account whatever characters its address has', async () => {
    const json = { name: 'x', projectId: 'acme-prod', uniqueId: '104', disabled: true };
    await withServer([{ json }], async (server) => {
      const { iam } = server.google();
      const look = await iam.serviceAccount('ci@acme-prod.iam.gserviceaccount.com' as Email, terms());
      expect(look).toEqual({ ok: true, value: { disabled: true, projectId: 'acme-prod', uniqueId: '104' } });
      await iam.serviceAccount('a?b#c/d@acme.test' as Email, terms());
      expect(server.requests.map((request) => [request.path, request.query])).toEqual([
        ['/v1/projects/-/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com', []],
        ['/v1/projects/-/serviceAccounts/a%3Fb%23c%2Fd@acme.test', []],
      ]);
    });
  });
});

describe('deny policies', () => {
  const point = 'cloudresourcemanager.googleapis.com%2Fprojects%2F123';
  const rules = [
    {
      description: 'no contractors',
      denyRule: {
        deniedPrincipals: ['principalSet://goog/public:all'],
        exceptionPrincipals: ['principal://goog/subject/a@acme.test'],
        deniedPermissions: ['iap.googleapis.com/webServiceVersions.accessViaIAP'],
        denialCondition: { expression: "resource.matchTag('7/env','prod')" },
      },
    },
  ];
  const read = {
    description: 'no contractors',
    deniedPrincipals: ['principalSet://goog/public:all'],
    exceptionPrincipals: ['principal://goog/subject/a@acme.test'],
    deniedPermissions: ['iap.googleapis.com/webServiceVersions.accessViaIAP'],
    exceptionPermissions: [],
    condition: { expression: "resource.matchTag('7/env','prod')", title: undefined, description: undefined },
  };

  it('are listed page by page, and read one by one where the list has no rules', async () => {
    const byPath = (request: Recorded): Reply => {
      if (request.path === `/v2/policies/${point}/denypolicies`)
        return request.query.length === 0
          ? {
              json: {
                policies: [{ name: `policies/${point}/denypolicies/a`, displayName: 'A' }],
                nextPageToken: 't',
              },
            }
          : { json: { policies: [{ name: `policies/${point}/denypolicies/b`, rules }] } };
      return {
        json: { name: `policies/${point}/denypolicies/a`, displayName: 'A', kind: 'DenyPolicy', rules },
      };
    };
    await withServer(byPath, async (server) => {
      const look = await server.google().iam.denyPolicies(project, terms());
      expect(server.requests.map(({ method, path, query }) => [method, path, query])).toEqual([
        ['GET', `/v2/policies/${point}/denypolicies`, []],
        ['GET', `/v2/policies/${point}/denypolicies`, [['pageToken', 't']]],
        ['GET', `/v2/policies/${point}/denypolicies/a`, []],
      ]);
      expect(look).toEqual({
        ok: true,
        value: [
          { name: `policies/${point}/denypolicies/a`, displayName: 'A', rules: [read] },
          { name: `policies/${point}/denypolicies/b`, displayName: undefined, rules: [read] },
        ],
      });
    });
  });

  it('are not reported as none when one of them cannot be read', async () => {
    const script = [
      { json: { policies: [{ name: `policies/${point}/denypolicies/a` }] } },
      apiError(403, 'PERMISSION_DENIED', 'iam.denypolicies.get is missing'),
    ];
    await withServer(script, async (server) => {
      const look = await server.google().iam.denyPolicies(project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'forbidden', status: 403 } });
    });
  });

  it('with a kind of rule that is not known are unreadable, not harmless', async () => {
    const json = { policies: [{ name: `policies/${point}/denypolicies/a`, rules: [{ newRule: {} }] }] };
    await withServer([{ json }], async (server) => {
      const look = await server.google().iam.denyPolicies(project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'malformed' } });
    });
  });

  it('are found again when their name came with plain slashes', async () => {
    const plainName = 'policies/cloudresourcemanager.googleapis.com/projects/123/denypolicies/a';
    const script = [{ json: { policies: [{ name: plainName }] } }, { json: { name: plainName } }];
    await withServer(script, async (server) => {
      await server.google().iam.denyPolicies(project, terms());
      expect(server.requests[1]?.path).toBe(`/v2/policies/${point}/denypolicies/a`);
    });
  });
});

describe('boundaries', () => {
  it('reads every boundary policy of an organisation', async () => {
    const name = 'organizations/700000000001/locations/global/principalAccessBoundaryPolicies/p';
    const resources = ['//cloudresourcemanager.googleapis.com/organizations/700000000001'];
    const script = [
      {
        json: {
          principalAccessBoundaryPolicies: [
            { name, uid: 'u', details: { enforcementVersion: '3', rules: [{ resources, effect: 'ALLOW' }] } },
          ],
          nextPageToken: 'n',
        },
      },
      { json: { principalAccessBoundaryPolicies: [{ name: `${name}2` }] } },
    ];
    await withServer(script, async (server) => {
      const call = terms();
      const look = await server
        .google({ userAgent: 'iap-doctor/1' })
        .iam.boundaryPolicies(organization, call);
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v3/organizations/700000000001/locations/global/principalAccessBoundaryPolicies',
        query: [['pageSize', '1000']],
        headers: { 'user-agent': 'iap-doctor/1', authorization: expect.stringContaining('Bearer ') },
      });
      expect(server.requests[1]?.query).toContainEqual(['pageToken', 'n']);
      expect(call.counted).toEqual(['iam', 'iam']);
      expect(look).toEqual({
        ok: true,
        value: [
          { name, enforcementVersion: '3', rules: [{ resources, excludedResources: [], effect: 'ALLOW' }] },
          { name: `${name}2`, enforcementVersion: undefined, rules: [] },
        ],
      });
    });
  });

  it('reads the bindings of a principal set, boundaries only', async () => {
    const target = '//iam.googleapis.com/locations/global/workspace/C0acme';
    const binding = {
      name: 'organizations/700000000001/locations/global/policyBindings/b',
      policy: 'organizations/700000000001/locations/global/principalAccessBoundaryPolicies/p',
      policyKind: 'PRINCIPAL_ACCESS_BOUNDARY',
      target: { principalSet: target },
      condition: { expression: "principal.subject.endsWith('@acme.test')", title: 'staff' },
    };
    const json = { policyBindings: [binding, { ...binding, name: 'other', policyKind: 'ACCESS' }] };
    await withServer([{ json }], async (server) => {
      const look = await server.google().iam.boundaryBindings(organization, target, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v3/organizations/700000000001/locations/global/policyBindings:searchTargetPolicyBindings',
        query: [
          ['target', target],
          ['pageSize', '1000'],
        ],
      });
      expect(look).toEqual({
        ok: true,
        value: [
          {
            name: binding.name,
            policy: binding.policy,
            target,
            condition: { expression: binding.condition.expression, title: 'staff', description: undefined },
          },
        ],
      });
    });
  });
});

/** Resource Manager and Cloud Asset: what is asked, and what is made of the answer. */
import { describe, expect, it } from 'vitest';
import type { Container, DomainName } from '../../src/names/index.js';
import { terms, withServer } from './server.js';

const project: Container = { kind: 'project', id: 'acme-prod' };
const folder: Container = { kind: 'folder', id: '222' };
const organization: Container = { kind: 'organization', id: '700000000001' };
const domain = 'acme.test' as DomainName;

describe('reading the hierarchy', () => {
  it('reads the ancestors in one call, project first', async () => {
    const json = {
      ancestor: [
        { resourceId: { type: 'project', id: 'acme-prod' } },
        { resourceId: { type: 'folder', id: '222' } },
        { resourceId: { type: 'organization', id: '700000000001' } },
      ],
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().resourceManager.ancestry(project, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'POST',
        path: '/v1/projects/acme-prod:getAncestry',
        query: [],
        body: {},
      });
      expect(look).toEqual({ ok: true, value: [project, folder, organization] });
    });
  });

  it.each([
    ['no ancestors at all', {}],
    ['an empty list', { ancestor: [] }],
    ['a kind that is not known', { ancestor: [{ resourceId: { type: 'galaxy', id: '1' } }] }],
  ])('does not take %s for a project without parents', async (_, json) => {
    await withServer([{ json }], async (server) => {
      const look = await server.google().resourceManager.ancestry(project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'malformed', api: 'cloudresourcemanager' } });
    });
  });

  it('reads number and id of a project', async () => {
    const json = {
      name: 'projects/111111111111',
      projectId: 'acme-prod',
      displayName: 'Acme',
      state: 'ACTIVE',
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().resourceManager.project(project, terms());
      expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v3/projects/acme-prod', query: [] });
      expect(look).toEqual({
        ok: true,
        value: { number: '111111111111', projectId: 'acme-prod', displayName: 'Acme' },
      });
    });
  });

  it('reads an organisation with its domain and customer', async () => {
    const json = {
      name: 'organizations/700000000001',
      displayName: 'ACME.test',
      directoryCustomerId: 'C0acme',
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().resourceManager.organization(organization, terms());
      expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v3/organizations/700000000001' });
      expect(look).toEqual({
        ok: true,
        value: { container: organization, primaryDomain: 'acme.test', customerId: 'C0acme' },
      });
    });
  });

  it('finds the organisation of a domain on whichever page it stands', async () => {
    const other = { name: 'organizations/1', displayName: 'not-acme.test' };
    const mine = { name: 'organizations/700000000001', displayName: 'acme.test' };
    const script = [
      { json: { organizations: [other], nextPageToken: 'p2' } },
      { json: { organizations: [mine] } },
    ];
    await withServer(script, async (server) => {
      const look = await server.google().resourceManager.organizationOfDomain(domain, terms());
      expect(server.requests.map((request) => [request.path, request.query])).toEqual([
        ['/v3/organizations:search', [['query', 'domain:acme.test']]],
        [
          '/v3/organizations:search',
          [
            ['query', 'domain:acme.test'],
            ['pageToken', 'p2'],
          ],
        ],
      ]);
      expect(look).toMatchObject({ ok: true, value: { container: organization } });
    });
  });

  it('does not take another organisation for the owner of the domain', async () => {
    const json = { organizations: [{ name: 'organizations/1', displayName: 'partner.test' }] };
    await withServer([{ json }], async (server) => {
      const look = await server.google().resourceManager.organizationOfDomain(domain, terms());
      expect(look).toEqual({ ok: true, value: null });
    });
  });

  it.each([
    [project, '/v3/projects/acme-prod:getIamPolicy'],
    [folder, '/v3/folders/222:getIamPolicy'],
    [organization, '/v3/organizations/700000000001:getIamPolicy'],
  ])('reads the allow policy of %o at version 3', async (container, path) => {
    await withServer(
      [{ json: { bindings: [{ role: 'roles/owner', members: ['user:a@acme.test'] }] } }],
      async (server) => {
        const look = await server.google().resourceManager.allowPolicy(container, terms());
        expect(server.requests[0]).toMatchObject({
          method: 'POST',
          path,
          query: [],
          body: { options: { requestedPolicyVersion: 3 } },
        });
        expect(look).toMatchObject({ ok: true, value: { bindings: [{ role: 'roles/owner' }] } });
      },
    );
  });

  it('reads effective tags over all pages', async () => {
    const tag = {
      tagKey: 'tagKeys/1',
      tagValue: 'tagValues/2',
      namespacedTagKey: '7/env',
      namespacedTagValue: '7/env/prod',
    };
    const script = [
      { json: { effectiveTags: [{ ...tag, inherited: true, tagKeyParentName: 'x' }], nextPageToken: 'n' } },
      { json: { effectiveTags: [tag], nextPageToken: '' } },
    ];
    await withServer(script, async (server) => {
      const parent = '//cloudresourcemanager.googleapis.com/projects/111111111111';
      const look = await server.google().resourceManager.effectiveTags(parent, terms());
      expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v3/effectiveTags' });
      expect(server.requests[0]?.query).toEqual([
        ['parent', parent],
        ['pageSize', '300'],
      ]);
      expect(server.requests[1]?.query).toContainEqual(['pageToken', 'n']);
      expect(look).toEqual({
        ok: true,
        value: [
          { ...tag, inherited: true },
          { ...tag, inherited: false },
        ],
      });
    });
  });
});

describe('reading effective policies from Cloud Asset', () => {
  it('asks for one full name and names each node relatively, child first', async () => {
    const at = (node: string, role: string) => ({
      attachedResource: `//cloudresourcemanager.googleapis.com/${node}`,
      policy: { bindings: [{ role, members: ['user:a@acme.test'] }] },
    });
    const json = {
      policyResults: [
        {
          fullResourceName: '//cloudresourcemanager.googleapis.com/projects/111111111111',
          policies: [at('projects/111111111111', 'roles/a'), at('organizations/700000000001', 'roles/b')],
        },
      ],
    };
    await withServer([{ json }], async (server) => {
      const target: Container = { kind: 'project', id: '111111111111' };
      const look = await server.google().assets.effectivePolicies(organization, target, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v1/organizations/700000000001/effectiveIamPolicies:batchGet',
        query: [['names', '//cloudresourcemanager.googleapis.com/projects/111111111111']],
      });
      expect(look).toMatchObject({
        ok: true,
        value: [
          { node: 'projects/111111111111', policy: { bindings: [{ role: 'roles/a' }] } },
          { node: 'organizations/700000000001', policy: { bindings: [{ role: 'roles/b' }] } },
        ],
      });
    });
  });

  it('does not drop a policy whose node it cannot read', async () => {
    const json = { policyResults: [{ policies: [{ attachedResource: '//x.test/y', policy: {} }] }] };
    await withServer([{ json }], async (server) => {
      const look = await server.google().assets.effectivePolicies(organization, project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'malformed', api: 'cloudasset' } });
    });
  });
});

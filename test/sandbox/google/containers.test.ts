/** Resource Manager and Cloud Asset, asked by the official clients. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROD } from '../../../src/sandbox/world/services.js';
import { type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(async () => {
  await acme.emulator.close();
});
const ORG = 'organizations/700000000001';
const FULL = '//cloudresourcemanager.googleapis.com';

describe('Resource Manager', () => {
  it('lists the ancestors of a project, project first by its text id', async () => {
    const { data } = await acme.google.managerV1.projects.getAncestry({ projectId: PROD, requestBody: {} });
    expect(data.ancestor?.map(({ resourceId }) => `${resourceId?.type} ${resourceId?.id}`)).toEqual([
      'project acme-prod',
      'folder 800000000002',
      'folder 800000000001',
      'organization 700000000001',
    ]);
  });

  it('gives projects by id and number, folders and organisations', async () => {
    const byId = await acme.google.manager.projects.get({ name: 'projects/acme-prod' });
    const byNumber = await acme.google.manager.projects.get({ name: `projects/${PROD}` });
    expect(byId.data).toEqual(byNumber.data);
    expect(byId.data).toMatchObject({ name: `projects/${PROD}`, parent: 'folders/800000000002' });
    const folder = await acme.google.manager.folders.get({ name: 'folders/800000000002' });
    expect(folder.data.parent).toBe('folders/800000000001');
    const organization = await acme.google.manager.organizations.get({ name: ORG });
    expect(organization.data).toMatchObject({ displayName: 'acme.test', directoryCustomerId: 'C0acme001' });
  });

  it('finds an organisation by domain or customer, and nothing for other domains', async () => {
    const search = async (query: string): Promise<(string | null | undefined)[]> =>
      ((await acme.google.manager.organizations.search({ query })).data.organizations ?? []).map(
        (o) => o.name,
      );
    expect(await search('domain:acme.test')).toEqual([ORG]);
    expect(await search('directoryCustomerId:C0acme001')).toEqual([ORG]);
    expect(await search('domain:partner.test')).toEqual([]);
    expect(await refusal(search('domain acme'))).toMatchObject({ code: 400 });
  });

  it('says 403, not 404, for a project that is not there', async () => {
    const call = acme.google.manager.projects.get({ name: 'projects/no-such-project' });
    expect(await refusal(call)).toMatchObject({ code: 403, reasons: ['IAM_PERMISSION_DENIED'] });
  });

  it('takes rights away from the caller at run time, on a node and below it', async () => {
    const policy = (resource: string): Promise<unknown> =>
      acme.google.manager.projects.getIamPolicy({ resource, requestBody: {} });
    acme.emulator.world.caller.denied.push({
      permission: 'resourcemanager.projects.getIamPolicy',
      node: 'folders/800000000002',
    });
    expect((await refusal(policy('projects/acme-prod'))).message).toContain(
      "Permission 'resourcemanager.projects.getIamPolicy' denied",
    );
    await policy('projects/acme-data');
    acme.emulator.world.caller.denied.pop();
    await policy('projects/acme-prod');
  });

  it('shows effective tags with those of the parents marked as inherited', async () => {
    const tag = (name: string, value: string): object => ({
      tagKey: `tagKeys/${name}`,
      tagValue: `tagValues/${value}`,
      namespacedTagKey: `700000000001/${name}`,
      namespacedTagValue: `700000000001/${name}/${value}`,
    });
    const { tags } = acme.emulator.world;
    tags.set('folders/800000000002', [tag('env', 'prod'), tag('team', 'platform')] as never);
    tags.set(`projects/${PROD}`, [tag('team', 'payments')] as never);
    const { data } = await acme.google.manager.effectiveTags.list({ parent: `${FULL}/projects/${PROD}` });
    expect(data.effectiveTags?.map((t) => [t.namespacedTagValue, t.inherited ?? false])).toEqual([
      ['700000000001/team/payments', false],
      ['700000000001/env/prod', true],
    ]);
    tags.clear();
  });
});

describe('Cloud Asset', () => {
  it('gives effective policies child first and leaves out nodes without one', async () => {
    const { data } = await acme.google.asset.effectiveIamPolicies.batchGet({
      scope: ORG,
      names: [`${FULL}/projects/acme-prod`],
    });
    const nodes = data.policyResults?.[0]?.policies?.map((p) => p.attachedResource);
    expect(nodes).toEqual([`${FULL}/projects/acme-prod`, `${FULL}/folders/800000000002`, `${FULL}/${ORG}`]);
  });

  it('shows nothing above the scope and refuses names outside it', async () => {
    const ask = (scope: string, name: string) =>
      acme.google.asset.effectiveIamPolicies.batchGet({ scope, names: [name] });
    const { data } = await ask('folders/800000000002', `${FULL}/projects/${PROD}`);
    expect(data.policyResults?.[0]?.policies).toHaveLength(2);
    expect(await refusal(ask('folders/800000000002', `${FULL}/projects/acme-data`))).toMatchObject({
      code: 400,
    });
    const names = Array.from({ length: 21 }, () => `${FULL}/projects/acme-prod`);
    const many = acme.google.asset.effectiveIamPolicies.batchGet({ scope: ORG, names });
    expect(await refusal(many)).toMatchObject({ code: 400 });
  });

  it('finds bindings on containers by permission, and none of those on IAP nodes', async () => {
    const { data } = await acme.google.asset.v1.searchAllIamPolicies({
      scope: ORG,
      query: 'policy.role.permissions:iap.webServiceVersions.accessViaIAP',
    });
    expect(data.results?.map((r) => [r.resource, r.policy?.bindings])).toEqual([
      [
        `${FULL}/projects/acme-prod`,
        [{ role: 'roles/iap.httpsResourceAccessor', members: ['group:contractors@acme.test'] }],
      ],
    ]);
  });

  it('pages its search', async () => {
    acme.emulator.switches.pageCap = 1;
    const seen: (string | null | undefined)[] = [];
    let pageToken: string | undefined;
    do {
      const { data } = await acme.google.asset.v1.searchAllIamPolicies({
        scope: ORG,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      expect(data.results).toHaveLength(1);
      seen.push(...(data.results ?? []).map((r) => r.resource));
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    acme.emulator.switches.pageCap = undefined;
    expect(new Set(seen).size).toBe(3);
  });
});

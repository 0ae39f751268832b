/** IAM v1, v2 and v3, identity tokens, and Access Context Manager. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(async () => {
  await acme.emulator.close();
});

describe('roles', () => {
  const permissions = async (name: string) =>
    (await acme.google.iamV1.roles.get({ name })).data.includedPermissions ?? [];

  it('carry what Google gives them: web access in one role only, tunnels in Owner too', async () => {
    const web = 'iap.webServiceVersions.accessViaIAP';
    expect(await permissions('roles/iap.httpsResourceAccessor')).toEqual([web]);
    for (const name of ['roles/owner', 'roles/editor', 'roles/iap.admin'])
      expect(await permissions(name), name).not.toContain(web);
    expect(await permissions('roles/owner')).toContain('iap.tunnelInstances.accessViaIAP');
  });

  it('of a project are found by its id and by its number, deleted ones too', async () => {
    const name = 'projects/acme-prod/roles/grafanaUser';
    const { data } = await acme.google.iamV1.projects.roles.get({ name });
    expect(data).toMatchObject({ name, stage: 'GA', includedPermissions: ['compute.backendServices.get'] });
    const byNumber = await acme.google.iamV1.projects.roles.get({
      name: 'projects/111111111111/roles/grafanaUser',
    });
    expect(byNumber.data).toEqual(data);
    const role = acme.emulator.world.roles.get(name);
    if (!role) throw new Error('the world has changed');
    role.deleted = true;
    expect((await acme.google.iamV1.projects.roles.get({ name })).data.deleted).toBe(true);
    role.deleted = false;
  });

  it('that do not exist are a 404', async () => {
    expect(await refusal(permissions('roles/iap.nothing'))).toMatchObject({ code: 404, status: 'NOT_FOUND' });
  });
});

describe('service accounts', () => {
  it('are found without knowing their project', async () => {
    const email = 'ci-deployer@acme-prod.iam.gserviceaccount.com';
    const { data } = await acme.google.iamV1.projects.serviceAccounts.get({
      name: `projects/-/serviceAccounts/${email}`,
    });
    expect(data).toMatchObject({ email, projectId: 'acme-prod' });
    const absent = acme.google.iamV1.projects.serviceAccounts.get({
      name: 'projects/-/serviceAccounts/x@acme-prod.iam.gserviceaccount.com',
    });
    expect(await refusal(absent)).toMatchObject({ code: 404 });
  });

  it('get identity tokens with the e-mail only when it is asked for', async () => {
    const claims = async (includeEmail: boolean): Promise<Record<string, unknown>> => {
      const { data } = await acme.google.credentials.projects.serviceAccounts.generateIdToken({
        name: 'projects/-/serviceAccounts/ci-deployer@acme-prod.iam.gserviceaccount.com',
        requestBody: { audience: '123-abc.apps.googleusercontent.com', includeEmail },
      });
      const payload = Buffer.from(data.token?.split('.')[1] ?? '', 'base64url').toString();
      return JSON.parse(payload) as Record<string, unknown>;
    };
    expect(await claims(true)).toMatchObject({
      aud: '123-abc.apps.googleusercontent.com',
      email: 'ci-deployer@acme-prod.iam.gserviceaccount.com',
      exp: 1795338000 + 3600,
    });
    expect(await claims(false)).not.toHaveProperty('email');
  });
});

describe('deny policies', () => {
  const parent = 'policies/cloudresourcemanager.googleapis.com%2Fprojects%2Facme-prod/denypolicies';

  it('are listed as metadata and read with their rules', async () => {
    const { data } = await acme.google.iamV2.policies.listPolicies({ parent });
    const [policy] = data.policies ?? [];
    expect(policy?.name).toBe(
      'policies/cloudresourcemanager.googleapis.com%2Fprojects%2F111111111111/denypolicies/access-freeze',
    );
    expect(policy).not.toHaveProperty('rules');
    const whole = await acme.google.iamV2.policies.get({ name: policy?.name ?? '' });
    expect(whole.data.rules?.[0]?.denyRule?.deniedPrincipals).toEqual([
      'principal://goog/subject/dex@acme.test',
    ]);
  });

  it('can be listed with their rules where the switch says so', async () => {
    acme.emulator.switches.denyListHasRules = true;
    const { data } = await acme.google.iamV2.policies.listPolicies({ parent });
    expect(data.policies?.[0]?.rules).toHaveLength(2);
    acme.emulator.switches.denyListHasRules = false;
  });

  it('are an empty object where there are none, and a 403 where they may not be read', async () => {
    const folder = 'policies/cloudresourcemanager.googleapis.com%2Ffolders%2F800000000001/denypolicies';
    const list = () => acme.google.iamV2.policies.listPolicies({ parent: folder });
    expect((await list()).data).toEqual({});
    acme.emulator.world.caller.denied.push({ permission: 'iam.denypolicies.*' });
    expect(await refusal(list())).toMatchObject({ code: 403, reasons: ['IAM_PERMISSION_DENIED'] });
    acme.emulator.world.caller.denied.pop();
  });
});

describe('principal access boundaries', () => {
  const base = 'organizations/700000000001/locations/global';
  const get = (path: string) =>
    acme.google.auth.request<Record<string, unknown>>({
      url: `${acme.emulator.url}/v3/${path}`,
      retry: false,
    });
  const workspace = encodeURIComponent('//iam.googleapis.com/locations/global/workspace/C0acme001');

  it('are listed with their rules', async () => {
    const { data } = await get(`${base}/principalAccessBoundaryPolicies`);
    expect(data).toMatchObject({
      principalAccessBoundaryPolicies: expect.arrayContaining([
        expect.objectContaining({
          name: `${base}/principalAccessBoundaryPolicies/data-only`,
          details: {
            enforcementVersion: '3',
            rules: [
              expect.objectContaining({
                resources: ['//cloudresourcemanager.googleapis.com/projects/222222222222'],
              }),
            ],
          },
        }),
      ]),
    });
    const one = await get(`${base}/principalAccessBoundaryPolicies/data-only`);
    expect(one.data.displayName).toBe('Data project only');
  });

  it('are found by the set they are bound to, with the right that the set asks for', async () => {
    const search = () => get(`${base}/policyBindings:searchTargetPolicyBindings?target=${workspace}`);
    expect((await search()).data).toMatchObject({
      policyBindings: expect.arrayContaining([
        expect.objectContaining({
          policyKind: 'PRINCIPAL_ACCESS_BOUNDARY',
          condition: expect.objectContaining({ title: 'named people' }),
        }),
      ]),
    });
    const other = encodeURIComponent('//cloudresourcemanager.googleapis.com/organizations/700000000001');
    expect((await get(`${base}/policyBindings:searchTargetPolicyBindings?target=${other}`)).data).toEqual({});
    acme.emulator.world.caller.denied.push({
      permission: 'iam.googleapis.com/workspacePools.searchPolicyBindings',
    });
    expect(await refusal(search())).toMatchObject({ code: 403 });
    await get(`${base}/policyBindings:searchTargetPolicyBindings?target=${other}`);
    acme.emulator.world.caller.denied.pop();
  });
});

describe('access levels', () => {
  it('are listed under the policies of the organisation', async () => {
    const { data } = await acme.google.accessContext.accessPolicies.list({
      parent: 'organizations/700000000001',
    });
    const [policy] = data.accessPolicies ?? [];
    expect(policy?.name).toBe('accessPolicies/900000000001');
    expect(policy).not.toHaveProperty('levels');
    const levels = await acme.google.accessContext.accessPolicies.accessLevels.list({
      parent: policy?.name ?? '',
    });
    const titles = levels.data.accessLevels?.map((l) => l.title);
    expect(titles).toEqual(expect.arrayContaining(['Office network', 'Managed device']));
    const one = await acme.google.accessContext.accessPolicies.accessLevels.get({
      name: 'accessPolicies/900000000001/accessLevels/corp_network',
    });
    expect(one.data.basic?.conditions?.[0]?.ipSubnetworks).toEqual(['203.0.113.0/24']);
  });
});

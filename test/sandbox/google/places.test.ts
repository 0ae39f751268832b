/** Compute Engine, Cloud Run and App Engine: where services live and how one finds them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(async () => {
  await acme.emulator.close();
});
const project = 'acme-prod';

describe('Compute Engine', () => {
  it('aggregates backend services by scope, with a warning where there are none', async () => {
    const { data } = await acme.google.compute.backendServices.aggregatedList({ project });
    const items = data.items ?? {};
    expect(items.global?.backendServices?.map((b) => b.name)).toContain('dashboard');
    expect(items['regions/europe-west1']?.backendServices).toMatchObject([
      { name: 'edge', id: '8888888888888888888', iap: { enabled: true } },
      { name: 'edge-tools', iap: { enabled: true } },
    ]);
    expect(items['regions/us-central1']?.warning?.code).toBe('NO_RESULTS_ON_PAGE');
  });

  it('pages an aggregated list without losing or repeating anything', async () => {
    const seen: (string | null | undefined)[] = [];
    let pageToken: string | undefined;
    do {
      const { data } = await acme.google.compute.backendServices.aggregatedList({
        project,
        maxResults: 3,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      const page = Object.values(data.items ?? {}).flatMap((scope) => scope.backendServices ?? []);
      expect(page.length).toBeLessThanOrEqual(3);
      seen.push(...page.map((b) => b.name));
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    const all = acme.emulator.world.backendServices
      .filter((b) => b.project === '111111111111')
      .map((b) => b.name);
    expect(seen.sort()).toEqual(all.sort());
  });

  it('gives a backend service by name and by id, global and regional apart', async () => {
    const byName = await acme.google.compute.backendServices.get({ project, backendService: 'dashboard' });
    const byId = await acme.google.compute.backendServices.get({
      project,
      backendService: '2222222222222222222',
    });
    expect(byId.data).toEqual(byName.data);
    const regional = await acme.google.compute.regionBackendServices.get({
      project,
      region: 'europe-west1',
      backendService: 'edge',
    });
    expect(regional.data.region).toMatch(/\/regions\/europe-west1$/);
    const wrong = acme.google.compute.backendServices.get({ project, backendService: 'edge' });
    expect(await refusal(wrong)).toMatchObject({ code: 404, reasons: ['notFound'] });
  });

  it('leads from a forwarding rule through proxy and URL map to the backend service', async () => {
    const { data: rules } = await acme.google.compute.globalForwardingRules.list({ project });
    const rule = rules.items?.find((r) => r.name === 'dashboard-https');
    const proxyName = rule?.target?.split('/').at(-1) ?? '';
    const { data: proxy } = await acme.google.compute.targetHttpsProxies.get({
      project,
      targetHttpsProxy: proxyName,
    });
    const { data: map } = await acme.google.compute.urlMaps.get({
      project,
      urlMap: proxy.urlMap?.split('/').at(-1) ?? '',
    });
    expect(map.hostRules?.[0]?.hosts).toEqual(['dash.acme.test']);
    const { data: backend } = await acme.google.compute.backendServices.get({
      project,
      backendService: map.defaultService?.split('/').at(-1) ?? '',
    });
    expect(backend.name).toBe('dashboard');
    const regional = await acme.google.compute.forwardingRules.list({ project, region: 'europe-west1' });
    expect(regional.data.items?.map((r) => r.name)).toEqual(['edge-https', 'edge-tools-https']);
    expect((await acme.google.compute.targetHttpProxies.list({ project })).data.items).toBeUndefined();
  });

  it('writes path rules into a matcher of their own host', async () => {
    const { data } = await acme.google.compute.urlMaps.get({ project, urlMap: 'store-map' });
    const rule = data.hostRules?.find(({ hosts }) => hosts?.includes('store.acme.test'));
    const matcher = data.pathMatchers?.find(({ name }) => name === rule?.pathMatcher);
    expect(matcher?.defaultService?.split('/').at(-1)).toBe('store');
    expect(matcher?.pathRules).toMatchObject([
      { paths: ['/admin/*'], service: expect.stringMatching(/\/store-admin$/) },
    ]);
  });

  it('lists certificates with the domains they are for', async () => {
    acme.emulator.world.certificates.push({
      project: '111111111111',
      id: '7',
      name: 'c',
      region: undefined,
      domains: ['a.acme.test'],
      createdAt: '2026-01-01T00:00:00Z',
    });
    const { data } = await acme.google.compute.sslCertificates.aggregatedList({ project });
    expect(data.items?.global?.sslCertificates).toMatchObject([
      { name: 'c', managed: { domains: ['a.acme.test'] }, subjectAlternativeNames: ['a.acme.test'] },
    ]);
    acme.emulator.world.certificates.pop();
  });

  it('refuses in the older form', async () => {
    acme.emulator.world.caller.denied.push({ permission: 'compute.backendServices.list' });
    const call = acme.google.compute.backendServices.aggregatedList({ project });
    expect(await refusal(call)).toMatchObject({ code: 403, reasons: ['forbidden'] });
    acme.emulator.world.caller.denied.pop();
  });
});

describe('Cloud Run', () => {
  it('lists services of one region and of all', async () => {
    for (const location of ['europe-west1', '-']) {
      const { data } = await acme.google.run.projects.locations.services.list({
        parent: `projects/acme-prod/locations/${location}`,
      });
      expect(data.services?.map((s) => [s.name?.split('/').at(-1), s.iapEnabled])).toEqual([
        ['reports', true],
        ['forms', true],
        ['docs', undefined],
        ['portal', true],
        ['labs', true],
        ['tools', true],
      ]);
    }
  });

  it("gives a service and its own policy, which is not its IAP node's", async () => {
    const name = 'projects/acme-prod/locations/europe-west1/services/reports';
    const { data } = await acme.google.run.projects.locations.services.get({ name });
    expect(data.uri).toBe('https://reports-111111111111.europe-west1.run.test');
    const policy = await acme.google.run.projects.locations.services.getIamPolicy({
      resource: name,
      'options.requestedPolicyVersion': 3,
    });
    expect(policy.data.bindings?.map((b) => b.role)).toEqual(['roles/run.invoker']);
    const forms = await acme.google.run.projects.locations.services.getIamPolicy({
      resource: name.replace('reports', 'forms'),
    });
    expect(forms.data.bindings).toBeUndefined();
    const absent = acme.google.run.projects.locations.services.get({
      name: name.replace('reports', 'nothing'),
    });
    expect(await refusal(absent)).toMatchObject({ code: 404, status: 'NOT_FOUND' });
  });
});

describe('App Engine', () => {
  it('gives the application with its IAP switch, its services and their versions', async () => {
    const { data } = await acme.google.appengine.apps.get({ appsId: project });
    expect(data).toMatchObject({
      id: project,
      iap: { enabled: true },
      dispatchRules: [{ service: 'batch' }, { domain: 'jobs.acme.test', path: '/*', service: 'jobs' }],
    });
    const services = await acme.google.appengine.apps.services.list({ appsId: project });
    expect(services.data.services?.map((s) => s.id)).toEqual(['default', 'batch', 'jobs']);
    const domains = await acme.google.appengine.apps.domainMappings.list({ appsId: project });
    expect(domains.data.domainMappings).toBeUndefined();
    const versions = await acme.google.appengine.apps.services.versions.list({
      appsId: project,
      servicesId: 'batch',
    });
    expect(versions.data.versions?.map((v) => v.id)).toEqual(['v1', 'v2']);
  });

  it('has no application in a project without one', async () => {
    const call = acme.google.appengine.apps.get({ appsId: 'acme-data' });
    expect(await refusal(call)).toMatchObject({ code: 404 });
  });
});

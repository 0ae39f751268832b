/** IAP's switch: off means allowed whatever is granted, twice means both have to be passed, and around it is a warning. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { World } from '../../../src/sandbox/google/model.js';
import { nodeOf, PROD } from '../../../src/sandbox/world/services.js';
import { askWhen, changeBackend, changeRun, codesOf, findingOf, set } from '../../support/around.js';
import { type Product, startProduct } from '../../support/product.js';

const WEB = 'roles/iap.httpsResourceAccessor';
let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const grantAt = (world: World, node: string, member: string): void => {
  const bindings = world.policies.get(node)?.bindings ?? [];
  world.policies.set(node, { bindings: [...bindings, { role: WEB, members: [member] }] });
};

describe('IAP that is off', () => {
  it.each<readonly [string, string, string, (world: World) => void]>([
    [
      'a load balancer',
      'noor@acme.test',
      'dashboard',
      (w) => changeBackend(w, 'dashboard', { iapEnabled: false }),
    ],
    ['Cloud Run', 'rita@acme.test', 'reports', (w) => changeRun(w, 'reports', { iapEnabled: false })],
    [
      'App Engine',
      'noor@acme.test',
      'batch',
      (w) => {
        const [app] = w.apps;
        if (app) app.iapEnabled = false;
      },
    ],
    [
      'a regional load balancer',
      'noor@acme.test',
      'edge',
      (w) => changeBackend(w, 'edge', { iapEnabled: false }),
    ],
  ])('at %s lets everybody in, with a warning and no cause', async (_, who, where, when) => {
    const report = await askWhen(product, who, where, { when });
    expect(report.verdict).toBe('allowed');
    expect(report.cause).toBeNull();
    expect(report.also).toEqual([]);
    expect(report.fixes).toEqual([]);
    expect(findingOf(report, 'iap-switch')).toMatchObject({ verdict: 'warns', code: 'iap-bypassable' });
  });

  it.each([
    ['a suspended account', 'sam@acme.test'],
    ['a deny policy', 'dex@acme.test'],
    ['a boundary', 'otto@acme.test'],
    ['an address nobody knows', 'nobody@acme.test'],
  ])('outranks %s', async (_, who) => {
    const when = (w: World) => changeBackend(w, 'orders', { iapEnabled: false });
    expect((await askWhen(product, who, 'orders', { when })).verdict).toBe('allowed');
  });

  it('outranks Identity Platform too: then nothing at all is enforced', async () => {
    const when = (w: World) => changeBackend(w, 'shop', { iapEnabled: false });
    const report = await askWhen(product, 'noor@acme.test', 'shop', { when });
    expect(report.verdict).toBe('allowed');
    expect(codesOf(report, 'unsure')).not.toContain('gcip-iam-off');
  });

  it('outranks policies that cannot be read', async () => {
    const report = await askWhen(product, 'noor@acme.test', 'legacy', {
      faults: [
        { api: 'iam', kind: 'forbidden' },
        { api: 'cloudidentity', kind: 'forbidden' },
      ],
    });
    expect(report.verdict).toBe('allowed');
    expect(report.blindSpots.length).toBeGreaterThan(0);
  });

  it('at the load balancer only, with IAP on Cloud Run behind it, is no open door', async () => {
    const when = (w: World) => changeBackend(w, 'portal', { iapEnabled: false });
    const report = await askWhen(product, 'noor@acme.test', 'portal', { when });
    expect(report).toMatchObject({ verdict: 'unknown', cause: { code: 'service-not-found' } });
    expect(report.blindSpots[0]?.needs).toContain('portal');
  });

  it('is not concluded from an object that says nothing about IAP', async () => {
    const when = (w: World) => w.apps.splice(0, 1, { ...(w.apps[0] as World['apps'][number]) });
    const report = await askWhen(product, 'bob@acme.test', 'batch', { when });
    expect(report.verdict).toBe('allowed');
    expect(findingOf(report, 'iap-switch').verdict).toBe('ok');
  });
});

describe('IAP that stands twice', () => {
  const runNode = nodeOf('portal').replace(/compute\/services\/.*/, 'cloud_run-europe-west1/services/portal');

  it('lets in whoever may pass both, with a warning', async () => {
    const when = (w: World) => grantAt(w, runNode, 'user:bob@acme.test');
    const report = await askWhen(product, 'bob@acme.test', 'portal', { when });
    expect(report.verdict).toBe('allowed');
    expect(codesOf(report, 'warns')).toContain('iap-enabled-twice');
  });

  it('stops whoever may pass one only, asked about at either of the two', async () => {
    const atLoadBalancer = await askWhen(product, 'bob@acme.test', 'portal');
    expect(atLoadBalancer).toMatchObject({ verdict: 'denied', cause: { code: 'iap-enabled-twice' } });
    expect(atLoadBalancer.fixes[0]?.gcloud).toContain('--resource-type=cloud-run --service=portal');
    expect(atLoadBalancer.cost.roundTrips).toBeLessThanOrEqual(3);
    const when = (w: World): void => {
      grantAt(w, runNode, 'user:dana@acme.test');
    };
    const atCloudRun = await askWhen(product, 'dana@acme.test', runNode, { when });
    expect(atCloudRun).toMatchObject({ verdict: 'denied', cause: { code: 'iap-enabled-twice' } });
    expect(atCloudRun.cause?.adminText).toContain(nodeOf('portal'));
    expect(atCloudRun.cost.roundTrips).toBeLessThanOrEqual(3);
  });

  it('is passed by what is granted on the project, above both', async () => {
    const report = await askWhen(product, 'carl@acme.test', 'portal');
    expect(report.verdict).toBe('allowed');
  });

  it('stops nobody when IAP on Cloud Run is off', async () => {
    const when = (w: World) => changeRun(w, 'portal', { iapEnabled: false });
    const report = await askWhen(product, 'bob@acme.test', 'portal', { when });
    expect(report.verdict).toBe('allowed');
    expect(report.findings.map((f) => f.code)).not.toContain('iap-enabled-twice');
  });

  it('stays with the nearer cause for somebody who passes neither', async () => {
    const report = await askWhen(product, 'noor@acme.test', 'portal');
    expect(report.verdict).toBe('denied');
    expect(report.cause?.code).not.toBe('iap-enabled-twice');
    expect(codesOf(report, 'warns')).toContain('iap-enabled-twice');
  });

  it('is not claimed where the second one could not be judged', async () => {
    const group = (w: World) => grantAt(w, runNode, 'group:launch@partner.test');
    const report = await askWhen(product, 'bob@acme.test', 'portal', { when: group });
    expect(report.verdict).not.toBe('denied');
  });
});

describe('a way around IAP', () => {
  it.each<readonly [string, (world: World) => void]>([
    ['only IAP may invoke the service', (w) => changeRun(w, 'docs', { policy: { bindings: [] } })],
    [
      'it takes no traffic from outside',
      (w) => changeRun(w, 'docs', { ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' }),
    ],
    ['it has no address of its own', (w) => changeRun(w, 'docs', { defaultUriDisabled: true })],
  ])('is not warned of when %s', async (_, when) => {
    const report = await askWhen(product, 'bob@acme.test', 'docs', { when });
    expect(report.verdict).toBe('allowed');
    expect(codesOf(report, 'warns')).not.toContain('iap-bypassable');
  });

  it('is warned of when the service does not check its callers', async () => {
    const when = (w: World) => changeRun(w, 'docs', { policy: { bindings: [] }, invokerIamDisabled: true });
    const report = await askWhen(product, 'bob@acme.test', 'docs', { when });
    expect(findingOf(report, 'bypass')).toMatchObject({ verdict: 'warns', code: 'iap-bypassable' });
  });

  it('costs nothing to look for where no Cloud Run service stands behind', async () => {
    const before = product.google.requests.length;
    await askWhen(product, 'ana@acme.test', 'dashboard');
    const asked = product.google.requests.slice(before).map(({ path }) => path);
    expect(asked.filter((path) => /networkEndpointGroups|\/locations\/[^/]+\/services/.test(path))).toEqual(
      [],
    );
  });
});

describe('CORS preflights that pass', () => {
  it('are warned of wherever they are allowed from', async () => {
    for (const node of [nodeOf('dashboard'), `projects/${PROD}/iap_web`, `projects/${PROD}`]) {
      const when = (w: World) => set(w, node, { corsSettings: { allowHttpOptions: true } });
      const report = await askWhen(product, 'ana@acme.test', 'dashboard', { when });
      expect(findingOf(report, 'preflight')).toMatchObject({ verdict: 'warns', code: 'preflight-open' });
      expect(report.verdict).toBe('allowed');
    }
  });

  it('are checked after all where the service says so itself', async () => {
    const when = (w: World): void => {
      set(w, `projects/${PROD}/iap_web`, { corsSettings: { allowHttpOptions: true } });
      set(w, 'dashboard', { corsSettings: { allowHttpOptions: false } });
    };
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', { when });
    expect(codesOf(report, 'warns')).not.toContain('preflight-open');
  });
});

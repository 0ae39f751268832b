/** From IAP to what is behind it: the service agent, a backend made anew, access levels where none are offered, tunnels. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logAuthorization, setIapPolicy } from '../../../src/sandbox/google/change.js';
import type { World } from '../../../src/sandbox/google/model.js';
import { LEVELS } from '../../../src/sandbox/world/guards.js';
import { DATA, IAP_AGENT, nodeOf, PROD } from '../../../src/sandbox/world/services.js';
import { askWhen, changeBackend, changeRun, codesOf, findingOf } from '../../support/around.js';
import { type Product, startProduct } from '../../support/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const WEB = 'roles/iap.httpsResourceAccessor';
const INVOKER = 'roles/run.invoker';
const bind = (
  w: World,
  node: string,
  role: string,
  members: string[],
  condition?: { expression: string },
): void => {
  const bindings = w.policies.get(node)?.bindings ?? [];
  w.policies.set(node, {
    ...w.policies.get(node),
    bindings: [...bindings, { role, members, ...(condition ? { condition } : {}) }],
  });
};
const onService = (role: string, members: string[], condition?: { expression: string }) => (w: World) =>
  changeRun(w, 'forms', { policy: { bindings: [{ role, members, ...(condition ? { condition } : {}) }] } });
const future = { expression: 'request.time < timestamp("2099-01-01T00:00:00Z")' };

describe('the service agent', () => {
  it.each<readonly [string, (world: World) => void]>([
    ['it invokes the service by name', onService(INVOKER, [IAP_AGENT])],
    ['everybody may', onService(INVOKER, ['allUsers'])],
    ['every account may', onService(INVOKER, ['allAuthenticatedUsers'])],
    ['it administers the service', onService('roles/run.admin', [IAP_AGENT])],
    ['callers are not checked', (w) => changeRun(w, 'forms', { invokerIamDisabled: true })],
    ['it is an invoker on the project', (w) => bind(w, `projects/${PROD}`, INVOKER, [IAP_AGENT])],
    ['it is an invoker on a folder', (w) => bind(w, 'folders/800000000001', INVOKER, [IAP_AGENT])],
    [
      'it is an editor of the organisation',
      (w) => bind(w, 'organizations/700000000001', 'roles/editor', [IAP_AGENT]),
    ],
    [
      'it holds a custom role with the permission',
      (w) => {
        const name = 'projects/acme-prod/roles/caller';
        const includedPermissions = ['run.routes.invoke'];
        w.roles.set(name, { name, title: 'Caller', includedPermissions, stage: 'GA', deleted: false });
        onService(name, [IAP_AGENT])(w);
      },
    ],
  ])('may call when %s', async (_, when) => {
    const report = await askWhen(product, 'fay@acme.test', 'forms', { when });
    expect(report.verdict).toBe('allowed');
    const doubts = report.findings.filter((f) => f.check === 'service-agent' && f.verdict !== 'ok');
    expect(doubts).toEqual([]);
  });

  it.each<readonly [string, (world: World) => void]>([
    ['nobody may', onService(INVOKER, ['user:rita@acme.test'])],
    ['the agent of another project may', onService(INVOKER, [IAP_AGENT.replace(PROD, DATA)])],
    ['it may only look', onService('roles/viewer', [IAP_AGENT])],
    ['a group may that it is not in', onService(INVOKER, ['group:eng@acme.test'])],
    [
      'its custom role lacks the permission',
      (w) => {
        const name = 'projects/acme-prod/roles/looker';
        w.roles.set(name, {
          name,
          title: 'Looker',
          includedPermissions: ['run.services.get'],
          stage: 'GA',
          deleted: false,
        });
        onService(name, [IAP_AGENT])(w);
      },
    ],
    ['it is named on another project only', (w) => bind(w, `projects/${DATA}`, INVOKER, [IAP_AGENT])],
  ])('is refused when %s', async (_, when) => {
    const report = await askWhen(product, 'fay@acme.test', 'forms', { when });
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'service-agent-not-invoker' } });
    expect(report.cause?.text).not.toContain('gserviceaccount');
    expect(report.fixes[0]?.gcloud).toBe(
      `gcloud run services add-iam-policy-binding forms --region=europe-west1 --member=${IAP_AGENT} --role=roles/run.invoker --project=acme-prod`,
    );
    expect(report.fixes[0]?.terraform).toContain(`member   = "${IAP_AGENT}"`);
  });

  it.each<readonly [string, (world: World) => void]>([
    ['a condition is on its grant', onService(INVOKER, [IAP_AGENT], future)],
    [
      'a set of service agents may',
      onService(INVOKER, [
        `principalSet://cloudresourcemanager.googleapis.com/projects/${PROD}/type/ServiceAgent`,
      ]),
    ],
  ])('is only doubted when %s', async (_, when) => {
    const report = await askWhen(product, 'fay@acme.test', 'forms', { when });
    expect(report.verdict).toBe('allowed');
    expect(findingOf(report, 'service-agent')).toMatchObject({
      verdict: 'unsure',
      code: 'service-agent-not-invoker',
    });
  });

  it('cannot be told where the policies above the service are hidden and its own names nobody', async () => {
    const report = await askWhen(product, 'fay@acme.test', 'forms', {
      when: onService(INVOKER, ['user:rita@acme.test']),
      faults: [
        { api: 'cloudasset', kind: 'forbidden' },
        { api: 'cloudresourcemanager', path: /folders.*getIamPolicy/, kind: 'forbidden' },
      ],
    });
    expect(report).toMatchObject({ verdict: 'unknown', cause: { code: 'policy-not-readable' } });
  });

  it('cannot be told where its custom role is hidden', async () => {
    const name = 'projects/acme-prod/roles/caller';
    const when = (w: World): void => {
      const includedPermissions = ['run.services.get'];
      w.roles.set(name, { name, title: 'Caller', includedPermissions, stage: 'GA', deleted: false });
      onService(name, [IAP_AGENT])(w);
    };
    const faults = [{ api: 'iam', path: /roles\/caller/, kind: 'forbidden' }] as const;
    const report = await askWhen(product, 'fay@acme.test', 'forms', { when, faults });
    expect(report).toMatchObject({ verdict: 'unknown', cause: { code: 'role-not-readable' } });
  });

  it('is no question where IAP on Cloud Run is off', async () => {
    const report = await askWhen(product, 'fay@acme.test', 'forms', {
      when: (w) => changeRun(w, 'forms', { iapEnabled: false }),
    });
    expect(report.verdict).toBe('allowed');
    expect(report.findings.map((f) => f.check)).not.toContain('service-agent');
  });

  it('does not cost a look into groups where it is bound by name', async () => {
    const before = product.google.requests.length;
    await askWhen(product, 'hana@acme.test', 'reports', { flags: ['--host', 'reports.acme.test'] });
    const asked = product.google.requests.slice(before).map(({ path }) => decodeURIComponent(path));
    expect(asked.filter((path) => path.includes('gcp-sa-iap'))).toEqual([]);
  });
});

describe('a backend that was made anew', () => {
  it('denies whoever is granted on the old one alone, and says what to grant and what to configure', async () => {
    const report = await askWhen(product, 'bob@acme.test', 'billing');
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'service-replaced' } });
    expect(report.fixes.some((f) => f.gcloud?.includes('--service=2525252525252520000'))).toBe(true);
    expect(report.fixes.some((f) => f.for === 'operator' && f.title.includes('2525252525252520000'))).toBe(
      true,
    );
    expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
  });

  it.each<readonly [string, string, (world: World) => void]>([
    [
      'on the new one',
      'bob@acme.test',
      (w) => bind(w, nodeOf('billing').replace(/\d+$/, '2525252525252520000'), WEB, ['user:bob@acme.test']),
    ],
    ['above both', 'carl@acme.test', () => undefined],
  ])('does not deny whoever is granted %s, but asks for the new name', async (_, who, when) => {
    const report = await askWhen(product, who, 'billing', { when });
    expect(report).toMatchObject({ verdict: 'unknown', cause: { code: 'service-not-found' } });
    expect(report.blindSpots[0]?.needs).toContain('2525252525252520000');
  });

  it('is found by the address where the name is another one', async () => {
    const when = (w: World): void => {
      changeBackend(w, 'billing', { name: 'billing-v2' });
      const at = w.urlMaps.findIndex(({ name }) => name === 'billing-map');
      const map = w.urlMaps[at];
      if (map)
        w.urlMaps[at] = {
          ...map,
          defaultService: 'billing-v2',
          hosts: [{ host: 'billing.acme.test', service: 'billing-v2' }],
        };
    };
    const maps = product.google.world.urlMaps.map((map) => ({ ...map }));
    const report = await askWhen(product, 'bob@acme.test', 'billing', { when });
    product.google.world.urlMaps.splice(0, maps.length, ...maps);
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'service-replaced' } });
    expect(report.cause?.adminText).toContain('the address leads to it');
  });

  it('is not claimed from an inventory that is not complete', async () => {
    const faults = [{ api: 'compute', path: /aggregated\/backendServices/, kind: 'server-error' }] as const;
    const report = await askWhen(product, 'bob@acme.test', 'billing', { faults });
    expect(report.cause?.code).not.toBe('service-replaced');
    expect(report.blindSpots.length).toBeGreaterThan(0);
  });

  it('is a doubt, no verdict, where nothing took its place', async () => {
    const when = (w: World): void => {
      const at = w.backendServices.findIndex(({ name }) => name === 'dashboard');
      w.backendServices.splice(at, 1);
    };
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', { when });
    expect(findingOf(report, 'replaced')).toMatchObject({ verdict: 'unsure', code: 'service-not-found' });
    expect(report.verdict).toBe('allowed');
  });

  it('of the same name is told by a grant that is older than the service', async () => {
    const named = nodeOf('lake');
    const when = (w: World): void => {
      const empty = { bindings: [] };
      const given = { bindings: [{ role: WEB, members: ['user:ivo@acme.test'] }] };
      const by = { email: 'bob@acme.test' };
      const day = (days: number): number => Date.now() - days * 86_400_000;
      setIapPolicy(w, named, empty, { by, at: day(9) });
      setIapPolicy(w, named, given, { by, at: day(8) });
      w.policies.delete(nodeOf('lake'));
      changeBackend(w, 'lake', { createdAt: new Date(day(2)).toISOString() });
    };
    const report = await askWhen(product, 'ivo@acme.test', named, { when });
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'service-replaced' } });
  });

  it('is suspected when IAP decides about the address at another resource', async () => {
    const when = (w: World): void => {
      logAuthorization(w, {
        resource: `projects/${PROD}/iap_web/compute/services/9191919191919191919`,
        granted: true,
        email: 'cleo@acme.test',
        host: 'wiki.acme.test',
      });
    };
    const report = await askWhen(product, 'cleo@acme.test', 'wiki', { when });
    expect(findingOf(report, 'replaced')).toMatchObject({ verdict: 'unsure', code: 'service-replaced' });
  });
});

describe('an access level where none is documented', () => {
  it('is a doubt on Cloud Run itself, and not behind a load balancer', async () => {
    expect(codesOf(await askWhen(product, 'bob@acme.test', 'labs'), 'unsure')).toContain(
      'access-level-unsupported-target',
    );
    const payroll = await askWhen(product, 'tom@acme.test', 'payroll');
    expect(codesOf(payroll, 'unsure')).not.toContain('access-level-unsupported-target');
  });

  it('is a doubt in a role that holds more than access', async () => {
    const name = 'projects/acme-prod/roles/broad';
    const includedPermissions = ['iap.webServiceVersions.accessViaIAP', 'compute.backendServices.get'];
    const condition = { expression: `"${LEVELS}/corp_network" in request.auth.access_levels` };
    const when = (w: World): void => {
      w.roles.set(name, { name, title: 'Broad', includedPermissions, stage: 'GA', deleted: false });
      bind(w, nodeOf('wiki'), name, ['user:ivo@acme.test'], condition);
    };
    const report = await askWhen(product, 'ivo@acme.test', 'wiki', { when, flags: ['--ip', '203.0.113.7'] });
    expect(report.verdict).toBe('allowed');
    expect(findingOf(report, 'level-target')).toMatchObject({
      verdict: 'unsure',
      code: 'access-level-unsupported-target',
    });
  });

  it('makes the verdict unknown once IAP refused all the same', async () => {
    const when = (w: World): void => {
      logAuthorization(w, {
        resource: nodeOf('labs'),
        granted: false,
        email: 'bob@acme.test',
        ip: '203.0.113.7',
      });
    };
    const report = await askWhen(product, 'bob@acme.test', 'labs', { when });
    expect(report.verdict).toBe('unknown');
    expect(findingOf(report, 'level-target').text).toMatch(/refused/);
  });
});

describe('tunnels by ownership', () => {
  it('are warned of for owners only, and for nobody on the web', async () => {
    expect(codesOf(await askWhen(product, 'omar@acme.test', 'bastion'), 'warns')).toContain('owner-tunnels');
    expect(codesOf(await askWhen(product, 'bob@acme.test', 'bastion'), 'warns')).not.toContain(
      'owner-tunnels',
    );
    expect(codesOf(await askWhen(product, 'omar@acme.test', 'hr'), 'warns')).not.toContain('owner-tunnels');
  });

  it('cost none of the looks that only web apps need', async () => {
    const before = product.google.requests.length;
    await askWhen(product, 'omar@acme.test', 'bastion');
    const asked = product.google.requests.slice(before).map(({ path }) => path);
    expect(
      asked.filter((path) => /:iapSettings|backendServices|\/v1\/apps|run\/|\/services/.test(path)),
    ).toEqual([]);
  });
});

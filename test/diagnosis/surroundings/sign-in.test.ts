/** Signing in before IAM is asked: Identity Platform, workforce identities, OAuth clients, host names, re-authentication. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logAuthorization } from '../../../src/sandbox/google/change.js';
import type { World } from '../../../src/sandbox/google/model.js';
import { LAB, nodeOf, PROD } from '../../../src/sandbox/world/services.js';
import { askWhen, changeBackend, codesOf, findingOf, set } from '../../support/around.js';
import { type Product, startProduct } from '../../support/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const WEB = `projects/${PROD}/iap_web`;
const tenants = { gcipSettings: { tenantIds: ['customers-1'] } };
const workforce = (...pools: string[]) => ({
  identitySources: ['WORKFORCE_IDENTITY_FEDERATION'],
  workforceIdentitySettings: { workforcePools: pools },
});
const POOL = 'locations/global/workforcePools';
const federated = (pool: string) => `principal://iam.googleapis.com/${POOL}/${pool}/subject/kit`;
const bind = (w: World, node: string, member: string): void => {
  w.policies.set(node, { bindings: [{ role: 'roles/iap.httpsResourceAccessor', members: [member] }] });
};

describe('Identity Platform', () => {
  it.each([nodeOf('dashboard'), `${WEB}/compute`, WEB, `projects/${PROD}`])(
    'on %s makes the verdict unknown for whoever is granted and whoever is not',
    async (node) => {
      for (const who of ['ana@acme.test', 'noor@acme.test', 'sam@acme.test']) {
        const report = await askWhen(product, who, 'dashboard', { when: (w) => set(w, node, tenants) });
        expect(report).toMatchObject({ verdict: 'unknown', cause: { code: 'gcip-iam-off' } });
        expect(report.cause?.adminText).toContain(node);
        expect(report.cause?.text).not.toContain('customers-1');
        expect(report.blindSpots.map((s) => s.code)).toContain('gcip-iam-off');
        expect(report.fixes.length).toBeGreaterThan(0);
      }
    },
  );

  it('is off where the service itself has no tenants although its parent has', async () => {
    const when = (w: World): void => {
      set(w, WEB, tenants);
      set(w, 'dashboard', { gcipSettings: { tenantIds: [] } });
    };
    expect((await askWhen(product, 'ana@acme.test', 'dashboard', { when })).verdict).toBe('allowed');
  });

  it('counts from a parent although the service\u2019s own settings cannot be read', async () => {
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', {
      when: (w) => set(w, WEB, tenants),
      faults: [{ api: 'iap', path: /services\/2222222222222222222:iapSettings/, kind: 'forbidden' }],
    });
    expect(report).toMatchObject({ verdict: 'unknown', cause: { code: 'gcip-iam-off' } });
  });
});

describe('the kind of identity', () => {
  it('stops Google accounts where workforce identities sign in, and says through what', async () => {
    const report = await askWhen(product, 'bob@acme.test', 'partners');
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'identity-source-mismatch' } });
    expect(report.fixes.find((f) => f.for === 'person')?.title).toContain('acme-partners');
  });

  it('lets workforce identities of the right pool in', async () => {
    const when = (w: World) => bind(w, nodeOf('partners'), federated('acme-partners'));
    const report = await askWhen(product, federated('acme-partners'), 'partners', { when });
    expect(codesOf(report, 'blocks')).not.toContain('identity-source-mismatch');
  });

  it('stops workforce identities of another pool', async () => {
    const when = (w: World) => bind(w, nodeOf('partners'), federated('others'));
    const report = await askWhen(product, federated('others'), 'partners', { when });
    expect(codesOf(report, 'blocks')).toContain('identity-source-mismatch');
  });

  it('only doubts workforce identities where nothing is set, since folders may set it', async () => {
    const when = (w: World) => bind(w, nodeOf('dashboard'), federated('acme-partners'));
    const report = await askWhen(product, federated('acme-partners'), 'dashboard', { when });
    expect(codesOf(report, 'unsure')).toContain('identity-source-mismatch');
    expect(report.verdict).not.toBe('denied');
  });

  it('does not concern service accounts, which sign in nowhere', async () => {
    const when = (w: World) => set(w, 'orders', workforce(`${POOL}/acme-partners`));
    const who = 'ci-deployer@acme-prod.iam.gserviceaccount.com';
    expect((await askWhen(product, who, 'orders', { when })).verdict).toBe('allowed');
  });

  it('cannot be told where a nearer setting is hidden', async () => {
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', {
      when: (w) => set(w, WEB, workforce(`${POOL}/acme-partners`)),
      faults: [{ api: 'iap', path: /iap_web\/compute:iapSettings/, kind: 'forbidden' }],
    });
    expect(report).toMatchObject({ verdict: 'unknown', cause: { code: 'policy-not-readable' } });
  });
});

describe('the OAuth client', () => {
  it('is missing only without an organisation, and only when no node has one', async () => {
    const bare = (w: World) => changeBackend(w, 'dashboard', { oauth2ClientId: undefined });
    expect((await askWhen(product, 'ana@acme.test', 'dashboard', { when: bare })).verdict).toBe('allowed');
    for (const node of [nodeOf('atlas'), `projects/${LAB}/iap_web`, `projects/${LAB}`]) {
      const when = (w: World) =>
        set(w, node, { oauthSettings: { clientId: '9.apps.googleusercontent.com' } });
      expect((await askWhen(product, 'bob@acme.test', 'atlas', { when })).verdict, node).toBe('allowed');
    }
    const blank = (w: World) => changeBackend(w, 'atlas', { oauth2ClientId: '' });
    const report = await askWhen(product, 'bob@acme.test', 'atlas', { when: blank });
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'oauth-client-missing' } });
    expect(report.fixes[0]?.gcloud).toContain(
      'gcloud iap settings set iap_settings.yaml --project=acme-lab-2019',
    );
  });

  it('stands beside the grant as a cause for somebody who has none', async () => {
    const report = await askWhen(product, 'noor@acme.test', 'atlas');
    expect(report.cause?.code).toBe('no-grant');
    expect(report.also.map((c) => c.code)).toContain('oauth-client-missing');
  });

  it('that Google manages is doubted for people from elsewhere only', async () => {
    const stranger = await askWhen(product, 'cora@partner.test', 'vault');
    expect(stranger.verdict).toBe('allowed');
    expect(codesOf(stranger, 'unsure')).toContain('oauth-audience');
    const own = await askWhen(product, 'bob@acme.test', 'vault');
    expect(codesOf(own, 'unsure')).not.toContain('oauth-audience');
    const when = (w: World) =>
      set(w, 'vault', { oauthSettings: { clientId: '9.apps.googleusercontent.com' } });
    const custom = await askWhen(product, 'cora@partner.test', 'vault', { when });
    expect(codesOf(custom, 'unsure')).not.toContain('oauth-audience');
  });

  it('that was changed since the last visit is a doubt, unless programs may use the old one', async () => {
    const report = await askWhen(product, 'root@acme.test', 'docs');
    expect(findingOf(report, 'oauth-client').adminText).toContain('123-old.apps.googleusercontent.com');
    const programmaticClients = ['123-old.apps.googleusercontent.com'];
    const when = (w: World) => set(w, 'docs', { oauthSettings: { programmaticClients } });
    const listed = await askWhen(product, 'root@acme.test', 'docs', { when });
    expect(codesOf(listed, 'unsure')).not.toContain('oauth-client-mismatch');
  });
});

describe('host names', () => {
  const only =
    (...domains: string[]) =>
    (w: World) =>
      set(w, 'dashboard', { allowedDomainsSettings: { enable: true, domains } });

  it.each<readonly [string, readonly string[], readonly string[], string]>([
    ['the configured host is listed', ['dash.acme.test'], [], 'allowed'],
    ['a wildcard covers it', ['*.acme.test'], [], 'allowed'],
    ['another one is listed', ['other.acme.test'], [], 'denied'],
    ['the given host is not listed', ['dash.acme.test'], ['--host', 'alias.acme.test'], 'denied'],
    ['the given host is listed', ['alias.acme.test'], ['--host', 'alias.acme.test'], 'allowed'],
    ['the list is empty', [], [], 'allowed'],
  ])('when %s', async (_, domains, flags, verdict) => {
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', { when: only(...domains), flags });
    expect(report.verdict).toBe(verdict);
    if (verdict === 'denied') {
      expect(report.cause?.code).toBe('host-not-allowed');
      expect(report.fixes.some((f) => f.gcloud?.includes('allowed_domains_settings'))).toBe(true);
    }
  });

  it('do not matter while the setting is not enabled', async () => {
    const when = (w: World) => set(w, 'dashboard', { allowedDomainsSettings: { domains: ['other.test'] } });
    expect((await askWhen(product, 'ana@acme.test', 'dashboard', { when })).verdict).toBe('allowed');
  });

  it('are only doubted where nobody knows the host', async () => {
    const when = (w: World): void => {
      set(w, 'dashboard', { allowedDomainsSettings: { enable: true, domains: ['other.acme.test'] } });
    };
    const resource = nodeOf('dashboard').replace('compute/', 'compute/');
    const report = await askWhen(product, 'ana@acme.test', resource, { when });
    // The configured service behind the resource has an address, so its host is known.
    expect(report.cause?.code).toBe('host-not-allowed');
  });
});

describe('re-authentication', () => {
  it('is told to people with what it asks for, and never decides', async () => {
    const when = (w: World): void => {
      set(w, WEB, { reauthSettings: { method: 'LOGIN', maxAge: '28800s', policyType: 'DEFAULT' } });
      set(w, 'dashboard', {
        reauthSettings: { method: 'ENROLLED_SECOND_FACTORS', maxAge: '86400s', policyType: 'MINIMUM' },
      });
    };
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', { when });
    expect(report.verdict).toBe('allowed');
    expect(findingOf(report, 'reauth').text).toMatch(/every 8 hours, with a second factor/);
  });

  it('does not concern service accounts', async () => {
    const when = (w: World) =>
      set(w, 'orders', { reauthSettings: { method: 'LOGIN', maxAge: '3600s', policyType: 'MINIMUM' } });
    const report = await askWhen(product, 'ci-deployer@acme-prod.iam.gserviceaccount.com', 'orders', {
      when,
    });
    expect(codesOf(report, 'unsure')).not.toContain('reauth-required');
  });
});

describe('a visit that IAP let through', () => {
  it('points at the app, and a later refusal takes that back', async () => {
    const report = await askWhen(product, 'ana@acme.test', 'dashboard');
    expect(codesOf(report, 'unsure')).toContain('app-refused');
    const when = (w: World): void => {
      logAuthorization(w, {
        resource: nodeOf('dashboard'),
        granted: false,
        email: 'ana@acme.test',
        host: 'dash.acme.test',
      });
    };
    const refused = await askWhen(product, 'ana@acme.test', 'dashboard', { when });
    expect(codesOf(refused, 'unsure')).not.toContain('app-refused');
  });

  it('is not told to somebody who has no access now', async () => {
    expect(codesOf(await askWhen(product, 'eli@acme.test', 'orders'), 'unsure')).not.toContain('app-refused');
  });
});

/** Access that is asked for: Privileged Access Manager's grants, conditions of tools that lend access, organisation policies. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseIapPolicy } from '../../../src/sandbox/google/change.js';
import type { PrivilegedGrantState, World } from '../../../src/sandbox/google/model.js';
import { DATA, nodeOf, PROD } from '../../../src/sandbox/world/services.js';
import { askWhen, codesOf, findingOf } from '../../support/around.js';
import { type Product, startProduct } from '../../support/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const WEB = 'roles/iap.httpsResourceAccessor';
const day = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const change = (w: World, more: Partial<World['privilegedGrants'][number]>): void => {
  const [first] = w.privilegedGrants;
  if (first) w.privilegedGrants[0] = { ...first, ...more };
};

describe('a request for temporary access', () => {
  it.each<readonly [PrivilegedGrantState, RegExp]>([
    ['ENDED', /ended on/],
    ['REVOKED', /was taken back/],
    ['APPROVAL_AWAITED', /nobody has approved it yet/],
    ['DENIED', /was turned down/],
    ['EXPIRED', /ran out before anybody approved it/],
    ['ACTIVATION_FAILED', /could not switch it on/],
    ['SCHEDULED', /has not begun yet/],
  ])('that is %s is the cause, with the way to ask again', async (state, words) => {
    const report = await askWhen(product, 'jana@acme.test', 'warehouse', {
      when: (w) => change(w, { state }),
    });
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'jit-grant-ended' } });
    expect(report.cause?.text).toMatch(words);
    expect(report.fixes[0]).toMatchObject({ for: 'person' });
    expect(report.fixes[0]?.gcloud).toBe(
      `gcloud pam grants create --entitlement=projects/${DATA}/locations/global/entitlements/warehouse-night-shift --requested-duration=3600s --justification='WHY YOU NEED IT'`,
    );
    expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
  });

  it.each<readonly [string, (world: World) => void]>([
    ['of somebody else', (w) => change(w, { requester: 'dana@acme.test' })],
    ['that ended long ago', (w) => change(w, { removedAt: day(60) })],
    [
      'that is active, which the policies have to show',
      (w) => change(w, { state: 'ACTIVE', removedAt: undefined }),
    ],
    [
      'for a role that opens something else',
      (w) => {
        const [entitlement] = w.entitlements;
        const access = entitlement?.access.gcpIamAccess;
        if (entitlement && access)
          w.entitlements[0] = {
            ...entitlement,
            access: { gcpIamAccess: { ...access, roleBindings: [{ role: 'roles/viewer' }] } },
          };
      },
    ],
    [
      'for another project',
      (w) => {
        const [entitlement] = w.entitlements;
        const access = entitlement?.access.gcpIamAccess;
        const resource = '//cloudresourcemanager.googleapis.com/projects/acme-prod';
        if (entitlement && access)
          w.entitlements[0] = { ...entitlement, access: { gcpIamAccess: { ...access, resource } } };
      },
    ],
  ])('%s explains nothing', async (_, when) => {
    const report = await askWhen(product, 'jana@acme.test', 'warehouse', { when });
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'no-grant' } });
  });

  it('explains nothing to somebody who has access', async () => {
    const when = (w: World): void => {
      w.policies.set(nodeOf('warehouse'), { bindings: [{ role: WEB, members: ['user:jana@acme.test'] }] });
    };
    const report = await askWhen(product, 'jana@acme.test', 'warehouse', { when });
    expect(report.verdict).toBe('allowed');
    expect(report.findings.map((f) => f.check)).not.toContain('lent-access');
  });

  it('is found on a folder and on the organisation above the project', async () => {
    for (const node of ['folders/800000000001', 'organizations/700000000001']) {
      const when = (w: World): void => {
        const [entitlement] = w.entitlements;
        const [grant] = w.privilegedGrants;
        if (!entitlement || !grant) throw new Error('nothing to move');
        const name = entitlement.name.replace(/^projects\/\d+/, node);
        const resource = `//cloudresourcemanager.googleapis.com/${node}`;
        const access = { gcpIamAccess: { ...entitlement.access.gcpIamAccess, resource } };
        w.entitlements[0] = { ...entitlement, name, access };
        w.privilegedGrants[0] = { ...grant, name: `${name}/grants/1` };
      };
      const report = await askWhen(product, 'jana@acme.test', 'warehouse', { when });
      expect(report.cause?.code, node).toBe('jit-grant-ended');
      expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
    }
  });

  it('that cannot be seen is named where it could explain a refusal, and only there', async () => {
    const faults = [{ api: 'privilegedaccessmanager', kind: 'forbidden' }] as const;
    const denied = await askWhen(product, 'ivo@acme.test', 'warehouse', { faults });
    expect(denied).toMatchObject({ verdict: 'denied', cause: { code: 'no-grant' } });
    expect(denied.blindSpots.map((s) => s.needs).join()).toContain('roles/privilegedaccessmanager.viewer');
    const allowed = await askWhen(product, 'ana@acme.test', 'dashboard', { faults });
    expect(allowed).toMatchObject({ verdict: 'allowed', blindSpots: [] });
    // A project that exists has a list, so a 404 for it is no empty list.
    const gone = [{ api: 'privilegedaccessmanager', kind: 'not-found' }] as const;
    const { verdict, blindSpots } = await askWhen(product, 'ivo@acme.test', 'warehouse', { faults: gone });
    expect(verdict).toBe('denied');
    expect(blindSpots.map(({ what }) => what).join()).toContain('Privileged Access Manager');
  });
});

describe('a binding that a tool made for a while', () => {
  const bindings =
    (title: string) =>
    (w: World): void => {
      const condition = { title, expression: `request.time < timestamp("${day(1)}")` };
      w.policies.set(nodeOf('warehouse'), {
        bindings: [{ role: WEB, members: ['user:ivo@acme.test'], condition }],
      });
    };

  it.each(['Created by: PAM', 'JIT access activation', 'JIT Groups'])(
    'is known by its title: %s',
    async (title) => {
      const report = await askWhen(product, 'ivo@acme.test', 'warehouse', { when: bindings(title) });
      expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'jit-grant-ended' } });
      expect(report.also.map((c) => c.code)).toContain('condition-expired');
    },
  );

  it.each(['until the audit is over', 'Pamela asked for it', 'jitters'])(
    'is not every one that ended: %s',
    async (title) => {
      const report = await askWhen(product, 'ivo@acme.test', 'warehouse', { when: bindings(title) });
      expect(report.cause?.code).toBe('condition-expired');
    },
  );
});

describe('an organisation policy about members', () => {
  const restrict =
    (constraint: string, rule: object, node = `projects/${PROD}`) =>
    (w: World): void => {
      w.orgPolicies.set(node, new Map([[constraint, [rule]]]));
    };
  const ours = { values: { allowedValues: ['is:C0acme001'] } };

  it('is the cause once a grant was tried and refused', async () => {
    const report = await askWhen(product, 'pia@partner.test', 'warehouse');
    expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'org-policy-forbids' } });
    expect(report.cause?.text).not.toContain('dana@');
    expect(report.cause?.adminText).toContain('dana@acme.test');
    expect(report.fixes.map((f) => f.title).join()).toContain('iam.allowedPolicyMemberDomains');
    expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
  });

  it('warns beside any other cause, and the proposed grant says that it will be refused', async () => {
    const when = restrict('iam.allowedPolicyMemberDomains', ours);
    const report = await askWhen(product, 'pia@partner.test', 'wiki', { when });
    expect(report.verdict).toBe('denied');
    expect(codesOf(report, 'warns')).toContain('org-policy-forbids');
    const grant = report.fixes.find((f) => f.gcloud?.includes('add-iam-policy-binding'));
    expect(grant?.then).toContain('iam.allowedPolicyMemberDomains');
  });

  it.each<readonly [string, (world: World) => void]>([
    [
      'the managed constraint',
      restrict('iam.managed.allowedPolicyMembers', {
        enforce: true,
        parameters: {
          allowedPrincipalSets: ['//cloudresourcemanager.googleapis.com/organizations/700000000001'],
        },
      }),
    ],
    [
      'a policy of the organisation',
      restrict('iam.allowedPolicyMemberDomains', ours, 'organizations/700000000001'),
    ],
  ])('counts by %s', async (_, when) => {
    expect(codesOf(await askWhen(product, 'pia@partner.test', 'wiki', { when }), 'warns')).toContain(
      'org-policy-forbids',
    );
  });

  it('is not asked about for our own people', async () => {
    const before = product.google.requests.length;
    const report = await askWhen(product, 'noor@acme.test', 'wiki', {
      when: restrict('iam.allowedPolicyMemberDomains', ours),
    });
    expect(report.findings.map((f) => f.code)).not.toContain('org-policy-forbids');
    expect(product.google.requests.slice(before).filter(({ api }) => api === 'orgpolicy')).toEqual([]);
  });

  it('does not take away what was granted before it', async () => {
    const when = restrict('iam.allowedPolicyMemberDomains', ours);
    const report = await askWhen(product, 'cora@partner.test', 'orders', { when });
    expect(report.verdict).toBe('allowed');
    expect(report.findings.map((f) => f.code)).not.toContain('org-policy-forbids');
  });

  it('is not blamed for a grant that failed for want of rights', async () => {
    const when = (w: World): void => {
      const bindings = [{ role: WEB, members: ['user:ivo@acme.test'] }];
      const entry = refuseIapPolicy(w, nodeOf('warehouse'), { bindings }, 'x', {
        by: { email: 'dana@acme.test' },
      });
      const payload = entry.protoPayload as Record<string, unknown>;
      payload.status = { code: 7, message: 'Permission denied.' };
    };
    const report = await askWhen(product, 'ivo@acme.test', 'warehouse', { when });
    expect(report.cause?.code).toBe('no-grant');
  });

  it('that cannot be read is named for people from elsewhere', async () => {
    const faults = [{ api: 'orgpolicy', kind: 'forbidden' }] as const;
    const report = await askWhen(product, 'remy@partner.test', 'wiki', { faults });
    expect(report.verdict).toBe('denied');
    expect(findingOf(report, 'org-policy').verdict).toBe('could-not-look');
    expect(report.blindSpots.map((s) => s.needs).join()).toContain('orgpolicy.policy.get');
  });
});

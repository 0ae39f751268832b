/** `changes` as a whole, over real sockets: what is told of each kind of change, whom it hit, and what caused a refusal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangesReport, ListedChange } from '../../src/diagnosis/changes/report.js';
import { withMember, withoutMember } from '../../src/sandbox/google/change/policies.js';
import {
  addGroupMember,
  logAuthorization,
  removeGroupMember,
  setAccessLevel,
  setBackendIap,
  setContainerPolicy,
  setDenyPolicy,
  setIapPolicy,
  setIapSettings,
} from '../../src/sandbox/google/change.js';
import type { LogEntry } from '../../src/sandbox/google/model.js';
import { type Product, startProduct } from '../support/product.js';

const USER = 'roles/iap.httpsResourceAccessor';
const DEPLOYER = 'ci-deployer@acme-prod.iam.gserviceaccount.com';
const by = { email: 'bob@acme.test', userAgent: 'google-cloud-sdk gcloud/552.0.0' };
const DASH = 'projects/111111111111/iap_web/compute/services/2222222222222222222';
const PROJECT = 'projects/111111111111';

let product: Product;
let serial = 0;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(async () => {
  await product.close();
});

const ago = (minutes: number): number => Date.now() - minutes * 60_000;

async function ask(...words: string[]): Promise<ChangesReport> {
  const answer = await product.cold(['changes', ...words], { timeoutMs: 20_000 });
  if (answer.kind !== 'changes') throw new Error(JSON.stringify(answer));
  return answer.report;
}

/** Everything the log holds is taken out first, so that each case tells its own story; the world stays as it is. */
async function withOnly(story: () => void, ...words: string[]): Promise<ChangesReport> {
  const { world } = product.google;
  const kept = world.logEntries.splice(0);
  try {
    story();
    return await ask(...words);
  } finally {
    world.logEntries.splice(0, world.logEntries.length, ...kept);
  }
}

const only = ({ changes }: ChangesReport): ListedChange => {
  const [change, more] = changes;
  if (!change || more) throw new Error(JSON.stringify(changes, undefined, 1));
  return change;
};

/** Any entry by hand, as Google would write it. */
function push(
  container: string,
  serviceName: string,
  methodName: string,
  payload: object,
  top: object = {},
): void {
  serial += 1;
  const entry: LogEntry = {
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      authenticationInfo: { principalEmail: by.email },
      serviceName,
      methodName,
      ...payload,
    },
    insertId: `hand${serial}`,
    resource: { type: 'audited_resource', labels: {} },
    timestamp: new Date(ago(10)).toISOString(),
    severity: 'NOTICE',
    logName: `${container}/logs/cloudaudit.googleapis.com%2Factivity`,
    receiveTimestamp: new Date(ago(10)).toISOString(),
    ...top,
  };
  product.google.world.logEntries.push(entry);
}

describe('the effect of a change', () => {
  it('of a membership: who lost which services, with the groups around it', async () => {
    const { world } = product.google;
    const report = await withOnly(() => {
      removeGroupMember(world, { group: 'eng@acme.test', member: 'ana@acme.test' }, { by, at: ago(10) });
    });
    addGroupMember(world, { group: 'eng@acme.test', member: 'ana@acme.test' }, { by, at: ago(60 * 24 * 30) });
    const change = only(report);
    expect(change).toMatchObject({
      kind: 'group-membership',
      actor: 'bob@acme.test',
      actorKind: 'person',
      tool: 'gcloud',
      resource: 'groups/eng@acme.test',
      effect: { lost: ['user:ana@acme.test'], lostCount: 1, gainedCount: 0 },
      relation: null,
    });
    expect(change.services.map(({ name }) => name)).toContain('dashboard');
  });

  it('of a group taken off a service: everybody in it, nested ones included, but for those with another way in', async () => {
    const { world } = product.google;
    const before = world.policies.get(DASH) ?? { bindings: [] };
    try {
      const report = await withOnly(() => {
        setIapPolicy(world, DASH, before, { by, at: ago(30) });
        setIapPolicy(world, DASH, withoutMember(before, USER, 'group:dash-users@acme.test'), {
          by,
          at: ago(10),
        });
      }, 'dashboard');
      const change = report.changes[0];
      expect(change?.deltas).toEqual([
        { action: 'remove', role: USER, member: 'group:dash-users@acme.test', condition: null },
      ]);
      expect(change?.effect.lost).toContain('user:ana@acme.test');
      // Suspended, denied and bounded people could not get in before either.
      expect(change?.effect.lost).not.toContain('user:otto@acme.test');
      expect(change?.effect.lost).not.toContain('user:ines@acme.test');
    } finally {
      world.policies.set(DASH, before);
    }
  });

  it('of the first IAP policy with nothing to compare it with: no deltas, and a sentence that says so', async () => {
    const { world } = product.google;
    const policy = world.policies.get(DASH) ?? { bindings: [] };
    const report = await withOnly(() => {
      setIapPolicy(world, DASH, policy, { by, at: ago(10) });
    });
    expect(only(report)).toMatchObject({ kind: 'iap-policy', deltas: [], effect: { complete: false } });
    expect(only(report).summary).toContain('no earlier one to compare it with');
  });

  it('is taken from the policy before the window, where the log has it', async () => {
    const { world } = product.google;
    const before = world.policies.get(DASH) ?? { bindings: [] };
    const delta = { role: USER, member: 'user:noor@acme.test' };
    try {
      const report = await withOnly(() => {
        setIapPolicy(world, DASH, before, { by, at: ago(60 * 24 * 3) });
        setIapPolicy(world, DASH, withMember(before, delta), { by, at: ago(10) });
      });
      expect(only(report).deltas).toEqual([{ action: 'add', ...delta, condition: null }]);
      expect(only(report).effect).toMatchObject({ gained: ['user:noor@acme.test'], complete: true });
    } finally {
      world.policies.set(DASH, before);
    }
  });

  it('of a project-wide grant: every service that opens by it', async () => {
    const { world } = product.google;
    const before = world.policies.get(PROJECT) ?? { bindings: [] };
    try {
      const report = await withOnly(() => {
        setContainerPolicy(
          world,
          PROJECT,
          withMember(before, { role: USER, member: 'user:noor@acme.test' }),
          { by, at: ago(10) },
        );
      });
      const change = only(report);
      expect(change.effect.gained).toEqual(['user:noor@acme.test']);
      expect(change.services.filter(({ gained }) => gained > 0).length).toBeGreaterThan(5);
      expect(change.resource).toBe('projects/acme-prod');
    } finally {
      world.policies.set(PROJECT, before);
    }
  });

  it('of a deny policy: two entries, one change, and those it stops', async () => {
    const { world } = product.google;
    const before = world.denyPolicies.get(PROJECT);
    const rule = {
      denyRule: {
        deniedPrincipals: ['principal://goog/subject/ana@acme.test'],
        deniedPermissions: ['iap.googleapis.com/webServiceVersions.accessViaIAP'],
      },
    };
    try {
      const report = await withOnly(() => {
        setDenyPolicy(
          world,
          PROJECT,
          { id: 'no-ana', displayName: 'No Ana', rules: [rule] },
          { by, at: ago(10) },
        );
      });
      expect(only(report)).toMatchObject({
        kind: 'deny-policy',
        entries: 2,
        effect: { lost: ['user:ana@acme.test'] },
      });
    } finally {
      if (before) world.denyPolicies.set(PROJECT, before);
      else world.denyPolicies.delete(PROJECT);
    }
  });

  it('of a condition added: nobody is said to have lost what depends on their device', async () => {
    const { world } = product.google;
    const before = world.policies.get(DASH) ?? { bindings: [] };
    const condition = {
      expression: '"accessPolicies/900000000001/accessLevels/corp_device" in request.auth.access_levels',
      title: 'managed devices',
    };
    const tied = { bindings: before.bindings.map((binding) => ({ ...binding, condition })) };
    try {
      const report = await withOnly(() => {
        setIapPolicy(world, DASH, before, { by, at: ago(30) });
        setIapPolicy(world, DASH, tied, { by, at: ago(10) });
      }, 'dashboard');
      const change = report.changes[0];
      expect(change?.effect).toMatchObject({ lostCount: 0, complete: false });
      expect(change?.services[0]?.narrowed).toBeGreaterThan(0);
      expect(change?.summary).toContain('managed devices');
    } finally {
      world.policies.set(DASH, before);
    }
  });

  it('of a run of removals: one line with its count', async () => {
    const { world } = product.google;
    const group = 'contractors@acme.test';
    const report = await withOnly(() => {
      for (let i = 0; i < 40; i += 1) {
        const member = `temp${i}@acme.test`;
        addGroupMember(world, { group, member }, { by, at: ago(60 * 24 * 40) });
        removeGroupMember(world, { group, member }, { by, at: ago(20) + i * 500 });
      }
    });
    const change = only(report);
    expect(change).toMatchObject({
      entries: 40,
      run: { count: 40 },
      effect: { lostCount: 40, gainedCount: 0 },
    });
    expect(change.summary).toContain('removed 40 people from contractors@acme.test');
  });
});

describe('what caused a refusal', () => {
  const refused = (email: string | undefined, granted: boolean, minutes: number): void => {
    logAuthorization(product.google.world, {
      resource: DASH,
      granted,
      host: 'dash.acme.test',
      at: ago(minutes),
      ...(email === undefined ? {} : { email }),
    });
  };
  const story = (email: string | undefined) => (): void => {
    const { world } = product.google;
    refused('ana@acme.test', true, 60);
    // By coincidence, in the same minutes: something that takes nothing away.
    addGroupMember(world, { group: 'dash-users@acme.test', member: 'kim@acme.test' }, { by, at: ago(8) });
    removeGroupMember(world, { group: 'eng@acme.test', member: 'ana@acme.test' }, { by, at: ago(5) });
    refused(email, false, 3);
    // After the refusal: nothing to do with it.
    removeGroupMember(world, { group: 'dash-users@acme.test', member: 'kim@acme.test' }, { by, at: ago(1) });
  };
  const restore = (): void => {
    const { world } = product.google;
    addGroupMember(world, { group: 'eng@acme.test', member: 'ana@acme.test' }, { by, at: ago(60 * 24 * 30) });
    world.logEntries.pop();
  };

  it('is the change of five minutes ago, not the one beside it and not the one after', async () => {
    const report = await withOnly(story('ana@acme.test'), 'dashboard');
    restore();
    expect(
      report.changes.map(({ deltas, relation }) => [deltas[0]?.action, deltas[0]?.member, relation]),
    ).toEqual([
      ['remove', 'user:kim@acme.test', 'unrelated'],
      ['remove', 'user:ana@acme.test', 'cause'],
      ['add', 'user:kim@acme.test', 'coincidence'],
    ]);
    expect(report.denials.count).toBe(1);
  });

  it('is told to the person it hit, and nothing else is', async () => {
    const report = await withOnly(story('ana@acme.test'), 'ana@acme.test');
    restore();
    expect(report.changes.map(({ deltas, relation }) => [deltas[0]?.member, relation])).toEqual([
      ['user:ana@acme.test', 'cause'],
    ]);
    expect(report.elsewhere).toBe(2);
    expect(report).toMatchObject({ subject: 'ana@acme.test', person: 'user:ana@acme.test' });
  });

  it('is found by a refusal that names nobody, as Google writes most of them', async () => {
    const report = await withOnly(story(undefined), 'ana@acme.test', 'dashboard');
    restore();
    expect(report.changes.map(({ relation }) => relation)).toEqual(['cause']);
  });

  it('shows automation when it is the cause, and folds and counts it otherwise', async () => {
    const { world } = product.google;
    const ci = { email: DEPLOYER, userAgent: 'Terraform/1.14.1' };
    const project = world.policies.get(PROJECT) ?? { bindings: [] };
    const report = await withOnly(() => {
      for (let i = 0; i < 150; i += 1) {
        const noise = { role: 'roles/viewer', member: 'user:kim@acme.test' };
        setContainerPolicy(world, PROJECT, withMember(project, noise), { by: ci, at: ago(200 - i) });
        setContainerPolicy(world, PROJECT, project, { by: ci, at: ago(200 - i) + 1000 });
      }
      refused('ana@acme.test', true, 60);
      removeGroupMember(world, { group: 'eng@acme.test', member: 'ana@acme.test' }, { by: ci, at: ago(5) });
      refused('ana@acme.test', false, 3);
    });
    addGroupMember(world, { group: 'eng@acme.test', member: 'ana@acme.test' }, { by, at: ago(60 * 24 * 30) });
    world.logEntries.pop();
    expect(report.folded).toMatchObject([{ actor: DEPLOYER, count: 300, lostCount: 0, services: [] }]);
    expect(only(report)).toMatchObject({
      actor: DEPLOYER,
      actorKind: 'automation',
      tool: 'terraform',
      relation: 'cause',
    });
  });
});

describe('every kind', () => {
  it('arrives through the log API: pages of three, some entries twice, some broken, some hostile', async () => {
    const { world } = product.google;
    const ORG = 'organizations/700000000001';
    const settings = world.iapSettings.get(DASH);
    const report = await (async () => {
      product.google.switches.pageCap = 3;
      try {
        return await withOnly(() => {
          setBackendIap(
            world,
            { project: '111111111111', backend: 'legacy', enabled: false },
            { by, at: ago(9) },
          );
          setIapSettings(
            world,
            DASH,
            { accessSettings: { corsSettings: { allowHttpOptions: true } } },
            { by, at: ago(8) },
          );
          const level = world.accessPolicies.flatMap(({ levels }) => levels)[0];
          if (level) setAccessLevel(world, level, { by, at: ago(7) });
          push(ORG, 'iam.googleapis.com', 'google.iam.v3.PolicyBindings.CreatePolicyBinding', {
            resourceName: `${ORG}/locations/global/policyBindings/b`,
          });
          push('projects/acme-prod', 'iam.googleapis.com', 'google.iam.admin.v1.UpdateRole', {
            resourceName: 'projects/acme-prod/roles/grafanaUser',
            serviceData: { permissionDelta: { addedPermissions: ['resourcemanager.projects.get'] } },
          });
          push(
            ORG,
            'cloudidentity.googleapis.com',
            'google.apps.cloudidentity.groups.v1.GroupsService.UpdateGroup',
            {
              metadata: { group: 'group:eng@acme.test' },
            },
          );
          push(
            'projects/acme-prod',
            'iap.googleapis.com',
            'google.cloud.iap.v1.IdentityAwareProxyOAuthService.ResetIdentityAwareProxyClientSecret',
            {
              resourceName: 'projects/111111111111/brands/1/identityAwareProxyClients/c',
            },
          );
          push('projects/acme-prod', 'cloudresourcemanager.googleapis.com', 'SetIamPolicy', {
            resourceName: 'projects/acme-prod',
            serviceData: {
              policyDelta: {
                auditConfigDeltas: [
                  { action: 'REMOVE', service: 'iap.googleapis.com', logType: 'DATA_READ' },
                ],
              },
            },
          });
          push(ORG, 'admin.googleapis.com', 'google.admin.AdminService.assignRole', {
            metadata: {
              event: [
                {
                  eventName: 'ASSIGN_ROLE',
                  parameter: [
                    { name: 'ROLE_NAME', value: '<!channel> \u202e*Admin*' },
                    { name: 'USER_EMAIL', value: 'kim@acme.test' },
                  ],
                },
              ],
            },
          });
          push(ORG, 'orgpolicy.googleapis.com', 'google.cloud.orgpolicy.v2.OrgPolicy.UpdatePolicy', {
            resourceName: `${ORG}/policies/iam.allowedPolicyMemberDomains`,
          });
          push(ORG, 'iam.googleapis.com', 'google.iam.admin.v1.WorkforcePools.UpdateWorkforcePoolProvider', {
            resourceName: 'locations/global/workforcePools/staff/providers/idp',
          });
          push(
            'projects/acme-prod',
            'iap.googleapis.com',
            'google.cloud.iap.v1.IdentityAwareProxyAdminService.SetIamPolicy',
            {
              status: { code: 7, message: 'denied' },
              resourceName: DASH,
            },
          );
          push(ORG, 'cloudidentity.googleapis.com', 'x.MembershipsService.UpdateMembership', {
            metadata: {},
          });
          // The same entries again, as a log that is read while it is written may give them.
          world.logEntries.push(...world.logEntries.slice(-6).map((entry) => structuredClone(entry)));
        });
      } finally {
        product.google.switches.pageCap = undefined;
        if (settings) world.iapSettings.set(DASH, settings);
        setBackendIap(
          world,
          { project: '111111111111', backend: 'legacy', enabled: false },
          { by, at: ago(60 * 24 * 30) },
        );
        world.logEntries.pop();
      }
    })();
    expect(report.changes.map(({ kind }) => kind).sort()).toEqual(
      [
        'access-level',
        'admin-role',
        'audit-config',
        'boundary',
        'custom-role',
        'group',
        'iap-settings',
        'iap-switch',
        'identity-provider',
        'oauth-client',
        'org-policy',
      ].sort(),
    );
    expect(report.unreadable).toBe(1);
    expect(
      report.changes.find(({ kind }) => kind === 'iap-switch')?.services.map(({ name }) => name),
    ).toEqual(['legacy']);
    expect(
      report.changes.find(({ kind }) => kind === 'iap-settings')?.services.map(({ name }) => name),
    ).toEqual(['dashboard']);
  });
});

describe('what could not be seen', () => {
  it('is named with the right that is missing, and the rest is read', async () => {
    const { denied } = product.google.world.caller;
    const project = 'projects/222222222222';
    denied.push({ permission: 'logging.logEntries.list', node: project });
    try {
      const report = await ask();
      expect(report.read).toBe(true);
      expect(report.changes.length).toBeGreaterThan(0);
      const spot = report.blindSpots.find(({ code }) => code === 'logs-not-readable');
      expect(spot?.what).toContain(project);
      expect(spot?.needs).toContain('roles/logging.viewer');
    } finally {
      denied.pop();
    }
  });

  it('is everything when no log may be read', async () => {
    product.google.faults.push({ kind: 'forbidden', api: 'logging' });
    try {
      expect(await ask()).toMatchObject({ read: false, changes: [] });
    } finally {
      product.google.faults.length = 0;
    }
  });

  it('is Data Access logs that are off', async () => {
    const report = await ask('warehouse');
    expect(report.blindSpots.map(({ code }) => code)).toContain('data-access-logs-off');
  });
});

/** What happens in the world, and that the log tells it the way Google would. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { withMember, withoutMember } from '../../../src/sandbox/google/change/policies.js';
import {
  addGroupMember,
  bindingDeltas,
  logAuthorization,
  removeGroupMember,
  setAccessLevel,
  setBackendIap,
  setContainerPolicy,
  setDenyPolicy,
  setIapPolicy,
  setIapSettings,
} from '../../../src/sandbox/google/change.js';
import { inGroup, type LogEntry, type Policy, type World } from '../../../src/sandbox/google/model.js';
import { nodeOf, PROD } from '../../../src/sandbox/world/services.js';
import { acmeWorld } from '../../../src/sandbox/world.js';
import { handClock } from './harness.js';

let world: World;
beforeEach(() => {
  world = acmeWorld(handClock());
});
const by = { email: 'bob@acme.test' };
const WEB = 'roles/iap.httpsResourceAccessor';
const payload = (entry: LogEntry | undefined): Record<string, unknown> =>
  (entry?.protoPayload ?? {}) as Record<string, unknown>;

describe('a change of a container policy', () => {
  it('is logged in that container with one delta per member', () => {
    const before = world.policies.get(`projects/${PROD}`);
    const after = withMember(before, { role: WEB, member: 'user:noor@acme.test' });
    const entry = setContainerPolicy(world, 'projects/acme-prod', after, { by });
    expect(entry.logName).toBe('projects/acme-prod/logs/cloudaudit.googleapis.com%2Factivity');
    expect(entry.resource).toEqual({ type: 'project', labels: { project_id: 'acme-prod' } });
    expect(payload(entry)).toMatchObject({
      serviceName: 'cloudresourcemanager.googleapis.com',
      methodName: 'SetIamPolicy',
      authenticationInfo: { principalEmail: 'bob@acme.test' },
      serviceData: {
        '@type': 'type.googleapis.com/google.iam.v1.logging.AuditData',
        policyDelta: { bindingDeltas: [{ action: 'ADD', role: WEB, member: 'user:noor@acme.test' }] },
      },
    });
    expect(world.policies.get(`projects/${PROD}`)).toEqual(after);
  });

  it('carries the condition in its delta', () => {
    const condition = { expression: 'request.path == "/"', title: 'root' };
    const after = withMember({ bindings: [] }, { role: WEB, member: 'user:a@acme.test', condition });
    expect(bindingDeltas({ bindings: [] }, after)).toEqual([
      { action: 'ADD', role: WEB, member: 'user:a@acme.test', condition },
    ]);
  });

  it('deltas turn the old policy into the new one', () => {
    const member = fc.constantFrom('user:a@x.test', 'user:b@x.test', 'group:c@x.test');
    const condition = fc.option(fc.constantFrom({ expression: 'true' }, { expression: 'false' }), {
      nil: undefined,
    });
    const binding = fc
      .tuple(fc.constantFrom('r1', 'r2'), fc.uniqueArray(member, { minLength: 1 }), condition)
      .map(([role, members, c]) => ({ role, members, ...(c ? { condition: c } : {}) }));
    const policy = fc.array(binding, { maxLength: 4 }).map((bindings): Policy => ({ bindings }));
    const flat = (p: Policy): Set<string> =>
      new Set(
        p.bindings.flatMap((b) => b.members.map((m) => JSON.stringify([b.role, m, b.condition?.expression]))),
      );
    fc.assert(
      fc.property(policy, policy, (before, after) => {
        const held = flat(before);
        for (const delta of bindingDeltas(before, after)) {
          const key = JSON.stringify([delta.role, delta.member, delta.condition?.expression]);
          expect(held.has(key)).toBe(delta.action === 'REMOVE');
          if (delta.action === 'ADD') held.add(key);
          else held.delete(key);
        }
        expect(held).toEqual(flat(after));
      }),
    );
  });
});

describe('a change of an IAP policy', () => {
  it('is logged with the whole new policy and no delta', () => {
    const after = withoutMember(
      world.policies.get(nodeOf('orders')),
      'roles/iap.tunnelResourceAccessor',
      'user:walt@acme.test',
    );
    const entry = setIapPolicy(world, nodeOf('orders'), after, { by });
    expect(payload(entry)).toMatchObject({
      serviceName: 'iap.googleapis.com',
      methodName: 'google.cloud.iap.v1.IdentityAwareProxyAdminService.SetIamPolicy',
      resourceName: nodeOf('orders'),
      authorizationInfo: [
        {
          permission: 'iap.webServices.setIamPolicy',
          resourceAttributes: { type: 'iap.googleapis.com/WebService' },
        },
      ],
      request: { policy: { bindings: after.bindings } },
      response: { bindings: after.bindings },
    });
    expect(payload(entry)).not.toHaveProperty('serviceData');
    expect(JSON.stringify(after)).not.toContain('walt');
  });
});

describe('a change of a group', () => {
  it('is UpdateMembership at the organisation, for adding and removing alike', () => {
    const change = { group: 'sre@acme.test', member: 'noor@acme.test' };
    const method = 'google.apps.cloudidentity.groups.v1.MembershipsService.UpdateMembership';
    for (const [happen, action] of [
      [addGroupMember, 'ADD'],
      [removeGroupMember, 'REMOVE'],
    ] as const) {
      const entry = happen(world, change, { by });
      expect(entry?.logName).toBe('organizations/700000000001/logs/cloudaudit.googleapis.com%2Factivity');
      expect(entry?.resource.type).toBe('audited_resource');
      expect(payload(entry)).toMatchObject({
        methodName: method,
        metadata: {
          '@type': 'type.googleapis.com/google.cloud.audit.GroupAuditMetadata',
          group: 'group:sre@acme.test',
          membershipDelta: { member: 'user:noor@acme.test', roleDeltas: [{ action, role: 'MEMBER' }] },
        },
      });
      expect(inGroup(world, 'sre@acme.test', 'noor@acme.test')).toBe(action === 'ADD');
    }
  });

  it('through the Admin console is told as an activity event', () => {
    const change = { group: 'sre@acme.test', member: 'eng@acme.test', door: 'admin-console' } as const;
    expect(payload(addGroupMember(world, change, { by }))).toMatchObject({
      serviceName: 'admin.googleapis.com',
      methodName: 'google.admin.AdminService.addGroupMember',
      metadata: {
        event: [
          {
            eventName: 'ADD_GROUP_MEMBER',
            parameter: [{ value: 'eng@acme.test' }, { value: 'sre@acme.test' }],
          },
        ],
      },
    });
    expect(inGroup(world, 'sre@acme.test', 'ana@acme.test')).toBe(true);
  });
});

describe('a decision of IAP', () => {
  const visit = { resource: nodeOf('dashboard'), host: 'dash.acme.test', path: '/x', ip: '203.0.113.7' };

  it('that granted says so; one that denied leaves the key out and has status 7', () => {
    const granted = logAuthorization(world, { ...visit, email: 'ana@acme.test', granted: true });
    expect(granted?.severity).toBe('INFO');
    expect(payload(granted)).toMatchObject({ status: {}, authorizationInfo: [{ granted: true }] });
    const denied = logAuthorization(world, { ...visit, granted: false });
    expect(denied?.severity).toBe('ERROR');
    expect(payload(denied)).toMatchObject({ status: { code: 7 }, authenticationInfo: {} });
    const [info] = payload(denied).authorizationInfo as Record<string, unknown>[];
    expect(info).not.toHaveProperty('granted');
    expect(info?.resource).toBe(`${nodeOf('dashboard')}/versions/bs_0`);
  });

  it('is not logged where the node is public or Data Access logs are off', () => {
    expect(logAuthorization(world, { resource: nodeOf('status'), granted: true })).toBeUndefined();
    expect(logAuthorization(world, { resource: nodeOf('warehouse'), granted: false })).toBeUndefined();
  });

  it('about a tunnel names the instance', () => {
    const entry = logAuthorization(world, {
      resource: nodeOf('bastion'),
      granted: true,
      email: 'bob@acme.test',
    });
    expect(entry?.resource).toMatchObject({ type: 'gce_instance', labels: { zone: 'europe-west1-b' } });
    expect(payload(entry)).toMatchObject({
      resourceName: '9999999999999999999',
      authorizationInfo: [{ permission: 'iap.tunnelInstances.accessViaIAP' }],
    });
  });
});

describe('other changes', () => {
  it('of a deny policy are two entries of one operation', () => {
    const policy = { id: 'access-freeze', displayName: 'Access freeze', rules: [] };
    const entries = setDenyPolicy(world, `projects/${PROD}`, policy, { by });
    expect(entries.map((e) => payload(e).methodName)).toEqual(
      Array(2).fill('google.iam.v2.Policies.UpdatePolicy'),
    );
    expect(entries.map((e) => e.operation)).toMatchObject([{ first: true }, { last: true }]);
    expect(world.denyPolicies.get(`projects/${PROD}`)).toContainEqual(
      expect.objectContaining({ id: 'access-freeze', rules: [] }),
    );
    const [created] = setDenyPolicy(world, `projects/${PROD}`, { ...policy, id: 'another' }, { by });
    expect(payload(created).methodName).toBe('google.iam.v2.Policies.CreatePolicy');
  });

  it('of an access level are logged at the organisation', () => {
    const name = 'accessPolicies/900000000001/accessLevels/corp_network';
    const level = { name, title: 'Office', basic: { conditions: [{ ipSubnetworks: ['192.0.2.0/24'] }] } };
    const entry = setAccessLevel(world, level, { by });
    expect(payload(entry).methodName).toMatch(/\.UpdateAccessLevel$/);
    expect(world.accessPolicies[0]?.levels[0]).toBe(level);
  });

  it('of IAP settings are Data Access entries, so there are none where those are off', () => {
    const settings = {
      accessSettings: { reauthSettings: { method: 'LOGIN', maxAge: '3600s', policyType: 'MINIMUM' } },
    };
    expect(setIapSettings(world, nodeOf('wiki'), settings, { by })?.logName).toContain('data_access');
    expect(setIapSettings(world, nodeOf('lake'), settings, { by })).toBeUndefined();
    expect(world.iapSettings.get(nodeOf('lake'))).toBe(settings);
  });

  it('of IAP itself are a patch of the backend service', () => {
    const entry = setBackendIap(world, { project: PROD, backend: 'wiki', enabled: false }, { by });
    expect(payload(entry).methodName).toBe('v1.compute.backendServices.patch');
    expect(world.backendServices.find((b) => b.name === 'wiki')?.iapEnabled).toBe(false);
  });
});

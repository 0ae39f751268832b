/** Every kind of audit entry is told as the change it is; what cannot be read is said to be unreadable, never dropped. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/changes/change.js';
import { readEntry } from '../../src/changes/entries/index.js';
import { auditEntry, PERSON } from './make.js';

const changesOf = (raw: Record<string, unknown>): readonly Change[] => {
  const reading = readEntry(raw);
  if (reading.kind !== 'changes') throw new Error(`not a change: ${reading.kind}`);
  return reading.changes;
};
const one = (raw: Record<string, unknown>): Change => {
  const [change, more] = changesOf(raw);
  if (!change || more) throw new Error('not exactly one change');
  return change;
};

const GROUP = {
  '@type': 'type.googleapis.com/google.cloud.audit.GroupAuditMetadata',
  group: 'group:eng@acme.test',
};
const event = (eventName: string, parameter: Record<string, string>) => ({
  '@type': 'type.googleapis.com/ccc_hosted_reporting.ActivityProto',
  event: [
    {
      eventName,
      eventType: 'GROUP_SETTINGS',
      parameter: Object.entries(parameter).map(([name, value]) => ({ name, value })),
    },
  ],
});
const admin = (method: string, metadata: unknown) =>
  auditEntry('admin.googleapis.com', `google.admin.AdminService.${method}`, {
    resourceName: 'organizations/7/groupSettings',
    metadata,
  });

describe('kinds of entries', () => {
  it('an allow policy of a project carries Google’s own delta, in serviceData or in metadata', () => {
    const bindingDeltas = [
      { action: 'ADD', role: 'roles/viewer', member: 'user:a@acme.test' },
      {
        action: 'REMOVE',
        role: 'roles/owner',
        member: 'user:b@acme.test',
        condition: { expression: 'true', title: 't' },
      },
    ];
    for (const field of ['serviceData', 'metadata']) {
      const change = one(
        auditEntry('cloudresourcemanager.googleapis.com', 'SetIamPolicy', {
          resourceName: 'projects/acme-prod',
          [field]: { policyDelta: { bindingDeltas } },
        }),
      );
      expect(change).toMatchObject({ kind: 'iam-policy', resource: 'projects/acme-prod', actor: PERSON });
      expect(change.deltas.map((d) => [d.action, d.member, d.condition?.expression])).toEqual([
        ['add', 'user:a@acme.test', undefined],
        ['remove', 'user:b@acme.test', 'true'],
      ]);
    }
  });

  it('folders and organisations are told by the version-3 method names too', () => {
    const change = one(
      auditEntry(
        'cloudresourcemanager.googleapis.com',
        'google.cloud.resourcemanager.v3.Folders.SetIamPolicy',
        {
          resourceName: 'folders/8',
          serviceData: {
            policyDelta: { bindingDeltas: [{ action: 'ADD', role: 'r', member: 'group:g@x.test' }] },
          },
        },
      ),
    );
    expect(change).toMatchObject({ kind: 'iam-policy', resource: 'folders/8' });
  });

  it('audit logs switched off are a change of their own, beside the grants of the same entry', () => {
    const auditConfigDeltas = [{ action: 'REMOVE', service: 'iap.googleapis.com', logType: 'DATA_READ' }];
    const entry = (more: object) =>
      auditEntry('cloudresourcemanager.googleapis.com', 'SetIamPolicy', {
        resourceName: 'projects/p',
        serviceData: { policyDelta: { auditConfigDeltas, ...more } },
      });
    expect(one(entry({}))).toMatchObject({
      kind: 'audit-config',
      says: 'switched DATA_READ logs of iap.googleapis.com off in projects/p',
    });
    const both = changesOf(
      entry({ bindingDeltas: [{ action: 'ADD', role: 'roles/viewer', member: 'user:a@x.test' }] }),
    );
    expect(both.map((change) => change.kind)).toEqual(['audit-config', 'iam-policy']);
  });

  it('IAP’s own policy entry carries the whole policy and no delta', () => {
    const policy = { bindings: [{ role: 'roles/iap.httpsResourceAccessor', members: ['user:a@acme.test'] }] };
    const change = one(
      auditEntry('iap.googleapis.com', 'google.cloud.iap.v1.IdentityAwareProxyAdminService.SetIamPolicy', {
        resourceName: 'projects/1/iap_web/compute/services/2',
        request: { policy },
      }),
    );
    expect(change).toMatchObject({ kind: 'iap-policy', resource: 'projects/1/iap_web/compute/services/2' });
    expect(change.policyAfter?.bindings[0]?.members).toEqual(['user:a@acme.test']);
  });

  it('IAP settings are told in words from the field mask', () => {
    const change = one(
      auditEntry(
        'iap.googleapis.com',
        'google.cloud.iap.v1.IdentityAwareProxyAdminService.UpdateIapSettings',
        {
          resourceName: 'projects/1/iap_web/compute/services/2',
          request: {
            iapSettings: { name: 'projects/1/iap_web/compute/services/2' },
            updateMask:
              'iapSettings.accessSettings.reauthSettings,access_settings.cors_settings.allow_http_options',
          },
        },
      ),
    );
    expect(change.says).toBe(
      'changed re-authentication, whether preflight requests pass of IAP at projects/1/iap_web/compute/services/2',
    );
  });

  it('deny policies name their container and carry their rules, in every version of the API', () => {
    const resourceName =
      'policies/cloudresourcemanager.googleapis.com%2Fprojects%2F1/denypolicies/no-interns';
    const denyRule = { deniedPrincipals: ['principalSet://goog/group/i@x.test'], deniedPermissions: ['p'] };
    for (const version of ['v2', 'v2beta']) {
      const change = one(
        auditEntry('iam.googleapis.com', `google.iam.${version}.Policies.CreatePolicy`, {
          resourceName,
          request: { policy: { displayName: 'No interns', rules: [{ denyRule }] } },
        }),
      );
      expect(change).toMatchObject({
        kind: 'deny-policy',
        says: 'created the deny policy No interns on projects/1',
      });
      expect(change.touched).toMatchObject({
        what: 'deny',
        container: 'projects/1',
        rules: [{ ...denyRule }],
      });
    }
  });

  it('boundaries and what binds them are one kind', () => {
    const policy = auditEntry(
      'iam.googleapis.com',
      'google.iam.v3.PrincipalAccessBoundaryPolicies.UpdatePrincipalAccessBoundaryPolicy',
      { resourceName: 'organizations/7/locations/global/principalAccessBoundaryPolicies/edge' },
    );
    const binding = auditEntry('iam.googleapis.com', 'google.iam.v3.PolicyBindings.CreatePolicyBinding', {
      resourceName: 'organizations/7/locations/global',
      request: {
        policyBindingId: 'b1',
        policyBinding: { target: { principalSet: '//cloudresourcemanager.googleapis.com/organizations/7' } },
      },
    });
    expect([one(policy).kind, one(binding).kind]).toEqual(['boundary', 'boundary']);
    expect(one(binding).resource).toBe('organizations/7/locations/global/policyBindings/b1');
  });

  it('access levels are read in versions v1, v1beta and v1alpha, one by one and all at once', () => {
    const name = 'accessPolicies/3/accessLevels/corp';
    for (const version of ['v1', 'v1beta', 'v1alpha'])
      for (const action of [
        'CreateAccessLevel',
        'UpdateAccessLevel',
        'DeleteAccessLevel',
        'ReplaceAccessLevels',
      ]) {
        const method = `google.identity.accesscontextmanager.${version}.AccessContextManager.${action}`;
        const raw = auditEntry('accesscontextmanager.googleapis.com', method, { resourceName: name });
        expect(one(raw)).toMatchObject({ kind: 'access-level', touched: { what: 'levels' } });
      }
  });

  it('a custom role tells which permissions came and went', () => {
    const change = one(
      auditEntry('iam.googleapis.com', 'google.iam.admin.v1.UpdateRole', {
        resourceName: 'projects/p/roles/app',
        serviceData: { permissionDelta: { removedPermissions: ['iap.webServiceVersions.accessViaIAP'] } },
      }),
    );
    expect(change).toMatchObject({ kind: 'custom-role', resource: 'projects/p/roles/app' });
    expect(change.says).toContain('removed iap.webServiceVersions.accessViaIAP');
  });

  it('memberships are read from both log families, with every role', () => {
    const identity = one(
      auditEntry(
        'cloudidentity.googleapis.com',
        'google.apps.cloudidentity.groups.v1.MembershipsService.UpdateMembership',
        {
          metadata: {
            ...GROUP,
            membershipDelta: {
              member: 'user:a@acme.test',
              roleDeltas: [
                { action: 'REMOVE', role: 'MEMBER' },
                { action: 'ADD', role: 'OWNER' },
              ],
            },
          },
        },
      ),
    );
    const console = one(
      admin(
        'removeGroupMember',
        event('REMOVE_GROUP_MEMBER', { USER_EMAIL: 'a@acme.test', GROUP_EMAIL: 'eng@acme.test' }),
      ),
    );
    expect(identity.deltas.map((d) => `${d.action} ${d.role}`)).toEqual(['remove MEMBER', 'add OWNER']);
    for (const change of [identity, console])
      expect(change).toMatchObject({ kind: 'group-membership', resource: 'groups/eng@acme.test' });
    expect(console.deltas[0]).toMatchObject({ action: 'remove', role: 'MEMBER', member: 'user:a@acme.test' });
  });

  it('groups, administrator roles, suspended people and single sign-on are told from the Admin console', () => {
    const told = [
      admin('deleteGroup', event('DELETE_GROUP', { GROUP_EMAIL: 'eng@acme.test' })),
      admin('assignRole', event('ASSIGN_ROLE', { ROLE_NAME: 'Groups Admin', USER_EMAIL: 'b@acme.test' })),
      admin('suspendUser', event('SUSPEND_USER', { USER_EMAIL: 'c@acme.test' })),
      admin('toggleSsoEnabled', event('TOGGLE_SSO_ENABLED', {})),
    ].map((raw) => `${one(raw).kind}: ${one(raw).says}`);
    expect(told).toEqual([
      'group: deleted the group eng@acme.test',
      'admin-role: gave the administrator role Groups Admin to b@acme.test',
      'other: suspended the account c@acme.test',
      'identity-provider: changed single sign-on (toggle sso enabled)',
    ]);
  });

  it('IAP is switched at backend services, at Cloud Run in both versions, and for App Engine', () => {
    const told = [
      auditEntry('compute.googleapis.com', 'beta.compute.regionBackendServices.patch', {
        resourceName: 'projects/p/regions/europe-west1/backendServices/orders',
        request: { iap: { enabled: false } },
      }),
      auditEntry('run.googleapis.com', 'google.cloud.run.v2.Services.UpdateService', {
        resourceName: 'projects/p/locations/europe-west1/services/reports',
        request: { service: { iapEnabled: true }, updateMask: 'iapEnabled' },
      }),
      auditEntry(
        'run.googleapis.com',
        'google.cloud.run.v1.Services.ReplaceService',
        {
          resourceName: 'namespaces/p/services/reports',
          request: { service: { metadata: { annotations: { 'run.googleapis.com/iap-enabled': 'true' } } } },
        },
        { resource: { labels: { location: 'europe-west1' } } },
      ),
      auditEntry('appengine.googleapis.com', 'google.appengine.v1.Applications.UpdateApplication', {
        resourceName: 'apps/p',
        request: { application: { iap: { enabled: false } } },
      }),
    ].map(one);
    expect(
      told.map((change) => [change.kind, change.touched?.what === 'switch' && change.touched.enabled]),
    ).toEqual([
      ['iap-switch', false],
      ['iap-switch', true],
      ['iap-switch', true],
      ['iap-switch', false],
    ]);
    expect(told[2]?.resource).toBe('projects/p/locations/europe-west1/services/reports');
  });

  it('OAuth clients, organisation policies, sign-in pools and access perimeters have their kinds', () => {
    const told = [
      auditEntry(
        'iap.googleapis.com',
        'google.cloud.iap.v1.IdentityAwareProxyOAuthService.DeleteIdentityAwareProxyClient',
        {
          resourceName: 'projects/1/brands/1/identityAwareProxyClients/c',
        },
      ),
      auditEntry('orgpolicy.googleapis.com', 'google.cloud.orgpolicy.v2.OrgPolicy.UpdatePolicy', {
        resourceName: 'organizations/7/policies/iam.allowedPolicyMemberDomains',
      }),
      auditEntry('iam.googleapis.com', 'google.iam.admin.v1.WorkforcePools.UpdateWorkforcePoolProvider', {
        resourceName: 'locations/global/workforcePools/staff/providers/idp',
      }),
      auditEntry(
        'accesscontextmanager.googleapis.com',
        'google.identity.accesscontextmanager.v1.AccessContextManager.UpdateServicePerimeter',
        {
          resourceName: 'accessPolicies/3/servicePerimeters/all',
        },
      ),
    ].map((raw) => one(raw).kind);
    expect(told).toEqual(['oauth-client', 'org-policy', 'identity-provider', 'other']);
  });

  it('who acted may be a federated identity; the type word before an address is left off', () => {
    const with_ = (authenticationInfo: object) =>
      one(
        auditEntry('iap.googleapis.com', 'x.SetIamPolicy', {
          resourceName: 'projects/1/iap_web',
          authenticationInfo,
        }),
      ).actor;
    expect(with_({ principalSubject: 'principal://iam.googleapis.com/pool/subject/x' })).toBe(
      'principal://iam.googleapis.com/pool/subject/x',
    );
    expect(with_({ principalSubject: 'serviceAccount:a@p.iam.gserviceaccount.com' })).toBe(
      'a@p.iam.gserviceaccount.com',
    );
    expect(with_({})).toBeUndefined();
  });
});

describe('what is no change', () => {
  it('a failed attempt is none, and names its operation', () => {
    const raw = auditEntry(
      'iam.googleapis.com',
      'google.iam.v2.Policies.CreatePolicy',
      { resourceName: 'policies/x/denypolicies/y', status: { code: 7, message: 'denied' } },
      { operation: { id: 'op1', last: true } },
    );
    expect(readEntry(raw)).toEqual({ kind: 'failed', operation: 'op1' });
  });

  it('reads, other services and deployments that say nothing of IAP are none', () => {
    const quiet = [
      auditEntry('iap.googleapis.com', 'google.cloud.iap.v1.IdentityAwareProxyAdminService.GetIamPolicy', {}),
      auditEntry('iap.googleapis.com', 'AuthorizeUser', {}),
      auditEntry('storage.googleapis.com', 'storage.setIamPermissions', {
        resourceName: 'projects/_/buckets/b',
      }),
      auditEntry('compute.googleapis.com', 'v1.compute.backendServices.patch', {
        request: { timeoutSec: 30 },
      }),
      auditEntry('compute.googleapis.com', 'v1.compute.instances.setIamPolicy', { resourceName: 'x' }),
      auditEntry('run.googleapis.com', 'google.cloud.run.v2.Services.UpdateService', {
        request: { service: { iapEnabled: true }, updateMask: 'template' },
      }),
      admin('changeCalendarSetting', event('CHANGE_CALENDAR_SETTING', {})),
    ];
    expect(quiet.map((raw) => readEntry(raw).kind)).toEqual(quiet.map(() => 'nothing'));
  });

  it('an entry of a known kind that lacks what it is about is unreadable', () => {
    const broken = [
      {},
      { protoPayload: { methodName: 'SetIamPolicy' } },
      auditEntry('cloudresourcemanager.googleapis.com', 'SetIamPolicy', {
        resourceName: 'projects/p',
        serviceData: { policyDelta: { bindingDeltas: 'no list' } },
      }),
      auditEntry('cloudidentity.googleapis.com', 'x.MembershipsService.UpdateMembership', {
        metadata: GROUP,
      }),
      admin('addGroupMember', event('ADD_GROUP_MEMBER', { GROUP_EMAIL: 'eng@acme.test' })),
    ];
    expect(broken.map((raw) => readEntry(raw).kind)).toEqual(broken.map(() => 'unreadable'));
  });
});

describe('hostile entries', () => {
  const methods = fc.constantFrom(
    ['cloudresourcemanager.googleapis.com', 'SetIamPolicy'],
    ['iap.googleapis.com', 'x.SetIamPolicy'],
    ['iap.googleapis.com', 'x.UpdateIapSettings'],
    ['iam.googleapis.com', 'google.iam.v2.Policies.UpdatePolicy'],
    ['iam.googleapis.com', 'google.iam.v3.PolicyBindings.CreatePolicyBinding'],
    ['iam.googleapis.com', 'google.iam.admin.v1.UpdateRole'],
    ['accesscontextmanager.googleapis.com', 'x.AccessContextManager.ReplaceAccessLevels'],
    ['cloudidentity.googleapis.com', 'x.MembershipsService.UpdateMembership'],
    ['admin.googleapis.com', 'google.admin.AdminService.addGroupMember'],
    ['compute.googleapis.com', 'v1.compute.backendServices.update'],
    ['run.googleapis.com', 'google.cloud.run.v2.Services.UpdateService'],
  );
  const fields = fc.constantFrom(
    'resourceName',
    'serviceData',
    'metadata',
    'request',
    'response',
    'authenticationInfo',
    'requestMetadata',
    'status',
    'authorizationInfo',
  );
  const values = fc.oneof(
    fc.anything({ maxDepth: 4, withNullPrototype: true }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '__proto__',
      '\u202eevil',
      '<!channel>',
      'a'.repeat(5000),
      { policyDelta: 7 },
      { iap: [] },
    ),
  );

  it('never throw, whatever stands where, and are changes, unreadable or nothing', () => {
    fc.assert(
      fc.property(methods, fc.dictionary(fields, values), values, ([service, method], more, top) => {
        const raw = { ...auditEntry(service ?? '', method ?? '', more), operation: top, labels: top };
        expect(['changes', 'unreadable', 'failed', 'nothing']).toContain(readEntry(raw).kind);
      }),
      { numRuns: 400 },
    );
  });

  it('never throw for entries that are no entries', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), values), (raw) => {
        expect(readEntry(raw).kind).toBe('unreadable');
      }),
    );
  });
});

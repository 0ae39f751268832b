/** Every port method against the sandbox's emulator of Google: two readings of the same documentation have to agree. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGoogle, type GoogleConnection } from '../../src/google/index.js';
import type { CallContext, GroupName, Look } from '../../src/google/ports.js';
import {
  type Container,
  type CustomerId,
  type DomainName,
  type Email,
  parseIapResource,
} from '../../src/names/index.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../src/sandbox/world.js';
import { terms } from './server.js';

const project: Container = { kind: 'project', id: '111111111111' };
const named: Container = { kind: 'project', id: 'acme-prod' };
const organization: Container = { kind: 'organization', id: '700000000001' };
const ana = 'ana@acme.test' as Email;
const eng = 'eng@acme.test' as Email;
const dashUsers = 'dash-users@acme.test' as Email;
const CUSTOMER = 'C0acme001' as CustomerId;
const NOW = Date.parse('2026-11-20T09:00:00Z');

const resource = parseIapResource('projects/111111111111/iap_web/compute/services/2222222222222222222');
if (!resource) throw new Error('the test names no resource');

let emulator: GoogleEmulator;
let google: GoogleConnection;

beforeAll(async () => {
  emulator = await startGoogleEmulator({ world: acmeWorld({ now: () => NOW }) });
  google = createGoogle({ endpoint: new URL(emulator.url), retryBaseMs: 1 });
});
afterAll(async () => {
  google.close();
  await emulator.close();
});

function value<T>(look: Look<T>): T {
  if (!look.ok) throw new Error(JSON.stringify(look.problem));
  return look.value;
}

const groupOf = async (email: Email): Promise<GroupName> => value(await google.groups.lookup(email, terms()));

/** Every read of every port, with what has to be in its value. */
const reads: readonly (readonly [string, (call: CallContext) => Promise<Look<unknown>>, unknown])[] = [
  [
    'resourceManager.ancestry',
    (call) => google.resourceManager.ancestry(named, call),
    expect.arrayContaining([organization]),
  ],
  [
    'resourceManager.project',
    (call) => google.resourceManager.project(named, call),
    { number: '111111111111', projectId: 'acme-prod', displayName: 'Acme production' },
  ],
  [
    'resourceManager.organization',
    (call) => google.resourceManager.organization(organization, call),
    { container: organization, primaryDomain: 'acme.test', customerId: CUSTOMER },
  ],
  [
    'resourceManager.organizationOfDomain',
    (call) => google.resourceManager.organizationOfDomain('acme.test' as DomainName, call),
    expect.objectContaining({ container: organization }),
  ],
  [
    'resourceManager.allowPolicy',
    (call) => google.resourceManager.allowPolicy(organization, call),
    expect.objectContaining({ bindings: expect.any(Array) }),
  ],
  [
    'resourceManager.effectiveTags',
    (call) =>
      google.resourceManager.effectiveTags(
        '//cloudresourcemanager.googleapis.com/projects/111111111111',
        call,
      ),
    expect.any(Array),
  ],
  [
    'assets.effectivePolicies',
    (call) => google.assets.effectivePolicies(organization, project, call),
    expect.arrayContaining([
      expect.objectContaining({ node: expect.stringMatching(/^(projects|folders|organizations)\//) }),
    ]),
  ],
  [
    'iap.policy',
    (call) => google.iap.policy(resource, call),
    expect.objectContaining({
      bindings: expect.arrayContaining([
        expect.objectContaining({ role: 'roles/iap.httpsResourceAccessor' }),
      ]),
    }),
  ],
  [
    'iap.settings',
    (call) => google.iap.settings(resource, call),
    expect.objectContaining({ identitySources: [] }),
  ],
  [
    'groups.transitiveGroups',
    (call) => google.groups.transitiveGroups(ana, call, CUSTOMER),
    expect.arrayContaining([
      expect.objectContaining({ email: eng, relation: 'direct' }),
      expect.objectContaining({ email: dashUsers, relation: 'indirect' }),
    ]),
  ],
  [
    'groups.directGroups',
    (call) => google.groups.directGroups(ana, call),
    expect.arrayContaining([
      expect.objectContaining({ email: eng, membership: expect.stringMatching(/^groups\//) }),
    ]),
  ],
  [
    'groups.membershipGraph',
    (call) => google.groups.membershipGraph(ana, call),
    expect.arrayContaining([
      { child: ana, parent: eng },
      { child: eng, parent: dashUsers },
    ]),
  ],
  ['groups.lookup', (call) => google.groups.lookup(eng, call), expect.stringMatching(/^groups\//)],
  [
    'groups.group',
    async (call) => google.groups.group(await groupOf(eng), call),
    expect.objectContaining({ email: eng, parent: `customers/${CUSTOMER}`, dynamic: undefined }),
  ],
  [
    'groups.checkTransitive',
    async (call) => google.groups.checkTransitive(await groupOf(dashUsers), ana, call),
    true,
  ],
  ['groups.hasMember', (call) => google.groups.hasMember(dashUsers, ana, call), true],
  [
    'directory.user',
    (call) => google.directory.user('ana.lima@acme.test' as Email, call),
    expect.objectContaining({ primaryEmail: ana, customerId: CUSTOMER, suspended: false }),
  ],
  [
    'iam.role',
    (call) => google.iam.role('roles/iap.httpsResourceAccessor', call),
    expect.objectContaining({ permissions: expect.arrayContaining(['iap.webServiceVersions.accessViaIAP']) }),
  ],
  [
    'iam.role, custom',
    (call) => google.iam.role('projects/acme-prod/roles/grafanaUser', call),
    expect.objectContaining({ name: 'projects/acme-prod/roles/grafanaUser', deleted: false }),
  ],
  [
    'iam.serviceAccount',
    (call) => google.iam.serviceAccount('hr-sync@acme-prod.iam.gserviceaccount.com' as Email, call),
    expect.objectContaining({ disabled: false, projectId: 'acme-prod' }),
  ],
  [
    'iam.denyPolicies',
    (call) => google.iam.denyPolicies(project, call),
    expect.arrayContaining([
      expect.objectContaining({
        displayName: 'Access freeze',
        rules: expect.arrayContaining([expect.anything()]),
      }),
    ]),
  ],
  [
    'iam.boundaryPolicies',
    (call) => google.iam.boundaryPolicies(organization, call),
    expect.arrayContaining([expect.objectContaining({ enforcementVersion: '3' })]),
  ],
  [
    'iam.boundaryBindings',
    (call) =>
      google.iam.boundaryBindings(
        organization,
        `//iam.googleapis.com/locations/global/workspace/${CUSTOMER}`,
        call,
      ),
    expect.arrayContaining([
      expect.objectContaining({ condition: expect.objectContaining({ title: 'named people' }) }),
    ]),
  ],
  [
    'accessContext.levels',
    (call) => google.accessContext.levels(organization, call),
    expect.arrayContaining([
      expect.objectContaining({ name: expect.stringContaining('accessPolicies/900000000001/') }),
    ]),
  ],
  [
    'logs.entries',
    (call) => google.logs.entries({ resourceNames: ['projects/acme-prod'], filter: '', limit: 5 }, call),
    expect.arrayContaining([expect.objectContaining({ insertId: expect.any(String) })]),
  ],
  [
    'compute.backendServices',
    (call) => google.compute.backendServices(named, call),
    expect.arrayContaining([
      expect.objectContaining({ id: '2222222222222222222', iapEnabled: true, region: undefined }),
      expect.objectContaining({ id: '8888888888888888888', region: 'europe-west1' }),
    ]),
  ],
  [
    'run.services',
    (call) => google.run.services(named, call),
    expect.arrayContaining([expect.objectContaining({ name: 'reports', region: 'europe-west1' })]),
  ],
  [
    'run.service',
    (call) => google.run.service(named, 'europe-west1', 'reports', call),
    expect.objectContaining({ name: 'reports', iapEnabled: true }),
  ],
  [
    'run.policy',
    (call) => google.run.policy(named, 'europe-west1', 'reports', call),
    expect.objectContaining({ bindings: [expect.objectContaining({ role: 'roles/run.invoker' })] }),
  ],
  [
    'backends.backendService',
    (call) => google.backends.backendService(named, undefined, 'dashboard', call),
    expect.objectContaining({ id: '2222222222222222222', iapEnabled: true, groups: [] }),
  ],
  [
    'backends.backendService, regional',
    (call) => google.backends.backendService(project, 'europe-west1', '8888888888888888888', call),
    expect.objectContaining({ name: 'edge', region: 'europe-west1' }),
  ],
  [
    'backends.serverlessTarget',
    (call) => google.backends.serverlessTarget(named, 'europe-west1', 'docs-neg', call),
    { runService: 'docs' },
  ],
  [
    'orgPolicy.effective',
    (call) =>
      google.orgPolicy.effective(
        { kind: 'project', id: 'acme-data' },
        'iam.allowedPolicyMemberDomains',
        call,
      ),
    [expect.objectContaining({ allowedValues: ['is:C0acme001'], allowAll: false })],
  ],
  [
    'privilegedAccess.entitlements',
    (call) => google.privilegedAccess.entitlements({ kind: 'project', id: 'acme-data' }, call),
    [expect.objectContaining({ eligible: ['user:jana@acme.test'], needsApproval: true })],
  ],
  [
    'privilegedAccess.grants',
    (call) =>
      google.privilegedAccess.grants(
        'projects/222222222222/locations/global/entitlements/warehouse-night-shift',
        call,
      ),
    [expect.objectContaining({ requester: 'jana@acme.test', state: 'ENDED' })],
  ],
  [
    'troubleshooter.troubleshoot',
    (call) =>
      google.troubleshooter.troubleshoot(
        {
          principal: ana,
          resource,
          permission: 'iap.webServiceVersions.accessViaIAP',
          at: new Date(NOW).toISOString(),
        },
        call,
      ),
    { state: 'CAN_ACCESS' },
  ],
];

describe('the emulator of Google', () => {
  it.each(reads)('answers %s', async (_, read, expected) => {
    const call = terms();
    const before = emulator.requests.length;
    expect(value(await read(call))).toEqual(expected);
    expect(call.counted.length).toBeGreaterThan(0);
    expect(
      emulator.requests.slice(before).map((request) => [request.api, request.status]),
    ).not.toContainEqual(['unknown', 404]);
  });

  it('answers members and each membership', async () => {
    const { members, complete } = value(
      await google.groups.members(await groupOf('orders-team@acme.test' as Email), terms()),
    );
    expect(complete).toBe(true);
    const eli = members.find((member) => member.member === 'eli@acme.test');
    expect(eli).toMatchObject({ type: 'USER', roles: [{ name: 'MEMBER', expiresAt: expect.any(String) }] });
    if (!eli) throw new Error('eli is no member');
    expect(value(await google.groups.membership(eli.name, terms()))).toEqual(eli);
  });

  it('gives the same lists in pages of one', async () => {
    const lists = reads.filter(([name]) =>
      /tiveGroups|directGroups|Policies|Bindings|levels|entries|ervices$/.test(name),
    );
    const whole = await Promise.all(lists.map(([, read]) => read(terms())));
    emulator.switches.pageCap = 1;
    try {
      expect(await Promise.all(lists.map(([, read]) => read(terms())))).toEqual(whole);
    } finally {
      emulator.switches.pageCap = undefined;
    }
  });

  it('breaks in every way without breaking us', async () => {
    const kinds = {
      forbidden: 'forbidden',
      'not-found': 'not-found',
      throttled: 'throttled',
      'server-error': 'unavailable',
      'half-json': 'malformed',
      'api-disabled': 'api-disabled',
    } as const;
    for (const [fault, kind] of Object.entries(kinds)) {
      emulator.faults.push({ kind: fault as keyof typeof kinds });
      try {
        const looks = await Promise.all(
          reads
            .filter(([name]) => !/groups\.(group|checkTransitive)/.test(name))
            .map(async ([name, read]) => [name, await read(terms())] as const),
        );
        for (const [name, look] of looks)
          expect([name, look]).toEqual([name, { ok: false, problem: expect.objectContaining({ kind }) }]);
      } finally {
        emulator.faults.length = 0;
      }
    }
  });
});

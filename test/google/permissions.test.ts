/** The table of rights against the sandbox's Google: what is declared as needed is needed, and nothing else is. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGoogle, type GoogleConnection } from '../../src/google/index.js';
import { NEEDS, type Need, type PortMethod } from '../../src/google/permissions.js';
import type { CallContext, GroupName, Look } from '../../src/google/ports.js';
import { type Container, type CustomerId, type Email, parseIapResource } from '../../src/names/index.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../src/sandbox/world.js';
import { terms } from './server.js';

const project: Container = { kind: 'project', id: '111111111111' };
const organization: Container = { kind: 'organization', id: '700000000001' };
const customer = 'C0acme001' as CustomerId;
const ana = 'ana@acme.test' as Email;
const eng = 'eng@acme.test' as Email;
const deployer = 'ci-deployer@acme-prod.iam.gserviceaccount.com' as Email;
const resource = parseIapResource('projects/111111111111/iap_web/compute/services/2222222222222222222');
if (!resource) throw new Error('the test names no resource');
const at = '2026-11-20T09:00:00Z';
const permission = 'iap.webServiceVersions.accessViaIAP';
const workspace = `//iam.googleapis.com/locations/global/workspace/${customer}`;

let emulator: GoogleEmulator;
let google: GoogleConnection;
let group: GroupName;
let membership: string;

beforeAll(async () => {
  emulator = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.parse(at) }) });
  google = createGoogle({ endpoint: new URL(emulator.url), retryBaseMs: 1 });
  const looked = await google.groups.lookup(eng, terms());
  if (!looked.ok) throw new Error(looked.problem.message);
  group = looked.value;
  const direct = await google.groups.directGroups(ana, terms());
  membership = direct.ok ? (direct.value[0]?.membership ?? '') : '';
});
afterAll(async () => {
  google.close();
  await emulator.close();
});
beforeEach(() => {
  emulator.world.caller.denied = [];
});

type Ask = (call: CallContext) => Promise<Look<unknown>>;

/** One call of each method that the sandbox knows; methods of APIs it does not have are left to their own tests. */
const ASKS: Partial<Record<PortMethod, Ask>> = {
  'resourceManager.ancestry': (call) => google.resourceManager.ancestry(project, call),
  'resourceManager.project': (call) => google.resourceManager.project(project, call),
  'resourceManager.organization': (call) => google.resourceManager.organization(organization, call),
  'resourceManager.allowPolicy': (call) => google.resourceManager.allowPolicy(project, call),
  'resourceManager.effectiveTags': (call) =>
    google.resourceManager.effectiveTags('//cloudresourcemanager.googleapis.com/projects/111111111111', call),
  'assets.effectivePolicies': (call) => google.assets.effectivePolicies(organization, project, call),
  'iap.policy': (call) => google.iap.policy(resource, call),
  'iap.settings': (call) => google.iap.settings(resource, call),
  'groups.transitiveGroups': (call) => google.groups.transitiveGroups(ana, call, customer),
  'groups.directGroups': (call) => google.groups.directGroups(ana, call),
  'groups.membershipGraph': (call) => google.groups.membershipGraph(ana, call),
  'groups.lookup': (call) => google.groups.lookup(eng, call),
  'groups.group': (call) => google.groups.group(group, call),
  'groups.members': (call) => google.groups.members(group, call),
  'groups.memberPage': (call) => google.groups.memberPage(group, undefined, call),
  'groups.transitiveMemberPage': (call) => google.groups.transitiveMemberPage(group, undefined, call),
  'groups.membership': (call) => google.groups.membership(membership, call),
  'groups.checkTransitive': (call) => google.groups.checkTransitive(group, ana, call),
  'groups.hasMember': (call) => google.groups.hasMember(eng, ana, call),
  'directory.user': (call) => google.directory.user(ana, call),
  'directory.suspendedUsers': (call) => google.directory.suspendedUsers(customer, call),
  'iam.role': (call) => google.iam.role('projects/acme-prod/roles/grafanaUser', call),
  'iam.serviceAccount': (call) =>
    google.iam.serviceAccount('hr-sync@acme-prod.iam.gserviceaccount.com' as Email, call),
  'iam.denyPolicies': (call) => google.iam.denyPolicies(project, call),
  'iam.boundaryPolicies': (call) => google.iam.boundaryPolicies(organization, call),
  'iam.boundaryBindings': (call) => google.iam.boundaryBindings(organization, workspace, call),
  'accessContext.levels': (call) => google.accessContext.levels(organization, call),
  'logs.entries': (call) =>
    google.logs.entries({ resourceNames: ['projects/acme-prod'], filter: '', limit: 1 }, call),
  'logs.page': (call) =>
    google.logs.page({ resourceNames: ['projects/acme-prod'], filter: '', limit: 1 }, undefined, call),
  'compute.backendServices': (call) => google.compute.backendServices(project, call),
  'run.services': (call) => google.run.services(project, call),
  'run.policy': (call) => google.run.policy(project, 'europe-west1', 'reports', call),
  'troubleshooter.troubleshoot': (call) =>
    google.troubleshooter.troubleshoot({ principal: ana, resource, permission, at }, call),
  'tokens.idToken': (call) => google.tokens.idToken(deployer, 'status', call),
  'tokens.signJwt': (call) =>
    google.tokens.signJwt(deployer, { iss: deployer, sub: deployer, aud: 'x', iat: 1, exp: 2 }, call),
};
const asks = Object.entries(ASKS) as [keyof typeof NEEDS, Ask][];

const PRIVILEGES: Readonly<Record<string, string>> = {
  groups: 'admin.groups.read',
  directory: 'admin.users.read',
};
const declared = (needs: readonly Need[]): string[] =>
  needs.flatMap(({ right, permissions }) => [
    ...permissions,
    ...(PRIVILEGES[right] ? [PRIVILEGES[right]] : []),
  ]);

describe('every read of the sandbox', () => {
  it.each(asks)('%s is answered with exactly the rights it declares', async (method, ask) => {
    const needs = declared(NEEDS[method]);
    // Whole families of rights that it does not declare are taken away.
    const families = ['resourcemanager', 'cloudasset', 'iap', 'iam', 'accesscontextmanager', 'logging'];
    const others = [...families, 'compute', 'run', 'appengine', 'admin'].filter(
      (family) => !needs.some((name) => name.startsWith(`${family}.`)),
    );
    emulator.world.caller.denied = others.map((family) => ({ permission: `${family}.*` }));
    const look = await ask(terms());
    expect(look.ok ? 'answered' : look.problem).toBe('answered');
  });

  it.each(asks.filter(([method]) => declared(NEEDS[method]).length > 0))(
    '%s fails for want of a right it declares',
    async (method, ask) => {
      const needs = declared(NEEDS[method]);
      emulator.world.caller.denied = needs.map((permission) => ({ permission }));
      const look = await ask(terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'forbidden' } });
      const named = /[Pp]ermission '([\w./]+)'|Required '([\w.]+)'/.exec(look.ok ? '' : look.problem.message);
      const asked = named?.[1] ?? named?.[2];
      if (asked !== undefined) expect(needs).toContain(asked);
    },
  );
});

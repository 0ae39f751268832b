/** What stands around the grants of acme.test: IAP's switches and settings, what is behind it, lent access, organisation policies. */
import { logAuthorization, refuseIapPolicy } from '../google/change.js';
import type { BackendServiceRecord, World } from '../google/model.js';
import { grant, type Moments } from './builders.js';
import { LEVELS } from './guards.js';
import { addRunService, DATA, IAP_AGENT, LAB, nodeOf, OAUTH_CLIENT, PROD, REGION } from './services.js';

const WEB = 'roles/iap.httpsResourceAccessor';
const OLD_CLIENT = '123-old.apps.googleusercontent.com';
const people = (...names: string[]): string[] => names.map((name) => `user:${name}@acme.test`);

/** A backend service of {@link PROD} or {@link LAB} with something about it changed. */
function change(world: World, name: string, more: Partial<BackendServiceRecord>): void {
  const at = world.backendServices.findIndex((backend) => backend.name === name);
  const found = world.backendServices[at];
  if (!found) throw new Error(`${name} has no backend service`);
  world.backendServices[at] = { ...found, ...more };
}

/** A Cloud Run service behind a load balancer's backend service of the same name. */
function runBehind(world: World, name: string, invokers: readonly string[], iapEnabled: boolean): void {
  addRunService(world, name, invokers);
  const run = world.runServices.at(-1);
  if (run) run.iapEnabled = iapEnabled;
  const group = `${name}-neg`;
  const createdAt = run?.createdAt ?? '';
  world.endpointGroups.push({
    project: PROD,
    id: `5${nodeOf(name).slice(-18)}`,
    region: REGION,
    name: group,
    runService: name,
    createdAt,
  });
  change(world, name, { endpointGroups: [{ region: REGION, name: group }] });
}

/** Switches, settings and grants. */
export function addSurroundings(world: World, time: Moments): void {
  world.projects.push({
    number: LAB,
    projectId: 'acme-lab-2019',
    displayName: 'An old experiment',
    parent: undefined,
  });
  change(world, 'legacy', { iapEnabled: false });
  runBehind(world, 'docs', ['allUsers'], false);
  const armor = 'https://www.googleapis.com/compute/v1/projects/acme-prod/global/securityPolicies/edge-rules';
  change(world, 'docs', { securityPolicy: armor });
  runBehind(world, 'portal', [IAP_AGENT], true);
  change(world, 'vault', { oauth2ClientId: undefined });
  change(world, 'atlas', { oauth2ClientId: undefined });
  // Deleted and made again last night: the configuration still has the old id, and nobody granted anything on the new.
  change(world, 'billing', { id: '2525252525252520000', createdAt: time.iso(0.4) });
  addRunService(world, 'labs', [IAP_AGENT]);

  const set = (service: string, accessSettings: Readonly<Record<string, unknown>>): void => {
    world.iapSettings.set(nodeOf(service), { accessSettings });
  };
  set('shop', { gcipSettings: { tenantIds: ['shop-customers-1a2b3'] } });
  set('partners', {
    identitySources: ['WORKFORCE_IDENTITY_FEDERATION'],
    workforceIdentitySettings: { workforcePools: ['locations/global/workforcePools/acme-partners'] },
  });
  set('intranet', { allowedDomainsSettings: { enable: true, domains: ['*.corp.acme.test'] } });
  set('vault', {
    reauthSettings: { method: 'SECURE_KEY', maxAge: '3600s', policyType: 'MINIMUM' },
    corsSettings: { allowHttpOptions: true },
  });

  grant(world, nodeOf('docs'), WEB, people('bob', 'dana', 'root'));
  for (const service of ['portal', 'partners', 'intranet', 'billing', 'atlas'])
    grant(world, nodeOf(service), WEB, people('bob'));
  grant(world, nodeOf('vault'), WEB, [...people('bob', 'dana'), 'user:cora@partner.test']);
  grant(world, nodeOf('labs'), WEB, people('bob'), {
    title: 'from the office',
    expression: `"${LEVELS}/corp_network" in request.auth.access_levels`,
  });
  addLentAccess(world, time);
  const own = { values: { allowedValues: ['is:C0acme001'] } };
  world.orgPolicies.set(`projects/${DATA}`, new Map([['iam.allowedPolicyMemberDomains', [own]]]));
}

/** Whoever has the night shift may ask for warehouse; Jana did, and her shift ended. */
function addLentAccess(world: World, time: Moments): void {
  const name = `projects/${DATA}/locations/global/entitlements/warehouse-night-shift`;
  world.entitlements.push({
    name,
    eligible: people('jana'),
    approvers: people('dana'),
    access: {
      gcpIamAccess: {
        resourceType: 'cloudresourcemanager.googleapis.com/Project',
        resource: '//cloudresourcemanager.googleapis.com/projects/acme-data',
        roleBindings: [{ role: WEB }],
      },
    },
    maxDuration: '28800s',
    createdAt: time.iso(200),
  });
  world.privilegedGrants.push({
    name: `${name}/grants/5d2a9c3e-0f4b-4b8e-9a51-3c6f2e7d8b10`,
    requester: 'jana@acme.test',
    state: 'ENDED',
    requestedDuration: '28800s',
    createdAt: time.iso(0.6),
    grantedAt: time.iso(0.6),
    removedAt: time.iso(0.25),
  });
}

/** What the logs tell about all this. */
export function addSurroundingsHistory(world: World, time: Moments): void {
  refuseIapPolicy(
    world,
    nodeOf('warehouse'),
    { bindings: [{ role: WEB, members: ['user:dana@acme.test', 'user:pia@partner.test'] }] },
    'constraints/iam.allowedPolicyMemberDomains',
    { by: { email: 'dana@acme.test', ip: '203.0.113.8' }, at: time.ago({ days: 1 }) },
  );
  const visit = (
    email: string,
    service: string,
    host: string,
    oauthClientId: string,
    hours: number,
  ): void => {
    const at = time.ago({ hours });
    logAuthorization(world, { resource: nodeOf(service), granted: true, email, host, at, oauthClientId });
  };
  visit('root@acme.test', 'docs', 'docs.acme.test', OLD_CLIENT, 50);
  visit('bob@acme.test', 'labs', `labs-${PROD}.${REGION}.run.test`, OAUTH_CLIENT, 7);
}

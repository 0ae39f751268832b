/** What rarely stops people at acme.test, or lets them in unnoticed: rules that Google cannot evaluate, or does not enforce. */
import { logAuthorization, removeGroupMember } from '../google/change.js';
import type { World } from '../google/model.js';
import { grant, group, type Moments, person } from './builders.js';
import { CUSTOMER, LEVELS, ORGANIZATION } from './guards.js';
import { DATA, nodeOf, OAUTH_CLIENT, PROD, REGION } from './services.js';

const WEB = 'roles/iap.httpsResourceAccessor';
const global = `organizations/${ORGANIZATION}/locations/global`;
const user = (name: string): string[] => [`user:${name}@acme.test`];

/** People, policies and levels. History comes later, with {@link addRareHistory}. */
export function addRare(world: World, time: Moments): void {
  const names = {
    ...{ quin: 'Quin Abel', yara: 'Yara Stone', tara: 'Tara Vance', hugo: 'Hugo Lind' },
    ...{ leo: 'Leo Marin', rex: 'Rex Hollis', mona: 'Mona Keita' },
  };
  for (const [name, fullName] of Object.entries(names)) person(world, `${name}@acme.test`, fullName);
  group(world, 'desk@acme.test', 'Reporting desk', [...['bob', 'mona'].map((name) => `${name}@acme.test`)]);
  grant(world, nodeOf('orders'), WEB, [...user('quin'), ...user('yara'), ...user('tara')]);
  grant(world, nodeOf('reports'), WEB, ['group:desk@acme.test']);
  grant(
    world,
    nodeOf('partners'),
    WEB,
    user('nia').map((member) => member.replace('acme', 'partner')),
  );
  grant(world, nodeOf('admin'), WEB, user('hugo'), {
    title: 'all but billing',
    expression: 'request.path != "/billing"',
  });
  addDenials(world, time);
  addBoundary(world, 'field-sales', '3', 'yara', ' && principal.department == "field"');
  addBoundary(world, 'old-draft', '1', 'tara', '');
  addLevels(world);
}

/** A rule with a condition that deny policies do not know, and one that names no permission IAP checks. */
function addDenials(world: World, time: Moments): void {
  const add = (node: string, id: string, name: string, permission: string, expression?: string): void => {
    const denyRule = {
      deniedPrincipals: [`principal://goog/subject/${name}@acme.test`],
      deniedPermissions: [`iap.googleapis.com/${permission}`],
      ...(expression === undefined ? {} : { denialCondition: { title: id, expression } }),
    };
    const policy = { id, displayName: id, createdAt: time.iso(40), rules: [{ description: id, denyRule }] };
    world.denyPolicies.set(node, [...(world.denyPolicies.get(node) ?? []), policy]);
  };
  const scoped = 'resource.name.endsWith("/services/payroll")';
  add(`projects/${PROD}`, 'payroll-only', 'quin', 'webServiceVersions.accessViaIAP', scoped);
  add(`projects/${DATA}`, 'lake-freeze', 'gus', 'webServices.accessViaIAP');
}

/** A boundary around acme-data for one person. */
function addBoundary(world: World, id: string, version: string, name: string, more: string): void {
  const policy = `${global}/principalAccessBoundaryPolicies/${id}`;
  const resources = [`//cloudresourcemanager.googleapis.com/projects/${DATA}`];
  const rules = [{ description: id, resources, effect: 'ALLOW' as const }];
  world.boundaryPolicies.push({
    name: policy,
    displayName: id,
    details: { rules, enforcementVersion: version },
  });
  world.boundaryBindings.push({
    name: `${global}/policyBindings/${id}`,
    displayName: id,
    principalSet: `//iam.googleapis.com/locations/global/workspace/${CUSTOMER}`,
    policy,
    condition: { title: id, expression: `principal.subject == "${name}@acme.test"${more}` },
  });
}

/** A level for administrators by name, and one that builds on a level somebody deleted. */
function addLevels(world: World): void {
  world.accessPolicies[0]?.levels.push(
    {
      name: `${LEVELS}/corp_admins`,
      title: 'Administrators',
      basic: { conditions: [{ members: user('root') }] },
    },
    {
      name: `${LEVELS}/corp_remote`,
      title: 'Remote work',
      basic: { conditions: [{ requiredAccessLevels: [`${LEVELS}/corp_vpn`] }] },
    },
  );
  const wants = (level: string) => ({
    title: level,
    expression: `"${LEVELS}/${level}" in request.auth.access_levels`,
  });
  grant(world, nodeOf('admin'), WEB, user('leo'), wants('corp_admins'));
  grant(world, nodeOf('admin'), WEB, user('rex'), wants('corp_remote'));
}

/** Minutes ago Mona was taken off the desk; IAP has let her in since. */
export function addRareHistory(world: World, time: Moments): void {
  removeGroupMember(
    world,
    { group: 'desk@acme.test', member: 'mona@acme.test' },
    { by: { email: 'bob@acme.test', ip: '203.0.113.5' }, at: time.ago({ minutes: 9 }) },
  );
  logAuthorization(world, {
    resource: nodeOf('reports'),
    granted: true,
    email: 'mona@acme.test',
    host: `reports-${PROD}.${REGION}.run.test`,
    at: time.ago({ minutes: 4 }),
    oauthClientId: OAUTH_CLIENT,
  });
}

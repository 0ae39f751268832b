/**
 * The fictional company acme.test: its people, groups, grants and guards. Almost everybody is stopped by another thing.
 * Services whose way in is broken are told of in `world/broken-paths.ts`.
 *
 * who                                            where                            verdict  code
 * maya@acme.test                                 dashboard                        denied   grant-removed
 * noor@acme.test                                 dashboard                        denied   not-in-group
 * sam@acme.test                                  dashboard                        denied   account-disabled
 * ines@acme.test                                 dashboard                        denied   deny-exception-missed
 * otto@acme.test                                 dashboard                        denied   boundary-excludes
 * ana@acme.test                                  dashboard                        allowed  nested-grant
 * ana.lima@acme.test                             dashboard                        allowed  nested-grant
 * eli@acme.test                                  orders                           denied   membership-expired
 * remy@partner.test                              orders                           denied   membership-restricted
 * walt@acme.test                                 orders                           denied   wrong-permission-kind
 * tess@acme.test                                 orders                           denied   condition-expired
 * ugo@acme.test                                  orders                           denied   condition-unsupported-attribute
 * dex@acme.test                                  orders                           denied   deny-policy
 * carl@acme.test                                 orders                           allowed  inherited-grant
 * cora@partner.test                              orders                           allowed  foreign-boundary
 * ci-deployer@acme-prod.iam.gserviceaccount.com  orders                           allowed  -
 * cleo@acme.test                                 grafana                          denied   custom-role-lacks-permission
 * nils@acme.test                                 grafana                          denied   condition-hours
 * mia@acme.test                                  grafana                          denied   condition-malformed
 * kim@acme.test                                  grafana                          allowed  change-propagating
 * tom@acme.test                                  payroll                          unknown  condition-needs-context
 * dave@acme.test                                 payroll                          denied   access-level-device
 * ira@acme.test                                  payroll                          denied   access-level-ip
 * bea@acme.test                                  payroll                          allowed  condition-bypassed
 * wanda@acme.test                                wiki                             denied   group-missing
 * omar@acme.test                                 hr                               denied   role-lacks-permission
 * zoe@acme.test                                  hr                               denied   deleted-principal
 * lena@acme.test                                 hr                               denied   other-account
 * pia@partner.test                               handbook                         denied   outside-domain
 * lou@acme-labs.test                             handbook                         allowed  domain-wider
 * pat@acme.test                                  https://admin.acme.test/billing  denied   condition-path
 * uma@acme.test                                  admin                            denied   access-level-unknown-name
 * noor@acme.test                                 status                           allowed  public
 * dina@acme.test                                 edge                             unknown  dynamic-group-stale
 * rita@acme.test                                 reports                          denied   run-invoker-only
 * hana@acme.test                                 reports                          denied   condition-host
 * fay@acme.test                                  forms                            denied   service-agent-not-invoker
 * bob@acme.test                                  batch                            allowed  -
 * omar@acme.test                                 bastion                          allowed  owner-tunnels
 * ivo@acme.test                                  warehouse                        denied   no-grant
 * gus@acme.test                                  warehouse                        denied   granted-elsewhere
 * noor@acme.test                                 legacy                           allowed  iap-bypassable
 * bob@acme.test                                  docs                             allowed  iap-bypassable
 * dana@acme.test                                 docs                             allowed  blocked-outside-iap
 * root@acme.test                                 docs                             allowed  oauth-client-mismatch
 * bob@acme.test                                  portal                           denied   iap-enabled-twice
 * noor@acme.test                                 shop                             unknown  gcip-iam-off
 * bob@acme.test                                  partners                         denied   identity-source-mismatch
 * bob@acme.test                                  intranet                         denied   host-not-allowed
 * bob@acme.test                                  vault                            allowed  reauth-required
 * dana@acme.test                                 vault                            allowed  preflight-open
 * cora@partner.test                              vault                            allowed  oauth-audience
 * bob@acme.test                                  billing                          denied   service-replaced
 * bob@acme.test                                  atlas                            denied   oauth-client-missing
 * bob@acme.test                                  labs                             allowed  access-level-unsupported-target
 * jana@acme.test                                 warehouse                        denied   jit-grant-ended
 * pia@partner.test                               warehouse                        denied   org-policy-forbids
 * lena@acme-labs.test                            hr                               allowed  app-refused
 * quin@acme.test                                 orders                           denied   deny-unevaluable
 * yara@acme.test                                 orders                           denied   boundary-unevaluable
 * tara@acme.test                                 orders                           allowed  boundary-not-enforced
 * hugo@acme.test                                 https://admin.acme.test/team     allowed  negated-condition
 * leo@acme.test                                  admin                            denied   access-level-other
 * rex@acme.test                                  admin                            denied   access-level-broken
 * mona@acme.test                                 reports                          denied   grant-removed
 * gus@acme.test                                  lake                             allowed  deny-misses
 * principal://iam.googleapis.com/locations/global/workforcePools/acme-partners/subject/nia@partner.test partners                         denied   federated-not-matched
 */
import type { Clock } from '../store/ports.js';
import { emptyWorld, type World } from './google/model.js';
import { brokenPaths } from './world/broken-paths.js';
import { grant, group, type Moments, momentsOf } from './world/builders.js';
import { addContractors, removeContractors } from './world/contractors.js';
import { addGuards, CUSTOMER, LEVELS, ORGANIZATION } from './world/guards.js';
import { addHistory } from './world/history.js';
import { addPeople } from './world/people.js';
import { addRare, addRareHistory } from './world/rare.js';
import { addBackends, addRunService, DATA, EDGE, IAP_AGENT, nodeOf, PROD } from './world/services.js';
import { addSurroundings, addSurroundingsHistory } from './world/surroundings.js';
import { addUndeclared } from './world/undeclared.js';

export { type BrokenPath, brokenPaths } from './world/broken-paths.js';
export { type SandboxConfigOptions, sandboxConfigYaml } from './world/config-yaml.js';
export { type WorldScenario, worldScenarios } from './world/scenarios.js';
export { type SandboxService, sandboxServices } from './world/services.js';
export { type UrlScenario, undeclaredServices, urlScenarios } from './world/undeclared.js';

const ENGINEERING = '800000000001';
const PRODUCTION = '800000000002';

const WEB = 'roles/iap.httpsResourceAccessor';
const TUNNEL = 'roles/iap.tunnelResourceAccessor';
const CUSTOM = 'projects/acme-prod/roles/grafanaUser';

/** Who asks Google: the bot's own account. */
export const sandboxCaller = {
  email: 'iap-doctor@acme-prod.iam.gserviceaccount.com',
  quotaProject: 'acme-prod',
};

/** The company as it is at the clock's moment; every time in it is relative to that. */
export function acmeWorld(clock: Clock): World {
  const world = emptyWorld(clock, sandboxCaller);
  const time = momentsOf(clock);
  addTree(world);
  addPeople(world);
  addGroups(world, time);
  addBackends(world);
  addRunService(world, 'reports', [IAP_AGENT, 'user:rita@acme.test']);
  addRunService(world, 'forms', []);
  addGrants(world, time);
  addGuards(world, time);
  addSurroundings(world, time);
  addUndeclared(world);
  addRare(world, time);
  addHistory(world);
  removeContractors(world);
  addSurroundingsHistory(world, time);
  addRareHistory(world, time);
  return world;
}

/** Organisation → engineering → production → acme-prod, and acme-data straight under engineering. */
function addTree(world: World): void {
  world.organizations.push({ id: ORGANIZATION, displayName: 'acme.test', customerId: CUSTOMER });
  world.folders.push(
    { id: ENGINEERING, displayName: 'engineering', parent: `organizations/${ORGANIZATION}` },
    { id: PRODUCTION, displayName: 'production', parent: `folders/${ENGINEERING}` },
  );
  world.projects.push(
    { number: PROD, projectId: 'acme-prod', displayName: 'Acme production', parent: `folders/${PRODUCTION}` },
    { number: DATA, projectId: 'acme-data', displayName: 'Acme data', parent: `folders/${ENGINEERING}` },
    { number: EDGE, projectId: 'acme-edge', displayName: 'Acme edge', parent: `folders/${ENGINEERING}` },
  );
  world.customers.push(
    {
      id: CUSTOMER,
      primaryDomain: 'acme.test',
      secondaryDomains: ['acme-labs.test'],
      visible: true,
      edition: 'premium',
    },
    {
      id: 'C0part009',
      primaryDomain: 'partner.test',
      secondaryDomains: [],
      visible: false,
      edition: 'premium',
    },
  );
}

function addGroups(world: World, time: Moments): void {
  const acme = (name: string): string => `${name}@acme.test`;
  const all = (...names: string[]): string[] => names.map(acme);
  const removedLately = all('maya', 'iris', 'jude');
  const contractors = addContractors(world);
  group(world, acme('eng'), 'Engineering', all('ana', 'tom', 'bob'));
  group(
    world,
    acme('dash-users'),
    'Dashboard users',
    all('eng', 'sam', 'ines', 'otto').concat(contractors, removedLately),
  );
  group(world, acme('dash-owners'), 'Dashboard owners', all('bob'));
  const ended = { email: acme('eli'), expiresAt: time.iso(1) };
  group(world, acme('orders-team'), 'Orders team', [...all('dex', 'bob'), contractors, ended]);
  group(
    world,
    acme('orders-partners'),
    'Orders, partner side',
    [{ email: 'remy@partner.test', restriction: 'NON_COMPLIANT' }],
    { restriction: 'member.customer_id == groupCustomerId()' },
  );
  group(world, acme('contractors'), 'Contractors', [acme('carl'), 'cora@partner.test']);
  group(world, acme('payroll-users'), 'Payroll users', all('tom', 'dave', 'bea'));
  group(world, acme('payroll-admins'), 'Payroll administrators', all('bea'));
  group(world, acme('hr-team'), 'HR team', all('wanda'));
  group(world, acme('sre'), 'Site reliability', all('bob'));
  group(world, acme('sre-on-shift'), 'Site reliability, on shift', all('vera'), {
    dynamic: {
      query: "user.organizations.exists(org, org.department=='sre')",
      status: 'UPDATING_MEMBERSHIPS',
      statusAt: time.iso(0.01),
    },
  });
  group(world, acme('report-readers'), 'Report readers', all('bob'));
  group(world, acme('interns'), 'Interns', all('ines', 'ivy'));
  group(world, acme('interns-cleared'), 'Interns with clearance', all('ivy'));
  group(world, acme('iap-admins'), 'Who may ask iap-doctor about others', all('bob', 'root'));
  // Another company's group: nobody at acme may look into it, and it spoils searches that are not limited to acme.
  group(world, 'launch@partner.test', 'Joint launch', ['pia@partner.test', acme('bob')]);
}

function addGrants(world: World, time: Moments): void {
  const on = (
    service: string,
    role: string,
    members: readonly string[],
    condition?: { readonly title: string; readonly expression: string },
  ): void => grant(world, nodeOf(service), role, members, condition);
  const user = (name: string): string[] => [`user:${name}@acme.test`];
  const team = (name: string): string[] => [`group:${name}@acme.test`];
  const project = `projects/${PROD}`;

  grant(world, `organizations/${ORGANIZATION}`, 'roles/resourcemanager.organizationAdmin', user('root'));
  grant(world, `folders/${PRODUCTION}`, 'roles/browser', user('bob'));
  grant(world, project, 'roles/owner', user('omar'));
  grant(world, project, WEB, team('contractors'));
  const logTypes = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'];
  const auditConfigs = [
    { service: 'iap.googleapis.com', auditLogConfigs: logTypes.map((logType) => ({ logType })) },
  ];
  world.policies.set(project, { bindings: world.policies.get(project)?.bindings ?? [], auditConfigs });
  world.policies.set(`projects/${EDGE}`, { bindings: [], auditConfigs });

  on('dashboard', WEB, team('dash-users'));
  on('orders', WEB, [
    ...team('orders-team'),
    ...team('orders-partners'),
    'serviceAccount:ci-deployer@acme-prod.iam.gserviceaccount.com',
  ]);
  for (const { name } of brokenPaths)
    on(name, WEB, ['serviceAccount:ci-deployer@acme-prod.iam.gserviceaccount.com']);
  on('orders', TUNNEL, user('walt'));
  on('orders', WEB, user('tess'), {
    title: 'until the audit is over',
    expression: `request.time < timestamp("${time.iso(2)}")`,
  });
  on('orders', WEB, user('ugo'), {
    title: 'orders only',
    expression: 'resource.name.endsWith("/services/orders")',
  });

  world.roles.set(CUSTOM, {
    name: CUSTOM,
    title: 'Grafana user',
    includedPermissions: ['compute.backendServices.get'],
    stage: 'GA',
    deleted: false,
  });
  on('grafana', CUSTOM, user('cleo'));
  // Three days from now in Berlin, so that a sandbox left running does not walk into it.
  const shift = (new Date(time.ago({ days: -3 })).getUTCDay() + 7) % 7;
  on('grafana', WEB, user('nils'), {
    title: 'on-call day',
    expression: `request.time.getDayOfWeek("Europe/Berlin") == ${shift} && request.time.getHours("Europe/Berlin") >= 9 && request.time.getHours("Europe/Berlin") < 17`,
  });
  on('grafana', WEB, user('mia'), {
    title: 'first half of the year',
    expression: 'request.time < timestamp("2099-13-01T00:00:00Z")',
  });

  on('payroll', WEB, team('payroll-users'), {
    title: 'managed devices',
    expression: `"${LEVELS}/corp_device" in request.auth.access_levels`,
  });
  on('payroll', WEB, user('ira'), {
    title: 'from the office',
    expression: `"${LEVELS}/corp_network" in request.auth.access_levels`,
  });
  on('payroll', WEB, team('payroll-admins'));

  on('wiki', WEB, team('wiki-editors'));
  on('hr', WEB, [
    ...team('hr-team'),
    'deleted:user:zoe@acme.test?uid=100000000000000000042',
    'user:lena@acme-labs.test',
  ]);
  on('handbook', WEB, ['domain:acme.test']);
  on('admin', WEB, user('pat'), {
    title: 'reports only',
    expression: 'request.path.startsWith("/reports/")',
  });
  on('admin', WEB, user('uma'), {
    title: 'managed devices',
    expression: `"${LEVELS}/corp_devices" in request.auth.access_levels`,
  });
  on('status', WEB, ['allUsers']);
  on('edge', WEB, team('sre-on-shift'));
  on('batch', WEB, user('bob'));
  on('reports', WEB, team('report-readers'));
  on('reports', WEB, user('hana'), {
    title: 'custom domain',
    expression: 'request.host == "reports.acme.test"',
  });
  on('forms', WEB, user('fay'));
  on('bastion', TUNNEL, team('sre'));
  on('warehouse', WEB, user('dana'));
  on('lake', WEB, user('gus'));
}

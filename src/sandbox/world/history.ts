/** What happened lately at acme.test, as the audit logs tell it. */

import { withMember, withoutMember } from '../google/change/policies.js';
import {
  addGroupMember,
  logAuthorization,
  removeGroupMember,
  setContainerPolicy,
  setIapPolicy,
} from '../google/change.js';
import type { World } from '../google/model.js';
import { momentsOf } from './builders.js';
import { nodeOf, OAUTH_CLIENT, PROD } from './services.js';

const USER = 'roles/iap.httpsResourceAccessor';
const CONSOLE = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36,gzip(gfe)';
const TERRAFORM = 'Terraform/1.14.1 terraform-provider-google/7.9.0,gzip(gfe)';
const bob = { email: 'bob@acme.test', ip: '203.0.113.5', userAgent: CONSOLE };
const sync = {
  email: 'hr-sync@acme-prod.iam.gserviceaccount.com',
  userAgent: 'google-api-python-client/2.180 (gzip)',
};
const deployer = { email: 'ci-deployer@acme-prod.iam.gserviceaccount.com', userAgent: TERRAFORM };

/** Writes the past, oldest first. What a policy says today is left as the world has it. */
export function addHistory(world: World): void {
  const { ago } = momentsOf(world.clock);

  // Policies that are older than every question, so that later changes have something to be compared with.
  const payroll = world.policies.get(nodeOf('payroll')) ?? { bindings: [] };
  const open = payroll.bindings.map(({ condition: _level, ...binding }) => binding);
  setIapPolicy(world, nodeOf('payroll'), { bindings: open }, { by: bob, at: ago({ days: 20 }) });
  const grafana = world.policies.get(nodeOf('grafana')) ?? { bindings: [] };
  setIapPolicy(world, nodeOf('grafana'), grafana, { by: bob, at: ago({ days: 20 }) });

  // Yesterday: payroll was tied to access levels.
  setIapPolicy(world, nodeOf('payroll'), payroll, { by: bob, at: ago({ days: 1, hours: 2 }) });

  // Nightly runs of the pipeline touch the project and end where they began.
  const project = world.policies.get(`projects/${PROD}`);
  const ticket = { role: 'roles/viewer', member: `serviceAccount:${deployer.email}` };
  for (const hours of [29, 5]) {
    const at = ago({ hours });
    setContainerPolicy(world, `projects/${PROD}`, withMember(project, ticket), { by: deployer, at });
    const after = withoutMember(world.policies.get(`projects/${PROD}`), ticket.role, ticket.member);
    setContainerPolicy(world, `projects/${PROD}`, after, { by: deployer, at: at + 90_000 });
  }

  // Three hours ago: the directory sync took people out of dash-users. Maya noticed.
  for (const [at, member] of ['maya@acme.test', 'iris@acme.test', 'jude@acme.test'].entries())
    removeGroupMember(
      world,
      { group: 'dash-users@acme.test', member },
      { by: sync, at: ago({ hours: 3 }) + at * 1000 },
    );
  addGroupMember(
    world,
    { group: 'sre@acme.test', member: 'vera@acme.test', door: 'admin-console' },
    { by: bob, at: ago({ hours: 2 }) },
  );

  // A minute ago: Kim was let in to grafana, and was faster than the change.
  const kim = { role: USER, member: 'user:kim@acme.test' };
  setIapPolicy(world, nodeOf('grafana'), withMember(world.policies.get(nodeOf('grafana')), kim), {
    by: bob,
    at: ago({ minutes: 1 }),
  });

  addVisits(world);
}

/** Requests that IAP decided about. Denials do not always say who it was. */
function addVisits(world: World): void {
  const { ago } = momentsOf(world.clock);
  const visit = (
    email: string | undefined,
    service: string,
    granted: boolean,
    at: number,
    more: object = {},
  ): void => {
    const host = service === 'dashboard' ? 'dash.acme.test' : `${service}.acme.test`;
    const who = email === undefined ? {} : { email };
    logAuthorization(world, {
      resource: nodeOf(service),
      granted,
      host,
      at,
      oauthClientId: OAUTH_CLIENT,
      ...who,
      ...more,
    });
  };
  visit('maya@acme.test', 'dashboard', true, ago({ hours: 4 }));
  visit('ana@acme.test', 'dashboard', true, ago({ hours: 2 }));
  visit('maya@acme.test', 'dashboard', false, ago({ hours: 3 }) + 120_000);
  visit('maya@acme.test', 'dashboard', false, ago({ minutes: 25 }));
  visit(undefined, 'dashboard', false, ago({ minutes: 40 }), { ip: '203.0.113.77' });
  visit('carl@acme.test', 'orders', true, ago({ hours: 6 }));
  visit('eli@acme.test', 'orders', true, ago({ days: 2 }));
  visit('eli@acme.test', 'orders', false, ago({ minutes: 50 }));
  visit('dave@acme.test', 'payroll', false, ago({ minutes: 15 }), {
    deviceState: 'Unknown',
    ip: '203.0.113.31',
  });
  visit('ira@acme.test', 'payroll', false, ago({ minutes: 20 }), {
    deviceState: 'Normal',
    ip: '198.51.100.7',
  });
  visit('lena@acme-labs.test', 'hr', true, ago({ hours: 30 }), { ip: '203.0.113.44' });
  visit('lena@acme.test', 'hr', false, ago({ minutes: 12 }), { ip: '203.0.113.44' });
  visit('kim@acme.test', 'grafana', false, ago({ seconds: 30 }));
}

/** The company's contractors: two hundred and fourteen of them lost access in one run of the directory sync. */
import { logAuthorization, removeGroupMember } from '../google/change.js';
import type { World } from '../google/model.js';
import { group, momentsOf } from './builders.js';
import { nodeOf, OAUTH_CLIENT } from './services.js';

const GROUP = 'eng-contractors@acme.test';
const COUNT = 214;

const sync = {
  email: 'hr-sync@acme-prod.iam.gserviceaccount.com',
  userAgent: 'google-api-python-client/2.180 (gzip)',
};

const contractor = (n: number): string => `contractor${String(n).padStart(3, '0')}@acme.test`;

/** The group with everybody in it, to be nested where contractors work. */
export function addContractors(world: World): string {
  const everybody = Array.from({ length: COUNT }, (_, n) => contractor(n + 1));
  group(world, GROUP, 'Engineering contractors', everybody);
  return GROUP;
}

/** Three hours ago the sync took them all out; four of them noticed before anybody else did. */
export function removeContractors(world: World): void {
  const { ago } = momentsOf(world.clock);
  const start = ago({ hours: 3 }) + 60_000;
  for (let n = 1; n <= COUNT; n += 1)
    removeGroupMember(world, { group: GROUP, member: contractor(n) }, { by: sync, at: start + n * 300 });
  for (const [n, service] of ['dashboard', 'orders', 'dashboard', 'orders'].entries()) {
    const resource = nodeOf(service);
    const host = `${service === 'dashboard' ? 'dash' : service}.acme.test`;
    const visit = { resource, host, email: contractor(n + 1), oauthClientId: OAUTH_CLIENT };
    logAuthorization(world, { ...visit, granted: true, at: ago({ hours: 5 }) });
    logAuthorization(world, { ...visit, granted: false, at: start + (4 + n) * 60_000 });
  }
}

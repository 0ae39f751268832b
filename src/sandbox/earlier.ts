/** Policies as the audit log has known them for long, so that a change of one has something to be compared with. */
import { readEntry } from '../changes/entries/index.js';
import { setIapPolicy } from './google/change.js';
import type { World } from './google/model.js';
import { sandboxServices } from './world.js';

/** So lately that `why`, which looks back two weeks, still finds them to compare with. */
const DAYS = 13;
const HOUR_MS = 3_600_000;

const pipeline = {
  email: 'ci-deployer@acme-prod.iam.gserviceaccount.com',
  userAgent: 'Terraform/1.14.1 terraform-provider-google/7.9.0,gzip(gfe)',
};

/** Writes the entry of a policy that nobody has touched since, for every service whose log has none, granted to somebody or not. */
export function writeEarlierPolicies(world: World): void {
  const readings = world.logEntries.map(readEntry);
  const told = new Set(
    readings.flatMap((reading) =>
      reading.kind === 'changes' ? reading.changes.flatMap((c) => (c.policyAfter ? [c.resource] : [])) : [],
    ),
  );
  const at = world.clock.now() - DAYS * 24 * HOUR_MS;
  for (const { resource } of sandboxServices) {
    const policy = world.policies.get(resource) ?? { bindings: [] };
    if (!told.has(resource)) setIapPolicy(world, resource, policy, { by: pipeline, at });
  }
}

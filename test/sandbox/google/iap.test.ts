/** Identity-Aware Proxy policies and settings, and how policy versions hide conditions. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeOf, PROD } from '../../../src/sandbox/world/services.js';
import { type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(async () => {
  await acme.emulator.close();
});

async function policy(resource: string, version?: number) {
  const requestBody = version === undefined ? {} : { options: { requestedPolicyVersion: version } };
  return (await acme.google.iap.v1.getIamPolicy({ resource, requestBody })).data;
}

describe('an IAP policy', () => {
  it('shows its conditions when asked with version 3', async () => {
    const { version, bindings } = await policy(nodeOf('payroll'), 3);
    expect(version).toBe(3);
    expect(bindings?.map((b) => b.condition?.title ?? null)).toEqual([
      'managed devices',
      'from the office',
      null,
    ]);
  });

  it.each([undefined, 0, 1])(
    'hides them behind other role names when asked with version %s',
    async (asked) => {
      const { version, bindings } = await policy(nodeOf('payroll'), asked);
      expect(version).toBe(1);
      expect(bindings?.every((b) => b.condition === undefined)).toBe(true);
      expect(bindings?.[0]?.role).toMatch(/^roles\/iap\.httpsResourceAccessor_withcond_[0-9a-f]{20}$/);
      expect(bindings?.[2]?.role).toBe('roles/iap.httpsResourceAccessor');
    },
  );

  it('is of version 1 when it has no conditions, whatever was asked for', async () => {
    expect((await policy(nodeOf('dashboard'), 3)).version).toBe(1);
  });

  it('refuses versions that do not exist', async () => {
    expect(await refusal(policy(nodeOf('dashboard'), 2))).toMatchObject({
      code: 400,
      status: 'INVALID_ARGUMENT',
    });
  });

  it('is an etag alone where nothing was ever set', async () => {
    expect(await policy(`projects/${PROD}/iap_web`, 3)).toEqual({ etag: 'ACAB' });
  });

  it('is the same by project id and by the name of the backend service', async () => {
    const byName = await policy('projects/acme-prod/iap_web/compute/services/dashboard', 3);
    expect(byName).toEqual(await policy(nodeOf('dashboard'), 3));
  });

  it('can be read on every kind of node', async () => {
    for (const service of ['batch', 'reports', 'edge', 'bastion'])
      expect((await policy(nodeOf(service), 3)).bindings?.length, service).toBeGreaterThan(0);
  });

  it('of a node that Google has no shape for, or of an unknown project, is a 403', async () => {
    for (const resource of [`projects/${PROD}/iap_web/cloud-run-x/services/y`, 'projects/42/iap_web'])
      expect(await refusal(policy(resource, 3)), resource).toMatchObject({ code: 403 });
  });

  it.each([
    [`projects/${PROD}/iap_web`, 'iap.web.getIamPolicy'],
    [`projects/${PROD}/iap_web/compute`, 'iap.webTypes.getIamPolicy'],
    [nodeOf('dashboard'), 'iap.webServices.getIamPolicy'],
    [`${nodeOf('batch')}/versions/v1`, 'iap.webServiceVersions.getIamPolicy'],
    [`projects/${PROD}/iap_tunnel`, 'iap.tunnel.getIamPolicy'],
    [`projects/${PROD}/iap_tunnel/zones/europe-west1-b`, 'iap.tunnelZones.getIamPolicy'],
    [nodeOf('bastion'), 'iap.tunnelInstances.getIamPolicy'],
    [`projects/${PROD}/iap_tunnel/locations/europe-west1/destGroups/g`, 'iap.tunnelDestGroups.getIamPolicy'],
  ])('%s needs %s', async (resource, permission) => {
    const { denied } = acme.emulator.world.caller;
    denied.push({ permission });
    expect((await refusal(policy(resource, 3))).message).toContain(permission);
    denied.pop();
    await policy(resource, 3);
  });
});

describe('IAP settings', () => {
  it('are the name alone until something is set, and then what was set', async () => {
    const settings = async (name: string) => (await acme.google.iap.v1.getIapSettings({ name })).data;
    expect(await settings(nodeOf('wiki'))).toEqual({ name: nodeOf('wiki') });
    acme.emulator.world.iapSettings.set(nodeOf('wiki'), {
      accessSettings: { corsSettings: { allowHttpOptions: true } },
    });
    expect((await settings(nodeOf('wiki'))).accessSettings?.corsSettings?.allowHttpOptions).toBe(true);
    expect(await settings('projects/acme-prod')).toEqual({ name: `projects/${PROD}` });
  });
});

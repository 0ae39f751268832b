/** A snapshot of the company, then one change at Google: drift names exactly that change, its author and whom it hits. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/exit-code.js';
import * as change from '../../src/sandbox/google/change.js';
import type { World } from '../../src/sandbox/google/model.js';
import type { DriftReport } from '../../src/snapshot/report.js';
import { type Product, startProduct } from '../support/product.js';

const PROJECT = 'projects/111111111111';
const GRAFANA = `${PROJECT}/iap_web/compute/services/5555555555555555555`;
const PAYROLL = `${PROJECT}/iap_web/compute/services/3333333333333333333`;
const ACCESSOR = 'roles/iap.httpsResourceAccessor';
const by = { by: { email: 'bob@acme.test' } };
const deny = (world: World): unknown =>
  change.setDenyPolicy(
    world,
    PROJECT,
    {
      id: 'no-engineers',
      displayName: 'No engineers',
      rules: [
        {
          denyRule: {
            deniedPrincipals: ['principalSet://goog/group/eng@acme.test'],
            deniedPermissions: ['iap.googleapis.com/webServiceVersions.accessViaIAP'],
          },
        },
      ],
    },
    by,
  );

let product: Product;
let folder: string;
let serial = 0;
beforeAll(async () => {
  product = await startProduct();
  folder = mkdtempSync(join(tmpdir(), 'iap-doctor-drift-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await product.close();
});

async function snapshot(): Promise<string> {
  serial += 1;
  const file = join(folder, `snapshot-${serial}.yaml`);
  const answer = await product.cold(['snapshot', '--out', file]);
  expect(answer.kind).toBe('snapshot');
  return file;
}

async function drift(file: string, ...flags: string[]): Promise<{ report: DriftReport; code: number }> {
  const answer = await product.cold(['drift', file, ...flags]);
  if (answer.kind !== 'drift') throw new Error(JSON.stringify(answer));
  return { report: answer.report, code: exitCodeOf(answer) };
}

const hitAt = (report: DriftReport, service: string) => report.hits.find((hit) => hit.service === service);

describe('drift', () => {
  it('finds nothing where nothing changed, and two snapshots are the same bytes', async () => {
    const [one, other] = [await snapshot(), await snapshot()];
    expect(readFileSync(other, 'utf8')).toBe(readFileSync(one, 'utf8'));
    const { report, code } = await drift(one);
    expect(report.differences).toEqual([]);
    expect(code).toBe(0);
  });

  it.each<{
    readonly what: string;
    readonly make: (world: World) => unknown;
    readonly kind: string;
    readonly text: RegExp;
    readonly hits: (report: DriftReport) => void;
    /** The change is made past the log, so that nobody can be named. */
    readonly unlogged?: boolean;
  }>([
    {
      what: 'a membership that was taken away',
      make: (world) =>
        change.removeGroupMember(world, { group: 'eng@acme.test', member: 'ana@acme.test' }, by),
      kind: 'group-membership',
      text: /^user:ana@acme\.test is no longer in eng@acme\.test\.$/,
      hits: (report) => {
        expect(hitAt(report, 'dashboard')?.lost).toEqual(['user:ana@acme.test']);
        expect(hitAt(report, 'dashboard')?.gained).toEqual([]);
      },
    },
    {
      what: 'a grant on a service',
      make: (world) =>
        change.setIapPolicy(
          world,
          GRAFANA,
          change.withMember(world.policies.get(GRAFANA), { role: ACCESSOR, member: 'user:newbie@acme.test' }),
          by,
        ),
      kind: 'iap-policy',
      text: new RegExp(`^user:newbie@acme\\.test was given ${ACCESSOR} on ${GRAFANA}\\.$`),
      hits: (report) => expect(hitAt(report, 'grafana')?.gained).toEqual(['user:newbie@acme.test']),
    },
    {
      what: 'a grant on the project',
      make: (world) =>
        change.setContainerPolicy(
          world,
          PROJECT,
          change.withMember(world.policies.get(PROJECT), { role: ACCESSOR, member: 'user:zoe@acme.test' }),
          by,
        ),
      kind: 'iam-policy',
      text: new RegExp(`^user:zoe@acme\\.test was given ${ACCESSOR} on ${PROJECT}\\.$`),
      hits: (report) => expect(report.hits.length).toBeGreaterThan(20),
    },
    {
      what: 'an edited condition',
      make: (world) =>
        change.setIapPolicy(
          world,
          PAYROLL,
          {
            bindings: (world.policies.get(PAYROLL)?.bindings ?? []).map((binding, at, all) =>
              at === all.findIndex((one) => one.condition)
                ? {
                    ...binding,
                    condition: { ...binding.condition, expression: 'request.path == "/reports"' },
                  }
                : binding,
            ),
          },
          by,
        ),
      kind: 'iap-policy',
      text: /under the condition request\.path == "\/reports" now; before it was under the condition /,
      hits: (report) => expect(report.differences[0]?.action).toBe('changed'),
    },
    {
      what: 'a deny policy',
      make: deny,
      kind: 'deny-policy',
      text: /^The deny policy no-engineers on projects\/111111111111 is new: it denies webServiceVersions\.accessViaIAP to /,
      hits: (report) => expect(hitAt(report, 'dashboard')?.lost).toContain('user:bob@acme.test'),
    },
    {
      what: 'settings',
      make: (world) =>
        change.setIapSettings(
          world,
          `${PROJECT}/iap_web`,
          { name: `${PROJECT}/iap_web`, accessSettings: { corsSettings: { allowHttpOptions: true } } },
          by,
        ),
      kind: 'iap-settings',
      text: /allowHttpOptions: not set → true/,
      hits: (report) => expect(report.hits).toEqual([]),
    },
    {
      what: 'an access level',
      make: (world) => {
        const level = world.accessPolicies
          .flatMap(({ levels }) => levels)
          .find(({ name }) => name.endsWith('/corp_network'));
        if (!level) throw new Error('the company has no level corp_network');
        const basic = { combiningFunction: 'AND', conditions: [{ ipSubnetworks: ['198.51.100.0/24'] }] };
        return change.setAccessLevel(world, { ...level, basic } as typeof level, by);
      },
      kind: 'access-level',
      text: /corp_network changed: .*198\.51\.100\.0\/24/,
      hits: (report) => expect(report.hits).toEqual([]),
    },
    {
      what: 'a way round IAP that was opened',
      make: (world) => {
        const docs = world.runServices.find(({ name }) => name === 'docs');
        if (!docs) throw new Error('the company has no Cloud Run service docs');
        docs.ingress = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
      },
      kind: 'iap-switch',
      text: /ingress: INGRESS_TRAFFIC_ALL \u2192 INGRESS_TRAFFIC_INTERNAL_ONLY/,
      hits: (report) => expect(report.hits).toEqual([]),
      unlogged: true,
    },
    {
      what: 'IAP switched off',
      make: (world) =>
        change.setBackendIap(world, { project: '111111111111', backend: 'grafana', enabled: false }, by),
      kind: 'iap-switch',
      text: /^IAP is off at grafana; before it was on\.$/,
      hits: (report) => expect(report.verdict).toBe('differs'),
    },
  ])('names $what alone, with its author', async ({ make, kind, text, hits, unlogged }) => {
    const file = await snapshot();
    make(product.google.world);
    const { report, code } = await drift(file);
    expect(code).toBe(1);
    expect(report.differences.map((one) => one.kind)).toEqual([kind]);
    expect(report.differences[0]?.text).toMatch(text);
    expect(report.differences[0]?.author?.actor).toBe(unlogged ? undefined : 'bob@acme.test');
    hits(report);
    // Against a newer file the same, without a network and so without an author.
    const offline = await drift(file, '--against', await snapshot());
    expect(offline.report.differences.map((one) => one.text)).toEqual(
      report.differences.map((one) => one.text),
    );
    expect(offline.report.differences[0]?.author).toBeNull();
  });

  it('does not take what it cannot read for a difference, and cannot tell then', async () => {
    const file = await snapshot();
    product.google.faults.push({
      api: 'iap',
      kind: 'forbidden',
      path: /services\/5555555555555555555:getIamPolicy/,
    });
    try {
      const { report, code } = await drift(file);
      expect(report.differences).toEqual([]);
      expect(report.hits).toEqual([]);
      expect(code).toBe(3);
      expect(report.blindSpots.map((spot) => spot.what).join(' ')).toContain('5555555555555555555');
    } finally {
      product.google.faults.pop();
    }
  });

  it.each([
    ['projects themselves', /\/v3\/projects\/[^/:?]+$/],
    ['what is above a project', /:getAncestry/],
    ['tags', /effectiveTags/],
    ['allow policies of containers', /\/v3\/(?:projects|folders|organizations)\/[^/]+:getIamPolicy/],
    ['IAP policies', /\/v1\/projects\/.*iap_web.*:getIamPolicy/],
    ['IAP settings', /iapSettings/],
    ['deny policies', /denypolicies/],
    ['boundaries', /principalAccessBoundaryPolicies/],
    ['what boundaries are bound to', /searchTargetPolicyBindings/],
    ['levels', /accessLevels/],
    ['custom roles', /\/roles\//],
    ['names of groups', /groups:lookup/],
    ['members of groups', /\/memberships/],
    ['groups themselves', /\/v1\/groups\/[^/:?]+$/],
    ['backend services', /backendServices/],
    ['network endpoint groups', /networkEndpointGroups/],
    ['Cloud Run services', /\/v2\/projects\/[^?]*services\/[^/:?]+$/],
    ['who may invoke Cloud Run', /\/v2\/projects\/.*:getIamPolicy/],
    ['the organisation', /\/v3\/organizations\/[^/:?]+$/],
    ['applications', /\/v1\/apps\//],
  ])('takes nothing for changed, and nobody for hit, because %s cannot be read now', async (_what, path) => {
    const file = await snapshot();
    product.google.requests.length = 0;
    product.google.faults.push({ kind: 'forbidden', path });
    try {
      const { report, code } = await drift(file);
      expect(product.google.requests.some((one) => path.test(one.path))).toBe(true);
      expect(report.differences).toEqual([]);
      expect(report.hits).toEqual([]);
      expect(report.blindSpots).not.toEqual([]);
      expect(code).not.toBe(1);
    } finally {
      product.google.faults.pop();
    }
  });

  it('says of a change whose logs cannot be read that the author is not known', async () => {
    const file = await snapshot();
    change.addGroupMember(
      product.google.world,
      { group: 'dash-users@acme.test', member: 'late@acme.test' },
      by,
    );
    product.google.faults.push({ api: 'logging', kind: 'forbidden' });
    try {
      const { report, code } = await drift(file);
      expect(code).toBe(1);
      expect(report.differences[0]?.author).toBeNull();
      expect(report.blindSpots.map((spot) => spot.code)).toContain('logs-not-readable');
    } finally {
      product.google.faults.pop();
    }
  });
});

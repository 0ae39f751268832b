/** What a second reading of the contract, against a second emulator, found wanting: each promise has its own case here. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grant, group } from '../../src/sandbox/world/builders.js';
import { nodeOf } from '../../src/sandbox/world/services.js';
import { askWhen, codesOf } from '../support/around.js';
import { type Product, startProduct } from '../support/product.js';

const ROLE = 'roles/iap.httpsResourceAccessor';
const CHAIN = ['first', 'second', 'third', 'fourth', 'fifth'].map((name) => `${name}-circle@acme.test`);
const NO_GRAPH = { api: 'cloudidentity', path: /getMembershipGraph/, kind: 'not-found' } as const;

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  const { world } = product.google;
  for (const [i, address] of CHAIN.entries())
    group(world, address, address, [CHAIN[i - 1] ?? 'ana@acme.test']);
});
afterAll(() => product.close());

describe('a long way through nested groups', () => {
  it('is told in full within three round trips, with no membership graph to be had', async () => {
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', {
      when: (world) => {
        world.policies.set(nodeOf('dashboard'), { bindings: [] });
        grant(world, nodeOf('dashboard'), ROLE, [`group:${CHAIN.at(-1)}`]);
      },
      faults: [NO_GRAPH],
    });
    expect(report.grants.map((g) => g.via)).toContainEqual([
      'user:ana@acme.test',
      ...CHAIN.map((address) => `group:${address}`),
    ]);
    expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
  });
});

describe('a deny rule with exceptions', () => {
  it('is mended first by joining the group it spares, and only then by changing it', async () => {
    const report = await askWhen(product, 'ines@acme.test', 'dashboard');
    expect(report.cause?.code).toBe('deny-exception-missed');
    const [join] = report.fixes.filter((fix) => fix.gcloud !== null);
    expect(join?.gcloud).toMatch(/^gcloud identity groups memberships add --group-email=\S+@acme\.test /);
    expect(join?.overgrant).toBe(1);
  });
});

describe('a grant at another service', () => {
  it('is the nearest miss, and says that it failed on the node', async () => {
    const report = await askWhen(product, 'gus@acme.test', 'warehouse');
    expect(report.cause?.code).toBe('granted-elsewhere');
    expect(report.nearMiss).toMatchObject({ failedOn: 'node', role: ROLE, node: nodeOf('lake') });
  });
});

describe('a grant that rests on what must not be', () => {
  it.each([
    ['request.path != "/admin"', true],
    ['!request.path.startsWith("/admin")', true],
    ['!(request.host == "evil.test")', true],
    ['request.path == "/home"', false],
    ['!(request.time < timestamp("2001-01-01T00:00:00Z"))', false],
  ])('is pointed out for %s: %s', async (expression, expected) => {
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', {
      when: (world) => {
        world.policies.set(nodeOf('dashboard'), { bindings: [] });
        grant(world, nodeOf('dashboard'), ROLE, ['user:ana@acme.test'], { expression, title: 'c' });
      },
      flags: ['--path', '/home'],
    });
    expect(report.verdict).toBe('allowed');
    expect(codesOf(report, 'warns').includes('negated-condition')).toBe(expected);
  });
});

describe('the way up to the organisation', () => {
  it('is climbed parent by parent where the ancestry and Cloud Asset are refused', async () => {
    const plain = await askWhen(product, 'ana@acme.test', 'dashboard');
    const report = await askWhen(product, 'ana@acme.test', 'dashboard', {
      faults: [
        { path: /:getAncestry/, kind: 'forbidden' },
        { api: 'cloudasset', kind: 'forbidden' },
      ],
    });
    expect(plain.verdict).toBe('allowed');
    expect(report.verdict).toBe('allowed');
  });
});

describe('an address that the directory does not know', () => {
  it('is to be checked first, unless it had access until somebody took it away', async () => {
    const stranger = await askWhen(product, 'nobody.here@acme.test', 'dashboard');
    expect(stranger.fixes[0]?.title).toMatch(/^Check the spelling/);
    const contractor = await askWhen(product, 'contractor014@acme.test', 'dashboard');
    expect(contractor.cause?.code).toBe('grant-removed');
    expect(contractor.fixes.map(({ title }) => title).join(' ')).not.toMatch(/spelling/);
  });
});

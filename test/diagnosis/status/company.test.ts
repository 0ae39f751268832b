/** What the bot says it can see is what it can see: every API refused, throttled, hanging or switched off, one at a time. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Capability, StatusReport } from '../../../src/diagnosis/status/report.js';
import { exitCodeOf } from '../../../src/exit-code.js';
import { cureFor, permissionsOf, type RightName } from '../../../src/google/permissions.js';
import type { Answer } from '../../../src/render/answer.js';
import type { Fault } from '../../../src/sandbox/google/emulator.js';
import { type AskOptions, type Product, startProduct } from '../../support/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());
afterEach(() => {
  product.google.faults.length = 0;
  product.google.world.caller.denied = [];
  for (const customer of product.google.world.customers) customer.edition = 'premium';
});

function reportOf(answer: Answer): StatusReport {
  if (answer.kind !== 'status') throw new Error(`Not a report: ${JSON.stringify(answer)}`);
  return answer.report;
}
const status = async (options?: AskOptions): Promise<StatusReport> =>
  reportOf(await product.cold(['status'], options));
function row(report: StatusReport, id: string): Capability {
  const found = report.capabilities.find((one) => one.id === id);
  if (!found) throw new Error(`${id} was not tried: ${report.notTried.join(', ')}`);
  return found;
}

/** Each capability, how to spoil exactly its call, and the right that cures it. */
const CASES: readonly (readonly [string, Pick<Fault, 'api' | 'path'>, RightName])[] = [
  ['hierarchy', { api: 'cloudresourcemanager', path: /:getAncestry/ }, 'hierarchy'],
  [
    'project-policies',
    { api: 'cloudresourcemanager', path: /projects\/[^/]+:getIamPolicy/ },
    'allow-policies',
  ],
  ['folder-policies', { api: 'cloudresourcemanager', path: /folders\/[^/]+:getIamPolicy/ }, 'allow-policies'],
  [
    'organization-policy',
    { api: 'cloudresourcemanager', path: /organizations\/[^/]+:getIamPolicy/ },
    'allow-policies',
  ],
  ['effective-policies', { api: 'cloudasset' }, 'effective-policies'],
  ['iap-policies', { api: 'iap', path: /:getIamPolicy/ }, 'iap-policies'],
  ['iap-settings', { api: 'iap', path: /:iapSettings/ }, 'iap-settings'],
  ['deny', { api: 'iam', path: /denypolicies/ }, 'deny'],
  ['boundaries', { api: 'iam', path: /principalAccessBoundaryPolicies/ }, 'boundaries'],
  ['boundary-bindings', { api: 'iam', path: /searchTargetPolicyBindings/ }, 'boundary-bindings'],
  ['custom-roles', { api: 'iam', path: /\/roles\// }, 'roles'],
  ['service-accounts', { api: 'iam', path: /serviceAccounts/ }, 'service-accounts'],
  ['access-levels', { api: 'accesscontextmanager' }, 'access-levels'],
  ['tags', { api: 'cloudresourcemanager', path: /effectiveTags/ }, 'tags'],
  ['groups-search', { api: 'cloudidentity', path: /searchTransitiveGroups/ }, 'groups'],
  ['groups-direct', { api: 'cloudidentity', path: /searchDirectGroups/ }, 'groups'],
  ['group-members', { api: 'cloudidentity', path: /\/memberships\?/ }, 'groups'],
  ['directory', { api: 'admin', path: /\/users\// }, 'directory'],
  ['logs-activity', { api: 'logging' }, 'logs'],
  ['compute', { api: 'compute', path: /aggregated\/backendServices/ }, 'load-balancers'],
  ['load-balancers', { api: 'compute', path: /aggregated\/urlMaps/ }, 'load-balancers'],
  ['cloud-run', { api: 'run' }, 'cloud-run'],
  ['second-opinion', { api: 'policytroubleshooter' }, 'second-opinion'],
  ['token-minting', { api: 'iamcredentials' }, 'id-tokens'],
];

describe('status, when all is well', () => {
  it('finds everything it needs, with the time each call took', async () => {
    const answer = await product.cold(['status']);
    const report = reportOf(answer);
    const open = report.capabilities.filter(({ state }) => state !== 'works');
    expect(open.map(({ id, tried }) => [id, tried])).toEqual([]);
    expect(report.overall).toBe('works');
    expect(exitCodeOf(answer)).toBe(0);
    expect(report.notTried).toEqual([]);
    for (const { tried, ms, id } of report.capabilities.filter((one) => one.id !== 'store')) {
      expect(tried.length, id).toBeGreaterThan(0);
      expect(ms).toBe(Math.max(...tried.map((one) => one.ms)));
    }
    expect(report.capabilities.map(({ id }) => id)).toEqual(expect.arrayContaining(CASES.map(([id]) => id)));
    expect(report.store).toEqual({ kind: 'memory', connected: true, problem: null });
    expect(report.config).toMatchObject({ organization: 'organizations/700000000001' });
  });

  it('tries for real each time, whatever is remembered', async () => {
    const warm = product.open();
    try {
      await warm.ask(['status']);
      const before = product.google.requests.length;
      const report = reportOf(await warm.ask(['status']));
      expect(product.google.requests.length - before).toBe(report.cost.calls);
      expect(report.cost.calls).toBeGreaterThan(30);
    } finally {
      await warm.close();
    }
  });
});

describe.each(CASES)('status, without %s', (id, where, right) => {
  it('calls a refusal missing, with the exact right that cures it', async () => {
    product.google.faults.push({ ...where, kind: 'forbidden' });
    const answer = await product.cold(['status']);
    const report = reportOf(answer);
    const found = row(report, id);
    expect(found).toMatchObject({ state: 'missing', inconclusive: false });
    expect(found.cure?.text).toContain(cureFor(right));
    expect(found.cure?.permissions).toEqual(expect.arrayContaining([...permissionsOf(right)]));
    expect(found.tried.some(({ problem }) => problem === 'forbidden')).toBe(true);
    expect(exitCodeOf(answer)).toBe(found.needed ? 1 : 0);
    expect(report.blindSpots.map(({ needs }) => needs)).toContain(found.cure?.text);
  });

  it('calls an API that is off missing, and names the API', async () => {
    product.google.faults.push({ ...where, kind: 'api-disabled' });
    const found = row(await status(), id);
    expect(found.state).toBe('missing');
    expect(found.cure?.text).toContain(`enabling ${where.api}.googleapis.com`);
  });

  it('calls a limit unknown, not missing', async () => {
    product.google.faults.push({ ...where, kind: 'throttled', retryAfter: 600 });
    const found = row(await status({ timeoutMs: 5_000 }), id);
    expect(found.state).toBe('unknown');
    expect(found.cure).toMatchObject({ roles: [], permissions: [] });
  });
});

describe('status, when Google does not answer', () => {
  it('ends in time, calls what hangs unknown, and the rest what it is', async () => {
    product.google.faults.push({ api: 'iam', path: /denypolicies/, kind: 'hang' });
    const before = performance.now();
    const answer = await product.cold(['status'], { timeoutMs: 2_000 });
    expect(performance.now() - before).toBeLessThan(4_000);
    const report = reportOf(answer);
    expect(row(report, 'deny')).toMatchObject({
      state: 'unknown',
      tried: [{ problem: 'deadline' }, { problem: 'deadline' }],
    });
    expect(row(report, 'iap-policies').state).toBe('works');
    expect(report.overall).toBe('unknown');
    expect(exitCodeOf(answer)).toBe(1);
    expect(report.blindSpots.map(({ code }) => code)).toContain('deadline-exceeded');
  });

  it('can tell nothing when nothing comes to an end', async () => {
    product.google.faults.push({ kind: 'hang' });
    const answer = await product.cold(['status'], { timeoutMs: 800 });
    expect(reportOf(answer).overall).toBe('unknown');
    expect(exitCodeOf(answer)).toBe(3);
  });

  it('can tell nothing without a place to try anything on', async () => {
    const bare = await startProduct('services: []\n');
    try {
      const answer = await bare.cold(['status']);
      expect(exitCodeOf(answer)).toBe(3);
      expect(reportOf(answer).notTried.length).toBeGreaterThan(10);
    } finally {
      await bare.close();
    }
  });
});

describe('status, about groups', () => {
  it('says which way round is in use where the edition has no nested search', async () => {
    for (const customer of product.google.world.customers) customer.edition = 'free';
    const report = await status();
    const found = row(report, 'groups-search');
    expect(found.state).toBe('missing');
    expect(found.cure?.text).toContain('Premium');
    expect(found.note).toContain('climbed');
    expect(row(report, 'groups-direct').state).toBe('works');
  });

  it('does not take a group that is gone for a right that is missing', async () => {
    // The first groups in the policies do not exist; Google answers 403 for those just as for hidden ones.
    product.google.faults.push({ api: 'cloudidentity', path: /groups:lookup/, kind: 'forbidden', times: 1 });
    expect(row(await status(), 'group-members').state).toBe('works');
  });
});

describe('status, about the logs', () => {
  it('cannot tell whether private entries are hidden or not there', async () => {
    product.google.world.caller.denied = [{ permission: 'logging.privateLogEntries.list' }];
    const answer = await product.cold(['status']);
    const found = row(reportOf(answer), 'logs-data-access');
    expect(found).toMatchObject({ state: 'unknown', inconclusive: true });
    expect(found.note).toContain('privateLogEntries');
    expect(exitCodeOf(answer)).toBe(0);
  });

  it('reads the audit settings of each project and of all above it', async () => {
    const report = await status();
    const states = Object.fromEntries(report.auditLogs.map(({ project, state }) => [project, state]));
    expect(Object.values(states)).toContain('on');
    expect(Object.values(states)).toContain('off');
    expect(report.blindSpots.filter(({ code }) => code === 'data-access-logs-off')).toHaveLength(1);
  });
});

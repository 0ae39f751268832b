/** Who can pass, asked about the fictional company over real sockets: its people, its gaps, and groups that are far too large. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WhoReport } from '../../../src/diagnosis/who/report.js';
import { exitCodeOf } from '../../../src/exit-code.js';
import type { Answer } from '../../../src/render/answer.js';
import { grant, group } from '../../../src/sandbox/world/builders.js';
import { worldScenarios } from '../../../src/sandbox/world.js';
import { type AskOptions, type Product, startProduct } from '../../support/product.js';

const DASHBOARD = 'projects/111111111111/iap_web/compute/services/2222222222222222222';
const WEB = 'roles/iap.httpsResourceAccessor';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());
afterEach(() => {
  product.google.faults.length = 0;
  product.google.world.caller.denied = [];
});

function reportOf(answer: Answer): WhoReport {
  if (answer.kind !== 'who') throw new Error(`Not a report: ${JSON.stringify(answer)}`);
  return answer.report;
}
const who = async (where: string, options?: AskOptions): Promise<WhoReport> =>
  reportOf(await product.cold(['who', where], options));
const names = (report: WhoReport, state: string): string[] =>
  report.members.filter((row) => row.state === state).map((row) => row.member.replace(/^\w+:/, ''));
const codes = (report: WhoReport): string[] => report.blindSpots.map(({ code }) => code);

describe('who, in the company', () => {
  it.each([...new Set(worldScenarios.map((scenario) => scenario.where))])(
    'agrees at %s with what each person is told',
    async (where) => {
      const report = await who(where);
      const open = report.sets.some(({ state }) => state === 'passes');
      for (const scenario of worldScenarios.filter((one) => one.where === where)) {
        const row = report.members.find(({ member }) => member.endsWith(`:${scenario.who}`));
        const told = `${scenario.who}: ${scenario.verdict} ${scenario.code}`;
        const alias = product.google.world.users.some((user) => user.aliases.includes(scenario.who));
        // Somebody asked about by another of their addresses is listed under the primary one.
        if (alias || report.gate.state === 'everybody') continue;
        // What a log entry of theirs shows about their device counts for them alone.
        const depends = row?.ways.some(({ holds }) => holds === 'needs-context') === true;
        if (scenario.verdict === 'allowed' && !(row?.state === 'conditional' && depends))
          expect(row ? row.state : open, told).toBe(row ? 'passes' : true);
        if (
          scenario.verdict === 'denied' &&
          report.gate.state === 'policies' &&
          !AROUND.has(scenario.code ?? '')
        )
          expect(row?.state, told).not.toBe('passes');
      }
    },
  );

  it('lists people with the way in, and says what stops the others', async () => {
    const report = await who('dashboard');
    expect(names(report, 'passes')).toEqual(
      expect.arrayContaining(['ana@acme.test', 'bob@acme.test', 'tom@acme.test']),
    );
    const ana = report.members.find(({ member }) => member === 'user:ana@acme.test');
    expect(ana?.ways[0]).toEqual({
      via: ['user:ana@acme.test', 'group:eng@acme.test', 'group:dash-users@acme.test'],
      traced: true,
      role: WEB,
      node: DASHBOARD,
      condition: null,
      holds: 'true',
      detail: null,
    });
    const stopped = Object.fromEntries(
      report.members
        .filter(({ state }) => state === 'blocked')
        .map(({ member, stops }) => [member, stops[0]?.code]),
    );
    expect(stopped).toMatchObject({
      'user:ines@acme.test': 'deny-exception-missed',
      'user:otto@acme.test': 'boundary-excludes',
      'user:sam@acme.test': 'account-disabled',
    });
    expect(report.counts).toMatchObject({ complete: true, unreadGroups: 0, sets: 0 });
  });

  it('names sets and does not open them', async () => {
    const status = await who('status');
    expect(status.sets).toMatchObject([{ member: 'allUsers', kind: 'everybody', state: 'passes' }]);
    expect(status.notes.map(({ code }) => code)).toContain('public');
    expect(status.counts.complete).toBe(false);
    const hr = await who('hr');
    expect(hr.sets).toMatchObject([{ kind: 'deleted', state: 'nobody' }]);
    expect(hr.counts.complete).toBe(true);
  });

  it('says which conditions hold now, and which depend on the request', async () => {
    const payroll = await who('payroll');
    expect(names(payroll, 'conditional')).toEqual(['dave@acme.test', 'ira@acme.test', 'tom@acme.test']);
    const tom = payroll.members.find(({ member }) => member === 'user:tom@acme.test');
    expect(tom?.ways[0]).toMatchObject({
      holds: 'needs-context',
      condition: expect.stringContaining('corp_device'),
    });
    const orders = await who('orders');
    const tess = orders.members.find(({ member }) => member === 'user:tess@acme.test');
    expect(tess).toMatchObject({ state: 'blocked', stops: [{ code: 'condition-expired' }] });
  });
});

/** Causes that lie outside of what the policies say. */
const AROUND = new Set([
  'oauth-client-missing',
  'iap-enabled-twice',
  'service-replaced',
  'reauth-required',
  'identity-source-mismatch',
  'service-agent-not-invoker',
  'host-not-allowed',
]);

describe('who, when something cannot be seen', () => {
  it('counts honestly when a nested group is hidden, and names it', async () => {
    const eng = product.google.world.groups.find(({ email }) => email === 'eng@acme.test');
    if (!eng) throw new Error('the world has no eng@');
    eng.hidden = true;
    try {
      const report = await who('dashboard');
      expect(report.counts).toMatchObject({ complete: false, unreadGroups: 1 });
      expect(codes(report)).toContain('groups-not-readable');
      const opened = report.groups.find((one) => one.group === 'dash-users@acme.test');
      expect(opened).toMatchObject({ complete: false, unread: [{ group: 'eng@acme.test' }] });
      expect(names(report, 'passes')).not.toContain('ana@acme.test');
      expect(exitCodeOf({ kind: 'who', report })).toBe(0);
    } finally {
      eng.hidden = false;
    }
  });

  it('finds the people by the search where the list is refused, without the way', async () => {
    product.google.faults.push({ api: 'cloudidentity', path: /\/memberships\?/, kind: 'forbidden' });
    const report = await who('dashboard');
    expect(names(report, 'passes')).toContain('ana@acme.test');
    const ana = report.members.find(({ member }) => member === 'user:ana@acme.test');
    expect(ana?.ways[0]).toMatchObject({
      traced: false,
      via: ['user:ana@acme.test', 'group:dash-users@acme.test'],
    });
    expect(report.counts.complete).toBe(true);
  });

  it('tells a group that is gone from one that is hidden, where Google does', async () => {
    const { world, switches } = product.google;
    const before = world.policies.get(DASHBOARD);
    grant(world, DASHBOARD, WEB, ['group:ghost@acme.test']);
    try {
      switches.missingGroupStatus = 404;
      const gone = await who('dashboard');
      expect(gone.groups.find((one) => one.group === 'ghost@acme.test')).toMatchObject({
        exists: false,
        complete: true,
      });
      expect(gone.counts.complete).toBe(true);
      expect(gone.through.find(({ member }) => member === 'group:ghost@acme.test')?.detail).toBe(
        'there is no such group',
      );
      switches.missingGroupStatus = 403;
      const hidden = await who('dashboard');
      expect(hidden.groups.find((one) => one.group === 'ghost@acme.test')).toMatchObject({
        exists: true,
        complete: false,
      });
      expect(hidden.counts.complete).toBe(false);
    } finally {
      switches.missingGroupStatus = 403;
      if (before) world.policies.set(DASHBOARD, before);
    }
  });

  it('does not take somebody who left for a sample of those who stayed', async () => {
    const { world } = product.google;
    const before = world.policies.get(DASHBOARD) ?? { bindings: [] };
    const gone = { role: WEB, members: ['user:gone@acme.test'] };
    world.policies.set(DASHBOARD, { ...before, bindings: [gone, ...before.bindings] });
    try {
      const report = await who('dashboard');
      const otto = report.members.find(({ member }) => member === 'user:otto@acme.test');
      expect(otto).toMatchObject({ state: 'blocked', stops: [{ code: 'boundary-excludes' }] });
    } finally {
      world.policies.set(DASHBOARD, before);
    }
  });

  it('knows nobody behind a group without the Workspace privilege, and says which one it needs', async () => {
    product.google.world.caller.denied = [{ permission: 'admin.*' }];
    const report = await who('dashboard');
    expect(names(report, 'passes')).toEqual([]);
    expect(report.counts.complete).toBe(false);
    expect(report.blindSpots.map(({ needs }) => needs).join('\n')).toContain('Groups Reader');
    expect(exitCodeOf({ kind: 'who', report })).toBe(0);
  });

  it('leaves everybody open when deny policies are hidden, and lets nobody pass', async () => {
    product.google.faults.push({ api: 'iam', path: /denypolicies/, kind: 'forbidden' });
    const report = await who('batch');
    expect(names(report, 'passes')).toEqual([]);
    expect(names(report, 'unknown')).toContain('bob@acme.test');
    expect(codes(report)).toContain('deny-not-readable');
  });

  it('ends with "nothing could be read" when no policy could be', async () => {
    product.google.faults.push(
      { api: 'iap', kind: 'forbidden' },
      { api: 'cloudresourcemanager', kind: 'forbidden' },
    );
    product.google.faults.push({ api: 'cloudasset', kind: 'forbidden' });
    const answer = await product.cold(['who', 'dashboard']);
    expect(reportOf(answer).read).toBe(false);
    expect(exitCodeOf(answer)).toBe(3);
    expect(codes(reportOf(answer))).toContain('policy-not-readable');
  });

  it('answers at the deadline with what it has', async () => {
    product.google.faults.push({ api: 'cloudidentity', path: /memberships/, kind: 'hang' });
    const before = performance.now();
    const report = await who('dashboard', { timeoutMs: 1500 });
    expect(performance.now() - before).toBeLessThan(3500);
    expect(report.counts.complete).toBe(false);
    expect(codes(report)).toContain('deadline-exceeded');
  });
});

describe('who, with groups that are far too large', () => {
  const PARTS = 10;
  const EACH = 5_000;
  let large: Product;
  beforeAll(async () => {
    large = await startProduct();
    const { world } = large.google;
    const parts = Array.from({ length: PARTS }, (_, i) => `part${i}@acme.test`);
    for (const [i, part] of parts.entries())
      group(
        world,
        part,
        part,
        Array.from({ length: EACH }, (_, j) => `p${i}-${j}@acme.test`),
      );
    // Everybody is in two parts at once, and the whole is nested in one of its own parts.
    group(world, 'whole@acme.test', 'Whole', [...parts, ...parts.map((_, i) => `p${i}-0@acme.test`)]);
    group(world, 'round@acme.test', 'Round', ['whole@acme.test']);
    const [first] = world.groups.filter(({ email }) => email === parts[0]);
    const round = world.groups.find(({ email }) => email === 'round@acme.test');
    if (first && round)
      first.members.push({ ...round.members[0], email: 'round@acme.test', type: 'GROUP' } as never);
    grant(world, DASHBOARD, WEB, ['group:whole@acme.test']);
  }, 60_000);
  afterAll(() => large.close());

  it('opens fifty thousand members with a call per five hundred, and tells everybody once', async () => {
    const steps: string[] = [];
    const report = reportOf(
      await large.cold(['who', 'dashboard'], { timeoutMs: 60_000, progress: (step) => steps.push(step) }),
    );
    expect(report.groups.find((one) => one.group === 'whole@acme.test')).toMatchObject({
      people: PARTS * EACH,
      nested: PARTS + 1,
      complete: true,
    });
    expect(new Set(report.members.map(({ member }) => member)).size).toBe(report.members.length);
    expect(report.members.length).toBeGreaterThanOrEqual(PARTS * EACH);
    // One page of 500 after another, a look-up and a description per group, and one list of suspended accounts.
    expect(report.cost.byApi.cloudidentity).toBeLessThan(PARTS * (EACH / 500) + 4 * (PARTS + 10));
    expect(report.cost.byApi.admin).toBeLessThan(20);
    expect(steps.some((step) => /^Reading part\d@: \d+,\d{3} members so far$/.test(step))).toBe(true);
  }, 60_000);

  it('stops in time when there is no time for all, and says that there are more', async () => {
    large.google.switches.latencyMs = 60;
    try {
      const before = performance.now();
      const report = reportOf(await large.cold(['who', 'dashboard'], { timeoutMs: 1_500 }));
      expect(performance.now() - before).toBeLessThan(4_000);
      expect(report.counts.complete).toBe(false);
      expect(report.members.length).toBeLessThan(PARTS * EACH);
      expect(codes(report)).toContain('deadline-exceeded');
    } finally {
      large.google.switches.latencyMs = 0;
    }
  }, 60_000);
});

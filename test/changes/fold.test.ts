/** Entries become lines: duplicates once, pairs joined, policies compared, automation counted, and nothing lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUTOMATION, logPages, WINDOW } from '../../bench/log-entries.js';
import { Fold, type Folded } from '../../src/changes/fold.js';
import { auditEntry } from './make.js';

type Raw = Record<string, unknown>;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const DEPLOYER = 'ci-deployer@acme-prod.iam.gserviceaccount.com';
const USER = 'roles/iap.httpsResourceAccessor';

const at = (minutesAgo: number): string => new Date(NOW - minutesAgo * 60_000).toISOString();
const aged = (raw: Raw, minutesAgo: number, top: Raw = {}): Raw => ({
  ...raw,
  timestamp: at(minutesAgo),
  ...top,
});
const by = (actor: string) => ({ authenticationInfo: { principalEmail: actor } });

const grant = (minutesAgo: number, actor: string, role = USER, member = 'user:a@acme.test'): Raw =>
  aged(
    auditEntry('cloudresourcemanager.googleapis.com', 'SetIamPolicy', {
      resourceName: 'projects/acme-prod',
      ...by(actor),
      serviceData: { policyDelta: { bindingDeltas: [{ action: 'ADD', role, member }] } },
    }),
    minutesAgo,
  );
const membership = (minutesAgo: number, member: string, action = 'REMOVE', actor = 'sync@x.test'): Raw =>
  aged(
    auditEntry(
      'cloudidentity.googleapis.com',
      'google.apps.cloudidentity.groups.v1.MembershipsService.UpdateMembership',
      {
        ...by(actor),
        metadata: {
          group: 'group:eng@acme.test',
          membershipDelta: { member, roleDeltas: [{ action, role: 'MEMBER' }] },
        },
      },
    ),
    minutesAgo,
  );
const iapPolicy = (minutesAgo: number, members: readonly string[], resource = 'projects/1/iap_web'): Raw =>
  aged(
    auditEntry('iap.googleapis.com', 'google.cloud.iap.v1.IdentityAwareProxyAdminService.SetIamPolicy', {
      resourceName: resource,
      request: { policy: { bindings: [{ role: USER, members }] } },
    }),
    minutesAgo,
  );
const operation = (minutesAgo: number, mark: object, payload: Raw = {}): Raw =>
  aged(
    auditEntry('iam.googleapis.com', 'google.iam.v2.Policies.UpdatePolicy', {
      resourceName: 'policies/cloudresourcemanager.googleapis.com%2Fprojects%2F1/denypolicies/d',
      ...payload,
    }),
    minutesAgo,
    { operation: { id: 'op-1', producer: 'iam.googleapis.com', ...mark } },
  );

function folded(entries: readonly Raw[]): Folded {
  const fold = new Fold({
    from: NOW - 24 * 3_600_000,
    to: NOW,
    isAutomation: (actor) => actor === DEPLOYER,
  });
  for (const entry of entries) fold.add(entry);
  fold.end();
  return fold.result();
}

/** Every change that was told, one way or the other. */
const accounted = ({ listed, counts, unreadable }: Folded): number =>
  listed.reduce((sum, { run }) => sum + (run?.count ?? 1), 0) +
  [...counts.values()].reduce((a, b) => a + b, 0) +
  unreadable;

describe('folding', () => {
  it('counts an entry that comes twice once, and leaves out what lies outside the window', () => {
    const entry = grant(10, 'bob@acme.test');
    expect(
      folded([entry, { ...entry }, grant(60 * 30, 'bob@acme.test'), grant(-10, 'bob@acme.test')]).listed,
    ).toHaveLength(1);
  });

  it('joins start and end of a long-running operation to one change, in force when it was done', () => {
    const start = operation(5, { first: true }, { request: { policy: { displayName: 'D', rules: [] } } });
    const end = operation(4, { last: true });
    for (const order of [
      [end, start],
      [start, end],
    ]) {
      const { listed } = folded(order);
      expect(listed).toHaveLength(1);
      expect(listed[0]).toMatchObject({
        entries: 2,
        change: { at: at(4), says: 'changed the deny policy D on projects/1' },
      });
      expect(listed[0]?.change.touched).toMatchObject({ rules: [] });
    }
  });

  it('takes an operation that failed at its end for no change', () => {
    const start = operation(5, { first: true }, { request: { policy: { rules: [] } } });
    const end = operation(4, { last: true }, { status: { code: 9, message: 'conflict' } });
    expect(folded([end, start]).listed).toEqual([]);
    expect(folded([start, end]).listed).toEqual([]);
  });

  it('tells a membership that both log families tell once', () => {
    const console = aged(
      auditEntry('admin.googleapis.com', 'google.admin.AdminService.removeGroupMember', {
        ...by('admin@acme.test'),
        metadata: {
          event: [
            {
              eventName: 'REMOVE_GROUP_MEMBER',
              parameter: [
                { name: 'USER_EMAIL', value: 'A@acme.test' },
                { name: 'GROUP_EMAIL', value: 'eng@acme.test' },
              ],
            },
          ],
        },
      }),
      3,
    );
    const own = membership(5, 'user:a@acme.test');
    for (const order of [
      [console, own],
      [own, console],
    ])
      expect(folded(order).listed).toMatchObject([{ entries: 2, change: { at: at(5) } }]);
    // A second removal hours later is another change.
    expect(folded([aged(console, 1), membership(300, 'user:a@acme.test')]).listed).toHaveLength(2);
  });

  it('compares an IAP policy with the one before it, also when entries come out of order', () => {
    const entries = [
      iapPolicy(10, ['user:a@x.test', 'user:b@x.test']),
      iapPolicy(20, ['user:a@x.test']),
      iapPolicy(30, []),
    ];
    const told = (order: readonly Raw[]) =>
      folded(order).listed.map(({ change, compared }) => [
        compared,
        ...change.deltas.map((d) => `${d.action} ${d.member}`),
      ]);
    const expected = [[true, 'add user:b@x.test'], [true, 'add user:a@x.test'], [false]];
    expect(told(entries)).toEqual(expected);
    expect(told([...entries].reverse())).toEqual(expected);
  });

  it('compares the first policy of the window with the one from before it, where that is handed over', () => {
    const fold = new Fold({ from: NOW - 3_600_000, to: NOW, isAutomation: () => false });
    fold.add(iapPolicy(10, ['user:a@x.test']));
    fold.end();
    expect(fold.waiting()).toEqual(['projects/1/iap_web']);
    fold.settle(new Map([['projects/1/iap_web', { bindings: [], auditConfigs: [], etag: undefined }]]));
    expect(fold.result().listed[0]).toMatchObject({
      compared: true,
      change: { deltas: [{ action: 'add' }] },
    });
  });

  it('takes a deployment for a switch only where the one before said otherwise', () => {
    const deploy = (minutesAgo: number, iapEnabled: boolean | undefined): Raw =>
      aged(
        auditEntry('run.googleapis.com', 'google.cloud.run.v2.Services.UpdateService', {
          resourceName: 'projects/p/locations/europe-west1/services/s',
          request: { service: iapEnabled === undefined ? { template: {} } : { iapEnabled } },
        }),
        minutesAgo,
      );
    const says = (entries: readonly Raw[]) => folded(entries).listed.map(({ change }) => change.says);
    expect(says([deploy(1, true), deploy(2, true), deploy(3, true)])).toEqual([
      'deployed the Cloud Run service s with IAP on; whether it was on before I cannot see',
    ]);
    expect(says([deploy(1, undefined), deploy(2, true)])[0]).toBe(
      'switched IAP off at the Cloud Run service s',
    );
    expect(says([deploy(1, undefined), deploy(2, undefined)])).toEqual([]);
  });

  it('folds 300 entries of automation that concern nobody’s access into a count', () => {
    const noise = Array.from({ length: 300 }, (_, i) => grant(i + 2, DEPLOYER, 'roles/viewer'));
    const result = folded([grant(1, 'bob@acme.test'), ...noise]);
    expect(result.listed).toHaveLength(1);
    expect([...result.counts]).toEqual([[DEPLOYER, 300]]);
    expect(accounted(result)).toBe(301);
  });

  it('tells a sync that removes many as one line, and few one by one', () => {
    const removal = (n: number) =>
      Array.from({ length: n }, (_, i) => membership(30 + i / 60, `user:m${i}@acme.test`));
    expect(folded(removal(214)).listed).toMatchObject([{ entries: 214, run: { count: 214 } }]);
    expect(folded(removal(9)).listed).toHaveLength(9);
    expect(folded(removal(214)).listed[0]?.change.deltas).toHaveLength(214);
  });

  it('counts and samples what cannot be read', () => {
    const broken = aged(
      auditEntry('cloudidentity.googleapis.com', 'x.MembershipsService.UpdateMembership', {}),
      3,
    );
    const result = folded([broken, {}, grant(1, 'bob@acme.test')]);
    expect(result.unreadable).toBe(2);
    expect(result.samples[0]).toMatchObject({ service: 'cloudidentity.googleapis.com', at: at(3) });
  });

  it('accounts for every change, whatever comes in which order', () => {
    const people = fc.constantFrom('bob@acme.test', 'eve@acme.test', DEPLOYER);
    const entries = fc.array(
      fc.oneof(
        fc
          .tuple(fc.integer({ min: 1, max: 500 }), people, fc.constantFrom(USER, 'roles/viewer'))
          .map(([m, who, role]) => grant(m, who, role)),
        fc
          .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 60 }), people)
          .map(([m, n, who]) => membership(m, `user:m${n}@acme.test`, 'ADD', who)),
        fc.uuid().map((insertId): Raw => ({ timestamp: at(3), insertId })),
      ),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(entries, (all) => {
        const result = folded(all);
        expect(accounted(result)).toBe(all.length);
        const moments = result.listed.map(({ change }) => Date.parse(change.at));
        expect(moments).toEqual([...moments].sort((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });

  it('costs a small multiple of what JSON.parse costs for the same bytes', () => {
    const pages = [...logPages(10_000)];
    const fold = new Fold({ ...WINDOW, isAutomation: (actor) => actor === AUTOMATION });
    let [parsing, folding] = [0, 0];
    for (const page of pages) {
      const start = performance.now();
      const { entries } = JSON.parse(page) as { entries: Raw[] };
      const parsed = performance.now();
      for (const entry of entries) fold.add(entry);
      parsing += parsed - start;
      folding += performance.now() - parsed;
    }
    // The measured ratio is two to four (bench/changes.ts); a busy machine and cold code may multiply it.
    expect(folding / parsing).toBeLessThan(20);
  });

  it('keeps no more lines for a hundred thousand entries than for ten thousand', () => {
    const run = (n: number): Folded => {
      const fold = new Fold({ from: 0, to: NOW, isAutomation: (actor) => actor === DEPLOYER });
      for (let i = 0; i < n; i += 1) fold.add(grant(i / 10, i % 3 === 0 ? 'bob@acme.test' : DEPLOYER));
      fold.end();
      return fold.result();
    };
    const [small, large] = [run(10_000), run(40_000)];
    expect(large.listed.length).toBe(small.listed.length);
    expect(accounted(large)).toBe(40_000);
  });
});

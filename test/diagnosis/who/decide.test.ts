/** Asked about everybody at once, the answer is the one each person gets when asked about alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, judgeWith } from '../../../src/diagnosis/who/bound.js';
import { boundaries } from '../../../src/diagnosis/who/bounded.js';
import type { Kind } from '../../../src/diagnosis/who/circle.js';
import { decideAll } from '../../../src/diagnosis/who/decide.js';
import { denials } from '../../../src/diagnosis/who/denied.js';
import { unseenWays } from '../../../src/diagnosis/who/elsewhere.js';
import { type Expansion, expand, type GroupContent } from '../../../src/diagnosis/who/expand.js';
import { gather } from '../../../src/diagnosis/who/gather.js';
import { type Email, parseDenyPrincipal } from '../../../src/names/index.js';
import { evaluateAllow } from '../../../src/policy/allow.js';
import { evaluateBoundary } from '../../../src/policy/boundary.js';
import { decide } from '../../../src/policy/decide.js';
import { evaluateDeny } from '../../../src/policy/deny.js';
import type { GroupAnswer, Identity } from '../../../src/policy/identity.js';
import type { BoundaryBinding, BoundaryPolicy, DenyRule, PolicyNode } from '../../../src/policy/types.js';
import {
  ACCESSOR,
  type Bound as BindingText,
  conditionsOf,
  container,
  context,
  denyRule,
  hidden,
  identity,
  known,
  missing,
  node,
  rolesOf,
  WEB,
} from '../../policy/kit.js';
import { seededPicker } from '../../support/seeded.js';
import { contents, GROUPS, naiveClosure, PEOPLE, reordered } from './worlds.js';

const CUSTOM = 'projects/p/roles/mine';
const HIDDEN = 'projects/p/roles/hidden';
const roles = rolesOf({
  [CUSTOM]: known({ permissions: [WEB], deleted: false, disabled: false }),
  [HIDDEN]: hidden('role-not-readable', HIDDEN),
});
const conditions = conditionsOf();
const ORGANIZATION = container('organizations/7');

interface Company {
  readonly groups: ReadonlyMap<Email, GroupContent>;
  readonly nodes: readonly PolicyNode[];
  readonly rules: readonly DenyRule[];
  readonly denyHidden: boolean;
  readonly bindings: readonly BoundaryBinding[];
}

const truth = fc.constantFrom(undefined, undefined, undefined, 'true', 'false', 'unknown', 'error');
const members = fc.subarray(
  [
    ...PEOPLE.slice(0, 4),
    ...GROUPS.map((group) => `group:${group}`),
    'domain:acme.test',
    'allUsers',
    'deleted:user:ana@acme.test?uid=1',
    'user:zed@partner.test',
    'serviceAccount:ci@proj-ect.iam.gserviceaccount.com',
    'principal://iam.googleapis.com/locations/global/workforcePools/pool/subject/pat',
  ],
  { maxLength: 4 },
);
const binding: fc.Arbitrary<BindingText> = fc
  .tuple(fc.constantFrom(ACCESSOR, ACCESSOR, ACCESSOR, 'roles/owner', CUSTOM, HIDDEN), members, truth)
  .map(([role, who, condition]) => (condition === undefined ? [role, who] : [role, who, condition]));
const principals = fc.subarray(
  [
    ...PEOPLE.slice(0, 3).map((person) => `principal://goog/subject/${person.slice('user:'.length)}`),
    ...GROUPS.map((group) => `principalSet://goog/group/${group}`),
    'principalSet://goog/public:all',
    'principalSet://goog/cloudIdentityCustomerId/C0acme',
  ],
  { maxLength: 3 },
);
const rule: fc.Arbitrary<DenyRule> = fc
  .tuple(principals, principals, truth)
  .map(([denied, excepted, condition]) =>
    denyRule({
      deniedPrincipals: denied,
      exceptionPrincipals: excepted,
      condition:
        condition === undefined
          ? undefined
          : { expression: condition, title: undefined, description: undefined },
    }),
  );
const bound: fc.Arbitrary<BoundaryBinding> = fc
  .tuple(fc.constantFrom('in', 'out', 'gone'), truth, fc.nat())
  .map(([name, condition, n]) => ({
    name: `binding-${n}`,
    policy: name,
    target: '//cloudresourcemanager.googleapis.com/organizations/7',
    condition:
      condition === undefined
        ? undefined
        : { expression: condition, title: undefined, description: undefined },
  }));
const company: fc.Arbitrary<Company> = fc.record({
  groups: contents({ gaps: true, stale: true }),
  nodes: fc
    .tuple(fc.array(binding, { maxLength: 4 }), fc.array(binding, { maxLength: 3 }), fc.nat({ max: 5 }))
    .map(([leaf, project, luck]) => [
      node('projects/1/iap_web/compute/services/2', ...leaf),
      luck === 0
        ? { name: 'projects/1', policy: hidden('policy-not-readable', 'projects/1') }
        : node('projects/1', ...project),
    ]),
  rules: fc.array(rule, { maxLength: 2 }),
  denyHidden: fc.nat({ max: 8 }).map((n) => n === 0),
  bindings: fc.array(bound, { maxLength: 2 }),
});

const boundaryPolicy = (name: string, resource: string): BoundaryPolicy => ({
  name,
  enforcementVersion: '3',
  rules: [{ resources: [resource], excludedResources: [], effect: 'ALLOW' }],
});
const POLICIES = known([
  boundaryPolicy('in', '//cloudresourcemanager.googleapis.com/projects/1'),
  boundaryPolicy('out', '//cloudresourcemanager.googleapis.com/projects/2'),
]);
const place = { containers: [container('projects/1'), ORGANIZATION], complete: known(true as const) };

/** The three kinds of people of these companies, as the directory would tell them. */
function kindOf(who: string): Kind {
  const ours = who.startsWith('user:') && who.endsWith('@acme.test');
  const home = who.startsWith('serviceAccount:') ? known([container('projects/9')]) : known([]);
  const customer = ours ? identity().customer : known(undefined);
  const domains = { 'acme.test': known(ours) };
  return {
    key: who.replace(/:.*@/, ':'),
    identity: identity({ who: who.replace(/^user:/, ''), customer, home, domains }),
  };
}

function everybody({ groups, nodes, rules, denyHidden, bindings }: Company) {
  const bounds = boundsOf(nodes, WEB, roles);
  const named = [
    ...bounds.bounds.map(({ principal }) => principal),
    ...rules.flatMap((one) => [...one.deniedPrincipals, ...one.exceptionPrincipals]).map(parseDenyPrincipal),
  ];
  const expansions = new Map<Email, Expansion>();
  for (const principal of named)
    if (principal.kind === 'group') expansions.set(principal.email, expand(principal.email, groups));
  const shared = context();
  const judge = judgeWith({ evaluate: conditions.evaluateCondition, contextFor: () => shared });
  const sources = [{ name: 'organizations/7', bindings: known(bindings) }];
  const boundary = { policies: POLICIES, sources, evidence: [], foreign: false };
  const decided = decideAll(bounds.bounds, gather(bounds.bounds, expansions), {
    kindOf: (subject) =>
      kindOf(subject.kind === 'federated' ? subject.raw : `${subject.kind}:${subject.email}`),
    strangerOf: () => kindOf('user:somebody@else.test'),
    judge,
    elsewhere: unseenWays(bounds, expansions, judge),
    denied: denials({
      nodes: denyNodes(rules, denyHidden),
      permission: WEB,
      tags: known([]),
      expansions,
      conditions,
    }),
    bounded: boundaries({
      boundaryOf: () => boundary,
      place,
      organization: ORGANIZATION,
      customer: 'C0acme' as never,
      conditions,
    }),
    disabled: () => undefined,
  });
  const complete =
    bounds.unread.length === 0 &&
    [...expansions.values()].every(({ gaps }) => gaps.length === 0) &&
    decided.sets.every(({ kind }) => kind === 'deleted');
  return { decided, complete };
}

const denyNodes = (rules: readonly DenyRule[], denyHidden: boolean) => [
  { name: 'projects/1', policies: known([{ name: 'p', displayName: undefined, rules }]) },
  ...(denyHidden ? [{ name: 'organizations/7', policies: hidden('deny-not-readable') }] : []),
];

/** Whether somebody is in a group, found the slow way. */
function membership(who: string, group: Email, groups: ReadonlyMap<Email, GroupContent>): GroupAnswer {
  const certain = naiveClosure(group, groups, (one) => one.stale === undefined).people;
  if (certain.has(who)) return { in: 'yes', path: { chain: [], traced: false } };
  const all = naiveClosure(group, groups);
  const gaps = [...all.groups].some((at) => groups.get(at)?.gap ?? groups.get(at)?.stale);
  if (all.people.has(who) || gaps) return { in: 'unknown', missing: missing('groups-not-readable', group) };
  return { in: 'no', why: 'not-a-member', detail: undefined };
}

/** The decision about one person, by the evaluators that `why` uses. */
function alone(who: string, { groups, nodes, rules, denyHidden, bindings }: Company) {
  const own: Identity = {
    ...kindOf(who).identity,
    inGroup: (group) => membership(who, group, groups),
  };
  const tags = known([]);
  return decide(
    evaluateAllow({ nodes, permission: WEB, identity: own, roles, context: context(), conditions }),
    evaluateDeny({ nodes: denyNodes(rules, denyHidden), permission: WEB, identity: own, tags, conditions }),
    evaluateBoundary({
      sources: [{ name: 'organizations/7', bindings: known(bindings) }],
      policy: (name) => {
        const found = POLICIES.known ? POLICIES.value.find((one) => one.name === name) : undefined;
        return found && known(found);
      },
      identity: own,
      world: { customerOf: () => known('C0acme' as never) },
      place,
      conditions,
    }),
  ).truth;
}

const WATCHED = [
  ...PEOPLE,
  'user:zed@partner.test',
  'serviceAccount:ci@proj-ect.iam.gserviceaccount.com',
  'principal://iam.googleapis.com/locations/global/workforcePools/pool/subject/pat',
];

describe('everybody at once', () => {
  it('comes to what each one comes to alone', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(company, (world) => {
        const { decided, complete } = everybody(world);
        const rows = new Map(decided.rows.map((row) => [row.member, row]));
        for (const who of WATCHED) {
          const row = rows.get(who);
          const one = alone(who, world);
          seen.add(`${row?.state} ${one}`);
          if (!row) {
            if (one === 'true')
              expect(decided.sets.some(({ state }) => state !== 'blocked' && state !== 'nobody')).toBe(true);
            if (one === 'unknown') expect(complete).toBe(false);
            continue;
          }
          if (row.state === 'passes' || one === 'true')
            expect(`${who} ${row.state} ${one}`).toBe(`${who} passes true`);
          if (row.state === 'blocked') expect(`${who} ${one}`).toBe(`${who} false`);
          if (one === 'unknown') expect(['unknown', 'conditional']).toContain(row.state);
          // A condition that does not hold now may hold later, and what could not be seen matters then.
          const later = row.ways.some(({ holds }) => holds === 'false');
          if (one === 'false')
            expect(['blocked', 'conditional', ...(later ? ['unknown'] : [])]).toContain(row.state);
        }
      }),
      { numRuns: 300 },
    );
    // The comparison means something only if every state came up.
    expect([...seen].sort()).toEqual(
      expect.arrayContaining(['blocked false', 'conditional false', 'passes true', 'unknown unknown']),
    );
  });

  it('does not depend on the order of nodes, entries, members or groups', () => {
    fc.assert(
      fc.property(company, fc.integer(), (world, seed) => {
        const { shuffled } = seededPicker(seed);
        const other: Company = {
          ...world,
          groups: reordered(world.groups, shuffled),
          nodes: shuffled(world.nodes).map((one) => ({
            ...one,
            policy: one.policy.known
              ? known({
                  ...one.policy.value,
                  bindings: shuffled(one.policy.value.bindings).map((b) => ({
                    ...b,
                    members: shuffled(b.members),
                  })),
                })
              : one.policy,
          })),
          rules: shuffled(world.rules),
        };
        const plain = (from: Company) => {
          const { decided } = everybody(from);
          const ways = (row: { readonly ways: readonly unknown[] }) =>
            row.ways.map((way) => JSON.stringify(way)).sort();
          return {
            rows: decided.rows.map((row) => [row.member, row.state, ways(row)]),
            sets: decided.sets.map((set) => JSON.stringify([set.member, set.state, ways(set)])).sort(),
            counts: decided.entries
              .map((entry) => `${JSON.stringify(entry.bound)} ${entry.people} ${entry.passing}`)
              .sort(),
          };
        };
        expect(plain(other)).toEqual(plain(world));
      }),
      { numRuns: 300 },
    );
  });
});

describe('one entry of a policy', () => {
  const run = (bindings: readonly BindingText[], groups: ReadonlyMap<Email, GroupContent> = new Map()) =>
    everybody({
      groups,
      nodes: [node('projects/1', ...bindings)],
      rules: [],
      denyHidden: false,
      bindings: [],
    }).decided;

  it('gives each member its way, with the condition and whether it holds', () => {
    const [row] = run([
      [ACCESSOR, 'user:Ana@acme.test', 'unknown'],
      [ACCESSOR, 'user:ana@acme.test'],
    ]).rows;
    expect(row).toMatchObject({ member: 'user:ana@acme.test', kind: 'user', state: 'passes', stops: [] });
    expect(row?.ways.map(({ condition, holds, via }) => ({ condition, holds, via }))).toEqual([
      { condition: 'unknown', holds: 'needs-context', via: ['user:ana@acme.test'] },
      { condition: null, holds: 'true', via: ['user:ana@acme.test'] },
    ]);
  });

  it('lets somebody who is stopped by a condition pass as one of everybody', () => {
    const decided = run([
      [ACCESSOR, 'user:ana@acme.test', 'false'],
      [ACCESSOR, 'allUsers'],
    ]);
    expect(decided.rows[0]).toMatchObject({ state: 'passes' });
    expect(decided.rows[0]?.ways[1]?.via).toEqual(['user:ana@acme.test', 'allUsers']);
    expect(decided.sets).toMatchObject([{ member: 'allUsers', kind: 'everybody', state: 'passes' }]);
  });

  it('names a deleted account and lets nobody in by it', () => {
    const decided = run([[ACCESSOR, 'deleted:user:ana@acme.test?uid=1']]);
    expect(decided.rows).toEqual([]);
    expect(decided.sets).toMatchObject([{ kind: 'deleted', state: 'nobody' }]);
  });

  it('is in doubt about an address under the wrong type', () => {
    const decided = run([[ACCESSOR, 'user:ci@proj-ect.iam.gserviceaccount.com']]);
    expect(decided.rows).toMatchObject([
      { member: 'serviceAccount:ci@proj-ect.iam.gserviceaccount.com', state: 'unknown' },
    ]);
  });

  it('counts nothing for roles that open something else', () => {
    expect(run([['roles/owner', 'user:ana@acme.test']]).rows).toEqual([]);
  });
});

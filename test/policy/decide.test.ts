/** The decision as a whole, on thousands of random organisations. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAllow } from '../../src/policy/allow.js';
import { evaluateBoundary } from '../../src/policy/boundary.js';
import { decide } from '../../src/policy/decide.js';
import { evaluateDeny } from '../../src/policy/deny.js';
import type { Identity } from '../../src/policy/identity.js';
import { interestOf, interestOfDeny } from '../../src/policy/interest.js';
import type { Decision } from '../../src/policy/results.js';
import {
  ACCESSOR,
  conditionsOf,
  container,
  context,
  customer,
  hidden,
  isHidden,
  known,
  outcome,
  rolesOf,
  WEB,
  when,
} from './kit.js';
import { naiveAllow, naiveBoundary, naiveDecision, naiveDeny } from './naive.js';
import {
  type Blindness,
  binding,
  blindness,
  CUSTOM,
  denyRuleOf,
  identityIn,
  SEES_ALL,
  type World,
  world,
} from './world.js';

const RUNS = { numRuns: 3000 };
const NODES = ['projects/111/iap_web/compute/services/222', 'projects/111', 'organizations/7'];
const named = { displayName: undefined, description: undefined };

function nodesOf(it: World, blind: Blindness) {
  return it.nodes.map((bindings, i) => ({
    name: NODES[i] ?? '',
    policy: blind.nodes.includes(i)
      ? hidden('policy-not-readable')
      : known({
          bindings: bindings.map(({ role, members, condition }) => ({
            role,
            members,
            condition: condition === undefined ? undefined : when(condition),
          })),
          auditConfigs: [],
          etag: undefined,
        }),
  }));
}

function denyNodesOf(it: World, blind: Blindness) {
  return it.deny.map((rules, i) => ({
    name: `folders/${i}`,
    policies: blind.deny.includes(i)
      ? hidden('deny-not-readable')
      : known([
          {
            ...named,
            name: `stop${i}`,
            rules: rules.map((rule) => ({
              deniedPrincipals: rule.denied,
              exceptionPrincipals: rule.excepted,
              deniedPermissions: rule.permissions,
              exceptionPermissions: rule.exceptPermissions,
              condition: rule.condition === undefined ? undefined : when(rule.condition),
              description: undefined,
            })),
          },
        ]),
  }));
}

function rolesIn(blind: Blindness) {
  const view = (permissions: readonly string[], more: object = {}) =>
    known({ permissions, deleted: false, disabled: false, ...more });
  const views = {
    [CUSTOM.good]: view([WEB]),
    [CUSTOM.bad]: view(['iap.web.getIamPolicy']),
    [CUSTOM.deleted]: view([WEB], { deleted: true }),
    [CUSTOM.disabled]: view([WEB], { disabled: true }),
  };
  const roles = rolesOf(views);
  return (name: string) => (blind.roles.includes(name) ? hidden('role-not-readable') : roles(name));
}

function evaluate(
  it: World,
  blind: Blindness = SEES_ALL,
  identity: Identity = identityIn(it, blind),
): Decision {
  const conditions = conditionsOf(
    Object.fromEntries(
      Object.entries(it.conditions).map(([name, truth]) => [
        name,
        outcome(blind.conditions.includes(name) ? 'unknown' : truth),
      ]),
    ),
  );
  const allow = evaluateAllow({
    nodes: nodesOf(it, blind),
    permission: WEB,
    identity,
    roles: rolesIn(blind),
    context: context(),
    conditions,
  });
  const deny = evaluateDeny({
    nodes: denyNodesOf(it, blind),
    permission: WEB,
    identity,
    tags: known([]),
    conditions,
  });
  const boundary = evaluateBoundary({
    sources: it.boundaries.map((bindings, i) => ({
      name: `source ${i}`,
      bindings: blind.boundaries.includes(i)
        ? hidden('boundary-not-readable')
        : known(
            bindings.map(({ target, policy, condition }, j) => ({
              name: `binding ${i}.${j}`,
              policy,
              target,
              condition: condition === undefined ? undefined : when(condition),
            })),
          ),
    })),
    policy: (name) => {
      const found = it.boundaryPolicies[name];
      if (blind.policies.includes(name)) return hidden('boundary-not-readable');
      return (
        found &&
        known({
          name,
          enforcementVersion: found.version,
          rules: [{ resources: found.resources, excludedResources: found.excluded, effect: 'ALLOW' }],
        })
      );
    },
    identity,
    world: { customerOf: () => known(customer('C0acme')) },
    place: {
      containers: ['projects/111', 'folders/9', 'organizations/7'].map(container),
      complete: { known: true, value: true },
    },
    conditions,
  });
  return decide(allow, deny, boundary);
}

const number = (truth: Decision['truth']) => ({ true: 1, false: 0, unknown: 0.5 })[truth];
const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });

describe('against the naive evaluator', () => {
  it('gives the same truth on every side, seeing all and seeing part', () => {
    fc.assert(
      fc.property(world, blindness, (it, blind) => {
        for (const eyes of [SEES_ALL, blind]) {
          const decision = evaluate(it, eyes);
          expect({
            allow: number(decision.allow.truth),
            deny: number(decision.deny.truth),
            boundary: number(decision.boundary.truth),
            all: number(decision.truth),
          }).toEqual({
            allow: naiveAllow(it, eyes),
            deny: naiveDeny(it, eyes),
            boundary: naiveBoundary(it, eyes),
            all: naiveDecision(it, eyes),
          });
        }
      }),
      RUNS,
    );
  });

  it('meets every truth on every side often enough to mean something', () => {
    const seen = new Map<string, number>();
    for (const [it, blind] of fc.sample(fc.tuple(world, blindness), { numRuns: 1000, seed: 7 })) {
      const { truth, allow, deny, boundary } = evaluate(it, blind);
      for (const side of [
        `all ${truth}`,
        `allow ${allow.truth}`,
        `deny ${deny.truth}`,
        `boundary ${boundary.truth}`,
      ])
        seen.set(side, (seen.get(side) ?? 0) + 1);
    }
    for (const side of ['all', 'allow', 'deny', 'boundary'])
      for (const truth of ['true', 'false', 'unknown'])
        expect(seen.get(`${side} ${truth}`) ?? 0, `${side} ${truth}`).toBeGreaterThan(20);
  });
});

describe('laws', () => {
  it('does not depend on the order of bindings, members or rules, nor on saying things twice', () => {
    fc.assert(
      fc.property(
        world.chain((it) =>
          fc.record({
            it: fc.constant(it),
            nodes: fc.tuple(...it.nodes.map((bindings) => shuffled([...bindings, ...bindings]))),
            deny: fc.tuple(...it.deny.map((rules) => shuffled([...rules, ...rules]))),
            boundaries: shuffled(it.boundaries),
          }),
        ),
        ({ it, nodes, deny, boundaries }) => {
          const doubled = nodes.map((bindings) =>
            bindings.map((one) => ({ ...one, members: [...one.members, ...one.members].reverse() })),
          );
          const before = evaluate(it);
          const after = evaluate({ ...it, nodes: doubled, deny, boundaries });
          expect(after.truth).toBe(before.truth);
          expect(after.allow.grants.length).toBeLessThanOrEqual(doubled.flat().length * 3);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never turns allowed into anything less when a grant is added', () => {
    fc.assert(
      fc.property(world, blindness, binding, (it, blind, more) => {
        const before = number(evaluate(it, blind).truth);
        const [first = [], ...rest] = it.nodes;
        expect(
          number(evaluate({ ...it, nodes: [[...first, more], ...rest] }, blind).truth),
        ).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 1500 },
    );
  });

  it('never turns denied into anything more when a deny rule is added', () => {
    fc.assert(
      fc.property(world, blindness, denyRuleOf, (it, blind, more) => {
        const before = number(evaluate(it, blind).truth);
        const [first = [], ...rest] = it.deny;
        expect(
          number(evaluate({ ...it, deny: [[...first, more], ...rest] }, blind).truth),
        ).toBeLessThanOrEqual(before);
      }),
      { numRuns: 1500 },
    );
  });

  it('never contradicts a definite answer by seeing more', () => {
    fc.assert(
      fc.property(world, blindness, (it, blind) => {
        const partly = evaluate(it, blind);
        const fully = evaluate(it);
        for (const side of ['allow', 'deny', 'boundary'] as const)
          if (partly[side].truth !== 'unknown') expect(fully[side].truth).toBe(partly[side].truth);
        if (partly.truth !== 'unknown') expect(fully.truth).toBe(partly.truth);
      }),
      RUNS,
    );
  });

  it('says what is missing whenever it cannot tell, and explains every way in', () => {
    fc.assert(
      fc.property(world, blindness, (it, blind) => {
        const { allow, deny, boundary } = evaluate(it, blind);
        if (allow.truth === 'unknown') expect(allow.unknowns.length).toBeGreaterThan(0);
        if (deny.truth === 'unknown') expect(deny.unknowns.length).toBeGreaterThan(0);
        if (boundary.truth === 'unknown') expect(boundary.unknowns.length).toBeGreaterThan(0);
        for (const grant of allow.grants) expect(grant.via.length).toBeGreaterThan(0);
        for (const hit of deny.hits) expect(hit.missing === undefined).toBe(hit.truth === 'true');
      }),
      RUNS,
    );
  });

  it('needs no group or domain for a definite verdict but those it asked for', () => {
    fc.assert(
      fc.property(world, (it) => {
        const all = identityIn(it, SEES_ALL);
        const allow = interestOf(nodesOf(it, SEES_ALL), WEB, rolesIn(SEES_ALL));
        const deny = interestOfDeny(denyNodesOf(it, SEES_ALL), WEB);
        const groups = new Set<string>([...allow.needed.groups, ...deny.needed.groups]);
        const domains = new Set<string>(allow.needed.domains);
        const asked: Identity = {
          ...all,
          inGroup: (group) => (groups.has(group) ? all.inGroup(group) : isHidden),
          inDomain: (name) => (domains.has(name) ? all.inDomain(name) : hidden('directory-not-readable')),
        };
        expect(evaluate(it, SEES_ALL, asked).truth).toBe(evaluate(it).truth);
      }),
      RUNS,
    );
  });
});

describe('the three sides together', () => {
  const allowed: World = {
    who: 'maya@acme.test',
    groups: {},
    conditions: { c0: 'error' },
    nodes: [[{ role: ACCESSOR, members: ['allUsers'], condition: undefined }]],
    deny: [],
    boundaries: [],
    boundaryPolicies: {},
  };
  const stop = {
    denied: ['principalSet://goog/public:all'],
    excepted: [],
    permissions: ['iap.googleapis.com/*.*'],
    exceptPermissions: [],
    condition: undefined,
  };

  it('needs all three to allow, and one definite no decides whatever else is unknown', () => {
    expect(evaluate(allowed).truth).toBe('true');
    expect(evaluate({ ...allowed, deny: [[stop]] }).truth).toBe('false');
    expect(evaluate({ ...allowed, deny: [[stop]] }, { ...SEES_ALL, nodes: [0] }).truth).toBe('false');
    expect(evaluate({ ...allowed, nodes: [], deny: [[stop]] }, { ...SEES_ALL, deny: [0] }).truth).toBe(
      'false',
    );
    expect(evaluate(allowed, { ...SEES_ALL, nodes: [0] }).truth).toBe('unknown');
    expect(evaluate({ ...allowed, deny: [[stop]] }, { ...SEES_ALL, deny: [0] }).truth).toBe('unknown');
  });

  it('gives an error its own direction on each side', () => {
    const conditional = [[{ role: ACCESSOR, members: ['allUsers'], condition: 'c0' }]];
    expect(evaluate({ ...allowed, nodes: conditional }).allow.truth).toBe('false');
    expect(evaluate({ ...allowed, deny: [[{ ...stop, condition: 'c0' }]] }).deny.truth).toBe('true');
  });
});

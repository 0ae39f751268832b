/** The boundary side: whom a binding covers, what a policy takes in, and how policies add up. */
import { describe, expect, it } from 'vitest';
import { type BoundaryInput, evaluateBoundary, principalType } from '../../src/policy/boundary.js';
import { enforcedForIap } from '../../src/policy/boundary-policy.js';
import type { BoundaryBinding, BoundaryPolicy, Known } from '../../src/policy/types.js';
import { conditionsOf, container, customer, hidden, identity, known, outcome, when } from './kit.js';

const COMPLETE: Known<true> = { known: true, value: true };
const WORKSPACE = '//iam.googleapis.com/locations/global/workspace/C0acme';
const CRM = '//cloudresourcemanager.googleapis.com/';

const policyOf = (resources: readonly string[], more: Partial<BoundaryPolicy> = {}): BoundaryPolicy => ({
  name: 'p',
  enforcementVersion: '3',
  rules: [{ resources: resources.map((name) => CRM + name), excludedResources: [], effect: 'ALLOW' }],
  ...more,
});
const bindingOf = (policy: string, more: Partial<BoundaryBinding> = {}): BoundaryBinding => ({
  name: `binding of ${policy}`,
  policy,
  target: WORKSPACE,
  condition: undefined,
  ...more,
});
const ask = (
  policies: Readonly<Record<string, BoundaryPolicy>>,
  bindings: readonly BoundaryBinding[] = Object.keys(policies).map((name) => bindingOf(name)),
  more: Partial<BoundaryInput> = {},
) =>
  evaluateBoundary({
    sources: [{ name: WORKSPACE, bindings: known(bindings) }],
    policy: (name) => {
      const found = policies[name];
      return found && known(found);
    },
    identity: identity(),
    place: {
      containers: ['projects/111', 'projects/acme-prod', 'folders/9', 'organizations/7'].map(container),
      complete: COMPLETE,
    },
    conditions: conditionsOf(),
    ...more,
  });
const inside = policyOf(['organizations/7']);
const outside = policyOf(['organizations/8']);

describe('what a policy takes in', () => {
  it('leaves everything open where no policy is bound', () => {
    expect(ask({})).toEqual({ truth: 'true', relevant: [], unknowns: [], unevaluable: false });
  });

  it.each(['projects/111', 'projects/acme-prod', 'folders/9', 'organizations/7'])(
    'takes in %s and all in it',
    (name) => {
      expect(ask({ p: policyOf([name]) }).truth).toBe('true');
    },
  );

  it.each(['projects/112', 'projects/acme-test', 'folders/8', 'organizations/8'])(
    'leaves out what is not in %s',
    (name) => {
      expect(ask({ p: policyOf([name]) })).toMatchObject({
        truth: 'false',
        relevant: [{ policy: 'p', binding: 'binding of p', includes: 'false', enforced: true }],
        unevaluable: false,
      });
    },
  );

  it('does not guess where a project is written in a way we cannot compare', () => {
    const place = { containers: [container('projects/111')], complete: COMPLETE };
    expect(ask({ p: policyOf(['projects/acme-prod']) }, undefined, { place })).toMatchObject({
      truth: 'unknown',
      unknowns: [{ code: 'boundary-not-readable' }],
    });
  });

  it('does not call a folder foreign while it does not know what stands above', () => {
    const place = {
      containers: [container('projects/111')],
      complete: hidden('policy-not-readable', 'ancestry'),
    };
    expect(ask({ p: policyOf(['folders/9']) }, undefined, { place })).toMatchObject({
      truth: 'unknown',
      unknowns: [{ subject: 'ancestry' }],
    });
    expect(ask({ p: policyOf(['projects/111']) }, undefined, { place }).truth).toBe('true');
  });

  it('honours what a rule excludes', () => {
    const rules = [
      { resources: [`${CRM}organizations/7`], excludedResources: [`${CRM}folders/9`], effect: 'ALLOW' },
    ];
    expect(ask({ p: policyOf([], { rules }) }).truth).toBe('false');
    const second = { resources: [`${CRM}projects/111`], excludedResources: [], effect: 'ALLOW' };
    expect(ask({ p: policyOf([], { rules: [...rules, second] }) }).truth).toBe('true');
  });

  it('takes an effect it does not know for neither', () => {
    const rules = [{ resources: [`${CRM}organizations/7`], excludedResources: [], effect: 'DENY' }];
    expect(ask({ p: policyOf([], { rules }) }).truth).toBe('unknown');
  });
});

describe('enforcement', () => {
  it.each([
    ['1', 'false'],
    ['2', 'true'],
    ['12', 'true'],
    ['latest', 'true'],
    [undefined, 'true'],
    ['next', 'unknown'],
  ] as const)('version %s is enforced for IAP: %s', (enforcementVersion, expected) => {
    expect(enforcedForIap({ ...outside, enforcementVersion }).truth).toBe(expected);
  });

  it('counts a policy that does not cover IAP neither way, and reports it', () => {
    const old = { ...outside, enforcementVersion: '1' };
    expect(ask({ old })).toMatchObject({ truth: 'true', relevant: [{ policy: 'old', enforced: false }] });
    expect(ask({ old: { ...inside, enforcementVersion: '1' }, outside }).truth).toBe('false');
  });

  it('does not enforce a policy that names no resources', () => {
    expect(ask({ empty: policyOf([]) })).toMatchObject({ truth: 'true', relevant: [{ enforced: false }] });
    expect(ask({ empty: policyOf([], { rules: [] }) }).truth).toBe('true');
  });

  it('is unknown over a version nobody knows, where that decides', () => {
    expect(ask({ p: { ...outside, enforcementVersion: 'next' } }).truth).toBe('unknown');
    expect(ask({ p: { ...inside, enforcementVersion: 'next' } }).truth).toBe('true');
  });
});

describe('adding up', () => {
  it('needs one policy that takes the resource in', () => {
    expect(ask({ outside, inside }).truth).toBe('true');
    expect(ask({ outside, elsewhere: policyOf(['folders/8']) }).truth).toBe('false');
  });

  it('reports a binding once that two looks show', () => {
    const bindings = known([bindingOf('outside')]);
    const sources = [
      { name: 'workspace', bindings },
      { name: 'organization', bindings },
    ];
    expect(ask({ outside }, [], { sources }).relevant).toHaveLength(1);
  });

  it('is unknown over bindings it could not read, unless one certainly takes the resource in', () => {
    const sources = [
      { name: 'a', bindings: known([bindingOf('p')]) },
      { name: 'b', bindings: hidden('boundary-not-readable', 'b') },
    ];
    const unread = (p: BoundaryPolicy) => ask({ p }, [], { sources });
    expect(unread(outside)).toMatchObject({ truth: 'unknown', unknowns: [{ subject: 'b' }] });
    expect(unread(inside)).toMatchObject({ truth: 'true', unknowns: [{ subject: 'b' }] });
  });

  it('is unknown over a policy that is gone or could not be read', () => {
    expect(ask({}, [bindingOf('gone')])).toMatchObject({
      truth: 'unknown',
      unknowns: [{ code: 'boundary-not-readable', subject: 'gone' }],
    });
    const policy = () => hidden('api-throttled');
    expect(ask({}, [bindingOf('p')], { policy })).toMatchObject({ unknowns: [{ code: 'api-throttled' }] });
  });
});

describe('whom a binding covers', () => {
  const organization = bindingOf('outside', { target: `${CRM}organizations/7` });
  const project = bindingOf('outside', { target: `${CRM}projects/111` });
  const owned = { customerOf: () => known(customer('C0acme')) };

  it('covers the people of the customer, by Workspace set and by organisation', () => {
    expect(ask({ outside }).truth).toBe('false');
    expect(ask({ outside }, [organization], { world: owned }).truth).toBe('false');
    const guest = identity({ customer: known(undefined) });
    expect(ask({ outside }, undefined, { identity: guest }).truth).toBe('true');
    expect(ask({ outside }, [organization], { world: owned, identity: guest }).truth).toBe('true');
    expect(ask({ outside }, [project], { world: owned }).truth).toBe('true');
  });

  it('is unknown where the person’s customer is', () => {
    const unplaced = identity({ customer: hidden('directory-not-readable') });
    expect(ask({ outside }, undefined, { identity: unplaced })).toMatchObject({
      truth: 'unknown',
      unknowns: [{ code: 'directory-not-readable' }],
    });
    expect(ask({ inside }, undefined, { identity: unplaced }).truth).toBe('true');
  });

  it('covers service accounts by where they live', () => {
    const who = 'serviceAccount:ci@acme-prod.iam.gserviceaccount.com';
    const account = identity({ who, home: known([container('projects/111'), container('organizations/7')]) });
    expect(ask({ outside }, [project], { identity: account }).truth).toBe('false');
    expect(ask({ outside }, undefined, { identity: account }).truth).toBe('true');
  });

  it('covers federated identities by their pool', () => {
    const who = 'principal://iam.googleapis.com/locations/global/workforcePools/partners/subject/x';
    const pool = (name: string) =>
      bindingOf('outside', { target: `//iam.googleapis.com/locations/global/workforcePools/${name}` });
    expect(ask({ outside }, [pool('partners')], { identity: identity({ who }) }).truth).toBe('false');
    expect(ask({ outside }, [pool('others')], { identity: identity({ who }) }).truth).toBe('true');
  });

  it('goes by the binding’s condition', () => {
    const when_ = (text: string) => ask({ outside }, [bindingOf('outside', { condition: when(text) })]);
    expect(when_('true').truth).toBe('false');
    expect(when_('false')).toMatchObject({ truth: 'true', relevant: [] });
    expect(when_('unknown')).toMatchObject({
      truth: 'unknown',
      unknowns: [{ code: 'boundary-not-readable' }],
    });
  });

  it('blocks where Google cannot evaluate the condition, unless another policy takes the resource in', () => {
    const broken = bindingOf('inside', { name: 'broken', condition: when('error') });
    expect(ask({ inside }, [broken])).toMatchObject({
      truth: 'false',
      unevaluable: true,
      relevant: [{ includes: 'error', detail: expect.stringContaining('cannot be read') }],
    });
    expect(ask({ inside }, [broken, bindingOf('inside')])).toMatchObject({
      truth: 'true',
      unevaluable: false,
    });
    const old = { ...outside, enforcementVersion: '1' };
    expect(ask({ old }, [bindingOf('old', { condition: when('error') })]).truth).toBe('true');
  });

  it('asks conditions about the right principal', () => {
    const asked: unknown[] = [];
    const conditions = {
      ...conditionsOf(),
      evaluateBoundaryCondition: (_: unknown, principal: unknown) => {
        asked.push(principal);
        return outcome('true');
      },
    };
    ask({ outside }, [bindingOf('outside', { condition: when('true') })], { conditions });
    expect(asked).toEqual([{ type: 'iam.googleapis.com/WorkspaceIdentity', subject: 'maya@acme.test' }]);
  });

  it('evaluates real conditions by default', () => {
    const condition = when("principal.subject.endsWith('@acme.test')");
    const input: BoundaryInput = {
      sources: [{ name: 'x', bindings: known([bindingOf('p', { condition })]) }],
      policy: () => known(outside),
      identity: identity(),
      place: { containers: [container('projects/111')], complete: COMPLETE },
    };
    expect(evaluateBoundary(input).truth).toBe('false');
    expect(evaluateBoundary({ ...input, identity: identity({ who: 'maya@acme-labs.test' }) }).truth).toBe(
      'true',
    );
  });
});

it.each([
  ['maya@acme.test', 'WorkspaceIdentity'],
  ['ci@acme-prod.iam.gserviceaccount.com', 'ServiceAccount'],
  ['principal://iam.googleapis.com/locations/global/workforcePools/p/subject/x', 'WorkforcePoolIdentity'],
  [
    'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/x',
    'WorkloadPoolIdentity',
  ],
])('%s is of type %s', (who, type) => {
  expect(principalType(identity({ who }).subject)).toBe(`iam.googleapis.com/${type}`);
});

/** The small rules behind the checks around the IAM decision: which setting is in force, which host is covered, who is left out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpen } from '../../../src/diagnosis/checks/bypass.js';
import { isCovered } from '../../../src/diagnosis/checks/host.js';
import { span } from '../../../src/diagnosis/checks/reauth.js';
import type { Attributed } from '../../../src/diagnosis/conclude.js';
import { conclude } from '../../../src/diagnosis/conclude.js';
import { standsFor } from '../../../src/diagnosis/facts/surroundings-agent.js';
import { serverlessGroup } from '../../../src/diagnosis/facts/surroundings-behind.js';
import {
  type Forbids,
  legacyForbids,
  managedForbids,
  type Parties,
} from '../../../src/diagnosis/facts/surroundings-org-policy.js';
import {
  inForce,
  reauthentication,
  type SettingsOfNode,
} from '../../../src/diagnosis/facts/surroundings-settings.js';
import { missing } from '../../../src/diagnosis/missing.js';
import type { IapSettings, OrgPolicyRule } from '../../../src/google/ports.js';
import type { CustomerId, Email } from '../../../src/names/index.js';

const empty: IapSettings = {
  gcipTenants: undefined,
  allowHttpOptions: undefined,
  oauthClientId: undefined,
  programmaticClients: [],
  reauth: undefined,
  allowedDomains: undefined,
  workforcePools: [],
  identitySources: [],
};
const read = (node: string, more: Partial<IapSettings> = {}): SettingsOfNode => ({
  node,
  settings: { known: true, value: { ...empty, ...more } },
});
const unread = (node: string): SettingsOfNode => ({
  node,
  settings: { known: false, why: missing('iap-settings', node, 'hidden') },
});
const pick = (s: IapSettings) => s.oauthClientId;

describe('the setting in force', () => {
  it.each<readonly [string, SettingsOfNode[], ReturnType<typeof inForce<string>>]>([
    [
      'the nearest one',
      [read('leaf', { oauthClientId: 'a' }), read('web', { oauthClientId: 'b' })],
      { value: 'a', node: 'leaf', sure: true },
    ],
    [
      'an inherited one',
      [read('leaf'), read('web', { oauthClientId: 'b' })],
      { value: 'b', node: 'web', sure: true },
    ],
    ['none', [read('leaf'), read('web')], { value: undefined, node: undefined, sure: true }],
    [
      'one behind a node that could not be read: not sure',
      [unread('leaf'), read('web', { oauthClientId: 'b' })],
      { value: 'b', node: 'web', sure: false },
    ],
    [
      'one before it: sure all the same',
      [read('leaf', { oauthClientId: 'a' }), unread('web')],
      { value: 'a', node: 'leaf', sure: true },
    ],
    [
      'none, with a node that could not be read: not sure',
      [read('leaf'), unread('web')],
      { value: undefined, node: undefined, sure: false },
    ],
  ])('is %s', (_, nodes, expected) => {
    expect(inForce({ nodes }, pick)).toEqual(expected);
  });

  it('is sure exactly when no node before it is hidden, whatever the nodes', () => {
    const node = fc.oneof(
      fc.constant<'hidden' | undefined>('hidden'),
      fc.constant<'hidden' | undefined>(undefined),
      fc.string({ minLength: 1 }).map((id) => ({ id })),
    );
    fc.assert(
      fc.property(fc.array(node, { maxLength: 6 }), (kinds) => {
        const nodes = kinds.map((kind, i) =>
          kind === 'hidden'
            ? unread(`n${i}`)
            : read(`n${i}`, kind === undefined ? {} : { oauthClientId: kind.id }),
        );
        const first = kinds.findIndex((kind) => typeof kind === 'object');
        const before = first < 0 ? kinds : kinds.slice(0, first);
        const found = inForce({ nodes }, pick);
        expect(found.node).toBe(first < 0 ? undefined : `n${first}`);
        expect(found.sure).toBe(!before.includes('hidden'));
      }),
    );
  });
});

describe('re-authentication', () => {
  const reauth = (method: string, maxAgeSeconds: number | undefined) => ({
    reauth: { method, maxAgeSeconds, policyType: 'MINIMUM' },
  });

  it('takes the shortest age and the strongest method of all nodes', () => {
    const nodes = [
      read('leaf', reauth('LOGIN', 3600)),
      read('type', reauth('SECURE_KEY', undefined)),
      unread('web'),
      read('project', reauth('ENROLLED_SECOND_FACTORS', 600)),
    ];
    expect(reauthentication({ nodes })).toEqual({
      method: 'SECURE_KEY',
      maxAgeSeconds: 600,
      nodes: ['leaf', 'type', 'project'],
    });
    expect(reauthentication({ nodes: [read('leaf'), unread('web')] })).toBeUndefined();
  });

  it.each([
    [3600, 'hour'],
    [14_400, '4 hours'],
    [1800, '30 minutes'],
    [301, '301 seconds'],
    [1, 'second'],
  ])('of %i seconds is "%s"', (seconds, words) => {
    expect(span(seconds)).toBe(words);
  });
});

describe('allowed host names', () => {
  it.each<readonly [string, readonly string[], boolean | undefined]>([
    ['dash.acme.test', ['dash.acme.test'], true],
    ['DASH.acme.test.', ['dash.Acme.test'], true],
    ['dash.acme.test:8443', ['dash.acme.test'], true],
    ['dash.acme.test', ['*.acme.test'], true],
    ['a.b.acme.test', ['*.acme.test'], true],
    ['dash.acme.test', ['acme.test', 'other.test'], false],
    ['xacme.test', ['*.acme.test'], false],
    ['acme.test', ['*.acme.test'], undefined],
    ['dash.acme.test', [], undefined],
  ])('%s against %j: %s', (host, domains, covered) => {
    expect(isCovered(host, domains)).toBe(covered);
  });

  it('always cover what they name, and everything below a wildcard', () => {
    const domain = fc.domain();
    fc.assert(
      fc.property(domain, fc.array(domain), fc.constantFrom('a', 'www', 'x.y'), (host, others, label) => {
        expect(isCovered(host, [...others, host.toUpperCase()])).toBe(true);
        expect(isCovered(`${label}.${host}`, [`*.${host}`, ...others])).toBe(true);
      }),
    );
  });
});

describe('whom an organisation policy leaves out', () => {
  const ours = 'C0acme001' as CustomerId;
  const parties = (email: string, theirs: string | undefined): Parties => ({
    organization: { kind: 'organization', id: '7' },
    customer: ours,
    email: email as Email,
    theirs: theirs as CustomerId | undefined,
  });
  const own = parties('ana@acme.test', ours);
  const partner = parties('pia@partner.test', undefined);
  const consumer = parties('pia@gmail.com', undefined);
  const none: OrgPolicyRule = {
    allowAll: false,
    denyAll: false,
    allowedValues: [],
    deniedValues: [],
    enforce: undefined,
    parameters: {},
    conditional: false,
  };
  const allowed = (...allowedValues: string[]): OrgPolicyRule[] => [{ ...none, allowedValues }];
  const managed = (sets: string[], subjects: string[] = []): OrgPolicyRule[] => [
    { ...none, enforce: true, parameters: { allowedPrincipalSets: sets, allowedMemberSubjects: subjects } },
  ];

  it.each<readonly [string, OrgPolicyRule[], Parties, Forbids]>([
    ['no rule', [], partner, 'no'],
    ['everything allowed', [{ ...none, allowAll: true }], partner, 'no'],
    ['nothing allowed', [{ ...none, denyAll: true }], own, 'yes'],
    ['our customer, one of us', allowed('C0acme001'), own, 'no'],
    ['our customer with is:, one of us', allowed('is:C0acme001'), own, 'no'],
    [
      'our organisation, one of us',
      allowed('is:principalSet://iam.googleapis.com/organizations/7'),
      own,
      'no',
    ],
    ['our customer, a partner', allowed('is:C0acme001'), partner, 'yes'],
    ['our organisation, a partner', allowed('under:organizations/7'), partner, 'yes'],
    ['our customer and another, a partner', allowed('C0acme001', 'C0other'), partner, 'unknown'],
    ['our customer and another, a consumer account', allowed('C0acme001', 'C0other'), consumer, 'yes'],
    ['another customer alone, one of us', allowed('C0other'), own, 'yes'],
    ['another organisation, one of us', allowed('under:organizations/8'), own, 'unknown'],
    ['their very customer', allowed('C0acme001', 'C0part'), parties('pia@partner.test', 'C0part'), 'no'],
    [
      'a rule for some resources only',
      [{ ...allowed('C0acme001')[0], conditional: true } as OrgPolicyRule],
      partner,
      'unknown',
    ],
    ['denied values only', [{ ...none, deniedValues: ['C0x'] }], partner, 'unknown'],
    ['a value nobody knows', allowed('C0acme001', 'something'), partner, 'unknown'],
  ])('by the list constraint with %s: %s', (_, rules, who, expected) => {
    expect(legacyForbids(rules, who)).toBe(expected);
  });

  it.each<readonly [string, OrgPolicyRule[], Parties, Forbids]>([
    ['not enforced', [{ ...none, enforce: false }], partner, 'no'],
    ['no rule', [], partner, 'no'],
    [
      'our organisation, one of us',
      managed(['//cloudresourcemanager.googleapis.com/organizations/7']),
      own,
      'no',
    ],
    [
      'our organisation, a partner',
      managed(['//cloudresourcemanager.googleapis.com/organizations/7']),
      partner,
      'yes',
    ],
    [
      'a partner by name',
      managed(['//cloudresourcemanager.googleapis.com/organizations/7'], ['user:Pia@partner.test']),
      partner,
      'no',
    ],
    [
      'our Workspace, a partner',
      managed(['//iam.googleapis.com/locations/global/workspace/C0acme001']),
      partner,
      'yes',
    ],
    [
      'another organisation, a partner',
      managed(['//cloudresourcemanager.googleapis.com/organizations/8']),
      partner,
      'unknown',
    ],
    ['nobody at all', managed([]), own, 'yes'],
    ['some resources only', [{ ...none, enforce: true, conditional: true }], partner, 'unknown'],
  ])('by the managed constraint with %s: %s', (_, rules, who, expected) => {
    expect(managedForbids(rules, who)).toBe(expected);
  });

  it('is never one of us where our own customer is allowed, whatever else is', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (others) => {
        expect(legacyForbids(allowed(...others, 'is:C0acme001'), own)).toBe('no');
      }),
    );
  });

  it('is nobody for certain where our own customer is not known', () => {
    const blind = { ...partner, customer: undefined };
    expect(legacyForbids(allowed('C0acme001'), blind)).toBe('unknown');
  });
});

describe('the service agent', () => {
  const agent = 'service-1@gcp-sa-iap.iam.gserviceaccount.com';
  it.each([
    [`serviceAccount:${agent}`, 'yes'],
    [`serviceAccount:${agent.toUpperCase()}`, 'yes'],
    ['serviceAccount:service-2@gcp-sa-iap.iam.gserviceaccount.com', 'no'],
    ['allUsers', 'yes'],
    ['allAuthenticatedUsers', 'yes'],
    ['user:a@acme.test', 'no'],
    ['domain:acme.test', 'no'],
    [`deleted:serviceAccount:${agent}?uid=1`, 'no'],
    ['group:g@acme.test', 'group'],
    ['principalSet://cloudresourcemanager.googleapis.com/projects/1/type/ServiceAgent', 'unknown'],
    ['something:else', 'unknown'],
  ])('is meant by %s: %s', (member, expected) => {
    expect(standsFor(member, agent)).toBe(expected);
  });
});

describe('a way around IAP', () => {
  const evidence = { source: 'x', resource: 'x', readAt: '2026-11-22T09:00:00Z', cached: false };
  const seen = <T>(value: T) => ({ look: { ok: true, value } as const, evidence, staleBecause: undefined });
  const hidden = {
    look: { ok: false, problem: { kind: 'forbidden', api: 'run', resource: 'x', message: '' } } as const,
    evidence,
    staleBecause: undefined,
  };
  const service = {
    name: 's',
    region: 'r',
    url: undefined,
    urls: [],
    iapEnabled: undefined,
    ingress: 'INGRESS_TRAFFIC_ALL',
    invokerIamDisabled: undefined,
    defaultUriDisabled: undefined,
  };
  const policy = (...members: string[]) =>
    seen({
      bindings: [{ role: 'roles/run.invoker', members, condition: undefined }],
      auditConfigs: [],
      etag: undefined,
    });

  it.each<readonly [string, Parameters<typeof isOpen>[0], boolean | undefined]>([
    ['everybody may invoke it', { run: seen(service), policy: policy('allUsers') }, true],
    ['any Google account may', { run: seen(service), policy: policy('allAuthenticatedUsers') }, true],
    [
      'callers are not checked',
      { run: seen({ ...service, invokerIamDisabled: true }), policy: hidden },
      true,
    ],
    [
      'ingress is left out, which means all',
      { run: seen({ ...service, ingress: undefined }), policy: policy('allUsers') },
      true,
    ],
    [
      'only IAP may invoke it',
      { run: seen(service), policy: policy('serviceAccount:x@y.iam.gserviceaccount.com') },
      false,
    ],
    [
      'it takes no traffic from outside',
      {
        run: seen({ ...service, ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' }),
        policy: policy('allUsers'),
      },
      false,
    ],
    [
      'it has no address of its own',
      { run: seen({ ...service, defaultUriDisabled: true }), policy: policy('allUsers') },
      false,
    ],
    [
      'IAP stands there too',
      { run: seen({ ...service, iapEnabled: true }), policy: policy('allUsers') },
      false,
    ],
    ['the service cannot be seen', { run: hidden, policy: policy('allUsers') }, undefined],
    ['its policy cannot be seen', { run: seen(service), policy: hidden }, undefined],
  ])('where %s', (_, behind, expected) => {
    expect(isOpen(behind)).toBe(expected);
  });
});

describe('a serverless group', () => {
  it('is told from groups of machines by its region', () => {
    const base = 'https://www.googleapis.com/compute/v1/projects/p';
    expect(serverlessGroup(`${base}/regions/r/networkEndpointGroups/n`)).toEqual({
      project: 'p',
      region: 'r',
      name: 'n',
    });
    for (const other of [
      'zones/z/networkEndpointGroups/n',
      'zones/z/instanceGroups/i',
      'regions/r/instanceGroups/i',
    ])
      expect(serverlessGroup(`${base}/${other}`)).toBeUndefined();
  });

  it('is never read out of text that is no link', () => {
    fc.assert(
      fc.property(fc.string(), (text) => serverlessGroup(text) === undefined || text.includes('/projects/')),
    );
  });
});

describe('the verdict where IAM does not decide', () => {
  const finding = (more: Partial<Attributed>): Attributed => ({
    check: 'x',
    verdict: 'ok',
    code: null,
    stage: 'allow',
    text: 't',
    adminText: 't',
    evidence: [],
    ...more,
  });
  const off = finding({ verdict: 'warns', code: 'iap-bypassable', settles: 'allowed', stage: 'handover' });
  const gcip = finding({ verdict: 'unsure', code: 'gcip-iam-off', settles: 'unknown', stage: 'handover' });
  const disabled = finding({ verdict: 'blocks', code: 'account-disabled', stage: 'account' });
  const unseen = finding({
    verdict: 'could-not-look',
    code: 'deny-not-readable',
    decides: true,
    stage: 'deny',
  });

  it('is allowed with IAP off, whatever blocks and whatever is unseen', () => {
    expect(conclude([disabled, unseen, gcip, off])).toEqual({
      verdict: 'allowed',
      cause: undefined,
      also: [],
    });
  });

  it('is unknown with Identity Platform, even for an account that is disabled in the directory', () => {
    expect(conclude([disabled, unseen, gcip])).toMatchObject({
      verdict: 'unknown',
      cause: { code: 'gcip-iam-off' },
    });
  });

  it('is never moved by anything else once something settles it', () => {
    const any = fc.record({
      verdict: fc.constantFrom<Attributed['verdict']>('blocks', 'could-not-look', 'unsure', 'warns', 'ok'),
      stage: fc.constantFrom<Attributed['stage']>('account', 'boundary', 'deny', 'allow', 'handover'),
      decides: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any), (others) => {
        const rest = others.map((more) => finding({ ...more, code: 'other' }));
        expect(conclude([...rest, off]).verdict).toBe('allowed');
        expect(conclude([gcip, ...rest]).verdict).toBe('unknown');
      }),
    );
  });
});

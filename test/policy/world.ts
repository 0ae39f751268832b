/** Random small organisations: policies as text, who is in which group, and what the bot cannot see of it all. */
import fc from 'fast-check';
import type { GroupAnswer, Identity } from '../../src/policy/identity.js';
import type { Truth } from '../../src/policy/types.js';
import {
  ACCESSOR,
  container,
  customer,
  domain,
  email,
  hidden,
  identity,
  isHidden,
  isOut,
  known,
} from './kit.js';

export const MAYA = 'maya@acme.test';
export const CI = 'serviceAccount:ci@acme-prod.iam.gserviceaccount.com';
export const PARTNER =
  'principal://iam.googleapis.com/locations/global/workforcePools/partners/subject/maya@partner.test';
export const GROUPS = ['g0', 'g1', 'g2', 'g3'].map((name) => `${name}@acme.test`);
export const CUSTOM = {
  good: 'projects/111/roles/good',
  bad: 'projects/111/roles/bad',
  deleted: 'projects/111/roles/deleted',
  disabled: 'projects/111/roles/disabled',
};
const CRM = '//cloudresourcemanager.googleapis.com/';
export const WORKSPACE_SET = '//iam.googleapis.com/locations/global/workspace/C0acme';

export interface RawBinding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition: string | undefined;
}
export interface RawRule {
  readonly denied: readonly string[];
  readonly excepted: readonly string[];
  readonly permissions: readonly string[];
  readonly exceptPermissions: readonly string[];
  readonly condition: string | undefined;
}
export interface RawBoundary {
  readonly target: string;
  readonly policy: string;
  readonly condition: string | undefined;
}
export interface RawBoundaryPolicy {
  readonly version: string;
  readonly resources: readonly string[];
  readonly excluded: readonly string[];
}

/** Everything that is so, in plain text. */
export interface World {
  readonly who: string;
  /** Group address to its direct members: addresses of people, service accounts or groups; circles are possible. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Names of conditions to what they come to. */
  readonly conditions: Readonly<Record<string, Truth>>;
  readonly nodes: readonly (readonly RawBinding[])[];
  readonly deny: readonly (readonly RawRule[])[];
  readonly boundaries: readonly (readonly RawBoundary[])[];
  readonly boundaryPolicies: Readonly<Record<string, RawBoundaryPolicy>>;
}

/** What the bot cannot see. Numbers are places in the lists of the world. */
export interface Blindness {
  readonly groups: readonly string[];
  readonly conditions: readonly string[];
  readonly roles: readonly string[];
  readonly nodes: readonly number[];
  readonly deny: readonly number[];
  readonly boundaries: readonly number[];
  readonly policies: readonly string[];
  readonly customer: boolean;
  readonly home: boolean;
  readonly domains: boolean;
}

export const SEES_ALL: Blindness = {
  groups: [],
  conditions: [],
  roles: [],
  nodes: [],
  deny: [],
  boundaries: [],
  policies: [],
  customer: false,
  home: false,
  domains: false,
};

const CONDITIONS = ['c0', 'c1', 'c2', 'c3'];
const MEMBERS = [
  `user:${MAYA}`,
  'user:MAYA@Acme.test',
  'user:bob@acme.test',
  'user:maya@gmail.com',
  'user:maya@partner.test',
  ...GROUPS.map((group) => `group:${group}`),
  'domain:acme.test',
  'domain:other.test',
  'allUsers',
  'allAuthenticatedUsers',
  `deleted:user:${MAYA}?uid=1`,
  'deleted:group:g0@acme.test?uid=1',
  CI,
  'principalSet://cloudresourcemanager.googleapis.com/projects/111/type/ServiceAccount',
  'principalSet://cloudresourcemanager.googleapis.com/folders/8/type/ServiceAccount',
  PARTNER,
  'principalSet://iam.googleapis.com/locations/global/workforcePools/partners/*',
  'principalSet://iam.googleapis.com/locations/global/workforcePools/others/*',
  'projectOwner:acme-prod',
  'nonsense',
];
const DENIED = [
  'principalSet://goog/public:all',
  `principal://goog/subject/${MAYA}`,
  'principal://goog/subject/bob@acme.test',
  ...GROUPS.map((group) => `principalSet://goog/group/${group}`),
  'principalSet://goog/public:all',
  'principalSet://goog/cloudIdentityCustomerId/C0other',
  'principal://iam.googleapis.com/projects/-/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com',
  PARTNER,
  `deleted:principal://goog/subject/${MAYA}?uid=1`,
];
const PERMISSIONS = [
  'iap.googleapis.com/webServiceVersions.accessViaIAP',
  'iap.googleapis.com/webServiceVersions.accessViaIAP',
  'iap.googleapis.com/*.*',
  'iap.googleapis.com/*.accessViaIAP',
  'iap.googleapis.com/webServices.accessViaIAP',
  'storage.googleapis.com/objects.get',
  'iap.googleapis.com/iap.webServiceVersions.accessViaIAP',
];
const RESOURCES = ['projects/111', 'folders/9', 'folders/8', 'organizations/7', 'organizations/8'].map(
  (name) => CRM + name,
);
const TARGETS = [
  WORKSPACE_SET,
  WORKSPACE_SET,
  `${CRM}organizations/7`,
  `${CRM}projects/111`,
  '//iam.googleapis.com/locations/global/workforcePools/partners',
];

const some = <T>(items: readonly T[], maxLength: number, minLength = 0) =>
  fc.array(fc.constantFrom(...items), { minLength, maxLength });
const condition = fc.option(fc.constantFrom(...CONDITIONS), { nil: undefined, freq: 2 });

export const binding: fc.Arbitrary<RawBinding> = fc.record({
  role: fc.constantFrom(
    ACCESSOR,
    ACCESSOR,
    ACCESSOR,
    'roles/owner',
    'roles/viewer',
    ...Object.values(CUSTOM),
  ),
  members: some(MEMBERS, 3),
  condition,
});
export const denyRuleOf: fc.Arbitrary<RawRule> = fc.record({
  denied: some(DENIED, 2, 1),
  excepted: some(DENIED, 1),
  permissions: some(PERMISSIONS, 2, 1),
  exceptPermissions: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, some(PERMISSIONS, 1)),
  condition,
});
const boundary: fc.Arbitrary<RawBoundary> = fc.record({
  target: fc.constantFrom(...TARGETS),
  policy: fc.constantFrom('p0', 'p1', 'p2', 'p0', 'p1', 'p2', 'gone'),
  condition,
});
const boundaryPolicy: fc.Arbitrary<RawBoundaryPolicy> = fc.record({
  version: fc.constantFrom('1', '2', '3', 'latest'),
  resources: some(RESOURCES, 2),
  excluded: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, some(RESOURCES, 1)),
});
const groups = fc
  .tuple(...GROUPS.map(() => some([MAYA, 'bob@acme.test', CI.slice(15), ...GROUPS], 3)))
  .map((lists) => Object.fromEntries(GROUPS.map((group, i) => [group, lists[i] ?? []])));
const truths = fc
  .tuple(...CONDITIONS.map(() => fc.constantFrom<Truth>('true', 'true', 'false', 'error')))
  .map((list) => Object.fromEntries(CONDITIONS.map((name, i): [string, Truth] => [name, list[i] ?? 'true'])));

/** An organisation in which everything is definite. */
export const world: fc.Arbitrary<World> = fc.record({
  who: fc.constantFrom(MAYA, MAYA, MAYA, CI, PARTNER),
  groups,
  conditions: truths,
  nodes: fc.array(fc.array(binding, { maxLength: 2 }), { maxLength: 3 }),
  deny: fc.array(fc.array(denyRuleOf, { maxLength: 1 }), { maxLength: 2 }),
  boundaries: fc.array(fc.array(boundary, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
  boundaryPolicies: fc.record({ p0: boundaryPolicy, p1: boundaryPolicy, p2: boundaryPolicy }),
});

const seldom = fc.oneof(
  { weight: 3, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);
export const blindness: fc.Arbitrary<Blindness> = fc.record({
  groups: some(GROUPS, 2),
  conditions: some(CONDITIONS, 2),
  roles: some(Object.values(CUSTOM), 2),
  nodes: some([0, 1, 2], 1),
  deny: some([0, 1], 1),
  boundaries: some([0, 1], 1),
  policies: some(['p0', 'p1', 'p2'], 1),
  customer: seldom,
  home: seldom,
  domains: seldom,
});

/** The groups somebody is in, found upward from the person, with the shortest chain into each. */
function membershipsOf(address: string, world: World): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>();
  const open: (readonly string[])[] = [[address]];
  for (let chain = open.shift(); chain; chain = open.shift()) {
    const last = chain.at(-1) ?? '';
    for (const [group, members] of Object.entries(world.groups)) {
      if (!members.includes(last) || chains.has(group)) continue;
      chains.set(group, [...chain, group]);
      open.push([...chain, group]);
    }
  }
  return chains;
}

/** The identity as the rest of the product would hand it over. */
export function identityIn(world: World, blind: Blindness): Identity {
  const address = world.who.replace(/^serviceAccount:/, '');
  const chains = membershipsOf(address, world);
  const answer = (group: string): GroupAnswer => {
    if (blind.groups.includes(group)) return isHidden;
    const chain = chains.get(group);
    return chain ? { in: 'yes', path: { chain: chain.map(email), traced: true } } : isOut();
  };
  const own = domain('acme.test');
  return {
    ...identity({
      who: world.who,
      customer: blind.customer ? hidden('directory-not-readable') : known(customer('C0acme')),
      home: blind.home
        ? hidden('directory-not-readable')
        : known(['projects/111', 'folders/9', 'organizations/7'].map(container)),
    }),
    inGroup: answer,
    inDomain: (name) => (blind.domains ? hidden('directory-not-readable') : known(name === own)),
  };
}

/** Random organisations and random blindness, small enough to be shrunk to something a person can read. */
import fc from 'fast-check';
import {
  ALIAS,
  type Atom,
  type Blindness,
  CI,
  type Cond,
  containers,
  FAR,
  GHOST,
  GIL,
  GROUPS,
  iapNodes,
  LOU,
  MAYA,
  ORGANISATION,
  PIA,
  PROJECT,
  type RawBinding,
  type RawBoundary,
  type RawGroup,
  type RawOrganisation,
  type RawRule,
  type Refusal,
  STRANGE,
  WORKFORCE,
} from './model.js';

const CRM = '//cloudresourcemanager.googleapis.com/';
const WEB = 'roles/iap.httpsResourceAccessor';
const TUNNEL = 'roles/iap.tunnelResourceAccessor';

const PLACES = [
  `${PROJECT}/iap_web/compute/services/222`,
  `${PROJECT}/iap_web/compute/services/222`,
  `${PROJECT}/iap_web/compute-europe-west1/services/222`,
  `${PROJECT}/iap_web/appengine-acme-prod/services/default`,
  `${PROJECT}/iap_tunnel/zones/europe-west1-b/instances/333`,
];

const MEMBERS = [
  ...Array.from({ length: 9 }, () => `user:${MAYA}`),
  'user:MAYA@Acme.test',
  'user:bob@acme.test',
  'user:maya@partner.test',
  `user:${LOU}`,
  `user:${PIA}`,
  `user:${GIL}`,
  ...Array.from({ length: 4 }, () => GROUPS.map((group) => `group:${group}`)).flat(),
  'domain:acme.test',
  'domain:acme.test',
  'domain:partner-hq.test',
  'allUsers',
  'allAuthenticatedUsers',
  `deleted:user:${MAYA}?uid=1`,
  'deleted:group:g0@acme.test?uid=1',
  `serviceAccount:${CI}`,
  `serviceAccount:${FAR}`,
  `serviceAccount:${STRANGE}`,
  `principalSet:${CRM}projects/111/type/ServiceAccount`,
  `principalSet:${CRM}${ORGANISATION}/type/ServiceAccount`,
  `principalSet:${CRM}folders/80/type/ServiceAccount`,
  WORKFORCE,
  'principalSet://iam.googleapis.com/locations/global/workforcePools/staff/*',
  'principalSet://iam.googleapis.com/locations/global/workforcePools/others/*',
  'projectOwner:acme-prod',
];

const DENIED = [
  'principalSet://goog/public:all',
  'principalSet://goog/public:all',
  `principal://goog/subject/${MAYA}`,
  `principal://goog/subject/${PIA}`,
  'principal://goog/subject/bob@acme.test',
  ...GROUPS.map((group) => `principalSet://goog/group/${group}`),
  ...GROUPS.map((group) => `principalSet://goog/group/${group}`),
  'principalSet://goog/cloudIdentityCustomerId/C0acme',
  'principalSet://goog/cloudIdentityCustomerId/C0part',
  `principal://iam.googleapis.com/projects/-/serviceAccounts/${CI}`,
  WORKFORCE,
];

const PERMISSIONS = [
  'iap.googleapis.com/webServiceVersions.accessViaIAP',
  'iap.googleapis.com/webServiceVersions.accessViaIAP',
  'iap.googleapis.com/*.*',
  'iap.googleapis.com/*.accessViaIAP',
  'iap.googleapis.com/tunnelInstances.accessViaIAP',
  'storage.googleapis.com/objects.get',
];

const ATOMS: readonly Atom[] = [
  'past',
  'future',
  'future',
  'future',
  'hostRight',
  'hostRight',
  'hostWrong',
  'pathA',
  'pathA',
  'levelIp',
  'levelDevice',
  'levelBoth',
  'levelEither',
  'levelNotIp',
  'levelMissing',
  'tagProd',
  'typeRight',
  'typeWrong',
  'resourceName',
  'malformed',
];

const seldom = (weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
const some = <T>(items: readonly T[], maxLength: number, minLength = 0) =>
  fc.array(fc.constantFrom(...items), { minLength, maxLength });

function condOf(atoms: readonly Atom[], depth: number): fc.Arbitrary<Cond> {
  const atom = fc.constantFrom(...atoms).map((name): Cond => ({ is: 'atom', atom: name }));
  if (depth === 0) return atom;
  const part = condOf(atoms, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: atom },
    {
      weight: 2,
      arbitrary: fc.record({ is: fc.constantFrom('and' as const, 'or' as const), left: part, right: part }),
    },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('not' as const), of: part }) },
  );
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) => fc.option(arbitrary, { nil: undefined, freq });

/** Google stores no condition on bindings for everybody, nor on basic roles. */
const PLAIN = /^(?:allUsers|allAuthenticatedUsers|roles\/owner|roles\/viewer)$/;

const written: fc.Arbitrary<RawBinding> = fc.record({
  role: fc.constantFrom(
    ...Array.from({ length: 9 }, () => WEB),
    TUNNEL,
    TUNNEL,
    'roles/owner',
    'roles/viewer',
    'projects/acme-prod/roles/good',
    'projects/acme-prod/roles/bad',
    'projects/acme-prod/roles/disabled',
    'organizations/700/roles/deleted',
  ),
  members: some(MEMBERS, 3, 1),
  condition: maybe(condOf(ATOMS, 2), 3),
});

export const binding = written.map(
  (one): RawBinding =>
    [one.role, ...one.members].some((text) => PLAIN.test(text)) ? { ...one, condition: undefined } : one,
);

export const rule: fc.Arbitrary<RawRule> = fc.record({
  denied: some(DENIED, 2, 1),
  excepted: some(DENIED.slice(2), 1),
  permissions: some(PERMISSIONS, 2, 1),
  condition: maybe(condOf(['tagProd', 'tagProd', 'future'], 1), 3),
});

const boundary: fc.Arbitrary<RawBoundary> = fc.record({
  target: fc.constantFrom(
    '//iam.googleapis.com/locations/global/workspace/C0acme',
    '//iam.googleapis.com/locations/global/workspace/C0acme',
    `${CRM}${ORGANISATION}`,
    `${CRM}projects/111`,
    `${CRM}folders/80`,
  ),
  policy: fc.constantFrom('narrow', 'wide', 'old', 'empty', 'gone'),
  condition: maybe(condOf(['subjectMaya', 'isPerson', 'isPerson'], 1)),
});

const member = fc.record({
  email: fc.constantFrom(MAYA, MAYA, MAYA, MAYA, 'bob@acme.test', LOU, PIA, GIL, CI, FAR, ...GROUPS),
  state: fc.constantFrom(
    'counts' as const,
    'counts' as const,
    'counts' as const,
    'expired' as const,
    'restricted' as const,
  ),
});

const group = (updatingToo: boolean): fc.Arbitrary<RawGroup> =>
  fc.record({
    members: fc
      .array(member, { maxLength: 3 })
      .map((list) => [...new Map(list.map((one) => [one.email, one])).values()]),
    updating: updatingToo ? seldom(12) : fc.constant(false),
  });

/** Nobody is in the groups of a company that only `updating` groups were asked for; `g3` alone may be dynamic. */
const groups = fc.record(
  Object.fromEntries(GROUPS.map((name) => [name, group(name === 'g3@acme.test')])) as Record<
    (typeof GROUPS)[number],
    fc.Arbitrary<RawGroup>
  >,
);

const shell = fc.record({
  who: fc.constantFrom(MAYA, MAYA, MAYA, ALIAS, LOU, PIA, GIL, GHOST, CI, FAR, STRANGE, WORKFORCE),
  suspended: seldom(8),
  folders: fc.integer({ min: 0, max: 4 }),
  configured: fc.boolean(),
  place: fc.constantFrom(...PLACES),
  boundaries: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(boundary, { minLength: 1, maxLength: 3 }) },
  ),
  groups,
  tagged: fc.boolean(),
  partnerVisible: seldom(3),
  premium: seldom(5).map((free) => !free),
  listsEnded: seldom(2),
  given: fc.record({
    ip: fc.constantFrom(undefined, '203.0.113.9', '198.51.100.7'),
    path: fc.constantFrom(undefined, '/a/x', '/b'),
    deviceHeld: seldom(3),
  }),
});

/** Which nodes carry something: few, so that no grant drowns out all others. */
function spread<T>(
  nodes: readonly string[],
  one: fc.Arbitrary<T>,
  most: number,
): fc.Arbitrary<Readonly<Record<string, readonly T[]>>> {
  return fc
    .array(fc.tuple(fc.constantFrom(...nodes), one), { maxLength: most })
    .map((pairs) =>
      Object.fromEntries(
        nodes.map((node) => [node, pairs.filter(([at]) => at === node).map(([, it]) => it)]),
      ),
    );
}

const boundaryPolicies = {
  narrow: { version: '3', resources: [`${CRM}projects/222`] },
  wide: { version: 'latest', resources: [`${CRM}${ORGANISATION}`, `${CRM}projects/222`] },
  old: { version: '1', resources: [`${CRM}projects/222`] },
  empty: { version: '3', resources: [] },
};

export const organisation: fc.Arbitrary<RawOrganisation> = shell.chain((head) => {
  const raw = { ...head, policies: {}, deny: {}, boundaryPolicies };
  const all = [...iapNodes(head.place), ...containers(raw)];
  return fc
    .record({
      policies: spread(all, binding, 4),
      deny: fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: spread(containers(raw), rule, 2) },
      ),
    })
    .map((more) => ({ ...raw, ...more }));
});

const LOOKS = [
  'user',
  'transitive',
  'direct',
  'graph',
  'lookup',
  'lookup g0@acme.test',
  'group',
  'group g1@acme.test',
  'members',
  'check',
  'hasMember',
  'ancestry',
  'ancestry projects/acme-prod',
  'ancestry projects/acme-far',
  'project',
  'organization',
  'organizationOfDomain',
  'containerPolicy',
  `containerPolicy ${ORGANISATION}`,
  'assets',
  'iapPolicy',
  `iapPolicy ${PROJECT}/iap_web`,
  'deny',
  `deny ${ORGANISATION}`,
  'boundaryPolicies',
  'boundaryBindings',
  'levels',
  'tags',
  'role',
  'serviceAccount',
  'logs',
] as const;

export const blindness: fc.Arbitrary<Blindness> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...LOOKS),
      fc.constantFrom<Refusal>('forbidden', 'forbidden', 'unavailable', 'throttled'),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((pairs) => Object.fromEntries(pairs));

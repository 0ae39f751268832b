/** Generators of everything that has a name: the shapes Google allows, not only the usual ones. */
import fc from 'fast-check';
import {
  type Container,
  type Email,
  type IapResource,
  type Pool,
  type Principal,
  parseDomain,
  parseEmail,
  type WebType,
} from '../../src/names/index.js';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const word = (letters: string, min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: min, maxLength: max });

const kept = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the generator made something the parser does not read');
  return value;
};

const label = fc
  .tuple(word(LOWER, 1, 1), word(`${LOWER + DIGITS}-`, 0, 8), word(LOWER + DIGITS, 1, 1))
  .map((parts) => parts.join(''));
export const domain = fc
  .array(label, { minLength: 2, maxLength: 4 })
  .map((labels) => kept(parseDomain(labels.join('.'))));
const atoms = fc.array(word(`${LOWER + DIGITS}!#$%&'*+/=?^_\`{|}~-`, 1, 6), { minLength: 1, maxLength: 3 });
export const email: fc.Arbitrary<Email> = fc
  .tuple(atoms, domain)
  .map(([local, at]) => kept(parseEmail(`${local.join('.')}@${at}`)));

const number = fc.tuple(word('123456789', 1, 1), word(DIGITS, 4, 18)).map((parts) => parts.join(''));
const projectId = fc
  .tuple(word(LOWER, 1, 1), word(`${LOWER + DIGITS}-`, 4, 20), word(LOWER + DIGITS, 1, 1))
  .map((parts) => parts.join(''));
export const project: fc.Arbitrary<Container> = fc
  .oneof(
    number,
    projectId,
    fc.tuple(domain, projectId).map((parts) => parts.join(':')),
  )
  .map((id) => ({ kind: 'project', id }));
export const container: fc.Arbitrary<Container> = fc.oneof(
  project,
  number.map((id): Container => ({ kind: 'folder', id })),
  number.map((id): Container => ({ kind: 'organization', id })),
);

export const region = fc.constantFrom(
  'us-central1',
  'europe-west12',
  'northamerica-northeast2',
  'me-central1',
);
export const segment = fc
  .tuple(word(`${LOWER + DIGITS}`, 1, 1), word(`${LOWER + DIGITS}_.-`, 0, 20), word(LOWER + DIGITS, 1, 1))
  .map((parts) => parts.join(''));

const webType: fc.Arbitrary<WebType> = fc.oneof(
  fc.constantFrom<WebType>({ kind: 'compute' }, { kind: 'forwarding_rule' }),
  region.map((at): WebType => ({ kind: 'compute', region: at })),
  region.map((at): WebType => ({ kind: 'forwarding_rule', region: at })),
  region.map((at): WebType => ({ kind: 'cloud_run', region: at })),
  projectId.map((app): WebType => ({ kind: 'appengine', app })),
);

export const iapResource: fc.Arbitrary<IapResource> = fc.oneof(
  fc.record({ level: fc.constant('web' as const), project }),
  fc.record({ level: fc.constant('webType' as const), project, type: webType }),
  fc.record({ level: fc.constant('webService' as const), project, type: webType, service: segment }),
  fc.record({
    level: fc.constant('webVersion' as const),
    project,
    type: projectId.map((app): WebType => ({ kind: 'appengine', app })),
    service: segment,
    version: segment,
  }),
  fc.record({ level: fc.constant('tunnel' as const), project }),
  fc.record({ level: fc.constant('tunnelZone' as const), project, zone: region.map((at) => `${at}-b`) }),
  fc.record({
    level: fc.constant('tunnelInstance' as const),
    project,
    zone: region.map((at) => `${at}-f`),
    instance: segment,
  }),
  fc.record({ level: fc.constant('tunnelLocation' as const), project, region }),
  fc.record({ level: fc.constant('tunnelDestGroup' as const), project, region, group: segment }),
);

export const pool: fc.Arbitrary<Pool> = fc.oneof(
  projectId.map((id): Pool => ({ kind: 'workforce', name: `locations/global/workforcePools/${id}` })),
  fc.tuple(number, projectId).map(
    ([at, id]): Pool => ({
      kind: 'workload',
      name: `projects/${at}/locations/global/workloadIdentityPools/${id}`,
    }),
  ),
);
const opaque = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => !/[\r\n\u2028\u2029]/.test(text));

export const federatedSubject = fc.record({
  kind: fc.constant('federatedSubject' as const),
  pool,
  subject: opaque,
});

const account: fc.Arbitrary<Principal> = fc.oneof(
  email.map((at): Principal => ({ kind: 'user', email: at })),
  email.map((at): Principal => ({ kind: 'group', email: at })),
  email.map((at): Principal => ({ kind: 'serviceAccount', email: at })),
);

/** Every principal an allow policy can name. */
export const allowPrincipal: fc.Arbitrary<Principal> = fc.oneof(
  account,
  federatedSubject,
  domain.map((at): Principal => ({ kind: 'domain', domain: at })),
  fc.constantFrom<Principal>({ kind: 'allUsers' }, { kind: 'allAuthenticatedUsers' }),
  fc.tuple(pool, opaque).map(([at, group]): Principal => ({ kind: 'federatedGroup', pool: at, group })),
  fc
    .tuple(pool, segment, opaque)
    .map(([at, attribute, value]): Principal => ({ kind: 'federatedAttribute', pool: at, attribute, value })),
  fc
    .tuple(
      pool.filter((at) => at.kind === 'workload'),
      fc.constantFrom('namespace', 'kubernetes.cluster'),
      opaque,
    )
    .map(
      ([at, attribute, value]): Principal => ({
        kind: 'federatedAttribute',
        pool: at,
        attribute,
        value,
        gke: true,
      }),
    ),
  pool.map((at): Principal => ({ kind: 'federatedPool', pool: at })),
  fc
    .tuple(projectId, segment, segment)
    .map(
      ([id, namespace, name]): Principal => ({ kind: 'gkeWorkload', project: id, namespace, account: name }),
    ),
  fc
    .tuple(container, fc.constantFrom('ServiceAccount' as const, 'ServiceAgent' as const))
    .map(([at, type]): Principal => ({ kind: 'accountsOf', container: at, type })),
  fc
    .tuple(
      fc.constantFrom('projectOwner' as const, 'projectEditor' as const, 'projectViewer' as const),
      projectId,
    )
    .map(([role, id]): Principal => ({ kind: 'convenience', role, project: id })),
  fc
    .tuple(account, fc.option(number, { nil: undefined }))
    .map(([was, uid]): Principal => ({ kind: 'deleted', was, uid })),
);

export const roleName = fc.oneof(
  fc.tuple(word(LOWER, 1, 8), word(LOWER, 1, 12)).map(([service, id]) => `roles/${service}.${id}`),
  fc.tuple(projectId, word(`${LOWER + DIGITS}_.`, 3, 20)).map(([id, role]) => `projects/${id}/roles/${role}`),
  fc
    .tuple(number, word(`${LOWER + DIGITS}_.`, 3, 20))
    .map(([id, role]) => `organizations/${id}/roles/${role}`),
);

/** Text nobody should type, and text that resembles something. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom(...'<>|@:/.&;"\'()[]{}*_~`-Uamp \u200B\u2014\u202E\uFF41'),
    maxLength: 60,
  }),
  fc
    .array(
      fc.constantFrom(
        'user:',
        'group:',
        'serviceAccount:',
        'domain:',
        'deleted:',
        'principal://',
        'principalSet://',
        'goog/',
        'iam.googleapis.com/',
        'projects/',
        'iap_web/',
        'services/',
        '<mailto:',
        '<@U',
        '|',
        '>',
        '&lt;',
        'https://',
        'a@b.test',
        '?uid=1',
        '//',
        ':',
        '@',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

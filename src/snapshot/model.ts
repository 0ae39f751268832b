/** A snapshot: who may pass IAP and by what, as one document made for review in git. No times, no etags, no secrets. */
import { z } from 'zod';

export const SNAPSHOT_SCHEMA = 'iap-doctor.snapshot/1';

const texts = z.array(z.string());
const named = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

const condition = z.strictObject({ title: z.string().optional(), expression: z.string() });
const binding = z.strictObject({ role: z.string(), condition: condition.optional(), members: texts });
const audit = z.strictObject({ service: z.string(), logType: z.string(), exempted: texts.optional() });

/** The allow policy of one node: every binding on an IAP node, and those that could open IAP on the nodes above. */
const policy = z.strictObject({ bindings: z.array(binding), audit: z.array(audit).optional() });

const settings = z.strictObject({
  oauthClient: z.string().optional(),
  programmaticClients: texts.optional(),
  identityPlatformTenants: texts.optional(),
  workforcePools: texts.optional(),
  identitySources: texts.optional(),
  allowHttpOptions: z.boolean().optional(),
  allowedDomains: z.strictObject({ enable: z.boolean(), domains: texts }).optional(),
  reauth: z
    .strictObject({ method: z.string(), maxAgeSeconds: z.number().optional(), policyType: z.string() })
    .optional(),
});

/** What stands behind a service, as far as it decides: the switch of IAP, the client, ways round. */
const behind = z.strictObject({
  kind: z.enum(['backend', 'run', 'app']),
  id: z.string(),
  name: z.string().optional(),
  region: z.string().optional(),
  iap: z.enum(['on', 'off', 'not set up']),
  oauthClient: z.string().optional(),
  ingress: z.string().optional(),
  invokerIamDisabled: z.boolean().optional(),
  defaultUriDisabled: z.boolean().optional(),
  urls: texts.optional(),
  invokers: z.array(binding).optional(),
  /** Network endpoint groups and instance groups, by Google's link; serverless ones with the Cloud Run service they lead to. */
  leadsTo: z.array(z.strictObject({ group: z.string(), run: z.string().optional() })).optional(),
});

const service = z.strictObject({
  resource: z.string(),
  url: z.string().optional(),
  behind: behind.optional(),
});

const project = z.strictObject({
  number: z.string().optional(),
  id: z.string().optional(),
  /** Nearest first; the organisation last. */
  above: texts.optional(),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string(), name: z.string() })).optional(),
});

const denyRule = z.strictObject({
  denied: texts,
  except: texts.optional(),
  permissions: texts,
  exceptPermissions: texts.optional(),
  condition: condition.optional(),
});

const boundary = z.strictObject({
  version: z.string().optional(),
  rules: z.array(z.strictObject({ effect: z.string(), resources: texts, excluded: texts.optional() })),
});
const boundTo = z.strictObject({ policy: z.string(), target: z.string(), condition: condition.optional() });

const ending = z.strictObject({ member: z.string(), until: z.string() });
const group = z.strictObject({
  members: z.array(z.union([z.string(), ending])),
  /** A dynamic group that Google was still filling. */
  updating: z.boolean().optional(),
  /** Members that stand for many and have no address of their own. */
  unlisted: z.number().optional(),
  /** There is certainly no such group. */
  absent: z.boolean().optional(),
});

const role = z.strictObject({
  stage: z.string().optional(),
  deleted: z.boolean().optional(),
  permissions: texts,
});

const levelCondition = z.strictObject({
  ipSubnetworks: texts.optional(),
  devicePolicy: z.record(z.string(), z.unknown()).optional(),
  requiredAccessLevels: texts.optional(),
  negate: z.boolean().optional(),
  members: texts.optional(),
  regions: texts.optional(),
  hasVpcSources: z.boolean().optional(),
});
const level = z.union([
  z.strictObject({ title: z.string().optional(), custom: z.string() }),
  z.strictObject({
    title: z.string().optional(),
    combine: z.enum(['AND', 'OR']),
    conditions: z.array(levelCondition),
  }),
]);

export const snapshotShape = z.strictObject({
  schema: z.literal(SNAPSHOT_SCHEMA),
  organization: z
    .strictObject({ name: z.string(), domain: z.string().optional(), customer: z.string().optional() })
    .optional(),
  services: named(service),
  projects: named(project),
  policies: named(policy),
  settings: named(settings),
  deny: named(named(z.array(denyRule))),
  boundaries: z.strictObject({ policies: named(boundary), bindings: z.array(boundTo) }),
  roles: named(role),
  levels: named(level),
  groups: named(group),
  /** Cloud Run services behind load balancers, by `projects/P/locations/R/services/S`. */
  cloudRun: named(behind).optional(),
  /** What could not be read when it was taken: the thing by its part and name, and why. */
  unread: named(z.string()),
});

export type Snapshot = z.infer<typeof snapshotShape>;
export type SnapshotBinding = z.infer<typeof binding>;
export type SnapshotCondition = z.infer<typeof condition>;
export type SnapshotPolicy = z.infer<typeof policy>;
export type SnapshotSettings = z.infer<typeof settings>;
export type SnapshotService = z.infer<typeof service>;
export type SnapshotBehind = z.infer<typeof behind>;
export type SnapshotProject = z.infer<typeof project>;
export type SnapshotDenyRule = z.infer<typeof denyRule>;
export type SnapshotGroup = z.infer<typeof group>;
export type SnapshotRole = z.infer<typeof role>;
export type SnapshotLevel = z.infer<typeof level>;

/** The parts of which something may be unread, and how `unread` names them. */
export type Part =
  | 'hierarchy'
  | 'policy'
  | 'settings'
  | 'deny'
  | 'boundaries'
  | 'levels'
  | 'role'
  | 'group'
  | 'behind'
  | 'tags'
  | 'organization';

/** `policy projects/1`, the key under which a gap is noted. */
export const gapKey = (part: Part, name: string): string => `${part} ${name}`;

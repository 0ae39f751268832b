/** Checks values that come back from the shared cache: what is not exactly of our shape is a miss, never a crash. */
import { z } from 'zod';
import type {
  BackendServiceInfo,
  DirectoryUser,
  DirectRelation,
  EffectiveTag,
  GroupInfo,
  GroupName,
  GroupRelation,
  Membership,
  OrganizationInfo,
  ProjectInfo,
  RawLogEntry,
  RoleInfo,
  RunServiceInfo,
} from '../google/ports.js';
import type { Container, ContainerName, Email } from '../names/index.js';
import type {
  AccessLevel,
  AllowPolicy,
  BoundaryBinding,
  BoundaryPolicy,
  DenyPolicy,
} from '../policy/types.js';
import type { Revive } from '../store/ports.js';

/** JSON drops `undefined`, so an optional field is one that may be absent. The schema proves the shape; the cast names it. */
export function reviver<T>(schema: z.ZodType): Revive<T> {
  return (value) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? (parsed.data as T) : undefined;
  };
}

const text = z.string();
const maybe = z.string().optional();
const texts = z.array(z.string());
const container = z.object({ kind: z.enum(['project', 'folder', 'organization']), id: text });
const condition = z.object({ expression: text, title: maybe, description: maybe }).optional();
const binding = z.object({ role: text, members: texts, condition });
const allowPolicy = z.object({
  bindings: z.array(binding),
  auditConfigs: z.array(
    z.object({ service: text, logTypes: z.array(z.object({ logType: text, exemptedMembers: texts })) }),
  ),
  etag: maybe,
});
const denyRule = z.object({
  deniedPrincipals: texts,
  exceptionPrincipals: texts,
  deniedPermissions: texts,
  exceptionPermissions: texts,
  condition,
  description: maybe,
});
const levelCondition = z.object({
  ipSubnetworks: texts,
  devicePolicy: z.record(z.string(), z.unknown()).optional(),
  requiredAccessLevels: texts,
  negate: z.boolean(),
  members: texts,
  regions: texts,
  hasVpcSources: z.boolean(),
});
const level = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('basic'),
    name: text,
    title: maybe,
    combine: z.enum(['AND', 'OR']),
    conditions: z.array(levelCondition),
  }),
  z.object({ kind: z.literal('custom'), name: text, title: maybe, expression: text }),
]);
const organization = z.object({ container, primaryDomain: maybe, customerId: maybe });
const membership = z.object({
  name: text,
  member: text,
  type: z.enum(['USER', 'SERVICE_ACCOUNT', 'GROUP', 'OTHER', 'UNKNOWN']),
  roles: z.array(z.object({ name: text, expiresAt: maybe, restriction: maybe })),
});
const backendService = z.object({
  id: text,
  name: text,
  region: maybe,
  iapEnabled: z.boolean().optional(),
  oauth2ClientId: maybe,
  createdAt: maybe,
  securityPolicy: maybe,
  loadBalancingScheme: maybe,
  groups: texts.optional(),
});
export const runService = z.object({
  name: text,
  region: text,
  url: maybe,
  urls: texts,
  iapEnabled: z.boolean().optional(),
  ingress: maybe,
  invokerIamDisabled: z.boolean().optional(),
  defaultUriDisabled: z.boolean().optional(),
});

/** One check per kind of value that is cached. */
export const revive = {
  ancestry: reviver<Container[]>(z.array(container)),
  project: reviver<ProjectInfo>(z.object({ number: text, projectId: text, displayName: maybe })),
  organization: reviver<OrganizationInfo>(organization),
  organizationOrNull: reviver<OrganizationInfo | null>(organization.nullable()),
  allowPolicy: reviver<AllowPolicy>(allowPolicy),
  effectivePolicies: reviver<{ readonly node: ContainerName; readonly policy: AllowPolicy }[]>(
    z.array(z.object({ node: text, policy: allowPolicy })),
  ),
  tags: reviver<EffectiveTag[]>(
    z.array(
      z.object({
        tagKey: text,
        tagValue: text,
        namespacedTagKey: text,
        namespacedTagValue: text,
        inherited: z.boolean(),
      }),
    ),
  ),
  transitiveGroups: reviver<GroupRelation[]>(
    z.array(
      z.object({ group: text, email: text, relation: z.enum(['direct', 'indirect', 'both', 'unknown']) }),
    ),
  ),
  directGroups: reviver<DirectRelation[]>(z.array(z.object({ group: text, email: text, membership: maybe }))),
  graph: reviver<{ readonly child: Email; readonly parent: Email }[]>(
    z.array(z.object({ child: text, parent: text })),
  ),
  groupName: reviver<GroupName>(text),
  group: reviver<GroupInfo>(
    z.object({
      name: text,
      email: text,
      displayName: maybe,
      parent: maybe,
      dynamic: z.object({ status: text, statusAt: maybe, query: maybe }).optional(),
    }),
  ),
  members: reviver<{ readonly members: Membership[]; readonly complete: boolean }>(
    z.object({ members: z.array(membership), complete: z.boolean() }),
  ),
  membership: reviver<Membership>(membership),
  yesNo: reviver<boolean>(z.boolean()),
  user: reviver<DirectoryUser>(
    z.object({
      id: text,
      primaryEmail: text,
      aliases: texts,
      customerId: maybe,
      suspended: z.boolean(),
      suspensionReason: maybe,
      archived: z.boolean(),
      createdAt: maybe,
      deletedAt: maybe,
      isGuest: z.boolean(),
    }),
  ),
  role: reviver<RoleInfo>(z.object({ name: text, permissions: texts, stage: maybe, deleted: z.boolean() })),
  serviceAccount: reviver<{
    readonly disabled: boolean;
    readonly projectId: string;
    readonly uniqueId: string;
  }>(z.object({ disabled: z.boolean(), projectId: text, uniqueId: text })),
  denyPolicies: reviver<DenyPolicy[]>(
    z.array(z.object({ name: text, displayName: maybe, rules: z.array(denyRule) })),
  ),
  boundaryPolicies: reviver<BoundaryPolicy[]>(
    z.array(
      z.object({
        name: text,
        enforcementVersion: maybe,
        rules: z.array(z.object({ resources: texts, excludedResources: texts, effect: text })),
      }),
    ),
  ),
  boundaryBindings: reviver<BoundaryBinding[]>(
    z.array(z.object({ name: text, policy: text, target: text, condition })),
  ),
  levels: reviver<AccessLevel[]>(z.array(level)),
  entries: reviver<RawLogEntry[]>(z.array(z.record(z.string(), z.unknown()))),
  backendServices: reviver<BackendServiceInfo[]>(z.array(backendService)),
  runServices: reviver<RunServiceInfo[]>(z.array(runService)),
  opinion: reviver<{ readonly state: string }>(z.object({ state: text })),
} as const;

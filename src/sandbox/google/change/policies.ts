/** Changes of allow policies, with the entries Google writes: a delta for containers, the whole policy for IAP nodes. */
import { findProject, type LogEntry, type Policy, type PolicyBinding, type World } from '../model.js';
import { etagOf } from '../routes/policy-json.js';
import { actorFields, type ChangeMeta, logContainer, momentOf, requireNode, writeAudit } from './audit.js';

export interface BindingDelta {
  readonly action: 'ADD' | 'REMOVE';
  readonly role: string;
  readonly member: string;
  readonly condition?: PolicyBinding['condition'];
}

function triples(policy: Policy): Map<string, Omit<BindingDelta, 'action'>> {
  const found = new Map<string, Omit<BindingDelta, 'action'>>();
  for (const { role, members, condition } of policy.bindings)
    for (const member of members)
      found.set(JSON.stringify([role, member, condition?.expression]), {
        role,
        member,
        ...(condition ? { condition } : {}),
      });
  return found;
}

/** What differs between two policies, one member per entry: removals first. */
export function bindingDeltas(before: Policy, after: Policy): BindingDelta[] {
  const [old, next] = [triples(before), triples(after)];
  const removed = [...old]
    .filter(([key]) => !next.has(key))
    .map(([, t]) => ({ action: 'REMOVE' as const, ...t }));
  const added = [...next].filter(([key]) => !old.has(key)).map(([, t]) => ({ action: 'ADD' as const, ...t }));
  return [...removed, ...added];
}

const EMPTY: Policy = { bindings: [] };

/** The policy with one member added to a binding, which is made if there is none. */
export function withMember(policy: Policy | undefined, delta: Omit<BindingDelta, 'action'>): Policy {
  const bindings = policy?.bindings ?? [];
  const same = (binding: PolicyBinding): boolean =>
    binding.role === delta.role && binding.condition?.expression === delta.condition?.expression;
  const others = bindings.filter((binding) => !same(binding));
  const members = bindings.filter(same).flatMap((binding) => binding.members);
  const condition = delta.condition ? { condition: delta.condition } : {};
  const binding = { role: delta.role, members: [...new Set([...members, delta.member])], ...condition };
  return { ...policy, bindings: [...others, binding] };
}

/** The policy without a member in a role, whatever the condition. */
export function withoutMember(policy: Policy | undefined, role: string, member: string): Policy {
  const bindings = (policy?.bindings ?? [])
    .map((b) => (b.role === role ? { ...b, members: b.members.filter((m) => m !== member) } : b))
    .filter((binding) => binding.members.length > 0);
  return { ...policy, bindings };
}

const CONTAINER_TYPES: Readonly<Record<string, readonly [type: string, label: string]>> = {
  projects: ['project', 'project_id'],
  folders: ['folder', 'folder_id'],
  organizations: ['organization', 'organization_id'],
};

/** Sets the policy of a project, folder or organisation; the entry carries `serviceData.policyDelta`. */
export function setContainerPolicy(world: World, name: string, policy: Policy, meta: ChangeMeta): LogEntry {
  const node = requireNode(world, name);
  const at = momentOf(world, meta);
  const before = world.policies.get(node) ?? EMPTY;
  world.policies.set(node, policy);
  const container = logContainer(world, node);
  const [plural = '', id = ''] = container.split('/');
  const [type = '', label = ''] = CONTAINER_TYPES[plural] ?? [];
  const permission = `resourcemanager.${plural}.setIamPolicy`;
  return writeAudit(world, {
    container,
    log: 'activity',
    severity: 'NOTICE',
    at,
    resource: { type, labels: { [label]: id } },
    payload: {
      status: {},
      ...actorFields(meta, at),
      serviceName: 'cloudresourcemanager.googleapis.com',
      methodName: 'SetIamPolicy',
      authorizationInfo: [{ resource: container, permission, granted: true, resourceAttributes: {} }],
      resourceName: container,
      serviceData: {
        '@type': 'type.googleapis.com/google.iam.v1.logging.AuditData',
        policyDelta: { bindingDeltas: bindingDeltas(before, policy) },
      },
      request: { '@type': 'type.googleapis.com/google.iam.v1.SetIamPolicyRequest', resource: id, policy },
      response: { '@type': 'type.googleapis.com/google.iam.v1.Policy', ...policy, etag: etagOf(policy) },
    },
  });
}

const KINDS: readonly (readonly [pattern: RegExp, kind: string, type: string])[] = [
  [/\/iap_tunnel\/.*\/instances\/[^/]+$/, 'tunnelInstances', 'TunnelInstance'],
  [/\/iap_tunnel/, 'tunnel', 'Tunnel'],
  [/\/versions\/[^/]+$/, 'webServiceVersions', 'WebServiceVersion'],
  [/\/services\/[^/]+$/, 'webServices', 'WebService'],
  [/\/iap_web\/[^/]+$/, 'webTypes', 'WebType'],
  [/\/iap_web$/, 'web', 'Web'],
];

/** Sets the policy of an IAP node; the entry has no delta, only the whole new policy. */
export function setIapPolicy(world: World, name: string, policy: Policy, meta: ChangeMeta): LogEntry {
  const node = requireNode(world, name);
  const at = momentOf(world, meta);
  world.policies.set(node, policy);
  const [, kind = 'web', type = 'Web'] = KINDS.find(([pattern]) => pattern.test(node)) ?? [];
  const project = findProject(world, node.split('/')[1] ?? '');
  const whole = {
    bindings: policy.bindings,
    ...(policy.bindings.some((b) => b.condition) ? { version: 3 } : {}),
  };
  return writeAudit(world, {
    container: logContainer(world, node),
    log: 'activity',
    severity: 'NOTICE',
    at,
    resource: {
      type: 'gce_backend_service',
      labels: { project_id: project?.projectId ?? '', backend_service_id: '', location: '' },
    },
    payload: {
      ...actorFields(meta, at),
      serviceName: 'iap.googleapis.com',
      methodName: 'google.cloud.iap.v1.IdentityAwareProxyAdminService.SetIamPolicy',
      authorizationInfo: [
        {
          resource: node,
          permission: `iap.${kind}.setIamPolicy`,
          granted: true,
          resourceAttributes: { service: 'iap.googleapis.com', type: `iap.googleapis.com/${type}` },
        },
      ],
      resourceName: node,
      request: {
        '@type': 'type.googleapis.com/google.iam.v1.SetIamPolicyRequest',
        resource: node,
        policy: whole,
      },
      response: { '@type': 'type.googleapis.com/google.iam.v1.Policy', ...whole, etag: etagOf(policy) },
    },
  });
}

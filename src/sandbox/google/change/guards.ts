/** Changes of what stands around allow policies: deny policies, access levels, IAP settings, and IAP's own switch. */
import type { AccessLevelRecord, DenyRuleJson, LogEntry, World } from '../model.js';
import {
  actorFields,
  type ChangeMeta,
  dataAccessLogged,
  logContainer,
  momentOf,
  requireNode,
  writeAudit,
} from './audit.js';

/** Makes or replaces a deny policy. A long-running operation: Google writes two entries, start and end. */
export function setDenyPolicy(
  world: World,
  name: string,
  policy: { readonly id: string; readonly displayName: string; readonly rules: readonly DenyRuleJson[] },
  meta: ChangeMeta,
): LogEntry[] {
  const node = requireNode(world, name);
  const at = momentOf(world, meta);
  const others = (world.denyPolicies.get(node) ?? []).filter(({ id }) => id !== policy.id);
  const verb = others.length === (world.denyPolicies.get(node) ?? []).length ? 'Create' : 'Update';
  world.denyPolicies.set(node, [...others, { ...policy, createdAt: new Date(at).toISOString() }]);
  const point = encodeURIComponent(`cloudresourcemanager.googleapis.com/${node}`);
  const resourceName = `policies/${point}/denypolicies/${policy.id}`;
  const methodName = `google.iam.v2.Policies.${verb}Policy`;
  return [{ first: true }, { last: true }].map((mark, step) =>
    writeAudit(world, {
      container: logContainer(world, node),
      log: 'activity',
      severity: 'NOTICE',
      at: at + step * 800,
      resource: { type: 'audited_resource', labels: { service: 'iam.googleapis.com', method: methodName } },
      extra: { operation: { id: `operations/${policy.id}-${at}`, producer: 'iam.googleapis.com', ...mark } },
      payload: {
        ...actorFields(meta, at),
        serviceName: 'iam.googleapis.com',
        methodName,
        resourceName,
        request: { policy: { displayName: policy.displayName, rules: policy.rules } },
      },
    }),
  );
}

/** Replaces an access level by name, or adds it to its policy. Logged at the organisation. */
export function setAccessLevel(world: World, level: AccessLevelRecord, meta: ChangeMeta): LogEntry {
  const policy = world.accessPolicies.find(({ name }) => level.name.startsWith(`${name}/accessLevels/`));
  if (!policy) throw new Error(`${level.name} belongs to no access policy of this world`);
  const at = momentOf(world, meta);
  const before = policy.levels.findIndex(({ name }) => name === level.name);
  if (before < 0) policy.levels.push(level);
  else policy.levels[before] = level;
  const methodName = `google.identity.accesscontextmanager.v1.AccessContextManager.${before < 0 ? 'Create' : 'Update'}AccessLevel`;
  const service = 'accesscontextmanager.googleapis.com';
  return writeAudit(world, {
    container: policy.parent,
    log: 'activity',
    severity: 'NOTICE',
    at,
    resource: { type: 'audited_resource', labels: { service, method: methodName } },
    payload: {
      ...actorFields(meta, at),
      serviceName: service,
      methodName,
      resourceName: level.name,
      request: { accessLevel: level },
    },
  });
}

/** Changes the settings of an IAP node. A Data Access entry, so there is none where those logs are off. */
export function setIapSettings(
  world: World,
  name: string,
  settings: Readonly<Record<string, unknown>>,
  meta: ChangeMeta,
): LogEntry | undefined {
  const node = requireNode(world, name);
  const at = momentOf(world, meta);
  world.iapSettings.set(node, settings);
  if (!dataAccessLogged(world, node)) return undefined;
  return writeAudit(world, {
    container: logContainer(world, node),
    log: 'data_access',
    severity: 'INFO',
    at,
    resource: { type: 'audited_resource', labels: { service: 'iap.googleapis.com' } },
    payload: {
      ...actorFields(meta, at),
      serviceName: 'iap.googleapis.com',
      methodName: 'google.cloud.iap.v1.IdentityAwareProxyAdminService.UpdateIapSettings',
      resourceName: node,
      request: { iapSettings: { name: node, ...settings } },
    },
  });
}

/** Switches IAP on or off at a backend service. */
export function setBackendIap(
  world: World,
  where: { readonly project: string; readonly backend: string; readonly enabled: boolean },
  meta: ChangeMeta,
): LogEntry {
  const backend = world.backendServices.find(
    ({ project, name, id }) => project === where.project && (name === where.backend || id === where.backend),
  );
  if (!backend) throw new Error(`${where.backend} is not a backend service of this world`);
  backend.iapEnabled = where.enabled;
  const at = momentOf(world, meta);
  const container = logContainer(world, `projects/${where.project}`);
  const place = backend.region === undefined ? 'global' : `regions/${backend.region}`;
  const methodName = `v1.compute.${backend.region === undefined ? 'backendServices' : 'regionBackendServices'}.patch`;
  return writeAudit(world, {
    container,
    log: 'activity',
    severity: 'NOTICE',
    at,
    resource: {
      type: 'gce_backend_service',
      labels: {
        project_id: container.split('/')[1] ?? '',
        backend_service_id: backend.id,
        location: backend.region ?? 'global',
      },
    },
    payload: {
      ...actorFields(meta, at),
      serviceName: 'compute.googleapis.com',
      methodName,
      resourceName: `${container}/${place}/backendServices/${backend.name}`,
      request: {
        '@type': `type.googleapis.com/compute.backendServices.patch`,
        iap: { enabled: where.enabled },
      },
    },
  });
}

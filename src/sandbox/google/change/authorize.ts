/** The entry IAP writes when it decides about a request: `AuthorizeUser` in the Data Access log. */
import { chainOf, findProject, type LogEntry, type World } from '../model.js';
import { dataAccessLogged, logContainer, requireNode, writeAudit } from './audit.js';

export interface Authorization {
  /** The IAP node, e.g. `projects/1/iap_web/compute/services/2`. */
  readonly resource: string;
  readonly granted: boolean;
  /** Absent: the entry does not say who it was, as real denials often do not. */
  readonly email?: string;
  readonly host?: string;
  readonly path?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly at?: number;
  /** `Unknown`: no endpoint verification; `Normal`: a managed device. */
  readonly deviceState?: 'Unknown' | 'Normal';
  readonly levels?: readonly string[];
  readonly unsatisfiedLevels?: readonly string[];
  readonly oauthClientId?: string;
}

interface Shape {
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly resourceName: string;
  readonly checked: string;
  readonly permission: string;
  readonly checkedType: string;
}

/** What the resource is called in its entries: Compute by bare id, with a version `bs_0` that exists nowhere else. */
function shapeOf(world: World, node: string): Shape {
  const parts = node.split('/');
  const leaf = parts.at(-1) ?? '';
  const project_id = findProject(world, parts[1] ?? '')?.projectId ?? '';
  const web = { permission: 'iap.webServiceVersions.accessViaIAP', checkedType: 'WebServiceVersion' };
  if (parts[2] === 'iap_tunnel')
    return {
      type: 'gce_instance',
      labels: { project_id, instance_id: leaf, zone: parts[4] ?? '' },
      resourceName: leaf,
      checked: node,
      permission: 'iap.tunnelInstances.accessViaIAP',
      checkedType: 'TunnelInstance',
    };
  if (parts[3]?.startsWith('appengine-')) {
    const module_id = parts[5] ?? leaf;
    const checked = parts.length > 6 ? node : `${node}/versions/v1`;
    const labels = { project_id, module_id, version_id: checked.split('/').at(-1) ?? '' };
    return { type: 'gae_app', labels, resourceName: module_id, checked, ...web };
  }
  if (parts[3]?.startsWith('cloud_run-')) {
    const labels = { project_id, service_name: leaf, location: parts[3].slice('cloud_run-'.length) };
    return { type: 'cloud_run_revision', labels, resourceName: leaf, checked: node, ...web };
  }
  const labels = { project_id, backend_service_id: leaf, location: '' };
  return {
    type: 'gce_backend_service',
    labels,
    resourceName: leaf,
    checked: `${node}/versions/bs_0`,
    ...web,
  };
}

function isPublic(world: World, node: string): boolean {
  const open = ['allUsers', 'allAuthenticatedUsers'];
  return chainOf(world, node).some((at) =>
    (world.policies.get(at)?.bindings ?? []).some(
      ({ role, members }) =>
        role === 'roles/iap.httpsResourceAccessor' && members.some((m) => open.includes(m)),
    ),
  );
}

/** Writes the entry of one decision; nothing where Data Access logs are off or the node is public. */
export function logAuthorization(world: World, decision: Authorization): LogEntry | undefined {
  const node = requireNode(world, decision.resource);
  if (!dataAccessLogged(world, node) || isPublic(world, node)) return undefined;
  const at = decision.at ?? world.clock.now();
  const shape = shapeOf(world, node);
  const { host = '', path = '/', levels, granted } = decision;
  return writeAudit(world, {
    container: logContainer(world, node),
    log: 'data_access',
    severity: granted ? 'INFO' : 'ERROR',
    at,
    resource: { type: shape.type, labels: shape.labels },
    payload: {
      status: granted ? {} : { code: 7, message: 'Permission Denied.' },
      authenticationInfo: decision.email === undefined ? {} : { principalEmail: decision.email },
      requestMetadata: {
        callerIp: decision.ip ?? '203.0.113.20',
        callerSuppliedUserAgent: decision.userAgent ?? 'Mozilla/5.0 (X11; Linux x86_64),gzip(gfe)',
        requestAttributes: {
          path,
          host,
          time: new Date(at).toISOString(),
          auth: levels ? { accessLevels: levels } : {},
        },
        destinationAttributes: {},
      },
      serviceName: 'iap.googleapis.com',
      methodName: 'AuthorizeUser',
      authorizationInfo: [
        {
          resource: shape.checked,
          permission: shape.permission,
          // Google leaves the key out of a denial instead of writing false.
          ...(granted ? { granted: true } : {}),
          resourceAttributes: {
            service: 'iap.googleapis.com',
            type: `iap.googleapis.com/${shape.checkedType}`,
          },
        },
      ],
      resourceName: shape.resourceName,
      request: {
        '@type': 'type.googleapis.com/cloud.security.gatekeeper.AuthorizeUserRequest',
        httpRequest: { url: `https://${host}${path}` },
      },
      metadata: {
        device_state: decision.deviceState ?? 'Unknown',
        device_id: '',
        request_id: String(at * 4099 + world.logEntries.length),
        ...(decision.oauthClientId === undefined ? {} : { oauth_client_id: decision.oauthClientId }),
        ...(decision.unsatisfiedLevels ? { unsatisfied_access_levels: decision.unsatisfiedLevels } : {}),
      },
    },
  });
}

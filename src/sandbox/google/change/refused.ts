/** An attempt to set a policy that Google refused: the entry says so, and nothing changes. */
import { findProject, type LogEntry, type Policy, type World } from '../model.js';
import { actorFields, type ChangeMeta, logContainer, momentOf, requireNode, writeAudit } from './audit.js';

/**
 * Writes the entry of a `SetIamPolicy` on an IAP node that an organisation policy forbade. The status is that of the
 * refused call: `FAILED_PRECONDITION` with the violated constraint.
 */
export function refuseIapPolicy(
  world: World,
  name: string,
  policy: Policy,
  constraint: string,
  meta: ChangeMeta,
): LogEntry {
  const node = requireNode(world, name);
  const at = momentOf(world, meta);
  const project = findProject(world, node.split('/')[1] ?? '');
  const labels = { project_id: project?.projectId ?? '', backend_service_id: '', location: '' };
  return writeAudit(world, {
    container: logContainer(world, node),
    log: 'activity',
    severity: 'ERROR',
    at,
    resource: { type: 'gce_backend_service', labels },
    payload: {
      status: {
        code: 9,
        message: 'One or more users named in the policy do not belong to a permitted customer.',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.PreconditionFailure',
            violations: [{ type: constraint, description: 'User is not in permitted organization.' }],
          },
        ],
      },
      ...actorFields(meta, at),
      serviceName: 'iap.googleapis.com',
      methodName: 'google.cloud.iap.v1.IdentityAwareProxyAdminService.SetIamPolicy',
      authorizationInfo: [{ resource: node, permission: 'iap.webServices.setIamPolicy', granted: true }],
      resourceName: node,
      request: {
        '@type': 'type.googleapis.com/google.iam.v1.SetIamPolicyRequest',
        resource: node,
        policy: { bindings: policy.bindings },
      },
    },
  });
}

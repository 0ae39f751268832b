/** Accounts of people that are suspended and brought back, as the Admin console writes them. */
import { findUser, type LogEntry, type World } from '../model.js';
import { actorFields, type ChangeMeta, momentOf, writeAudit } from './audit.js';

/** Suspends an account or brings it back; logged at the organisation of the person's customer. */
export function setSuspended(
  world: World,
  email: string,
  suspended: boolean,
  meta: ChangeMeta,
): LogEntry | undefined {
  const user = findUser(world, email);
  if (!user) throw new Error(`${email} is not a person of this world`);
  user.suspended = suspended;
  user.suspensionReason = suspended ? 'ADMIN' : undefined;
  const organization = world.organizations.find(({ customerId }) => customerId === user.customerId);
  if (!organization) return undefined;
  const at = momentOf(world, meta);
  const container = `organizations/${organization.id}`;
  const verb = suspended ? 'suspend' : 'unsuspend';
  const service = 'admin.googleapis.com';
  const methodName = `google.admin.AdminService.${verb}User`;
  return writeAudit(world, {
    container,
    log: 'activity',
    severity: 'NOTICE',
    at,
    resource: { type: 'audited_resource', labels: { service, method: methodName } },
    payload: {
      ...actorFields(meta, at),
      serviceName: service,
      methodName,
      resourceName: `${container}/userSettings`,
      metadata: {
        '@type': 'type.googleapis.com/ccc_hosted_reporting.ActivityProto',
        event: [
          {
            eventName: `${verb.toUpperCase()}_USER`,
            eventType: 'USER_SETTINGS',
            parameter: [{ name: 'USER_EMAIL', value: email }],
          },
        ],
      },
    },
  });
}

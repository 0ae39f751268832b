/** A long audit log in Google's shape, page by page: mostly automation, some people, a directory sync, some noise. */

const USER = 'roles/iap.httpsResourceAccessor';
const DEPLOYER = 'ci-deployer@acme-prod.iam.gserviceaccount.com';
const SYNC = 'hr-sync@acme-prod.iam.gserviceaccount.com';
const START = Date.parse('2026-11-22T12:00:00Z');

function entry(i: number): Record<string, unknown> {
  const at = new Date(START - i * 700).toISOString().replace('Z', `${String(i % 1000).padStart(3, '0')}000Z`);
  const base = (
    actor: string,
    serviceName: string,
    methodName: string,
    payload: object,
  ): Record<string, unknown> => ({
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      status: {},
      authenticationInfo: { principalEmail: actor },
      requestMetadata: {
        callerIp: '203.0.113.9',
        callerSuppliedUserAgent: 'Terraform/1.14.1 terraform-provider-google/7.9.0,gzip(gfe)',
        requestAttributes: { time: at, auth: {} },
        destinationAttributes: {},
      },
      serviceName,
      methodName,
      authorizationInfo: [
        {
          resource: 'projects/acme-prod',
          permission: 'resourcemanager.projects.setIamPolicy',
          granted: true,
          resourceAttributes: {},
        },
      ],
      ...payload,
    },
    insertId: `e${i.toString(36)}`,
    resource: { type: 'project', labels: { project_id: 'acme-prod' } },
    timestamp: at,
    severity: 'NOTICE',
    logName: 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Factivity',
    receiveTimestamp: at,
  });
  const policy = (member: string, role: string, actor: string): Record<string, unknown> =>
    base(actor, 'cloudresourcemanager.googleapis.com', 'SetIamPolicy', {
      resourceName: 'projects/acme-prod',
      serviceData: {
        '@type': 'type.googleapis.com/google.iam.v1.logging.AuditData',
        policyDelta: { bindingDeltas: [{ action: i % 2 === 0 ? 'ADD' : 'REMOVE', role, member }] },
      },
      request: { '@type': 'type.googleapis.com/google.iam.v1.SetIamPolicyRequest', resource: 'acme-prod' },
    });
  switch (i % 10) {
    case 0:
      return policy(`user:p${i}@acme.test`, USER, `person${i % 7}@acme.test`);
    case 1:
    case 2:
      return base(
        SYNC,
        'cloudidentity.googleapis.com',
        'google.apps.cloudidentity.groups.v1.MembershipsService.UpdateMembership',
        {
          resourceName: 'groups/1',
          metadata: {
            '@type': 'type.googleapis.com/google.cloud.audit.GroupAuditMetadata',
            group: 'group:eng@acme.test',
            membershipDelta: {
              member: `user:m${i}@acme.test`,
              roleDeltas: [{ action: 'REMOVE', role: 'MEMBER' }],
            },
          },
        },
      );
    case 3:
      return base(
        `person${i % 5}@acme.test`,
        'iap.googleapis.com',
        'google.cloud.iap.v1.IdentityAwareProxyAdminService.SetIamPolicy',
        {
          resourceName: `projects/1/iap_web/compute/services/${i % 30}`,
          request: {
            policy: {
              bindings: [
                {
                  role: USER,
                  members: Array.from({ length: 20 }, (_, n) => `user:u${n + (i % 3)}@acme.test`),
                },
              ],
            },
          },
        },
      );
    case 4:
      return base(DEPLOYER, 'compute.googleapis.com', 'v1.compute.backendServices.patch', {
        resourceName: 'projects/acme-prod/global/backendServices/orders',
        request: { timeoutSec: 30 },
      });
    default:
      return policy(
        `serviceAccount:job${i % 50}@acme-prod.iam.gserviceaccount.com`,
        i % 3 === 0 ? 'roles/viewer' : USER,
        DEPLOYER,
      );
  }
}

/** Pages of a thousand entries as the JSON Google sends, newest first. */
export function* logPages(total: number): Generator<string> {
  for (let from = 0; from < total; from += 1000) {
    const entries = Array.from({ length: Math.min(1000, total - from) }, (_, i) => entry(from + i));
    yield JSON.stringify({ entries, nextPageToken: `t${from}` });
  }
}

export const AUTOMATION = DEPLOYER;
export const WINDOW = { from: START - 400 * 86_400_000, to: START + 1000 } as const;

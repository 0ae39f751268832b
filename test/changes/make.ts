/** Audit entries in Google's shape, for tests that feed parsers and folding by hand. */

export const PERSON = 'bob@acme.test';
const BASE = Date.parse('2026-11-22T09:00:00Z');
let serial = 0;

/** One entry of a service's method; the payload's fields win over the usual ones. */
export function auditEntry(
  serviceName: string,
  methodName: string,
  payload: Readonly<Record<string, unknown>>,
  top: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  serial += 1;
  return {
    insertId: `i${serial}`,
    logName: 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Factivity',
    timestamp: new Date(BASE - serial * 1000).toISOString().replace('Z', '123456Z'),
    severity: 'NOTICE',
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      status: {},
      authenticationInfo: { principalEmail: PERSON },
      serviceName,
      methodName,
      ...payload,
    },
    ...top,
  };
}

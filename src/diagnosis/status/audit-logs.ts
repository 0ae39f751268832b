/** Whether IAP's decisions are logged, from the audit settings of allow policies. Pure. */
import { type Container, containerName } from '../../names/index.js';
import type { AllowPolicy, Known } from '../../policy/types.js';
import type { BlindSpot } from '../report.js';
import type { AuditLog } from './report.js';

/** A project with the policies above it, itself first. */
export interface AuditedProject {
  readonly project: Container;
  readonly policies: readonly { readonly node: Container; readonly policy: Known<AllowPolicy> }[];
  /** False when there may be folders or an organisation above that are not in {@link policies}. */
  readonly complete: boolean;
}

const SERVICES: readonly string[] = ['iap.googleapis.com', 'allServices'];
/** IAP's decisions about requests (IAP "Enable Cloud Audit Logs": Data Access). */
const WANTED = ['DATA_READ', 'DATA_WRITE'];

/**
 * Audit settings add up: those for all services and for IAP, of the project and of everything above it, and so do the
 * members they leave out (IAM `AuditConfig`).
 */
export function auditLogOf({ project, policies, complete }: AuditedProject): AuditLog {
  const types = new Set<string>();
  const exempted = new Set<string>();
  const from: string[] = [];
  let hidden = !complete;
  for (const { node, policy } of policies) {
    if (!policy.known) {
      hidden = true;
      continue;
    }
    const configs = policy.value.auditConfigs.filter(({ service }) => SERVICES.includes(service));
    const logTypes = configs.flatMap((config) => config.logTypes);
    for (const { logType, exemptedMembers } of logTypes) {
      types.add(logType);
      if (WANTED.includes(logType)) for (const member of exemptedMembers) exempted.add(member);
    }
    if (logTypes.length > 0) from.push(containerName(node));
  }
  const on = WANTED.filter((type) => types.has(type)).length;
  const state = on === WANTED.length ? 'on' : hidden ? 'unknown' : on === 0 ? 'off' : 'partly';
  return {
    project: containerName(project),
    state,
    logTypes: [...types].sort(),
    exempted: [...exempted].sort(),
    from,
  };
}

const NEEDS =
  'Data Access logs for iap.googleapis.com (auditConfigs with DATA_READ and DATA_WRITE) in the allow policy of the project or above';

const WITHOUT = 'audit settings without exemptedMembers for iap.googleapis.com';

/** The blind spots that audit settings leave, one for all projects alike. */
export function auditSpots(logs: readonly AuditLog[]): BlindSpot[] {
  const code = 'data-access-logs-off';
  const spot = (found: readonly AuditLog[], what: (where: string) => string, needs: string): BlindSpot[] =>
    found.length === 0 ? [] : [{ code, what: what(found.map(({ project }) => project).join(', ')), needs }];
  const members = [...new Set(logs.flatMap(({ exempted }) => exempted))];
  return [
    ...spot(
      logs.filter(({ state }) => state === 'off'),
      (where) => `Data Access logs for IAP are off in ${where}: there are no decisions to read.`,
      NEEDS,
    ),
    ...spot(
      logs.filter(({ state }) => state === 'partly'),
      (where) => `Data Access logs for IAP are on in part only in ${where}: decisions may be left out.`,
      NEEDS,
    ),
    ...spot(
      logs.filter(({ exempted }) => exempted.length > 0),
      (where) =>
        `The audit settings of ${where} leave out ${members.join(', ')}: there are no decisions about them to read.`,
      WITHOUT,
    ),
  ];
}

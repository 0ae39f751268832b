/** Whether IAP's decisions are logged at all: Data Access logs are off unless a policy on the way turns them on. */
import { containerName, subjectMember } from '../../names/index.js';
import type { AuditConfig, Missing } from '../../policy/types.js';
import type { Scope } from '../engine.js';
import type { Looks } from '../facts/looks.js';
import { chainNodes } from '../facts/policies.js';
import type { Question } from '../question.js';

/** IAP's own service, or all of them (Cloud Audit Logs, `AuditConfig.service`). */
const SERVICES = ['iap.googleapis.com', 'allServices'];

function logs(config: AuditConfig, member: string): boolean {
  return (
    SERVICES.includes(config.service) &&
    config.logTypes.some(
      ({ logType, exemptedMembers }) => logType === 'DATA_READ' && !exemptedMembers.includes(member),
    )
  );
}

/**
 * The blind spot where IAP's decisions about the subject are certainly not logged in the place's project; undefined
 * where they are, or where some policy that could turn them on was not read. Reads what the diagnosis reads anyway.
 */
export async function decisionsNotLogged(
  scope: Scope,
  looks: Looks,
  question: Question,
): Promise<Missing | undefined> {
  const member = subjectMember(question.subject);
  const facts = await scope.get(chainNodes(looks, question));
  const nodes = await Promise.all(facts.map((fact) => scope.get(fact)));
  const containers = nodes.map(({ node }) => node).filter(({ name }) => !name.includes('/iap_'));
  for (const { policy } of containers) {
    if (!policy.known || policy.value.auditConfigs.some((config) => logs(config, member))) return undefined;
  }
  const project = containerName(question.place.resource.project);
  return {
    code: 'data-access-logs-off',
    subject: project,
    what: `IAP\u2019s decisions are not logged in ${project}: Data Access logs are off there, so a refusal leaves no trace.`,
    needs: `Data Access logs (DATA_READ) for iap.googleapis.com on ${project} or above`,
  };
}

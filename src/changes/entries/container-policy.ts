/** Allow policy changes of projects, folders and organisations: `SetIamPolicy` with the delta Google computes. */
import { type Change, changeOf, type EntryParser } from '../change.js';
import { type AuditEnvelope, textAt } from '../entry.js';
import { type AuditDelta, policyDeltaOf, writtenPolicy } from '../policy-json.js';

/** The node the entry is about: its name, else what the log says it was written for. */
function nodeOf({ resource, labels, logName }: AuditEnvelope): string {
  if (/^(?:projects|folders|organizations)\/[^/]+$/.test(resource)) return resource;
  const labelled =
    (['project', 'folder', 'organization'] as const)
      .map((kind) => [kind, textAt(labels, `${kind}_id`)] as const)
      .find(([, id]) => id !== undefined) ?? undefined;
  if (/^[a-z0-9:.-]+$/.test(resource) && labelled) return `${labelled[0]}s/${resource}`;
  if (resource !== '') return resource;
  if (labelled?.[1] !== undefined) return `${labelled[0]}s/${labelled[1]}`;
  return /^((?:projects|folders|organizations)\/[^/]+)\/logs\//.exec(logName)?.[1] ?? '';
}

/** `switched DATA_READ logs of iap.googleapis.com off in projects/p`: what is off blinds whoever reads logs. */
function auditWords(deltas: readonly AuditDelta[], node: string): string {
  const words = deltas.map(({ action, service, logType, exempted }) => {
    const logs = `${logType === '' ? 'the audit logs' : `${logType} logs`} of ${service}`;
    if (exempted === undefined) return `switched ${logs} ${action === 'add' ? 'on' : 'off'}`;
    return action === 'add'
      ? `left ${exempted} out of ${logs}`
      : `took ${exempted} off the exceptions of ${logs}`;
  });
  return `${[...new Set(words)].slice(0, 6).join(', ')} in ${node}`;
}

export const containerPolicy: EntryParser = {
  kind: 'iam-policy',
  services: ['cloudresourcemanager.googleapis.com'],
  parse: (envelope) => {
    const { service, method, payload } = envelope;
    if (service !== 'cloudresourcemanager.googleapis.com' || !/(?:^|\.)SetIamPolicy$/i.test(method))
      return undefined;
    const resource = nodeOf(envelope);
    if (resource === '') return 'unreadable';
    const delta = policyDeltaOf(payload);
    if (!delta) {
      const policyAfter = writtenPolicy(payload);
      return policyAfter ? [changeOf(envelope, { kind: 'iam-policy', resource, policyAfter })] : 'unreadable';
    }
    const { bindings, audit, unreadable } = delta;
    if (bindings.length + audit.length === 0 && unreadable > 0) return 'unreadable';
    const changes: Change[] = [];
    if (audit.length > 0)
      changes.push(changeOf(envelope, { kind: 'audit-config', resource, says: auditWords(audit, resource) }));
    if (bindings.length > 0 || audit.length === 0) {
      const says =
        bindings.length === 0 ? { says: `wrote the allow policy of ${resource} without changing it` } : {};
      changes.push(changeOf(envelope, { kind: 'iam-policy', resource, deltas: bindings, ...says }));
    }
    return changes;
  },
};

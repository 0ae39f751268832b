/** Allow policies of things on the way or beside it: Cloud Run services, backend services, service accounts. */
import { type Change, changeOf, type EntryParser } from '../change.js';
import { type AuditEnvelope, textAt } from '../entry.js';
import { policyDeltaOf, writtenPolicy } from '../policy-json.js';

const SERVICES: readonly string[] = ['run.googleapis.com', 'compute.googleapis.com', 'iam.googleapis.com'];

/** Version 1 of Cloud Run names services by namespace and leaves the region to a label. */
function nameOf({ service, resource, labels }: AuditEnvelope): string {
  const [, project, name] = /^namespaces\/([^/]+)\/services\/([^/]+)$/.exec(resource) ?? [];
  const region = textAt(labels, 'location');
  if (service === 'run.googleapis.com' && project !== undefined && region !== undefined)
    return `projects/${project}/locations/${region}/services/${name}`;
  return resource;
}

export const resourcePolicy: EntryParser = {
  kind: 'iam-policy',
  services: SERVICES,
  parse: (envelope) => {
    const { service, method, payload } = envelope;
    if (!SERVICES.includes(service) || !/(?:^|\.)SetIamPolicy$/i.test(method)) return undefined;
    // Only what stands on somebody's way: other resources of Compute Engine have policies too.
    if (service === 'compute.googleapis.com' && !/backendServices\./i.test(method)) return [];
    const resource = nameOf(envelope);
    if (resource === '') return 'unreadable';
    const delta = policyDeltaOf(payload);
    const told: Partial<Change> = delta
      ? { deltas: delta.bindings }
      : { policyAfter: writtenPolicy(payload) };
    return [changeOf(envelope, { kind: 'iam-policy', resource, ...told })];
  },
};

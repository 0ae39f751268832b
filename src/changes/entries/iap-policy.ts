/** IAP policy changes: `SetIamPolicy` of IAP carries the whole new policy and, in the entries seen, no delta. */
import { changeOf, type EntryParser } from '../change.js';
import { textAt, withoutHost } from '../entry.js';
import { policyDeltaOf, writtenPolicy } from '../policy-json.js';

export const iapPolicy: EntryParser = {
  kind: 'iap-policy',
  services: ['iap.googleapis.com'],
  parse: (envelope) => {
    const { service, method, payload } = envelope;
    if (service !== 'iap.googleapis.com' || !/(?:^|\.)SetIamPolicy$/i.test(method)) return undefined;
    const resource =
      envelope.resource ||
      withoutHost(textAt(payload, 'request', 'resource') ?? '') ||
      withoutHost(textAt(payload, 'authorizationInfo', 0, 'resource') ?? '');
    if (resource === '') return 'unreadable';
    const deltas = policyDeltaOf(payload)?.bindings ?? [];
    return [
      changeOf(envelope, { kind: 'iap-policy', resource, deltas, policyAfter: writtenPolicy(payload) }),
    ];
  },
};

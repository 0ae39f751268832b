/** Allow policy changes of projects, folders and organisations: `SetIamPolicy` with the delta Google computes. */
import type { Change, Delta, EntryParser } from '../change.js';
import { type AuditEnvelope, at, listAt, textAt } from '../entry.js';

/** Source: `google.iam.v1.logging.AuditData`; newer entries carry the same delta in `metadata`. */
function deltasOf(payload: unknown): Delta[] {
  const delta = at(payload, 'serviceData', 'policyDelta') ?? at(payload, 'metadata', 'policyDelta');
  return listAt(delta, 'bindingDeltas').flatMap((raw): Delta[] => {
    const action = textAt(raw, 'action');
    const role = textAt(raw, 'role');
    const member = textAt(raw, 'member');
    if (role === undefined || member === undefined || (action !== 'ADD' && action !== 'REMOVE')) return [];
    const expression = textAt(raw, 'condition', 'expression');
    const condition =
      expression === undefined
        ? undefined
        : {
            expression,
            title: textAt(raw, 'condition', 'title'),
            description: textAt(raw, 'condition', 'description'),
          };
    return [{ action: action === 'ADD' ? 'add' : 'remove', role, member, condition }];
  });
}

export const containerPolicy: EntryParser = {
  kind: 'iam-policy',
  parse: (envelope: AuditEnvelope): Change | undefined => {
    if (
      envelope.service !== 'cloudresourcemanager.googleapis.com' ||
      !/(?:^|\.)SetIamPolicy$/.test(envelope.method)
    ) {
      return undefined;
    }
    return {
      at: envelope.at,
      actor: envelope.actor,
      userAgent: envelope.userAgent,
      kind: 'iam-policy',
      resource: envelope.resource.replace(/^\/\/cloudresourcemanager\.googleapis\.com\//, ''),
      deltas: deltasOf(envelope.payload),
      policyAfter: undefined,
      entry: envelope.insertId,
    };
  },
};

/** IAP policy changes: `SetIamPolicy` of IAP carries the whole new policy and, in the entries seen, no delta. */
import type { AllowPolicy, Binding } from '../../policy/types.js';
import type { EntryParser } from '../change.js';
import { at, listAt, textAt } from '../entry.js';

function bindingsOf(policy: unknown): Binding[] {
  return listAt(policy, 'bindings').flatMap((raw): Binding[] => {
    const role = textAt(raw, 'role');
    if (role === undefined) return [];
    const members = listAt(raw, 'members').filter((m): m is string => typeof m === 'string');
    const expression = textAt(raw, 'condition', 'expression');
    const condition =
      expression === undefined
        ? undefined
        : {
            expression,
            title: textAt(raw, 'condition', 'title'),
            description: textAt(raw, 'condition', 'description'),
          };
    return [{ role, members, condition }];
  });
}

export const iapPolicy: EntryParser = {
  kind: 'iap-policy',
  parse: (envelope) => {
    if (envelope.service !== 'iap.googleapis.com' || !envelope.method.endsWith('SetIamPolicy'))
      return undefined;
    const written = at(envelope.payload, 'response', 'bindings')
      ? at(envelope.payload, 'response')
      : at(envelope.payload, 'request', 'policy');
    const policyAfter: AllowPolicy | undefined = written
      ? { bindings: bindingsOf(written), auditConfigs: [], etag: undefined }
      : undefined;
    return {
      at: envelope.at,
      actor: envelope.actor,
      userAgent: envelope.userAgent,
      kind: 'iap-policy',
      resource: envelope.resource.replace(/^\/\/iap\.googleapis\.com\//, ''),
      deltas: [],
      policyAfter,
      entry: envelope.insertId,
    };
  },
};

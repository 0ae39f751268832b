/** Organisation policies: which grants are possible at all (`iam.allowedPolicyMemberDomains` and the like). */
import { changeOf, type EntryParser } from '../change.js';
import { textAt } from '../entry.js';
import { verbOf } from '../verb.js';

const SERVICES: readonly string[] = ['orgpolicy.googleapis.com', 'cloudresourcemanager.googleapis.com'];

export const orgPolicy: EntryParser = {
  kind: 'org-policy',
  services: SERVICES,
  parse: (envelope) => {
    const { service, method, payload } = envelope;
    if (!SERVICES.includes(service)) return undefined;
    const [, action] =
      /(?:^|\.)((?:Create|Update|Delete|Set|Clear)(?:OrgPolicy|(?:Custom)?(?:Policy|Constraint)))(?:V1)?$/i.exec(
        method,
      ) ?? [];
    if (action === undefined || (service !== 'orgpolicy.googleapis.com' && !/OrgPolicy/i.test(action)))
      return undefined;
    const named = textAt(payload, 'request', 'policy', 'name') ?? textAt(payload, 'request', 'name');
    const resource = envelope.resource || named || textAt(payload, 'request', 'parent');
    if (resource === undefined) return 'unreadable';
    const constraint =
      textAt(payload, 'request', 'policy', 'constraint') ??
      textAt(payload, 'request', 'constraint') ??
      named ??
      resource;
    const short = constraint.slice(constraint.lastIndexOf('/') + 1);
    const verb = /^Clear/i.test(action) ? 'deleted' : (verbOf(action) ?? 'changed');
    const container = /^(?:projects|folders|organizations)\/[^/]+/.exec(resource)?.[0];
    const says = `${verb} the organisation policy ${short}${container === undefined ? '' : ` on ${container}`}`;
    return [changeOf(envelope, { kind: 'org-policy', resource, says })];
  },
};

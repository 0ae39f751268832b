/** Principal access boundary policies and what binds them: `google.iam.v3.*`, long-running. */
import { changeOf, type EntryParser } from '../change.js';
import { at, textAt } from '../entry.js';
import { verbOf } from '../verb.js';

export const boundary: EntryParser = {
  kind: 'boundary',
  services: ['iam.googleapis.com'],
  parse: (envelope) => {
    const { method, payload } = envelope;
    const [, family, action] =
      /^google\.iam\.v3\w*\.(PrincipalAccessBoundaryPolicies|PolicyBindings)\.(\w+)$/.exec(method) ?? [];
    if (family === undefined || action === undefined) return undefined;
    const verb = verbOf(action);
    if (verb === undefined) return [];
    const request = at(payload, 'request');
    const body = family === 'PolicyBindings' ? 'policyBinding' : 'principalAccessBoundaryPolicy';
    const named = textAt(request, body, 'name') ?? textAt(request, 'name');
    const id = textAt(request, `${body}Id`);
    const parent = envelope.resource || textAt(request, 'parent') || '';
    const leaf = family === 'PolicyBindings' ? 'policyBindings' : 'principalAccessBoundaryPolicies';
    const built = id === undefined || parent.includes(`/${leaf}/`) ? parent : `${parent}/${leaf}/${id}`;
    const resource = parent.includes(`/${leaf}/`) ? parent : (named ?? built);
    if (resource === '') return 'unreadable';
    const short = resource.slice(resource.lastIndexOf('/') + 1);
    const target = textAt(request, body, 'target', 'principalSet');
    const policy = textAt(request, body, 'policy');
    const says =
      family === 'PolicyBindings'
        ? `${verb} the binding ${short}${policy === undefined ? '' : ` of the boundary ${policy.slice(policy.lastIndexOf('/') + 1)}`}${target === undefined ? '' : ` to ${target}`}`
        : `${verb} the access boundary policy ${short}`;
    const container = /^(?:projects|folders|organizations)\/[^/]+/.exec(resource)?.[0] ?? '';
    return [
      changeOf(envelope, { kind: 'boundary', resource, says, touched: { what: 'boundary', container } }),
    ];
  },
};

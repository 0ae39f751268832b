/** Deny policies: `google.iam.v2.Policies.*`, long-running, so that two entries tell of one change. */
import { changeOf, type EntryParser } from '../change.js';
import { at, textAt } from '../entry.js';
import { denyRulesOf } from '../policy-json.js';
import { verbOf } from '../verb.js';

/** The container in an attachment point, which names encode. */
function containerOf(name: string): string {
  let point = /^policies\/([^/]+)(?:\/|$)/.exec(name)?.[1] ?? '';
  try {
    point = decodeURIComponent(point);
  } catch {
    // Not encoded in any way Google writes; the name is shown as it is.
  }
  return point.replace(/^(?:\/\/)?cloudresourcemanager\.googleapis\.com\//, '');
}

export const denyPolicy: EntryParser = {
  kind: 'deny-policy',
  services: ['iam.googleapis.com'],
  parse: (envelope) => {
    const { method, payload } = envelope;
    const [, action] = /^google\.iam\.v2\w*\.Policies\.(\w+)Policy$/.exec(method) ?? [];
    if (action === undefined) return undefined;
    const verb = verbOf(action);
    if (verb === undefined) return [];
    const request = at(payload, 'request');
    const parent =
      envelope.resource ||
      textAt(request, 'policy', 'name') ||
      textAt(request, 'name') ||
      textAt(request, 'parent');
    if (parent === undefined) return 'unreadable';
    const id = textAt(request, 'policyId');
    const resource =
      /\/denypolicies\/[^/]+$/.test(parent) || id === undefined
        ? parent
        : `${parent.replace(/\/denypolicies$/, '')}/denypolicies/${id}`;
    const container = containerOf(resource);
    const answered = at(payload, 'response');
    const rules =
      denyRulesOf(at(request, 'policy')) ?? denyRulesOf(answered) ?? denyRulesOf(at(answered, 'response'));
    const title = textAt(request, 'policy', 'displayName') ?? resource.slice(resource.lastIndexOf('/') + 1);
    const says = `${verb} the deny policy ${title}${container === '' ? '' : ` on ${container}`}`;
    const touched = {
      what: 'deny',
      container,
      policy: resource,
      verb,
      rules: verb === 'deleted' ? [] : rules,
    } as const;
    return [changeOf(envelope, { kind: 'deny-policy', resource, says, touched })];
  },
};

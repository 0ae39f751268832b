/** IAM v3: principal access boundary policies and what binds them; five reads a minute and project by default. */
import { invalidArgument, notFound, permissionDenied } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { type BoundaryBindingRecord, type BoundaryPolicyRecord, canonicalNode } from '../model.js';
import { etagOf } from './policy-json.js';

const api = 'iam';
const quota = 'iam-v3-reads';
const RULE = { fallback: 50, max: 1000 };

function policyJson(policy: BoundaryPolicyRecord): unknown {
  return {
    name: policy.name,
    uid: Buffer.from(policy.name).toString('hex').slice(-16),
    etag: etagOf(policy),
    displayName: policy.displayName,
    details: policy.details,
  };
}

function bindingJson(call: Call, binding: BoundaryBindingRecord): unknown {
  const policy = call.world.boundaryPolicies.find(({ name }) => name === binding.policy);
  return {
    name: binding.name,
    uid: Buffer.from(binding.name).toString('hex').slice(-16),
    etag: etagOf(binding),
    displayName: binding.displayName,
    target: { principalSet: binding.principalSet },
    policyKind: 'PRINCIPAL_ACCESS_BOUNDARY',
    policy: binding.policy,
    policyUid: policy ? Buffer.from(policy.name).toString('hex').slice(-16) : undefined,
    ...(binding.condition ? { condition: binding.condition } : {}),
  };
}

function parentNode(call: Call, permission: string): string {
  const parent = pathValue(call, 'parent');
  const node = canonicalNode(call.world, parent);
  if (node === undefined) throw permissionDenied(permission, `${parent}/locations/global`);
  call.rights.require(permission, node, `${parent}/locations/global`);
  return node;
}

function listPolicies(call: Call): unknown {
  const node = parentNode(call, 'iam.principalaccessboundarypolicies.list');
  const items = call.world.boundaryPolicies
    .filter(({ name }) => name.startsWith(`${node}/locations/global/`))
    .map(policyJson);
  return pageBody('principalAccessBoundaryPolicies', pageOf(call, items, RULE));
}

function getPolicy(call: Call): unknown {
  const node = parentNode(call, 'iam.principalaccessboundarypolicies.get');
  const name = `${node}/locations/global/principalAccessBoundaryPolicies/${pathValue(call, 'id')}`;
  const policy = call.world.boundaryPolicies.find((candidate) => candidate.name === name);
  if (!policy) throw notFound();
  return policyJson(policy);
}

/** Which right a search needs depends on the set that is searched, not on the parent. */
function searchPermission(target: string): string {
  if (target.startsWith('//iam.googleapis.com/locations/global/workspace/'))
    return 'iam.googleapis.com/workspacePools.searchPolicyBindings';
  if (target.startsWith('//cloudresourcemanager.googleapis.com/'))
    return `resourcemanager.${target.split('/')[3]}.searchPolicyBindings`;
  if (target.startsWith('//iam.googleapis.com/'))
    return 'iam.googleapis.com/workforcePools.searchPolicyBindings';
  throw invalidArgument('The target is not a valid principal set.');
}

function searchBindings(call: Call): unknown {
  const target = call.query.get('target') ?? '';
  const node = parentNode(call, searchPermission(target));
  const items = call.world.boundaryBindings
    .filter(({ name, principalSet }) => name.startsWith(`${node}/`) && principalSet === target)
    .map((binding) => bindingJson(call, binding));
  return pageBody('policyBindings', pageOf(call, items, RULE));
}

const ANY = '/v3/(?<parent>(?:projects|folders|organizations)/[^/]+)/locations/global';
const BOUNDARIES = '/v3/(?<parent>organizations/[^/]+)/locations/global/principalAccessBoundaryPolicies';

export const iamV3Routes: readonly Route[] = [
  { api, quota, method: 'GET', path: new RegExp(`^${BOUNDARIES}$`), handle: listPolicies },
  { api, quota, method: 'GET', path: new RegExp(`^${BOUNDARIES}/(?<id>[^/:]+)$`), handle: getPolicy },
  {
    api,
    quota,
    method: 'GET',
    path: new RegExp(`^${ANY}/policyBindings:searchTargetPolicyBindings$`),
    handle: searchBindings,
  },
];

/** IAM v2: deny policies at an attachment point; five reads a minute and project by default. */
import { invalidArgument, notFound } from '../http/errors.js';
import { pageBody, paginate } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { canonicalNode, type DenyPolicyRecord } from '../model.js';
import { etagOf } from './policy-json.js';

const api = 'iam';
const quota = 'iam-v2-reads';

/** `cloudresourcemanager.googleapis.com/projects/ID`, sent percent-encoded as one path segment. */
function attachmentNode(call: Call, permission: string): string {
  const point = pathValue(call, 'point');
  const name = /^cloudresourcemanager\.googleapis\.com\/(.+)$/.exec(point)?.[1];
  if (name === undefined) throw invalidArgument(`Invalid attachment point: ${point}`);
  const node = canonicalNode(call.world, name) ?? name;
  call.rights.require(permission, node, `//cloudresourcemanager.googleapis.com/${name}`);
  return node;
}

function denyJson(node: string, policy: DenyPolicyRecord, withRules: boolean): unknown {
  const point = encodeURIComponent(`cloudresourcemanager.googleapis.com/${node}`);
  return {
    name: `policies/${point}/denypolicies/${policy.id}`,
    uid: Buffer.from(`${node}/${policy.id}`).toString('hex').slice(0, 32),
    kind: 'DenyPolicy',
    displayName: policy.displayName,
    etag: etagOf(policy),
    createTime: policy.createdAt,
    updateTime: policy.createdAt,
    ...(withRules ? { rules: policy.rules } : {}),
  };
}

/** The page size is ignored, as Google documents; rules are left out unless the switch says otherwise. */
function list(call: Call): unknown {
  const node = attachmentNode(call, 'iam.denypolicies.list');
  const policies = (call.world.denyPolicies.get(node) ?? []).map((policy) =>
    denyJson(node, policy, call.switches.denyListHasRules),
  );
  const token = call.query.get('pageToken') ?? undefined;
  const page = paginate(
    policies,
    { size: 0, token, cap: call.switches.pageCap },
    { fallback: 1000, max: 1000 },
  );
  return pageBody('policies', page);
}

function get(call: Call): unknown {
  const node = attachmentNode(call, 'iam.denypolicies.get');
  const policy = call.world.denyPolicies.get(node)?.find(({ id }) => id === pathValue(call, 'id'));
  if (!policy) throw notFound();
  return denyJson(node, policy, true);
}

export const iamV2Routes: readonly Route[] = [
  { api, quota, method: 'GET', path: /^\/v2\/policies\/(?<point>[^/]+)\/denypolicies$/, handle: list },
  {
    api,
    quota,
    method: 'GET',
    path: /^\/v2\/policies\/(?<point>[^/]+)\/denypolicies\/(?<id>[^/]+)$/,
    handle: get,
  },
];

/** Organization Policy v2: the policy in force on a project, worked out from the nearest container that has one. */
import { permissionDenied } from '../http/errors.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { canonicalNode, containersOf } from '../model.js';

const api = 'orgpolicy';

/** Without a policy anywhere, list constraints allow everything and managed ones are not enforced. */
function defaultRule(constraint: string): unknown {
  return constraint.includes('.managed.') ? { enforce: false } : { allowAll: true };
}

function effective(call: Call): unknown {
  const container = pathValue(call, 'container');
  const constraint = pathValue(call, 'constraint');
  const shown = `${container}/policies/${constraint}`;
  const node = canonicalNode(call.world, container);
  if (node === undefined) throw permissionDenied('orgpolicy.policy.get', shown);
  call.rights.require('orgpolicy.policy.get', node, shown);
  const rules = containersOf(call.world, node)
    .map((at) => call.world.orgPolicies.get(at)?.get(constraint))
    .find((found) => found !== undefined);
  return { name: `${node}/policies/${constraint}`, spec: { rules: rules ?? [defaultRule(constraint)] } };
}

export const orgPolicyRoutes: readonly Route[] = [
  {
    api,
    method: 'GET',
    path: /^\/v2\/(?<container>(?:projects|folders|organizations)\/[^/]+)\/policies\/(?<constraint>[^/:]+):getEffectivePolicy$/,
    handle: effective,
  },
];

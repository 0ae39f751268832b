/** Policy Troubleshooter v3: allow and deny as the model has them; v3beta takes the boundary in as well. */
import { type AccessAnswer, type BindingTrace, decideAccess } from '../evaluate/decide.js';
import type { Tri } from '../evaluate/tri.js';
import { invalidArgument } from '../http/errors.js';
import { type Call, isRecord, objectField, type Route } from '../http/route.js';
import { canonicalNode, chainOf, fullName } from '../model.js';
import { policyJson } from './policy-json.js';

const api = 'policytroubleshooter';

interface Asked {
  readonly principal: string;
  readonly resource: string;
  readonly node: string;
  readonly permission: string;
  readonly at: number | undefined;
}

function readTuple(call: Call): Asked {
  const tuple = objectField(call.body, 'accessTuple');
  const { principal, fullResourceName: resource, permission } = tuple;
  if (typeof principal !== 'string' || typeof resource !== 'string' || typeof permission !== 'string')
    throw invalidArgument('The access tuple must hold a principal, a full resource name and a permission.');
  if (/^(?:group|domain|allUsers|principal)/.test(principal))
    throw invalidArgument('Only users and service accounts can be troubleshooted.');
  const node = canonicalNode(
    call.world,
    resource.replace(/^\/\/(?:iap|cloudresourcemanager)\.googleapis\.com\//, ''),
  );
  if (!resource.startsWith('//') || node === undefined)
    throw invalidArgument(`The full resource name ${resource} is invalid.`);
  const { receiveTime } = objectField(objectField(tuple, 'conditionContext'), 'request');
  const at = typeof receiveTime === 'string' ? Date.parse(receiveTime) : undefined;
  return { principal, resource, node, permission, at };
}

/** Not seeing a membership is missing information; anything else unknown is missing context. */
function unknownKind(answer: AccessAnswer): 'UNKNOWN_INFO' | 'UNKNOWN_CONDITIONAL' {
  const blind = answer.bindings.some((trace) => Object.values(trace.members).includes('unknown'));
  return blind ? 'UNKNOWN_INFO' : 'UNKNOWN_CONDITIONAL';
}

function stateOf(value: Tri, words: readonly [yes: string, no: string], unknown: string): string {
  return value === 'yes' ? words[0] : value === 'no' ? words[1] : unknown;
}

const MEMBERSHIP: Readonly<Record<Tri, string>> = {
  yes: 'MEMBERSHIP_MATCHED',
  no: 'MEMBERSHIP_NOT_MATCHED',
  unknown: 'MEMBERSHIP_UNKNOWN_INFO',
  error: 'MEMBERSHIP_UNKNOWN_UNSUPPORTED',
};

function bindingJson(trace: BindingTrace, unknown: string): unknown {
  return {
    allowAccessState: `ALLOW_ACCESS_STATE_${stateOf(trace.value, ['GRANTED', 'NOT_GRANTED'], unknown)}`,
    role: trace.binding.role,
    rolePermission: trace.role === 'yes' ? 'ROLE_PERMISSION_INCLUDED' : 'ROLE_PERMISSION_NOT_INCLUDED',
    memberships: Object.fromEntries(
      Object.entries(trace.members).map(([member, value]) => [member, { membership: MEMBERSHIP[value] }]),
    ),
    relevance: 'HEURISTIC_RELEVANCE_NORMAL',
    ...(trace.binding.condition ? { condition: trace.binding.condition } : {}),
  };
}

function troubleshoot(call: Call, withBoundary: boolean): unknown {
  const asked = readTuple(call);
  const answer = decideAccess(call.world, {
    principal: asked.principal,
    resource: asked.node,
    permission: asked.permission,
    ...(asked.at === undefined ? {} : { request: { at: asked.at } }),
    seesGroups: call.rights.has('admin.groups.read'),
  });
  const { allow, deny, boundary } = answer;
  const parts: Tri[] = [allow, deny === 'yes' ? 'no' : deny === 'no' ? 'yes' : deny];
  if (withBoundary) parts.push(boundary);
  const unknown = unknownKind(answer);
  const overall: Tri = parts.includes('no')
    ? 'no'
    : parts.every((part) => part === 'yes')
      ? 'yes'
      : 'unknown';
  return {
    overallAccessState: stateOf(overall, ['CAN_ACCESS', 'CANNOT_ACCESS'], unknown),
    accessTuple: {
      ...(isRecord(call.body.accessTuple) ? call.body.accessTuple : {}),
      permissionFqdn: fqdn(asked.permission),
    },
    allowPolicyExplanation: {
      allowAccessState: `ALLOW_ACCESS_STATE_${stateOf(allow, ['GRANTED', 'NOT_GRANTED'], unknown)}`,
      explainedPolicies: explainPolicies(call, asked.node, answer, unknown),
      relevance: 'HEURISTIC_RELEVANCE_NORMAL',
    },
    denyPolicyExplanation: {
      denyAccessState: `DENY_ACCESS_STATE_${stateOf(deny, ['DENIED', 'NOT_DENIED'], unknown)}`,
      permissionDeniable: true,
      relevance: 'HEURISTIC_RELEVANCE_NORMAL',
    },
    ...(withBoundary ? { pabPolicyExplanation: boundaryJson(boundary) } : {}),
  };
}

function boundaryJson(boundary: Tri): unknown {
  const state = stateOf(boundary, ['ALLOWED', 'NOT_ALLOWED'], 'UNKNOWN_INFO');
  return { principalAccessBoundaryAccessState: `PAB_ACCESS_STATE_${state}` };
}

function fqdn(permission: string): string {
  const [service, ...rest] = permission.split('.');
  return `${service}.googleapis.com/${rest.join('.')}`;
}

function explainPolicies(call: Call, node: string, answer: AccessAnswer, unknown: string): unknown[] {
  return chainOf(call.world, node).flatMap((at) => {
    const policy = call.world.policies.get(at);
    if (!policy) return [];
    const traces = answer.bindings.filter((trace) => trace.node === at);
    return [
      {
        fullResourceName: fullName(at),
        policy: policyJson(policy, 3),
        bindingExplanations: traces.map((trace) => bindingJson(trace, unknown)),
        relevance: 'HEURISTIC_RELEVANCE_NORMAL',
      },
    ];
  });
}

export const troubleshooterRoutes: readonly Route[] = [
  { api, method: 'POST', path: /^\/v3\/iam:troubleshoot$/, handle: (call) => troubleshoot(call, false) },
  { api, method: 'POST', path: /^\/v3beta\/iam:troubleshoot$/, handle: (call) => troubleshoot(call, true) },
];

/** Who may do what, from the model alone: boundary AND NOT deny AND allow, as Google describes it. */
import { canonicalNode, chainOf, containersOf, type PolicyBinding, type World } from '../model.js';
import { type ConditionFacts, evaluateCondition } from './condition.js';
import {
  type Account,
  accountOf,
  allowMemberMatches,
  boundarySetMatches,
  denyPrincipalMatches,
} from './members.js';
import { type Tri, triAnd, triNot, triOr } from './tri.js';

/** What is known of the request; undefined fields are not known. */
export interface RequestFacts {
  /** Milliseconds since 1970; the world's clock when absent. */
  readonly at?: number;
  readonly host?: string;
  readonly path?: string;
  /** Full names of the access levels that are met; absent: not known. */
  readonly levels?: readonly string[];
}

export interface AccessQuestion {
  readonly principal: string;
  /** A container or IAP node, canonical or not. */
  readonly resource: string;
  /** `iap.webServiceVersions.accessViaIAP`. */
  readonly permission: string;
  readonly request?: RequestFacts;
  /** Whether whoever asks may look into groups; true when absent. */
  readonly seesGroups?: boolean;
}

export interface BindingTrace {
  readonly node: string;
  readonly binding: PolicyBinding;
  readonly role: Tri;
  readonly members: Readonly<Record<string, Tri>>;
  readonly condition: Tri;
  readonly value: Tri;
}

export interface AccessAnswer {
  readonly value: Tri;
  readonly allow: Tri;
  readonly deny: Tri;
  readonly boundary: Tri;
  readonly bindings: readonly BindingTrace[];
}

interface Scope {
  readonly world: World;
  readonly account: Account;
  readonly node: string;
  readonly permission: string;
  readonly facts: ConditionFacts;
  readonly seesGroups: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  'iap.tunnelInstances.accessViaIAP': 'iap.googleapis.com/TunnelInstance',
  'iap.tunnelDestGroups.accessViaIAP': 'iap.googleapis.com/TunnelDestGroup',
};

/** Decides a question. `error` counts as the unsafe side of each family; `unknown` is reported as such. */
export function decideAccess(world: World, question: AccessQuestion): AccessAnswer {
  const node = canonicalNode(world, question.resource) ?? question.resource;
  const { request = {} } = question;
  const facts: ConditionFacts = {
    at: request.at ?? world.clock.now(),
    host: request.host?.toLowerCase(),
    path: request.path,
    levels: request.levels,
    resourceType: TYPES[question.permission] ?? 'iap.googleapis.com/WebServiceVersion',
    tags: chainOf(world, node).flatMap((at) => world.tags.get(at) ?? []),
  };
  const account = accountOf(world, question.principal);
  const { permission, seesGroups = true } = question;
  const scope: Scope = { world, account, node, permission, facts, seesGroups };
  const bindings = chainOf(world, node).flatMap((at) => traceNode(scope, at));
  const allow = settle(triOr(bindings.map((trace) => trace.value)), 'no');
  const deny = settle(denyValue(scope), 'yes');
  const boundary = settle(boundaryValue(scope), 'no');
  return { value: triAnd([boundary, triNot(deny), allow]), allow, deny, boundary, bindings };
}

function settle(value: Tri, onError: Tri): Tri {
  return value === 'error' ? onError : value;
}

function traceNode(scope: Scope, node: string): BindingTrace[] {
  return (scope.world.policies.get(node)?.bindings ?? []).map((binding) => {
    const role = scope.world.roles.get(binding.role);
    const carries = role && !role.deleted && role.stage !== 'DISABLED';
    const has: Tri = carries && role.includedPermissions.includes(scope.permission) ? 'yes' : 'no';
    const members = Object.fromEntries(
      binding.members.map((member) => [
        member,
        allowMemberMatches(scope.world, scope.account, member, scope.seesGroups),
      ]),
    );
    const condition = evaluateCondition(binding.condition?.expression, scope.facts);
    const value = triAnd([has, triOr(Object.values(members)), settle(condition, 'no')]);
    return { node, binding, role: has, members, condition, value };
  });
}

/** `iap.googleapis.com/webServiceVersions.accessViaIAP`, or with `*` for the resource, the verb or both. */
function permissionFits(pattern: string, permission: string): boolean {
  const [service = '', resource = '', verb = ''] = permission.split('.');
  const [host, rest = ''] = pattern.split('/');
  const [wantedResource, wantedVerb] = rest.split('.');
  const fits = (wanted: string | undefined, actual: string): boolean => wanted === '*' || wanted === actual;
  return host === `${service}.googleapis.com` && fits(wantedResource, resource) && fits(wantedVerb, verb);
}

function denyValue(scope: Scope): Tri {
  const { world, account, permission, facts, seesGroups } = scope;
  const anyOf = (principals: readonly string[] = []): Tri =>
    triOr(principals.map((principal) => denyPrincipalMatches(world, account, principal, seesGroups)));
  const listed = (patterns: readonly string[] = []): boolean =>
    patterns.some((pattern) => permissionFits(pattern, permission));
  const rules = containersOf(world, scope.node)
    .flatMap((at) => world.denyPolicies.get(at) ?? [])
    .flatMap((p) => p.rules);
  return triOr(
    rules.map(({ denyRule: rule }) => {
      if (!listed(rule.deniedPermissions) || listed(rule.exceptionPermissions)) return 'no';
      const condition = settle(evaluateCondition(rule.denialCondition?.expression, facts), 'yes');
      return triAnd([anyOf(rule.deniedPrincipals), triNot(anyOf(rule.exceptionPrincipals)), condition]);
    }),
  );
}

/** IAP is covered from enforcement version 2 on; a policy without rules is not enforced. */
function boundaryValue(scope: Scope): Tri {
  const { world, account, node } = scope;
  const type = account.kind === 'user' ? 'WorkspaceIdentity' : 'ServiceAccount';
  const principal = { type: `iam.googleapis.com/${type}`, subject: account.email };
  const inside = containersOf(world, node).map((at) => `//cloudresourcemanager.googleapis.com/${at}`);
  const values = world.boundaryBindings.flatMap((binding): Tri[] => {
    const details = world.boundaryPolicies.find(({ name }) => name === binding.policy)?.details;
    if (!details || details.rules.length === 0 || details.enforcementVersion === '1') return [];
    if (!boundarySetMatches(world, account, binding.principalSet)) return [];
    const applies = evaluateCondition(binding.condition?.expression, { ...scope.facts, principal });
    if (applies === 'no') return [];
    if (applies === 'error') return ['error'];
    return [
      details.rules.some((rule) => rule.resources.some((name) => inside.includes(name))) ? 'yes' : 'no',
    ];
  });
  if (values.length === 0) return 'yes';
  return values.includes('error') ? 'no' : triOr(values);
}

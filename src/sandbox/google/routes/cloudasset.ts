/** Cloud Asset Inventory v1: effective policies of containers, and the search over them. It knows no IAP web nodes. */
import { invalidArgument, rpcError } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { canonicalNode, chainOf, containersOf, findProject, fullName, type PolicyBinding } from '../model.js';
import { policyJson } from './policy-json.js';

const api = 'cloudasset';

function scopeNode(call: Call, permission: string): string {
  const scope = pathValue(call, 'scope');
  const node = canonicalNode(call.world, scope);
  if (node === undefined) throw rpcError(403, 'The caller does not have permission');
  call.rights.require(permission, node, scope);
  return node;
}

/** At most 20 names; a node without a policy is left out, and nothing above the scope is shown. */
function batchGet(call: Call): unknown {
  const scope = scopeNode(call, 'cloudasset.assets.analyzeIamPolicy');
  const names = call.query.getAll('names');
  if (names.length === 0 || names.length > 20)
    throw invalidArgument('The number of names must be between 1 and 20.');
  return { policyResults: names.map((name) => effective(call, scope, name)) };
}

function effective(call: Call, scope: string, name: string): unknown {
  const node = canonicalNode(call.world, name.replace(/^\/\/cloudresourcemanager\.googleapis\.com\//, ''));
  const chain = node === undefined ? [] : containersOf(call.world, node);
  if (!name.startsWith('//') || node === undefined || !chain.includes(scope))
    throw invalidArgument(`The resource ${name} is not found in the scope ${pathValue(call, 'scope')}.`);
  const upToScope = chain.slice(0, chain.indexOf(scope) + 1);
  const policies = upToScope.flatMap((at) => {
    const policy = call.world.policies.get(at);
    if (!policy || policy.bindings.length === 0) return [];
    return [{ attachedResource: attachedName(call, at), policy: policyJson(policy, 3) }];
  });
  return { fullResourceName: name, ...(policies.length > 0 ? { policies } : {}) };
}

/** Cloud Asset writes a project by its text id where it has one. */
function attachedName(call: Call, node: string): string {
  const [plural, id = ''] = node.split('/');
  const project = plural === 'projects' ? findProject(call.world, id) : undefined;
  return fullName(project ? `projects/${project.projectId}` : node);
}

interface Term {
  readonly field: string;
  readonly value: string;
}

/** The part of the search syntax that asks for policies: `policy:…`, `policy.role.permissions:…`, `resource:…`, joined by AND. */
function readQuery(query: string): Term[] {
  return [...query.matchAll(/([A-Za-z.]+)\s*[:=]\s*(?:"([^"]*)"|\(([^)]*)\)|(\S+))/g)].map((match) => ({
    field: match[1] ?? '',
    value: (match[2] ?? match[3] ?? match[4] ?? '').toLowerCase(),
  }));
}

function bindingFits(call: Call, binding: PolicyBinding, term: Term): boolean {
  const alternatives = term.value.split(/\s+or\s+/).map((text) => text.replaceAll('"', ''));
  const texts = [binding.role, ...binding.members].map((text) => text.toLowerCase());
  switch (term.field) {
    case 'policy':
    case 'roles':
      return alternatives.some((value) => texts.some((text) => text.includes(value)));
    case 'policy.role.permissions': {
      const permissions = call.world.roles.get(binding.role)?.includedPermissions ?? [];
      return alternatives.some((value) => permissions.some((p) => p.toLowerCase() === value));
    }
    case 'memberTypes':
      return binding.members.some((member) =>
        alternatives.includes((member.split(':')[0] ?? '').toLowerCase()),
      );
    default:
      return true;
  }
}

function searchAll(call: Call): unknown {
  const scope = scopeNode(call, 'cloudasset.assets.searchAllIamPolicies');
  const terms = readQuery(call.query.get('query') ?? '');
  const containers = [...call.world.policies.keys()].filter(
    (node) => node.split('/').length === 2 && chainOf(call.world, node).includes(scope),
  );
  const results = containers.flatMap((node) => {
    const resource = attachedName(call, node);
    const wanted = terms.find((term) => term.field === 'resource');
    if (wanted && !resource.toLowerCase().includes(wanted.value)) return [];
    const all = call.world.policies.get(node)?.bindings ?? [];
    const bindings = all.filter((binding) => terms.every((term) => bindingFits(call, binding, term)));
    if (bindings.length === 0) return [];
    const kind = { projects: 'Project', folders: 'Folder', organizations: 'Organization' }[
      node.split('/')[0] ?? ''
    ];
    return [
      {
        resource,
        assetType: `cloudresourcemanager.googleapis.com/${kind}`,
        ...(kind === 'Project' ? { project: node } : {}),
        folders: chainOf(call.world, node).filter((at) => at.startsWith('folders/')),
        organization: chainOf(call.world, node).at(-1),
        policy: policyJson({ bindings }, 3),
      },
    ];
  });
  return pageBody('results', pageOf(call, results, { fallback: 100, max: 500 }));
}

const SCOPE = '(?<scope>(?:projects|folders|organizations)/[^/:]+)';

export const assetRoutes: readonly Route[] = [
  { api, method: 'GET', path: new RegExp(`^/v1/${SCOPE}/effectiveIamPolicies:batchGet$`), handle: batchGet },
  { api, method: 'GET', path: new RegExp(`^/v1/${SCOPE}:searchAllIamPolicies$`), handle: searchAll },
];

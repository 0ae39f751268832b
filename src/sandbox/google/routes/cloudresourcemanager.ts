/** Cloud Resource Manager v1 and v3: the tree of projects, folders and organisations, their policies and tags. */
import { invalidArgument, permissionDenied, rpcError } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { canonicalNode, chainOf, containersOf, findProject, type World } from '../model.js';
import { etagOf, policyJson, requestedVersion } from './policy-json.js';

const api = 'cloudresourcemanager';
const KIND: Readonly<Record<string, string>> = {
  projects: 'project',
  folders: 'folder',
  organizations: 'organization',
};

/** Resource Manager answers 403 for what does not exist as for what may not be seen. */
function visibleNode(call: Call, name: string, permission: string): string {
  const node = canonicalNode(call.world, name);
  if (node === undefined) throw permissionDenied(permission, name);
  call.rights.require(permission, node, name);
  return node;
}

function getContainer(call: Call): unknown {
  const name = pathValue(call, 'name');
  const kind = name.split('/')[0] ?? '';
  const node = visibleNode(call, name, `resourcemanager.${kind}.get`);
  return containerJson(call.world, node);
}

function containerJson(world: World, node: string): unknown {
  const id = node.split('/')[1] ?? '';
  const base = { state: 'ACTIVE', createTime: '2020-01-01T00:00:00Z', updateTime: '2020-01-01T00:00:00Z' };
  const project = node.startsWith('projects/') ? findProject(world, id) : undefined;
  if (project) {
    const { parent, projectId, displayName } = project;
    return { name: node, parent, projectId, displayName, ...base, etag: etagOf(project) };
  }
  const folder = world.folders.find((f) => node === `folders/${f.id}`);
  if (folder)
    return {
      name: node,
      parent: folder.parent,
      displayName: folder.displayName,
      ...base,
      etag: etagOf(folder),
    };
  const organization = world.organizations.find((o) => node === `organizations/${o.id}`);
  return {
    name: node,
    displayName: organization?.displayName,
    directoryCustomerId: organization?.customerId,
    ...base,
    etag: etagOf(node),
  };
}

function getAncestry(call: Call): unknown {
  const project = pathValue(call, 'project');
  const node = canonicalNode(call.world, `projects/${project}`);
  if (node === undefined || !call.rights.has('resourcemanager.projects.get', node))
    throw rpcError(403, 'The caller does not have permission');
  const ancestor = containersOf(call.world, node).map((name) => {
    const [plural = '', id = ''] = name.split('/');
    const shown = plural === 'projects' ? (findProject(call.world, id)?.projectId ?? id) : id;
    return { resourceId: { type: KIND[plural], id: shown } };
  });
  return { ancestor };
}

function getIamPolicy(call: Call): unknown {
  const name = pathValue(call, 'name');
  const node = visibleNode(call, name, `resourcemanager.${name.split('/')[0]}.getIamPolicy`);
  return policyJson(call.world.policies.get(node), requestedVersion(call.body));
}

/** `query` is `domain:acme.test` or `directoryCustomerId:C0…`; only organisations the caller may see are found. */
function searchOrganizations(call: Call): unknown {
  const query = call.query.get('query') ?? '';
  const [, key, value] = /^([A-Za-z.]+)[:=]\s*"?([^"]*)"?$/.exec(query.trim()) ?? [];
  if (query.trim() !== '' && key === undefined) throw invalidArgument('The query is not valid.');
  const wanted = value?.toLowerCase();
  const found = call.world.organizations.filter((organization) => {
    if (!call.rights.has('resourcemanager.organizations.get', `organizations/${organization.id}`))
      return false;
    if (key === undefined) return true;
    if (key.toLowerCase() === 'domain') return organization.displayName === wanted;
    return organization.customerId.toLowerCase() === wanted;
  });
  const items = found.map((o) => containerJson(call.world, `organizations/${o.id}`));
  return pageBody('organizations', pageOf(call, items, { fallback: 50, max: 500 }));
}

function effectiveTags(call: Call): unknown {
  const parent = call.query.get('parent') ?? '';
  const name = parent.replace(/^\/\/[a-z]+\.googleapis\.com\//, '');
  const node = canonicalNode(call.world, name);
  if (!parent.startsWith('//') || node === undefined)
    throw rpcError(403, 'The caller does not have permission');
  call.rights.require('resourcemanager.hierarchyNodes.listEffectiveTags', node, parent);
  const seen = new Set<string>();
  const tags = chainOf(call.world, node).flatMap((at) =>
    (call.world.tags.get(at) ?? [])
      .filter((tag) => !seen.has(tag.tagKey) && seen.add(tag.tagKey))
      .map((tag) => ({
        ...tag,
        tagKeyParentName: `organizations/${tag.namespacedTagKey.split('/')[0]}`,
        ...(at === node ? {} : { inherited: true }),
      })),
  );
  return pageBody('effectiveTags', pageOf(call, tags, { fallback: 100, max: 300 }));
}

const CONTAINER = '(?<name>(?:projects|folders|organizations)/[^/:]+)';

export const resourceManagerRoutes: readonly Route[] = [
  { api, method: 'POST', path: /^\/v1\/projects\/(?<project>[^/]+):getAncestry$/, handle: getAncestry },
  { api, method: 'POST', path: new RegExp(`^/v1/${CONTAINER}:getIamPolicy$`), handle: getIamPolicy },
  { api, method: 'POST', path: new RegExp(`^/v3/${CONTAINER}:getIamPolicy$`), handle: getIamPolicy },
  { api, method: 'GET', path: /^\/v3\/organizations:search$/, handle: searchOrganizations },
  { api, method: 'GET', path: /^\/v3\/effectiveTags$/, handle: effectiveTags },
  { api, method: 'GET', path: new RegExp(`^/v3/${CONTAINER}$`), handle: getContainer },
];

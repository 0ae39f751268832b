/** Compute Engine v1: aggregated, global and regional lists of the load balancer's parts, and each part alone. */
import { legacyError } from '../http/errors.js';
import { pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { findProject, type ProjectRecord, type World } from '../model.js';
import { COMPUTE_KINDS, type ComputeItem, type ComputeKind, computeItems } from './compute-json.js';

const api = 'compute';
const RULE = { fallback: 500, max: 500 };
const SINGULAR: Readonly<Record<ComputeKind, string>> = {
  backendServices: 'backendService',
  networkEndpointGroups: 'networkEndpointGroup',
  urlMaps: 'urlMap',
  forwardingRules: 'forwardingRule',
  targetHttpsProxies: 'targetHttpsProxy',
  targetHttpProxies: 'targetHttpProxy',
  sslCertificates: 'sslCertificate',
};

function kindOf(call: Call): ComputeKind {
  const asked = pathValue(call, 'kind');
  const kind = COMPUTE_KINDS.find((candidate) => candidate === asked);
  if (kind === undefined) throw legacyError(404, `The resource kind '${asked}' was not found`, 'notFound');
  return kind;
}

function projectAsked(call: Call, kind: ComputeKind, verb: 'get' | 'list'): ProjectRecord {
  const key = pathValue(call, 'project');
  const project = findProject(call.world, key);
  if (!project) throw legacyError(404, `The resource 'projects/${key}' was not found`, 'notFound');
  const permission = `compute.${kind}.${verb}`;
  if (!call.rights.has(permission, `projects/${project.number}`))
    throw legacyError(403, `Required '${permission}' permission for 'projects/${key}'`, 'forbidden');
  return project;
}

function regions(world: World): string[] {
  const named = [
    ...world.backendServices,
    ...world.forwardingRules,
    ...world.urlMaps,
    ...world.certificates,
    ...world.endpointGroups,
  ].map((item) => item.region);
  return [...new Set([...named.filter((region) => region !== undefined), 'us-central1'])];
}

/** Scopes without anything on this page carry a warning instead of a list. */
function aggregated(call: Call): unknown {
  const kind = kindOf(call);
  const project = projectAsked(call, kind, 'list');
  const scopes = ['global', ...regions(call.world).map((region) => `regions/${region}`)];
  // Pages go through the scopes one after the other.
  const all = computeItems(call.world, project, kind);
  const inOrder = scopes.flatMap((scope) => all.filter((item) => scopeOf(item) === scope));
  const page = pageOf(call, inOrder, RULE, 'maxResults');
  const items = scopes.map((scope) => {
    const here = page.items.filter((item) => scopeOf(item) === scope).map((item) => item.json);
    if (here.length > 0) return [scope, { [kind]: here }];
    const message = `There are no results for scope '${scope}' on this page.`;
    return [
      scope,
      { warning: { code: 'NO_RESULTS_ON_PAGE', message, data: [{ key: 'scope', value: scope }] } },
    ];
  });
  return {
    kind: `compute#${SINGULAR[kind]}AggregatedList`,
    id: `projects/${project.projectId}/aggregated/${kind}`,
    items: Object.fromEntries(items),
    ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    selfLink: `https://www.googleapis.com/compute/v1/projects/${project.projectId}/aggregated/${kind}`,
  };
}

function scopeOf(item: ComputeItem): string {
  return item.region === undefined ? 'global' : `regions/${item.region}`;
}

function list(call: Call): unknown {
  const kind = kindOf(call);
  const project = projectAsked(call, kind, 'list');
  const all = computeItems(call.world, project, kind).filter(
    (item) => scopeOf(item) === pathValue(call, 'scope'),
  );
  const page = pageOf(call, all, RULE, 'maxResults');
  return {
    kind: `compute#${SINGULAR[kind]}List`,
    id: `projects/${project.projectId}/${pathValue(call, 'scope')}/${kind}`,
    ...(page.items.length > 0 ? { items: page.items.map((item) => item.json) } : {}),
    ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
  };
}

function get(call: Call): unknown {
  const kind = kindOf(call);
  const project = projectAsked(call, kind, 'get');
  const { scope = '', name = '' } = call.path;
  const item = computeItems(call.world, project, kind).find(
    (candidate) => scopeOf(candidate) === scope && (candidate.name === name || candidate.id === name),
  );
  if (!item) {
    const resource = `projects/${project.projectId}/${scope}/${kind}/${name}`;
    throw legacyError(404, `The resource '${resource}' was not found`, 'notFound');
  }
  return item.json;
}

const PROJECT = '/compute/v1/projects/(?<project>[^/]+)';
const KIND = `(?<kind>${COMPUTE_KINDS.join('|')})`;
const SCOPED = `${PROJECT}/(?<scope>global|regions/[^/]+)/${KIND}`;

export const computeRoutes: readonly Route[] = [
  { api, method: 'GET', path: new RegExp(`^${PROJECT}/aggregated/${KIND}$`), handle: aggregated },
  { api, method: 'GET', path: new RegExp(`^${SCOPED}$`), handle: list },
  { api, method: 'GET', path: new RegExp(`^${SCOPED}/(?<name>[^/]+)$`), handle: get },
];

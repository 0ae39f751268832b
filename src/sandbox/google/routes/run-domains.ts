/** Cloud Run's Knative-shaped v1: custom domains that it serves by itself. */
import { permissionDenied } from '../http/errors.js';
import { paginate } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { type DomainMappingRecord, findProject, type ProjectRecord } from '../model.js';

function mappingJson(project: ProjectRecord, mapping: DomainMappingRecord): unknown {
  return {
    apiVersion: 'domains.cloudrun.com/v1',
    kind: 'DomainMapping',
    metadata: {
      name: mapping.domain,
      namespace: project.number,
      selfLink: `/apis/domains.cloudrun.com/v1/namespaces/${project.number}/domainmappings/${mapping.domain}`,
      labels: { 'cloud.googleapis.com/location': mapping.region },
      creationTimestamp: mapping.createdAt,
    },
    spec: { routeName: mapping.service, certificateMode: 'AUTOMATIC' },
    status: {
      mappedRouteName: mapping.service,
      conditions: [{ type: 'Ready', status: 'True' }],
      resourceRecords: [{ type: 'CNAME', rrdata: 'ghs.googlehosted.com.' }],
    },
  };
}

/** Pages by `limit` and `continue`, as Kubernetes does. */
function list(call: Call): unknown {
  const key = pathValue(call, 'namespace');
  const project = findProject(call.world, key);
  const shown = `namespaces/${key}`;
  if (!project) throw permissionDenied('run.domainmappings.list', shown);
  call.rights.require('run.domainmappings.list', `projects/${project.number}`, shown);
  const items = call.world.domainMappings
    .filter((mapping) => mapping.project === project.number)
    .map((mapping) => mappingJson(project, mapping));
  const size = Number(call.query.get('limit') ?? '0');
  const token = call.query.get('continue') ?? undefined;
  const page = paginate(items, { size, token, cap: call.switches.pageCap }, { fallback: 100, max: 1000 });
  return {
    apiVersion: 'domains.cloudrun.com/v1',
    kind: 'DomainMappingList',
    metadata: page.nextPageToken === undefined ? {} : { continue: page.nextPageToken },
    ...(page.items.length > 0 ? { items: page.items } : {}),
  };
}

export const runDomainRoutes: readonly Route[] = [
  {
    api: 'run',
    method: 'GET',
    path: /^\/apis\/domains\.cloudrun\.com\/v1\/namespaces\/(?<namespace>[^/]+)\/domainmappings$/,
    handle: list,
  },
];

/** Cloud Run v2: services and their own IAM policy (not the one of their IAP node). */
import { notFound, permissionDenied } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { findProject, type ProjectRecord, type RunServiceRecord } from '../model.js';
import { etagOf, policyJson } from './policy-json.js';

const api = 'run';

function projectAsked(call: Call, permission: string): ProjectRecord {
  const key = pathValue(call, 'project');
  const shown = `projects/${key}/locations/${pathValue(call, 'region')}/services`;
  const project = findProject(call.world, key);
  if (!project) throw permissionDenied(permission, shown);
  call.rights.require(permission, `projects/${project.number}`, shown);
  return project;
}

function serviceJson(project: ProjectRecord, service: RunServiceRecord): unknown {
  return {
    name: `projects/${project.projectId}/locations/${service.region}/services/${service.name}`,
    uid: Buffer.from(`${service.region}/${service.name}`).toString('hex').slice(0, 32),
    generation: '1',
    createTime: service.createdAt,
    updateTime: service.createdAt,
    ingress: service.ingress,
    launchStage: 'GA',
    uri: service.urls[0],
    urls: service.urls,
    etag: etagOf(service),
    ...(service.iapEnabled ? { iapEnabled: true } : {}),
    ...(service.invokerIamDisabled ? { invokerIamDisabled: true } : {}),
    ...(service.defaultUriDisabled ? { defaultUriDisabled: true } : {}),
  };
}

function list(call: Call): unknown {
  const project = projectAsked(call, 'run.services.list');
  const region = pathValue(call, 'region');
  const items = call.world.runServices
    .filter((s) => s.project === project.number && (region === '-' || s.region === region))
    .map((service) => serviceJson(project, service));
  return pageBody('services', pageOf(call, items, { fallback: 100, max: 1000 }));
}

function serviceAsked(call: Call, permission: string): [ProjectRecord, RunServiceRecord] {
  const project = projectAsked(call, permission);
  const { region, service: name } = call.path;
  const service = call.world.runServices.find(
    (s) => s.project === project.number && s.region === region && s.name === name,
  );
  if (!service)
    throw notFound(
      `Resource '${name}' of kind 'SERVICE' in region '${region}' in project '${project.projectId}' does not exist.`,
    );
  return [project, service];
}

function getIamPolicy(call: Call): unknown {
  const [, service] = serviceAsked(call, 'run.services.getIamPolicy');
  return policyJson(service.policy, Number(call.query.get('options.requestedPolicyVersion') ?? '0'));
}

const SERVICES = '/v2/projects/(?<project>[^/]+)/locations/(?<region>[^/]+)/services';

export const runRoutes: readonly Route[] = [
  { api, method: 'GET', path: new RegExp(`^${SERVICES}$`), handle: list },
  {
    api,
    method: 'GET',
    path: new RegExp(`^${SERVICES}/(?<service>[^/:]+)$`),
    handle: (call) => serviceJson(...serviceAsked(call, 'run.services.get')),
  },
  {
    api,
    method: 'GET',
    path: new RegExp(`^${SERVICES}/(?<service>[^/:]+):getIamPolicy$`),
    handle: getIamPolicy,
  },
];

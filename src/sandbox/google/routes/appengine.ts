/** App Engine v1: the application of a project, its services and their versions. */
import { notFound, permissionDenied } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { type AppEngineRecord, findProject } from '../model.js';

const api = 'appengine';

function appAsked(call: Call, permission: string): AppEngineRecord {
  const id = pathValue(call, 'app');
  const project = findProject(call.world, id);
  if (!project) throw permissionDenied(permission, `apps/${id}`);
  call.rights.require(permission, `projects/${project.number}`, `apps/${id}`);
  const app = call.world.apps.find((candidate) => candidate.id === project.projectId);
  if (!app) throw notFound(`Could not find Application '${id}'.`);
  return app;
}

function getApp(call: Call): unknown {
  const app = appAsked(call, 'appengine.applications.get');
  return {
    name: `apps/${app.id}`,
    id: app.id,
    locationId: app.locationId,
    servingStatus: 'SERVING',
    defaultHostname: app.defaultHostname,
    ...(app.dispatch.length > 0 ? { dispatchRules: app.dispatch } : {}),
    iap: { enabled: app.iapEnabled, ...(app.oauth2ClientId ? { oauth2ClientId: app.oauth2ClientId } : {}) },
  };
}

function serviceJson(app: AppEngineRecord, service: AppEngineRecord['services'][number]): unknown {
  const latest = service.versions.at(-1);
  return {
    name: `apps/${app.id}/services/${service.id}`,
    id: service.id,
    split: { allocations: latest === undefined ? {} : { [latest]: 1 } },
  };
}

function listServices(call: Call): unknown {
  const app = appAsked(call, 'appengine.services.list');
  const items = app.services.map((service) => serviceJson(app, service));
  return pageBody('services', pageOf(call, items, { fallback: 100, max: 100 }));
}

function serviceAsked(
  call: Call,
  permission: string,
): [AppEngineRecord, AppEngineRecord['services'][number]] {
  const app = appAsked(call, permission);
  const id = pathValue(call, 'service');
  const service = app.services.find((candidate) => candidate.id === id);
  if (!service) throw notFound(`Service '${id}' not found.`);
  return [app, service];
}

function listVersions(call: Call): unknown {
  const [app, service] = serviceAsked(call, 'appengine.versions.list');
  const items = service.versions.map((id) => ({
    name: `apps/${app.id}/services/${service.id}/versions/${id}`,
    id,
    servingStatus: 'SERVING',
  }));
  return pageBody('versions', pageOf(call, items, { fallback: 20, max: 100 }));
}

function listDomains(call: Call): unknown {
  const app = appAsked(call, 'appengine.applications.get');
  const items = (app.domains ?? []).map((id) => ({
    name: `apps/${app.id}/domainMappings/${id}`,
    id,
    sslSettings: { sslManagementType: 'AUTOMATIC' },
  }));
  return pageBody('domainMappings', pageOf(call, items, { fallback: 100, max: 100 }));
}

const APP = '/v1/apps/(?<app>[^/:]+)';

export const appEngineRoutes: readonly Route[] = [
  { api, method: 'GET', path: new RegExp(`^${APP}$`), handle: getApp },
  { api, method: 'GET', path: new RegExp(`^${APP}/services$`), handle: listServices },
  { api, method: 'GET', path: new RegExp(`^${APP}/domainMappings$`), handle: listDomains },
  {
    api,
    method: 'GET',
    path: new RegExp(`^${APP}/services/(?<service>[^/:]+)$`),
    handle: (call) => serviceJson(...serviceAsked(call, 'appengine.services.get')),
  },
  {
    api,
    method: 'GET',
    path: new RegExp(`^${APP}/services/(?<service>[^/:]+)/versions$`),
    handle: listVersions,
  },
];

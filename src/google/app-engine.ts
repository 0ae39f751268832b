/** App Engine: the application of a project with its IAP switch, its services and its custom domains (appengine v1). */
import { z } from 'zod';
import { asker } from './api.js';
import type { Client } from './client.js';
import { list, optional, optionalFlag, optionalText, pageOf } from './fields.js';
import { lazy } from './lazy.js';
import type { AppEnginePort, AppInfo } from './ports.js';

const v1 = lazy(async () => {
  const { appengine_v1 } = await import('googleapis/build/src/apis/appengine/v1.js');
  return new appengine_v1.Appengine({}).apps;
});

const app = z
  .object({
    id: z.string().min(1),
    defaultHostname: optionalText,
    servingStatus: optionalText,
    iap: optional(z.object({ enabled: optionalFlag, oauth2ClientId: optionalText })),
    dispatchRules: list(z.object({ domain: optionalText, path: optionalText, service: z.string().min(1) })),
  })
  .transform(
    ({ iap, dispatchRules, ...same }): AppInfo => ({
      ...same,
      iapEnabled: iap?.enabled,
      oauth2ClientId: iap?.oauth2ClientId,
      // Both default to everything (App Engine Admin API, `UrlDispatchRule`).
      dispatch: dispatchRules.map(({ domain, path, service }) => ({
        domain: domain === undefined || domain === '' ? '*' : domain,
        path: path === undefined || path === '' ? '/*' : path,
        service,
      })),
    }),
  );

const named = z.object({ id: z.string().min(1) }).transform(({ id }) => id);
const services = pageOf('services', named);
const domains = pageOf('domainMappings', named);

export function appEnginePort(client: Client): AppEnginePort {
  const api = asker(client, 'appengine');
  return {
    app: (appsId, call) =>
      api.read(`apps/${appsId}`, call, app, async (options) => (await v1()).get({ appsId }, options)),
    services: (appsId, call) =>
      api.list(`apps/${appsId}/services`, call, services, async (options, page) =>
        (await v1()).services.list({ appsId, pageSize: 100, ...page }, options),
      ),
    domains: (appsId, call) =>
      api.list(`apps/${appsId}/domainMappings`, call, domains, async (options, page) =>
        (await v1()).domainMappings.list({ appsId, pageSize: 100, ...page }, options),
      ),
  };
}

/** Cloud Run: services, their IAP and ingress switches, and who may invoke them (run.googleapis.com v2). */
import { z } from 'zod';
import { type Container, containerName } from '../names/index.js';
import { asker } from './api.js';
import type { Client } from './client.js';
import { optionalFlag, optionalText, pageOf, texts } from './fields.js';
import { lazy } from './lazy.js';
import { allowPolicy } from './policy-shape.js';
import type { RunPort, RunServiceInfo } from './ports.js';
import { runDomains } from './run-domains.js';

const v2 = lazy(async () => {
  const { run_v2 } = await import('googleapis/build/src/apis/run/v2.js');
  return new run_v2.Run({}).projects.locations.services;
});

const NAME = /^projects\/[^/]+\/locations\/([^/]+)\/services\/([^/]+)$/;

const service = z
  .object({
    name: z.string().regex(NAME),
    uri: optionalText,
    urls: texts,
    iapEnabled: optionalFlag,
    ingress: optionalText,
    invokerIamDisabled: optionalFlag,
    defaultUriDisabled: optionalFlag,
  })
  .transform(({ name, uri, ...same }): RunServiceInfo => {
    const [, region = '', short = ''] = NAME.exec(name) ?? [];
    return { ...same, name: short, region, url: uri };
  });
const services = pageOf('services', service);

/** Google's full name; nothing when a part would change the path. */
function fullName(project: Container, region: string, name: string): string | undefined {
  const safe = /^[a-z0-9-]+$/;
  return safe.test(region) && safe.test(name)
    ? `${containerName(project)}/locations/${region}/services/${name}`
    : undefined;
}

export function runPort(client: Client): RunPort {
  const api = asker(client, 'run');
  const refuse = (region: string, name: string) =>
    api.refuse(`locations/${region}/services/${name}`, 'invalid', 'not the name of a Cloud Run service');
  return {
    services: (project, call) => {
      const parent = `${containerName(project)}/locations/-`;
      return api.list(`${parent}/services`, call, services, async (options, page) =>
        (await v2()).list({ parent, pageSize: 500, ...page }, options),
      );
    },
    service: async (project, region, short, call) => {
      const name = fullName(project, region, short);
      if (name === undefined) return refuse(region, short);
      return api.read(name, call, service, async (options) => (await v2()).get({ name }, options));
    },
    domains: runDomains(api),
    policy: async (project, region, short, call) => {
      const resource = fullName(project, region, short);
      if (resource === undefined) return refuse(region, short);
      return api.read(`${resource}:getIamPolicy`, call, allowPolicy, async (options) =>
        (await v2()).getIamPolicy({ resource, 'options.requestedPolicyVersion': 3 }, options),
      );
    },
  };
}

/** One backend service, and the Cloud Run service a serverless group behind it leads to (compute.googleapis.com v1). */
import { z } from 'zod';
import { asker } from './api.js';
import type { Client } from './client.js';
import { digits, list, optional, optionalFlag, optionalText } from './fields.js';
import { lazy } from './lazy.js';
import type { BackendDetail, BackendPort, ServerlessTarget } from './ports.js';

const v1 = lazy(async () => {
  const { compute_v1 } = await import('googleapis/build/src/apis/compute/v1.js');
  return new compute_v1.Compute({});
});

const filled = optionalText.transform((text) => (text === '' ? undefined : text));

const backend: z.ZodType<BackendDetail> = z
  .object({
    id: digits,
    name: z.string().min(1),
    region: optionalText,
    iap: optional(z.object({ enabled: optionalFlag, oauth2ClientId: filled })),
    creationTimestamp: optionalText,
    securityPolicy: filled,
    loadBalancingScheme: filled,
    backends: list(z.object({ group: optionalText })),
  })
  .transform(
    ({ id, name, region, iap, creationTimestamp, securityPolicy, loadBalancingScheme, backends }) => ({
      id,
      name,
      // A URL that ends in the region's name.
      region: region?.split('/').at(-1),
      // Inside the block an absent flag is `false`; without the block nothing is said.
      iapEnabled: iap && (iap.enabled ?? false),
      oauth2ClientId: iap?.oauth2ClientId,
      createdAt: creationTimestamp,
      securityPolicy,
      loadBalancingScheme,
      groups: backends.flatMap(({ group }) => group ?? []),
    }),
  );

/** A serverless group names a Cloud Run service, an App Engine service or a function, or masks a part of the URL. */
const endpointGroup: z.ZodType<ServerlessTarget> = z
  .object({ cloudRun: optional(z.object({ service: filled })) })
  .transform(({ cloudRun }) => ({ runService: cloudRun?.service }));

/** Names and ids go into the path: anything else would ask for something else. */
const SEGMENT = /^[A-Za-z0-9_-]{1,128}$/;

export function backendPort(client: Client): BackendPort {
  const api = asker(client, 'compute');
  return {
    backendService: async ({ id: project }, region, backendService, call) => {
      const scope = region === undefined ? 'global' : `regions/${region}`;
      const name = `projects/${project}/${scope}/backendServices/${backendService}`;
      if (!SEGMENT.test(backendService))
        return api.refuse(name, 'invalid', 'not the name of a backend service');
      return api.read(name, call, backend, async (options) => {
        const compute = await v1();
        return region === undefined
          ? compute.backendServices.get({ project, backendService }, options)
          : compute.regionBackendServices.get({ project, region, backendService }, options);
      });
    },
    serverlessTarget: async ({ id: project }, region, networkEndpointGroup, call) => {
      const name = `projects/${project}/regions/${region}/networkEndpointGroups/${networkEndpointGroup}`;
      if (!SEGMENT.test(networkEndpointGroup) || !SEGMENT.test(region))
        return api.refuse(name, 'invalid', 'not the name of a network endpoint group');
      return api.read(name, call, endpointGroup, async (options) =>
        (await v1()).regionNetworkEndpointGroups.get({ project, region, networkEndpointGroup }, options),
      );
    },
  };
}

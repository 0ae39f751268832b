/** Compute Engine: the backend services of a project with their IAP switch (compute.googleapis.com v1). */
import { z } from 'zod';
import { asker } from './api.js';
import type { Client } from './client.js';
import { aggregatedOf, identity } from './compute-shape.js';
import { digits, list, optional, optionalFlag, optionalText } from './fields.js';
import { lazy } from './lazy.js';
import type { BackendServiceInfo, ComputePort } from './ports.js';

const v1 = lazy(async () => {
  const { compute_v1 } = await import('googleapis/build/src/apis/compute/v1.js');
  return new compute_v1.Compute({}).backendServices;
});

const service = z.object({
  ...identity,
  id: digits,
  region: optionalText,
  iap: optional(z.object({ enabled: optionalFlag, oauth2ClientId: optionalText })),
  creationTimestamp: optionalText,
  securityPolicy: optionalText,
  loadBalancingScheme: optionalText,
  backends: list(z.object({ group: optionalText })),
});

const infoOf = (
  { region, iap, creationTimestamp, selfLink: _, backends, ...same }: z.output<typeof service>,
  link: string,
): BackendServiceInfo => ({
  ...same,
  // A URL that ends in the region's name.
  region: region?.split('/').at(-1) ?? /\/regions\/([^/]+)\//.exec(link)?.[1],
  iapEnabled: iap?.enabled,
  oauth2ClientId: iap?.oauth2ClientId,
  createdAt: creationTimestamp,
  groups: backends.flatMap(({ group }) => group ?? []),
});

export function computePort(client: Client): ComputePort {
  const api = asker(client, 'compute');
  return {
    backendServices: ({ id: project }, call) =>
      api.list(
        `projects/${project}/aggregated/backendServices`,
        call,
        aggregatedOf(project, 'backendServices', service, infoOf),
        async (options, page) => (await v1()).aggregatedList({ project, maxResults: 500, ...page }, options),
      ),
  };
}

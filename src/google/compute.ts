/** Compute Engine: the backend services of a project with their IAP switch (compute.googleapis.com v1). */
import { z } from 'zod';
import { asker } from './api.js';
import type { Client } from './client.js';
import { digits, list, optional, optionalFlag, optionalText, texts } from './fields.js';
import { lazy } from './lazy.js';
import type { Page } from './look.js';
import type { BackendServiceInfo, ComputePort } from './ports.js';

const v1 = lazy(async () => {
  const { compute_v1 } = await import('googleapis/build/src/apis/compute/v1.js');
  return new compute_v1.Compute({}).backendServices;
});

const service = z
  .object({
    id: digits,
    name: z.string().min(1),
    region: optionalText,
    iap: optional(z.object({ enabled: optionalFlag, oauth2ClientId: optionalText })),
    creationTimestamp: optionalText,
    securityPolicy: optionalText,
    loadBalancingScheme: optionalText,
  })
  .transform(
    ({ region, iap, creationTimestamp, ...same }): BackendServiceInfo => ({
      ...same,
      // A URL that ends in the region's name.
      region: region?.split('/').at(-1),
      iapEnabled: iap?.enabled,
      oauth2ClientId: iap?.oauth2ClientId,
      createdAt: creationTimestamp,
    }),
  );

/** Scopes (`global`, `regions/…`) each hold their services, or only a warning that there are none to be had. */
const scope = z.object({
  backendServices: list(service),
  warning: optional(z.object({ code: optionalText })),
});

const aggregated = z
  .object({
    items: z.record(z.string(), scope).default({}),
    nextPageToken: optionalText,
    unreachables: texts,
  })
  .transform(
    ({ items, nextPageToken, unreachables }): Page<BackendServiceInfo> => ({
      items: Object.values(items).flatMap((each) => each.backendServices),
      next: nextPageToken === '' ? undefined : nextPageToken,
      unreachable: [
        ...unreachables,
        ...Object.keys(items).filter((name) => items[name]?.warning?.code === 'UNREACHABLE'),
      ],
    }),
  );

export function computePort(client: Client): ComputePort {
  const api = asker(client, 'compute');
  return {
    backendServices: ({ id: project }, call) =>
      api.list(`projects/${project}/aggregated/backendServices`, call, aggregated, async (options, page) =>
        (await v1()).aggregatedList({ project, maxResults: 500, ...page }, options),
      ),
  };
}

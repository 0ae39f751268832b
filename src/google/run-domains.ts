/** Cloud Run: custom domains that it serves by itself (run.googleapis.com, the Knative-shaped v1). */
import { z } from 'zod';
import type { Asker } from './api.js';
import { list, optional, optionalText, texts } from './fields.js';
import { lazy } from './lazy.js';
import type { Page } from './look.js';
import type { RunDomainInfo, RunPort } from './ports.js';

const v1 = lazy(async () => {
  const { run_v1 } = await import('googleapis/build/src/apis/run/v1.js');
  return new run_v1.Run({}).namespaces.domainmappings;
});

const REGION = 'cloud.googleapis.com/location';

const mapping = z
  .object({
    metadata: z.object({ name: z.string().min(1), labels: z.record(z.string(), z.string()).nullish() }),
    spec: optional(z.object({ routeName: optionalText })),
    status: optional(z.object({ mappedRouteName: optionalText })),
  })
  .transform(({ metadata, spec, status }): RunDomainInfo[] => {
    const service = spec?.routeName ?? status?.mappedRouteName;
    return service === undefined || service === ''
      ? []
      : [{ domain: metadata.name, service, region: metadata.labels?.[REGION] }];
  });

const mappings = z
  .object({
    items: list(mapping),
    metadata: optional(z.object({ continue: optionalText })),
    unreachable: texts,
  })
  .transform(
    ({ items, metadata, unreachable }): Page<RunDomainInfo> => ({
      items: items.flat(),
      next: metadata?.continue === '' ? undefined : metadata?.continue,
      unreachable,
    }),
  );

/** Pages are asked for by `continue`, as Kubernetes does. */
export function runDomains(api: Asker): RunPort['domains'] {
  return ({ id }, call) => {
    const parent = `namespaces/${id}`;
    return api.list(`${parent}/domainmappings`, call, mappings, async (options, { pageToken }) =>
      (await v1()).list(
        { parent, limit: 500, ...(pageToken === undefined ? {} : { continue: pageToken }) },
        options,
      ),
    );
  };
}

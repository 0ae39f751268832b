/** Identity-Aware Proxy: the policy and the settings of one node (iap.googleapis.com v1). */
import { z } from 'zod';
import { type Container, containerName, type IapResource, iapName } from '../names/index.js';
import { asker } from './api.js';
import type { Client } from './client.js';
import { flag, optional, optionalFlag, optionalText, texts } from './fields.js';
import { lazy } from './lazy.js';
import { allowPolicy } from './policy-shape.js';
import type { IapPort, IapSettings } from './ports.js';
import { durationMs } from './reply-error.js';

const v1 = lazy(async () => {
  const { iap_v1 } = await import('googleapis/build/src/apis/iap/v1.js');
  return new iap_v1.Iap({}).v1;
});

const accessSettings = z.object({
  gcipSettings: optional(z.object({ tenantIds: texts })),
  corsSettings: optional(z.object({ allowHttpOptions: optionalFlag })),
  oauthSettings: optional(z.object({ clientId: optionalText, programmaticClients: texts })),
  reauthSettings: optional(
    z.object({ method: optionalText, maxAge: optionalText, policyType: optionalText }),
  ),
  allowedDomainsSettings: optional(z.object({ enable: flag, domains: texts })),
  workforceIdentitySettings: optional(z.object({ workforcePools: texts })),
  identitySources: texts,
});

const settings: z.ZodType<IapSettings> = z
  .object({ accessSettings: optional(accessSettings) })
  .transform(({ accessSettings: access }): IapSettings => {
    const reauth = access?.reauthSettings;
    const maxAgeMs = durationMs(reauth?.maxAge);
    return {
      gcipTenants: access?.gcipSettings?.tenantIds,
      allowHttpOptions: access?.corsSettings?.allowHttpOptions,
      oauthClientId: access?.oauthSettings?.clientId,
      programmaticClients: access?.oauthSettings?.programmaticClients ?? [],
      reauth: reauth && {
        method: reauth.method ?? 'METHOD_UNSPECIFIED',
        maxAgeSeconds: maxAgeMs === undefined ? undefined : maxAgeMs / 1000,
        policyType: reauth.policyType ?? 'POLICY_TYPE_UNSPECIFIED',
      },
      allowedDomains: access?.allowedDomainsSettings,
      workforcePools: access?.workforceIdentitySettings?.workforcePools ?? [],
      identitySources: access?.identitySources ?? [],
    };
  });

const nameOf = (node: IapResource | Container): string =>
  'level' in node ? iapName(node) : containerName(node);

export function iapPort(client: Client): IapPort {
  const api = asker(client, 'iap');
  return {
    policy: (node, call) => {
      const resource = iapName(node);
      const requestBody = { options: { requestedPolicyVersion: 3 } };
      return api.read(`${resource}:getIamPolicy`, call, allowPolicy, async (options) =>
        (await v1()).getIamPolicy({ resource, requestBody }, options),
      );
    },
    settings: (node, call) => {
      const name = nameOf(node);
      return api.read(`${name}:iapSettings`, call, settings, async (options) =>
        (await v1()).getIapSettings({ name }, options),
      );
    },
  };
}

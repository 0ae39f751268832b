/** Access Context Manager: every access level of an organisation (accesscontextmanager.googleapis.com v1). */
import { z } from 'zod';
import { containerName } from '../names/index.js';
import type { AccessLevel } from '../policy/types.js';
import { asker } from './api.js';
import type { Client } from './client.js';
import { flag, list, optional, optionalText, pageOf, texts } from './fields.js';
import { lazy } from './lazy.js';
import { joinLooks, mapLook } from './look.js';
import type { AccessContextPort } from './ports.js';

const v1 = lazy(async () => {
  const { accesscontextmanager_v1 } = await import('googleapis/build/src/apis/accesscontextmanager/v1.js');
  return new accesscontextmanager_v1.Accesscontextmanager({}).accessPolicies;
});

const policies = pageOf('accessPolicies', z.object({ name: z.string().regex(/^accessPolicies\/[\w-]+$/) }));

const condition = z
  .object({
    ipSubnetworks: texts,
    devicePolicy: optional(z.record(z.string(), z.unknown())),
    requiredAccessLevels: texts,
    negate: flag,
    members: texts,
    regions: texts,
    vpcNetworkSources: list(z.unknown()),
  })
  .transform(({ vpcNetworkSources, ...same }) => ({ ...same, hasVpcSources: vpcNetworkSources.length > 0 }));

const head = { name: z.string().regex(/^accessPolicies\/[^/]+\/accessLevels\/[^/]+$/), title: optionalText };
const basic = z
  .object({
    ...head,
    basic: z.object({
      combiningFunction: z.enum(['AND', 'OR']).nullish(),
      conditions: list(condition),
    }),
  })
  .transform(
    ({ basic: { combiningFunction, conditions }, ...same }): AccessLevel => ({
      ...same,
      kind: 'basic',
      // "Default behavior is AND" (BasicLevel.combiningFunction).
      combine: combiningFunction ?? 'AND',
      conditions,
    }),
  );
const custom = z
  .object({ ...head, custom: z.object({ expr: z.object({ expression: z.string() }) }) })
  .transform(
    ({ custom: { expr }, ...same }): AccessLevel => ({
      ...same,
      kind: 'custom',
      expression: expr.expression,
    }),
  );
const levels = pageOf('accessLevels', z.union([basic, custom]));

export function accessContextPort(client: Client): AccessContextPort {
  const api = asker(client, 'accesscontextmanager');
  return {
    levels: async (organization, call) => {
      const owner = containerName(organization);
      const all = await api.list(`accessPolicies?parent=${owner}`, call, policies, async (options, page) =>
        (await v1()).list({ parent: owner, ...page }, options),
      );
      if (!all.ok) return all;
      const each = all.value.map(({ name: parent }) =>
        api.list(`${parent}/accessLevels`, call, levels, async (options, page) =>
          (await v1()).accessLevels.list(
            { parent, accessLevelFormat: 'AS_DEFINED', pageSize: 200, ...page },
            options,
          ),
        ),
      );
      return mapLook(joinLooks(await Promise.all(each)), (lists) => lists.flat());
    },
  };
}

/** Organisation policies in force on a project (orgpolicy.googleapis.com v2). */
import { z } from 'zod';
import { containerName } from '../names/index.js';
import { asker } from './api.js';
import type { Client } from './client.js';
import { flag, list, optional, optionalFlag, texts } from './fields.js';
import { lazy } from './lazy.js';
import { mapLook } from './look.js';
import type { OrgPolicyPort, OrgPolicyRule } from './ports.js';

const v2 = lazy(async () => {
  const { orgpolicy_v2 } = await import('googleapis/build/src/apis/orgpolicy/v2.js');
  return new orgpolicy_v2.Orgpolicy({}).projects.policies;
});

/** Parameters may hold anything; only lists of text are of use to us. */
const textLists = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((all) =>
    Object.fromEntries(
      Object.entries(all ?? {}).flatMap(([name, value]): [string, string[]][] =>
        Array.isArray(value) && value.every((each) => typeof each === 'string') ? [[name, value]] : [],
      ),
    ),
  );

const rule = z
  .object({
    allowAll: flag,
    denyAll: flag,
    values: optional(z.object({ allowedValues: texts, deniedValues: texts })),
    enforce: optionalFlag,
    parameters: textLists,
    condition: optional(z.object({})),
  })
  .transform(
    ({ values, condition, ...same }): OrgPolicyRule => ({
      ...same,
      allowedValues: values?.allowedValues ?? [],
      deniedValues: values?.deniedValues ?? [],
      conditional: condition !== undefined,
    }),
  );

const policy = z.object({ spec: optional(z.object({ rules: list(rule) })) });

export function orgPolicyPort(client: Client): OrgPolicyPort {
  const api = asker(client, 'orgpolicy');
  return {
    effective: async (project, constraint, call) => {
      const name = `${containerName(project)}/policies/${constraint}`;
      const look = await api.read(`${name}:getEffectivePolicy`, call, policy, async (options) =>
        (await v2()).getEffectivePolicy({ name }, options),
      );
      return mapLook(look, ({ spec }) => spec?.rules ?? []);
    },
  };
}

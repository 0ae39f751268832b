/** IAM: role definitions and service accounts (iam.googleapis.com v1), with deny and boundary policies beside them. */
import { z } from 'zod';
import { parseRole } from '../names/index.js';
import { asker } from './api.js';
import { boundaryBindings, boundaryPolicies } from './boundary.js';
import type { Client } from './client.js';
import { denyPolicies } from './deny.js';
import { digits, flag, optionalText, texts } from './fields.js';
import { lazy } from './lazy.js';
import type { IamPort, RoleInfo } from './ports.js';

const v1 = lazy(async () => {
  const { iam_v1 } = await import('googleapis/build/src/apis/iam/v1.js');
  return new iam_v1.Iam({});
});

const role: z.ZodType<RoleInfo> = z
  .object({ name: z.string().min(1), includedPermissions: texts, stage: optionalText, deleted: flag })
  .transform(({ includedPermissions: permissions, ...same }) => ({ ...same, permissions }));

const account = z.object({ disabled: flag, projectId: z.string().min(1), uniqueId: digits });

export function iamPort(client: Client): IamPort {
  const api = asker(client, 'iam');
  return {
    role: async (name, call) => {
      const parsed = parseRole(name);
      if (!parsed) return api.refuse(name, 'invalid', 'not the name of a role');
      return api.read(name, call, role, async (options) => {
        const { roles, projects, organizations } = await v1();
        if (parsed.kind === 'predefined') return roles.get({ name }, options);
        return (parsed.parent.kind === 'project' ? projects : organizations).roles.get({ name }, options);
      });
    },
    serviceAccount: (address, call) => {
      // An address may hold characters that would end the path; Google's own examples keep the `@` as it is.
      const name = `projects/-/serviceAccounts/${encodeURIComponent(address).replace('%40', '@')}`;
      return api.read(name, call, account, async (options) =>
        (await v1()).projects.serviceAccounts.get({ name }, options),
      );
    },
    denyPolicies: (container, call) => denyPolicies(api, container, call),
    boundaryPolicies: (organization, call) => boundaryPolicies(api, organization, call),
    boundaryBindings: (parent, target, call) => boundaryBindings(api, parent, target, call),
  };
}

/** Privileged Access Manager (v1, of which `googleapis` has no client): who may ask for access, and what became of asking. */
import { z } from 'zod';
import { containerName } from '../names/index.js';
import { asker, type PageToken } from './api.js';
import type { Client } from './client.js';
import { list, optional, optionalText, pageOf, texts } from './fields.js';
import { plain } from './plain.js';
import type { Entitlement, PrivilegedAccess, PrivilegedAccessPort, PrivilegedGrant } from './ports.js';

const HOST = 'https://privilegedaccessmanager.googleapis.com/v1/';
const PAGE_SIZE = '500';

const access = z
  .object({
    gcpIamAccess: optional(
      z.object({ resource: optionalText, roleBindings: list(z.object({ role: z.string() })) }),
    ),
  })
  .nullish()
  .transform(
    (given): PrivilegedAccess => ({
      resource: given?.gcpIamAccess?.resource,
      roles: given?.gcpIamAccess?.roleBindings.map(({ role }) => role) ?? [],
    }),
  );

const entitlements = pageOf(
  'entitlements',
  z
    .object({
      name: z.string().min(1),
      state: optionalText,
      eligibleUsers: list(z.object({ principals: texts })),
      approvalWorkflow: optional(z.object({})),
      privilegedAccess: access,
    })
    .transform(
      ({ name, state, eligibleUsers, approvalWorkflow, privilegedAccess }): Entitlement => ({
        ...privilegedAccess,
        name,
        state,
        eligible: eligibleUsers.flatMap(({ principals }) => principals),
        needsApproval: approvalWorkflow !== undefined,
      }),
    ),
);

const grants = pageOf(
  'grants',
  z
    .object({
      name: z.string().min(1),
      requester: optionalText,
      state: z.string().default('STATE_UNSPECIFIED'),
      createTime: optionalText,
      updateTime: optionalText,
      privilegedAccess: access,
      auditTrail: optional(z.object({ accessRemoveTime: optionalText })),
    })
    .transform(
      ({
        name,
        requester,
        state,
        createTime,
        updateTime,
        privilegedAccess,
        auditTrail,
      }): PrivilegedGrant => ({
        ...privilegedAccess,
        name,
        requester,
        state,
        createdAt: createTime,
        updatedAt: updateTime,
        removedAt: auditTrail?.accessRemoveTime,
      }),
    ),
);

const urlOf = (path: string, page: PageToken): string =>
  `${HOST}${path}?${new URLSearchParams({ pageSize: PAGE_SIZE, ...page }).toString()}`;

/** Names come from Google's own answers; nothing that would leave the API is sent. */
const ENTITLEMENT =
  /^(?:projects|folders|organizations)\/[^/?#]+\/locations\/[^/?#]+\/entitlements\/[^/?#]+$/;

export function privilegedAccessPort(client: Client): PrivilegedAccessPort {
  const api = asker(client, 'privilegedaccessmanager');
  return {
    entitlements: (container, call) => {
      const path = `${containerName(container)}/locations/global/entitlements`;
      return api.list(path, call, entitlements, (options, page) => plain(urlOf(path, page))(options));
    },
    grants: async (entitlement, call) => {
      const path = `${entitlement}/grants`;
      if (!ENTITLEMENT.test(entitlement))
        return api.refuse(path, 'invalid', 'not the name of an entitlement');
      return api.list(path, call, grants, (options, page) => plain(urlOf(path, page))(options));
    },
  };
}

/** Checks what comes back from the shared cache of settings, switches, backends, organisation policies and lent access. */
import { z } from 'zod';
import type {
  AppInfo,
  BackendDetail,
  Entitlement,
  IapSettings,
  OrgPolicyRule,
  PrivilegedGrant,
  RunServiceInfo,
  ServerlessTarget,
} from '../google/ports.js';
import { reviver, runService } from './revive.js';

const text = z.string();
const maybe = z.string().optional();
const texts = z.array(z.string());
const access = { resource: maybe, roles: texts };

/** One check per kind of value. */
export const reviveSurroundings = {
  settings: reviver<IapSettings>(
    z.object({
      gcipTenants: texts.optional(),
      allowHttpOptions: z.boolean().optional(),
      oauthClientId: maybe,
      programmaticClients: texts,
      reauth: z.object({ method: text, maxAgeSeconds: z.number().optional(), policyType: text }).optional(),
      allowedDomains: z.object({ enable: z.boolean(), domains: texts }).optional(),
      workforcePools: texts,
      identitySources: texts,
    }),
  ),
  backend: reviver<BackendDetail>(
    z.object({
      id: text,
      name: text,
      region: maybe,
      iapEnabled: z.boolean().optional(),
      oauth2ClientId: maybe,
      createdAt: maybe,
      securityPolicy: maybe,
      groups: texts,
    }),
  ),
  serverlessTarget: reviver<ServerlessTarget>(z.object({ runService: maybe })),
  runService: reviver<RunServiceInfo>(runService),
  application: reviver<AppInfo>(
    z.object({
      id: text,
      defaultHostname: maybe,
      servingStatus: maybe,
      iapEnabled: z.boolean().optional(),
      oauth2ClientId: maybe,
      dispatch: z.array(z.object({ domain: text, path: text, service: text })),
    }),
  ),
  orgPolicy: reviver<OrgPolicyRule[]>(
    z.array(
      z.object({
        allowAll: z.boolean(),
        denyAll: z.boolean(),
        allowedValues: texts,
        deniedValues: texts,
        enforce: z.boolean().optional(),
        parameters: z.record(z.string(), texts),
        conditional: z.boolean(),
      }),
    ),
  ),
  entitlements: reviver<Entitlement[]>(
    z.array(z.object({ ...access, name: text, state: maybe, eligible: texts, needsApproval: z.boolean() })),
  ),
  privilegedGrants: reviver<PrivilegedGrant[]>(
    z.array(
      z.object({
        ...access,
        name: text,
        requester: maybe,
        state: text,
        createdAt: maybe,
        removedAt: maybe,
        updatedAt: maybe,
      }),
    ),
  ),
} as const;

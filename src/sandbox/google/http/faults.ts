/** Faults that can be switched on while the emulator runs, one per API or path. */
import type { World } from '../model.js';
import { errorInfo, legacyError, type Reply, rpcError } from './errors.js';
import type { ApiName } from './route.js';

export interface Fault {
  /** Undefined: every API. */
  readonly api?: ApiName;
  /** Tested against path and query as sent. */
  readonly path?: RegExp;
  readonly kind:
    | 'forbidden'
    | 'not-found'
    | 'throttled'
    | 'server-error'
    | 'hang'
    | 'half-json'
    | 'slow'
    | 'api-disabled';
  /** For `slow`: milliseconds before the answer. */
  readonly ms?: number;
  /** For `throttled`: seconds in Retry-After; undefined sends no such header. */
  readonly retryAfter?: number;
  /** How many more requests it hits; undefined: until it is taken away. Counted down in place. */
  times?: number;
}

/** Takes the first fault that fits the request, counting it down. */
export function takeFault(faults: Fault[], api: ApiName, pathAndQuery: string): Fault | undefined {
  const at = faults.findIndex(
    (fault) =>
      (fault.times ?? 1) > 0 &&
      (fault.api === undefined || fault.api === api) &&
      (fault.path === undefined || pathAndQuery.search(fault.path) >= 0),
  );
  const fault = faults[at];
  if (fault?.times !== undefined) fault.times -= 1;
  return fault;
}

const LEGACY: readonly ApiName[] = ['admin', 'compute'];

/** The refusal a fault stands for; nothing for the kinds that only disturb the answer. */
export function faultReply(fault: Fault, api: ApiName, world: World): Reply | undefined {
  const legacy = LEGACY.includes(api);
  switch (fault.kind) {
    case 'forbidden':
      return (
        legacy
          ? legacyError(403, 'Not Authorized to access this resource/api', 'forbidden')
          : rpcError(403, 'The caller does not have permission')
      ).reply;
    case 'not-found':
      return (
        legacy
          ? legacyError(404, 'Resource Not Found', 'notFound')
          : rpcError(404, 'Requested entity was not found.')
      ).reply;
    case 'throttled': {
      const reply = quotaError(api, world).reply;
      const { retryAfter } = fault;
      return retryAfter === undefined ? reply : { ...reply, headers: { 'retry-after': String(retryAfter) } };
    }
    case 'server-error':
      return rpcError(500, 'Internal error encountered.').reply;
    case 'api-disabled':
      return disabledError(api, world).reply;
    case 'hang':
    case 'half-json':
    case 'slow':
      return undefined;
  }
}

function consumerNumber(world: World): string {
  const { quotaProject } = world.caller;
  return world.projects.find((project) => project.projectId === quotaProject)?.number ?? quotaProject;
}

/** 429 with the quota's name, as the service infrastructure writes it. */
export function quotaError(api: ApiName, world: World): ReturnType<typeof rpcError> {
  const service = `${api}.googleapis.com`;
  const consumer = `projects/${consumerNumber(world)}`;
  return rpcError(
    429,
    `Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute' of service '${service}' for consumer 'project_number:${consumerNumber(world)}'.`,
    [
      errorInfo('RATE_LIMIT_EXCEEDED', 'googleapis.com', {
        service,
        consumer,
        quota_metric: `${service}/read_requests`,
        quota_limit: 'ReadRequestsPerMinutePerProject',
        quota_location: 'global',
      }),
    ],
  );
}

const TITLES: Partial<Record<ApiName, string>> = {
  admin: 'Admin SDK API',
  cloudidentity: 'Cloud Identity API',
  iap: 'Cloud Identity-Aware Proxy API',
  logging: 'Cloud Logging API',
};

function disabledError(api: ApiName, world: World): ReturnType<typeof rpcError> {
  const service = `${api}.googleapis.com`;
  const number = consumerNumber(world);
  const url = `https://console.developers.google.com/apis/api/${service}/overview?project=${number}`;
  const message = `${TITLES[api] ?? service} has not been used in project ${number} before or it is disabled. Enable it by visiting ${url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`;
  if (LEGACY.includes(api)) return legacyError(403, message, 'accessNotConfigured');
  return rpcError(403, message, [
    {
      '@type': 'type.googleapis.com/google.rpc.Help',
      links: [{ description: 'Google developers console API activation', url }],
    },
    errorInfo('SERVICE_DISABLED', 'googleapis.com', { service, consumer: `projects/${number}` }),
  ]);
}

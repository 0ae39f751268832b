/** Puts Google together: one client, one pool of connections, one identity, and an adapter behind every port. */

import type { Metrics } from '../metrics/ports.js';
import { accessContextPort } from './access-context.js';
import { appEnginePort } from './app-engine.js';
import { assetPort } from './assets.js';
import { backendPort } from './backends.js';
import { createClient } from './client.js';
import { computePort } from './compute.js';
import { applicationDefault, fixedToken, nobody } from './credentials.js';
import { directoryPort } from './directory.js';
import { isLoopbackEndpoint } from './endpoint.js';
import { groupsPort } from './groups.js';
import { createHttp } from './http.js';
import { iamPort } from './iam.js';
import { iapPort } from './iap.js';
import { loadBalancingPort } from './load-balancing.js';
import { logsPort } from './logs.js';
import { orgPolicyPort } from './org-policy.js';
import type { Google } from './ports.js';
import { privilegedAccessPort } from './privileged-access.js';
import { resourceManagerPort } from './resource-manager.js';
import { runPort } from './run.js';
import { tokenPort } from './tokens.js';
import { troubleshooterPort } from './troubleshooter.js';

export interface GoogleOptions {
  /** One base URL for every Google REST API, on this computer only. Absent: Google itself. */
  readonly endpoint?: URL | undefined;
  /** The bearer token sent to {@link endpoint}; `emulator` when absent. Never sent anywhere else. */
  readonly token?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Wait before the first retry or poll, in milliseconds; doubled for each further one. */
  readonly retryBaseMs?: number | undefined;
  /** Ends a call whose own signal never fires, in milliseconds. */
  readonly callTimeoutMs?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now?: (() => number) | undefined;
  /** 0 to 1, for the jitter. */
  readonly random?: (() => number) | undefined;
  /** Counts and times every request. */
  readonly metrics?: Metrics | undefined;
}

/** Google, with what only its owner needs. */
export interface GoogleConnection extends Google {
  /** Closes the connections. Idle ones do not keep the process alive. */
  readonly close: () => void;
}

/**
 * Every port of the product. Nothing is loaded, connected or authorised before the first call.
 * @throws TypeError when `endpoint` is not on this computer: a token and a person's questions would go elsewhere.
 */
export function createGoogle(options: GoogleOptions = {}): GoogleConnection {
  const { endpoint } = options;
  if (endpoint && !isLoopbackEndpoint(endpoint))
    throw new TypeError(`The Google endpoint must be an http(s) URL of this computer, not ${endpoint.host}`);
  const credentials = endpoint ? fixedToken(options.token ?? 'emulator') : applicationDefault();
  const http = createHttp();
  const retryBaseMs = options.retryBaseMs ?? 100;
  const sending = {
    http,
    endpoint,
    userAgent: options.userAgent ?? 'iap-doctor',
    retryBaseMs,
    callTimeoutMs: options.callTimeoutMs ?? 30_000,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    metrics: options.metrics,
  };
  const client = createClient({ ...sending, credentials });
  return {
    resourceManager: resourceManagerPort(client),
    assets: assetPort(client),
    iap: iapPort(client),
    groups: groupsPort(client, retryBaseMs),
    directory: directoryPort(client),
    iam: iamPort(client),
    accessContext: accessContextPort(client),
    logs: logsPort(client, options.now),
    compute: computePort(client),
    run: runPort(client),
    loadBalancing: loadBalancingPort(client),
    appEngine: appEnginePort(client),
    backends: backendPort(client),
    orgPolicy: orgPolicyPort(client),
    privilegedAccess: privilegedAccessPort(client),
    troubleshooter: troubleshooterPort(client),
    tokens: tokenPort(client, createClient({ ...sending, credentials: nobody })),
    caller: credentials.caller,
    close: http.close,
  };
}

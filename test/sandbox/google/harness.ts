/** A running emulator with the official clients pointed at it. */
import { OAuth2Client } from 'google-auth-library';
import { accesscontextmanager } from 'googleapis/build/src/apis/accesscontextmanager/index.js';
import { admin } from 'googleapis/build/src/apis/admin/index.js';
import { appengine } from 'googleapis/build/src/apis/appengine/index.js';
import { cloudasset } from 'googleapis/build/src/apis/cloudasset/index.js';
import { cloudidentity } from 'googleapis/build/src/apis/cloudidentity/index.js';
import { cloudresourcemanager } from 'googleapis/build/src/apis/cloudresourcemanager/index.js';
import { compute } from 'googleapis/build/src/apis/compute/index.js';
import { iam } from 'googleapis/build/src/apis/iam/index.js';
import { iamcredentials } from 'googleapis/build/src/apis/iamcredentials/index.js';
import { iap } from 'googleapis/build/src/apis/iap/index.js';
import { logging } from 'googleapis/build/src/apis/logging/index.js';
import { policytroubleshooter } from 'googleapis/build/src/apis/policytroubleshooter/index.js';
import { run } from 'googleapis/build/src/apis/run/index.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../../src/sandbox/world.js';

export const NOW = Date.parse('2026-11-22T09:00:00Z');

/** A clock that stands still until it is moved. */
export interface HandClock {
  now(): number;
  move(ms: number): void;
}

export function handClock(start = NOW): HandClock {
  let at = start;
  return {
    now: () => at,
    move: (ms) => {
      at += ms;
    },
  };
}

export type Clients = ReturnType<typeof clientsFor>;

/** One official client per API and version, all with the same bearer token, none of them retrying. */
export function clientsFor(rootUrl: string) {
  const auth = new OAuth2Client();
  auth.setCredentials({ access_token: 'test-token', expiry_date: Date.now() + 86_400_000 });
  const common = { rootUrl, auth, retry: false };
  return {
    auth,
    accessContext: accesscontextmanager({ version: 'v1', ...common }),
    admin: admin({ version: 'directory_v1', ...common }),
    appengine: appengine({ version: 'v1', ...common }),
    asset: cloudasset({ version: 'v1', ...common }),
    identity: cloudidentity({ version: 'v1', ...common }),
    managerV1: cloudresourcemanager({ version: 'v1', ...common }),
    manager: cloudresourcemanager({ version: 'v3', ...common }),
    compute: compute({ version: 'v1', ...common }),
    iamV1: iam({ version: 'v1', ...common }),
    iamV2: iam({ version: 'v2', ...common }),
    credentials: iamcredentials({ version: 'v1', ...common }),
    iap: iap({ version: 'v1', ...common }),
    logging: logging({ version: 'v2', ...common }),
    troubleshooter: policytroubleshooter({ version: 'v3', ...common }),
    troubleshooterBeta: policytroubleshooter({ version: 'v3beta', ...common }),
    run: run({ version: 'v2', ...common }),
  };
}

export interface Running {
  readonly emulator: GoogleEmulator;
  readonly google: Clients;
  readonly clock: HandClock;
}

/** Starts acme.test; the caller closes `emulator`. */
export async function startAcme(): Promise<Running> {
  const clock = handClock();
  const emulator = await startGoogleEmulator({ world: acmeWorld(clock) });
  return { emulator, google: clientsFor(emulator.url), clock };
}

export interface Refusal {
  readonly code: number;
  readonly status: string | undefined;
  readonly message: string;
  readonly reasons: readonly string[];
}

interface ErrorBody {
  readonly error?: {
    readonly status?: string;
    readonly message?: string;
    readonly errors?: readonly { readonly reason?: string }[];
    readonly details?: readonly { readonly reason?: string }[];
  };
}

/** What Google said when it refused; fails the test when it did not. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const { response } = error as { response?: { status: number; data: ErrorBody } };
    if (!response) throw error;
    const body = response.data.error ?? {};
    const listed = [...(body.errors ?? []), ...(body.details ?? [])].map(({ reason }) => reason ?? '');
    return {
      code: response.status,
      status: body.status,
      message: body.message ?? '',
      reasons: listed.filter((reason) => reason !== ''),
    };
  }
  throw new Error('the call was answered');
}

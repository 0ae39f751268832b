/** Who we are to Google: a fixed token for an emulator, or Application Default Credentials found once, when first needed. */
import type { GoogleAuth } from 'google-auth-library';
import { lazy } from './lazy.js';
import type { CredentialsProblem } from './ports.js';
import { oneLine, redact } from './redact.js';

/** Headers that carry the right to call; else one sentence that says why there are none. */
export type Authorization =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly ok: false;
      readonly kind: 'unavailable';
      readonly message: string;
      /** Absent where it may work in a moment. */
      readonly credentials?: CredentialsProblem;
    };

export interface Credentials {
  /** Never throws. It may take as long as the look-up of the credentials takes: race it with the question's signal. */
  readonly authorize: () => Promise<Authorization>;
  /** The address of the identity where it is known without asking Google: service accounts, not people. Never throws. */
  readonly caller: () => Promise<string | undefined>;
}

/**
 * `cloud-platform` because IAP, Access Context Manager, IAM v2/v3 and Policy Troubleshooter accept no narrower scope for
 * reading (their discovery documents); what may be done with it is decided by the roles of the account, which are
 * read-only ones. The Workspace scopes are the read-only ones of Groups and Directory.
 */
export const SCOPES: readonly string[] = [
  'https://www.googleapis.com/auth/cloud-platform',
  'https://www.googleapis.com/auth/cloud-identity.groups.readonly',
  'https://www.googleapis.com/auth/admin.directory.user.readonly',
  'https://www.googleapis.com/auth/admin.directory.group.member.readonly',
];

/** Sends nothing of ours: for the endpoint that is asked about a token by the token itself. */
export const nobody: Credentials = {
  authorize: () => Promise.resolve({ ok: true, headers: {} }),
  caller: () => Promise.resolve(undefined),
};

/** The same bearer token for every request. */
export function fixedToken(token: string): Credentials {
  const headers = { authorization: `Bearer ${token}` };
  return {
    authorize: () => Promise.resolve({ ok: true, headers }),
    caller: () => Promise.resolve(undefined),
  };
}

/**
 * Application Default Credentials (Google Cloud, "How Application Default Credentials works").
 * The look-up and its tokens are shared by all calls; a failed look-up is forgotten, so that a later question finds
 * credentials that have appeared since.
 */
export function applicationDefault(scopes: readonly string[] = SCOPES): Credentials {
  const auth = lazy(() => find(scopes));
  const caller = lazy(async () => (await (await auth()).getCredentials()).client_email);
  return {
    authorize: async () => {
      try {
        const headers = await (await auth()).getRequestHeaders();
        return { ok: true, headers: Object.fromEntries(headers.entries()) };
      } catch (error) {
        return refusal(error);
      }
    },
    caller: () => Promise.race([caller().catch(() => undefined), nothingAfter(CALLER_MS)]),
  };
}

/** The metadata server answers within milliseconds where there is one, and not at all elsewhere. */
const CALLER_MS = 2_000;

function nothingAfter(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}

async function find(scopes: readonly string[]): Promise<GoogleAuth> {
  const { GoogleAuth } = await import('google-auth-library');
  const auth = new GoogleAuth({ scopes: [...scopes] });
  await auth.getClient();
  return auth;
}

/** People's own credentials carry the scopes they were made with; without these, groups and people stay hidden. */
const LOGIN = `gcloud auth application-default login --scopes=openid,${SCOPES.join(',')}`;

const withoutRight = (why: string, needs: string): Authorization => ({
  ok: false,
  kind: 'unavailable',
  message: why,
  credentials: { why, needs, command: LOGIN },
});

function refusal(error: unknown): Authorization {
  const {
    message = String(error),
    code,
    status,
  } = error as { message?: string; code?: unknown; status?: unknown };
  const passing =
    (typeof status === 'number' && (status >= 500 || status === 429)) ||
    (typeof code === 'string' && /^(?:ECONN|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ENET|EHOST|ERR_STREAM)/.test(code));
  if (passing) return { ok: false, kind: 'unavailable', message: `no access token could be got: ${message}` };
  if (/could not load the default credentials/i.test(message))
    return withoutRight(
      'I found no Google credentials, so I could not ask Google anything.',
      'a service account where I run (or GOOGLE_APPLICATION_CREDENTIALS), or on your own computer the command below',
    );
  return withoutRight(
    `Google does not take my credentials, so I could not ask anything: ${oneLine(redact(message, []), 200)}.`,
    'credentials that work: those of a service account where I run, or on your own computer the command below',
  );
}

/** Builds what a probe saw, for the tests of symptoms: a healthy place, and whatever is different about it. */
import type {
  CredentialFacts,
  Fields,
  GrpcSeen,
  Halt,
  Observation,
  ProbeTarget,
  Reply,
  StreamSeen,
  Surroundings,
} from '../../../src/probe/observation.js';

export const AT = Date.parse('2026-03-02T09:00:00Z');
export const CLIENT = '123-abc.apps.googleusercontent.com';
export const GCLOUD_CLIENT = '32555940559.apps.googleusercontent.com';
export const ROBOT = 'prober@acme-prod.iam.gserviceaccount.com';
export const MARKED = { 'x-goog-iap-generated-response': 'true', 'content-type': 'text/html' };

export const target = (over: Partial<ProbeTarget> = {}): ProbeTarget => ({
  name: 'dashboard',
  url: 'https://dash.acme.test/',
  host: 'dash.acme.test',
  port: 443,
  secure: true,
  grpc: undefined,
  resource: 'projects/111111111111/iap_web/compute/services/2222222222222222222',
  runApp: false,
  ...over,
});

export const orders = target({
  name: 'orders',
  url: 'https://orders.acme.test/acme.orders.v1.Orders/List',
  host: 'orders.acme.test',
  grpc: 'acme.orders.v1.Orders/List',
});

export const onRun = target({
  name: 'payroll',
  url: 'https://payroll-abc-ew.a.run.app/',
  host: 'payroll-abc-ew.a.run.app',
  resource: 'projects/111111111111/iap_web/cloud_run-europe-west1/services/payroll',
  runApp: true,
});

const fields = (plain: Readonly<Record<string, string>>): Fields =>
  Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, [value]]));

/** A complete HTTP/2 reply. */
export function reply(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = '',
  over: Partial<Reply> = {},
): Reply {
  return {
    protocol: 'h2',
    method: 'GET',
    url: 'https://dash.acme.test/',
    status,
    headers: fields(headers),
    trailers: {},
    body,
    bodyBytes: Buffer.byteLength(body),
    grpcMessages: 0,
    headerMs: 12,
    totalMs: 14,
    ending: { kind: 'complete' },
    ...over,
  };
}

/** IAP's refusals: one line, sent as a page, with its mark. */
export const iap = (status: number, body: string, more: Readonly<Record<string, string>> = {}): Reply =>
  reply(status, { ...MARKED, ...more }, body);

/** A gRPC reply of the app with this status. */
export const grpcReply = (status: number, message = '', over: Partial<Reply> = {}): Reply =>
  reply(200, { 'content-type': 'application/grpc' }, '', {
    method: 'POST',
    trailers: fields({ 'grpc-status': `${status}`, ...(message === '' ? {} : { 'grpc-message': message }) }),
    ...over,
  });

export const signIn = (redirectUri: string): string =>
  `https://accounts.google.com/o/oauth2/v2/auth?client_id=${CLIENT}&response_type=code&scope=openid+email&redirect_uri=${encodeURIComponent(redirectUri)}`;
export const IAP_SIGN_IN = signIn(`https://iap.googleapis.com/v1/oauth/clientIds/${CLIENT}:handleRedirect`);

export const nobody: CredentialFacts = {
  kind: 'none',
  origin: 'none',
  header: undefined,
  aud: [],
  iss: undefined,
  email: undefined,
  sub: undefined,
  alg: undefined,
  kid: undefined,
  issuedAt: undefined,
  expiresAt: undefined,
  scopes: [],
  oddities: [],
};

/** A good identity token of a service account, half an hour old. */
export const token = (over: Partial<CredentialFacts> = {}): CredentialFacts => ({
  ...nobody,
  kind: 'id-token',
  origin: `minted for ${ROBOT}`,
  header: 'authorization',
  aud: [CLIENT],
  iss: 'https://accounts.google.com',
  email: ROBOT,
  alg: 'RS256',
  issuedAt: AT - 1_800_000,
  expiresAt: AT + 1_800_000,
  ...over,
});

export const around = (over: Partial<Surroundings> = {}): Surroundings => ({
  settingsRead: true,
  oauthClientIds: [CLIENT],
  programmaticClients: [],
  gcip: undefined,
  allowHttpOptions: undefined,
  reauth: undefined,
  allowedDomains: undefined,
  loadBalancingScheme: undefined,
  access: undefined,
  ...over,
});

export const halt = (stage: Halt['stage'], code: string, detail = 'as seen', errno?: string): Halt => ({
  stage,
  code,
  detail,
  errno,
});

export const grpcSeen = (over: Partial<GrpcSeen> = {}): GrpcSeen => ({
  method: 'acme.orders.v1.Orders/List',
  how: 'reflection',
  status: 0,
  name: 'OK',
  details: '',
  metadata: {},
  trailers: {},
  messages: 1,
  health: undefined,
  pushbackMs: undefined,
  ms: 20,
  ...over,
});

export const held = (over: Partial<StreamSeen> = {}): StreamSeen => ({
  keepalive: false,
  wantedMs: 60_000,
  heldMs: 60_000,
  firstMessageMs: 5,
  messages: 60,
  idleMs: 900,
  end: { kind: 'held' },
  ...over,
});

/** A probe with a good token that came through, unless something is different. */
export const observe = (over: Partial<Observation> = {}): Observation => ({
  target: target(),
  stages: [],
  halt: undefined,
  credential: token(),
  expectedAudience: undefined,
  reply: undefined,
  bare: undefined,
  preflight: undefined,
  grpc: undefined,
  streams: [],
  direct: undefined,
  jwtTests: [],
  latency: undefined,
  around: around(),
  blindSpots: [],
  startedAt: AT,
  timeoutMs: 8000,
  ...over,
});

/** The same without a credential. */
export const bare = (over: Partial<Observation> = {}): Observation =>
  observe({ credential: nobody, ...over });

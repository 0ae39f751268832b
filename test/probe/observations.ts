/** Hand-made observations and conclusions for tests of what is made of them. */
import type { Observation, Reply, StageRecord } from '../../src/probe/observation.js';
import { type Conclusion, RANK } from '../../src/probe/symptoms/symptom.js';

type Named = Conclusion['also'][number];

export const AT = Date.UTC(2026, 10, 22, 9, 0, 0);

export const connected: readonly StageRecord[] = [
  { stage: 'guard', ok: true, ms: 0.1, facts: { addresses: ['203.0.113.7'] } },
  { stage: 'dns', ok: true, ms: 2.04, facts: { addresses: ['203.0.113.7'] } },
  { stage: 'tcp', ok: true, ms: 4, facts: { address: '203.0.113.7', port: 443 } },
  { stage: 'tls', ok: true, ms: 11, facts: { protocol: 'TLSv1.3', alpn: 'h2', validTo: '2027-01-01' } },
  { stage: 'alpn', ok: true, ms: 0, facts: { offered: ['h2', 'http/1.1'], chosen: 'h2' } },
  { stage: 'http2', ok: true, ms: 1, facts: {} },
];

export const reply = (status: number, more: Partial<Reply> = {}): Reply => ({
  protocol: 'h2',
  method: 'GET',
  url: 'https://orders.acme.test/',
  status,
  headers: {},
  trailers: {},
  body: '',
  bodyBytes: 0,
  grpcMessages: 0,
  headerMs: 31.26,
  totalMs: 33,
  ending: { kind: 'complete' },
  ...more,
});

const none: Observation['credential'] = {
  kind: 'none',
  origin: '',
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

export const idToken = (more: Partial<Observation['credential']> = {}): Observation['credential'] => ({
  ...none,
  kind: 'id-token',
  origin: 'a file',
  header: 'authorization',
  aud: ['32555940559.apps.googleusercontent.com'],
  email: 'ci@acme-prod.iam.gserviceaccount.com',
  expiresAt: AT + 3_600_000,
  ...more,
});

export const seenOf = (more: Partial<Observation> = {}): Observation => ({
  target: {
    name: 'orders',
    url: 'https://orders.acme.test/',
    host: 'orders.acme.test',
    port: 443,
    secure: true,
    grpc: undefined,
    resource: undefined,
    runApp: false,
  },
  stages: connected,
  halt: undefined,
  credential: none,
  expectedAudience: undefined,
  reply: undefined,
  bare: undefined,
  preflight: undefined,
  grpc: undefined,
  streams: [],
  direct: undefined,
  jwtTests: [],
  latency: undefined,
  around: {
    settingsRead: false,
    oauthClientIds: [],
    programmaticClients: [],
    gcip: undefined,
    allowHttpOptions: undefined,
    reauth: undefined,
    allowedDomains: undefined,
    loadBalancingScheme: undefined,
    access: undefined,
  },
  blindSpots: [],
  startedAt: AT,
  timeoutMs: 8000,
  ...more,
});

export const recognised = (code: string, more: Partial<Named> = {}): Named => ({
  code,
  check: 'credential',
  rank: RANK.reply,
  verdict: 'blocked',
  failedStage: 'iap',
  answeredBy: 'iap',
  sureness: 'certain',
  text: `Safe words about ${code}`,
  adminText: `Full words about ${code}`,
  signs: ['HTTP 401', 'x-goog-iap-generated-response: true'],
  ...more,
});

export const concludedOf = (more: Partial<Conclusion> = {}): Conclusion => {
  const cause = more.cause ?? null;
  return {
    verdict: cause?.verdict ?? 'through',
    failedStage: cause?.failedStage ?? null,
    answeredBy: cause?.answeredBy ?? 'backend',
    cause,
    also: [],
    warnings: [],
    fixes: [],
    ...more,
  };
};

/** Every row and every transport code as a probe meets it, with what has to be concluded. */
import type { Observation, StageName } from '../../../src/probe/observation.js';
import type { AnsweredBy, ProbeVerdict } from '../../../src/probe/report.js';
import {
  AT,
  around,
  bare,
  CLIENT,
  GCLOUD_CLIENT,
  grpcReply,
  grpcSeen,
  halt,
  held,
  IAP_SIGN_IN,
  iap,
  nobody,
  observe,
  onRun,
  orders,
  reply,
  signIn,
  token,
} from './build.js';

export interface Case {
  readonly name: string;
  readonly seen: Observation;
  /** Verdict, stage, who answered, and the cause's code; null where there is none. */
  readonly is: readonly [ProbeVerdict, StageName | null, AnsweredBy, string | null];
  /** Codes that stand beside it. */
  readonly also?: readonly string[];
  /** Codes among the warnings. */
  readonly notes?: readonly string[];
}

const IAP_401 = 'Invalid IAP credentials: ';
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };
const GFE = { ...HTML, server: 'Google Frontend' };
const refuses = (words: string) => iap(401, `${IAP_401}${words}`);
const blocked = (code: string): Case['is'] => ['blocked', 'iap', 'iap', code];
const broken = (code: string): Case['is'] => ['failing', 'iap', 'iap', code];
const page = (title: string, text: string): string =>
  `<html><head><title>${title}</title></head><body><h1>Error: ${title.replace(/^\d+ /, '')}</h1><h2>${text}</h2></body></html>`;
const access = (
  code: string | null,
  verdict: 'allowed' | 'denied' | 'unknown' = 'denied',
): ReturnType<typeof around> =>
  around({
    access: {
      subject: 'serviceAccount:x',
      verdict,
      code,
      text: 'said to all.',
      adminText: 'said to admins.',
    },
  });
const DENIED = iap(403, 'Access denied. For user prober@acme-prod.iam.gserviceaccount.com.');

export const credentialCases: readonly Case[] = [
  {
    name: 'row 1, no credential: guarded',
    seen: bare({ reply: iap(302, `${IAP_401}empty token`, { location: IAP_SIGN_IN }) }),
    is: ['guarded', null, 'iap', null],
    notes: ['not-signed-in'],
  },
  {
    name: 'row 1, a credential was lost on the way',
    seen: observe({ reply: iap(302, `${IAP_401}empty token`, { location: IAP_SIGN_IN }) }),
    is: blocked('not-signed-in'),
  },
  {
    name: 'row 1, without its mark but with IAP\u2019s callback',
    seen: bare({ reply: reply(302, { location: IAP_SIGN_IN }) }),
    is: ['guarded', null, 'iap', null],
  },
  {
    name: 'row 2, no credential',
    seen: bare({ reply: refuses('empty token') }),
    is: ['guarded', null, 'iap', null],
  },
  {
    name: 'row 2, a credential was lost',
    seen: observe({ reply: refuses('empty token') }),
    is: blocked('no-credential'),
  },
  {
    name: 'row 2 over gRPC, no credential',
    seen: bare({ target: orders, reply: refuses('empty token') }),
    is: ['guarded', null, 'iap', null],
    notes: ['no-credential', 'grpc-hides-401'],
  },
  {
    name: 'row 3',
    seen: observe({ reply: refuses('Unable to parse JWT') }),
    is: blocked('token-unparsable'),
  },
  {
    name: 'row 3 over gRPC',
    seen: observe({ target: orders, reply: refuses('Unable to parse JWT') }),
    is: blocked('token-unparsable'),
    also: ['grpc-hides-401'],
  },
  {
    name: 'row 4',
    seen: observe({ reply: refuses('JWT signature is invalid') }),
    is: blocked('token-signature'),
  },
  {
    name: 'row 5',
    seen: observe({
      reply: refuses('Jwt payload is invalid [Line 0, column 7: No quote found] for payload {"sub":"bob"}'),
    }),
    is: blocked('token-foreign-jwt'),
  },
  {
    name: 'row 6',
    seen: observe({
      credential: token({ aud: [GCLOUD_CLIENT] }),
      reply: refuses(
        `JWT audience doesn't match this application ('aud' claim (${GCLOUD_CLIENT}) doesn't match expected value (${CLIENT}))`,
      ),
    }),
    is: blocked('token-audience'),
  },
  {
    name: 'row 7',
    seen: observe({ reply: refuses('Invalid JWT audience.') }),
    is: blocked('token-audience-unlisted'),
  },
  {
    name: 'row 7, newest words',
    seen: observe({ reply: refuses('Invalid bearer token. Invalid JWT audience.') }),
    is: blocked('token-audience-unlisted'),
  },
  {
    name: 'row 8',
    seen: observe({ reply: refuses("JWT 'email' claim isn't a string") }),
    is: blocked('token-no-email'),
  },
  {
    name: 'row 9',
    seen: observe({
      credential: token({ kind: 'access-token' }),
      reply: iap(401, '<html><body>There was a problem with your request. Error code 900</body></html>'),
    }),
    is: blocked('access-token-refused'),
  },
  {
    name: 'row 10',
    seen: observe({ reply: iap(401, 'Invalid GCIP ID token: Unable to parse JWT') }),
    is: blocked('gcip-token-required'),
  },
  {
    name: 'row 10, no credential: guarded, and it is said',
    seen: bare({
      reply: iap(302, 'Invalid GCIP ID token: empty token', { location: 'https://auth.acme.test/' }),
    }),
    is: ['guarded', null, 'iap', null],
    notes: ['gcip-token-required'],
  },
  {
    name: 'row 23',
    seen: observe({ reply: iap(401, 'There was a problem with your request. Error code 13') }),
    is: broken('not-an-id-token'),
  },
  {
    name: 'row 49, by its own exp, whatever IAP says',
    seen: observe({
      credential: token({ expiresAt: AT - 60_000 }),
      reply: refuses('JWT signature is invalid'),
    }),
    is: blocked('token-expired'),
    also: ['token-signature'],
  },
  {
    name: 'row 49, by IAP\u2019s words where exp cannot be read',
    seen: observe({ credential: token({ expiresAt: undefined }), reply: refuses('Expired JWT token') }),
    is: blocked('token-expired'),
  },
  {
    name: 'row 50',
    seen: observe({
      credential: token({ email: 'ana@acme.test' }),
      around: around({ reauth: true }),
      reply: iap(302, `${IAP_401}empty token`, { location: IAP_SIGN_IN }),
    }),
    is: blocked('reauth-blocks-programmatic'),
    also: ['not-signed-in'],
  },
];

export const identityCases: readonly Case[] = [
  { name: 'row 11', seen: observe({ reply: DENIED }), is: blocked('not-authorized') },
  {
    name: 'row 11 with a brand',
    seen: observe({ reply: iap(403, 'Acme Inc: Access denied. For user ana@acme.test.') }),
    is: blocked('not-authorized'),
  },
  {
    name: 'row 11 over gRPC',
    seen: observe({ target: orders, reply: DENIED }),
    is: blocked('not-authorized'),
    also: ['grpc-hides-403'],
  },
  {
    name: 'row 12',
    seen: observe({ reply: iap(403, "<html><head><title>You don't have access</title></head></html>") }),
    is: blocked('not-authorized'),
  },
  {
    name: 'row 12, another page with the mark',
    seen: observe({ reply: iap(403, '<html><body>403</body></html>') }),
    is: blocked('not-authorized'),
  },
  {
    name: 'row 13',
    seen: observe({ reply: DENIED, around: access('access-level-ip') }),
    is: blocked('access-level-unmet'),
  },
  {
    name: 'row 14',
    seen: observe({ reply: DENIED, around: access('deny-policy') }),
    is: blocked('deny-policy'),
  },
  {
    name: 'row 15',
    seen: observe({ reply: DENIED, around: access('change-propagating', 'allowed') }),
    is: blocked('change-propagating'),
  },
  {
    name: 'row 16',
    seen: observe({ reply: DENIED, around: access('outside-domain') }),
    is: blocked('domain-excludes-service-accounts'),
  },
  {
    name: 'row 11 with another cause that why knows',
    seen: observe({ reply: DENIED, around: access('not-in-group') }),
    is: blocked('not-authorized'),
    also: ['not-in-group'],
  },
  {
    name: 'row 11 against why',
    seen: observe({ reply: DENIED, around: access(null, 'allowed') }),
    is: blocked('not-authorized'),
    notes: ['change-propagating'],
  },
];

export const setupCases: readonly Case[] = [
  {
    name: 'row 17',
    seen: observe({ reply: reply(502, HTML, 'Empty Google Account OAuth client ID(s)/secret(s).') }),
    is: broken('oauth-client-missing'),
  },
  {
    name: 'row 40: row 17 over gRPC',
    seen: observe({ target: orders, reply: iap(502, 'Empty Google Account OAuth client ID(s)/secret(s).') }),
    is: broken('oauth-client-missing'),
    also: ['grpc-unavailable'],
  },
  {
    name: 'row 18',
    seen: observe({
      reply: iap(
        500,
        'The IAP service account is not provisioned. Please follow the instructions to create service account',
      ),
    }),
    is: broken('service-agent-missing'),
  },
  {
    name: 'row 19',
    seen: observe({
      target: onRun,
      reply: reply(401, { ...GFE, 'www-authenticate': 'Bearer error="invalid_token"' }),
    }),
    is: ['failing', 'backend', 'cloud-run', 'service-agent-token-rejected'],
  },
  {
    name: 'row 20',
    seen: observe({
      target: onRun,
      reply: reply(
        403,
        GFE,
        page(
          '403 Forbidden',
          'Your client does not have permission to get URL <code>/</code> from this server.',
        ),
      ),
    }),
    is: ['failing', 'backend', 'cloud-run', 'service-agent-not-invoker'],
  },
  ...(
    [
      [21, 11, 'oauth-client-mismatch'],
      [22, 9, 'sign-in-not-completed'],
      [24, 52, 'host-certificate-mismatch'],
      [25, 53, 'host-not-allowed'],
    ] as const
  ).map(
    ([row, number, code]): Case => ({
      name: `row ${row}`,
      seen: bare({
        reply: reply(400, HTML, `<p>There was a problem with your request. Error code ${number}</p>`),
      }),
      is: broken(code),
    }),
  ),
  { name: 'row 26', seen: observe({ reply: iap(429, '') }), is: broken('throttled') },
  {
    name: 'row 26 over gRPC',
    seen: observe({ target: orders, reply: iap(429, '') }),
    is: broken('throttled'),
    also: ['grpc-unavailable'],
  },
  {
    name: 'row 27',
    seen: observe({
      target: { ...onRun, url: 'https://dash.acme.test/' },
      around: around({ loadBalancingScheme: 'EXTERNAL' }),
      reply: reply(302, { location: 'https://dash.acme.test/' }),
    }),
    is: ['failing', 'backend', 'backend', 'redirect-loop'],
  },
  {
    name: 'row 28',
    seen: bare({
      reply: reply(403, HTML, '<title>Error 403</title>Access blocked: Google says Error 403: access_denied'),
    }),
    is: ['blocked', 'iap', 'google-sign-in', 'consent-not-allowed'],
  },
  {
    name: 'row 29',
    seen: bare({ reply: reply(400, HTML, '<p>Google</p>Access blocked. Error 400: redirect_uri_mismatch') }),
    is: ['blocked', 'iap', 'google-sign-in', 'redirect-uri-mismatch'],
  },
  {
    name: 'row 30',
    seen: bare({ reply: reply(403, HTML, 'Google cannot sign you in. Error 403: disallowed_useragent') }),
    is: ['blocked', 'iap', 'google-sign-in', 'disallowed-useragent'],
  },
  {
    name: 'row 31, where the preflight is the question',
    seen: bare({
      reply: reply(302, { 'x-goog-iap-generated-response': 'true', location: IAP_SIGN_IN }, '', {
        method: 'OPTIONS',
      }),
    }),
    is: blocked('preflight-blocked'),
  },
  {
    name: 'row 31, beside a good answer',
    seen: observe({ reply: reply(200), preflight: iap(401, `${IAP_401}empty token`) }),
    is: ['through', null, 'backend', null],
    notes: ['preflight-blocked'],
  },
  {
    name: 'row 32',
    seen: bare({
      reply: reply(
        405,
        HTML,
        '<title>Error 405 (Method Not Allowed)!!1</title>The request method POST is inappropriate for the URL /o/oauth2. Google',
      ),
    }),
    is: ['blocked', 'iap', 'google-sign-in', 'cookies-not-sent'],
  },
  {
    name: 'row 33',
    seen: observe({
      reply: reply(
        200,
        HTML,
        '<html><head><base href="https://accounts.google.com/v3/signin/"><title>Sign in - Google Accounts</title></head></html>',
      ),
    }),
    is: ['blocked', 'iap', 'google-sign-in', 'login-page-followed'],
  },
];

export const behindCases: readonly Case[] = [
  {
    name: 'row 42',
    seen: observe({
      reply: reply(
        502,
        HTML,
        page(
          'Server Error',
          'The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds.',
        ),
      ),
    }),
    is: ['failing', 'load-balancer', 'load-balancer', 'backend-unreachable'],
  },
  {
    name: 'row 42 over gRPC',
    seen: observe({
      target: orders,
      reply: reply(
        502,
        HTML,
        'The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.',
      ),
    }),
    is: ['failing', 'load-balancer', 'load-balancer', 'backend-unreachable'],
    also: ['grpc-unavailable'],
  },
  {
    name: 'row 43',
    seen: observe({
      target: onRun,
      reply: reply(404, GFE, page('404 Page not found', 'The requested URL was not found on this server.')),
    }),
    is: ['failing', 'backend', 'cloud-run', 'ingress-blocked'],
  },
  {
    name: 'row 44',
    seen: observe({ reply: reply(403, JSON_TYPE, '{"error":"bad audience"}') }),
    is: ['failing', 'backend', 'backend', 'app-refused'],
  },
  {
    name: 'row 41',
    seen: observe({ reply: reply(401, { ...JSON_TYPE, 'www-authenticate': 'Bearer realm="orders"' }, '{}') }),
    is: ['failing', 'backend', 'backend', 'authorization-consumed'],
  },
  {
    name: 'row 41 over gRPC',
    seen: observe({ target: orders, reply: grpcReply(16, 'missing%20authorization%20metadata') }),
    is: ['failing', 'grpc', 'backend', 'authorization-consumed'],
  },
  {
    name: 'app-throttled',
    seen: observe({ reply: reply(429, JSON_TYPE, '{}') }),
    is: ['failing', 'backend', 'backend', 'app-throttled'],
  },
  {
    name: 'backend-error',
    seen: observe({ reply: reply(503, HTML, '<h1>Service Unavailable</h1>') }),
    is: ['failing', 'backend', 'backend', 'backend-error'],
  },
  {
    name: 'redirected-elsewhere, the app\u2019s own Google login',
    seen: bare({ reply: reply(302, { location: signIn('https://dash.acme.test/oauth/callback') }) }),
    is: ['failing', 'backend', 'backend', 'redirected-elsewhere'],
  },
  {
    name: 'redirected-elsewhere, to an accepted credential',
    seen: observe({ reply: reply(303, { location: '/welcome' }) }),
    is: ['through', null, 'backend', null],
    notes: ['redirected-elsewhere'],
  },
  {
    name: 'redirected-elsewhere, http to https',
    seen: bare({
      reply: reply(301, { location: 'https://dash.acme.test/' }, '', { url: 'http://dash.acme.test/' }),
    }),
    is: ['failing', 'backend', 'backend', 'redirected-elsewhere'],
  },
  {
    name: 'exposed',
    seen: bare({ reply: reply(200, HTML, '<h1>Hello</h1>') }),
    is: ['exposed', 'iap', 'backend', 'exposed'],
  },
  {
    name: 'exposed over gRPC',
    seen: bare({ target: orders, reply: grpcReply(0) }),
    is: ['exposed', 'iap', 'backend', 'exposed'],
  },
  {
    name: 'row 51',
    seen: bare({ reply: reply(200), around: access('public', 'allowed') }),
    is: ['exposed', 'iap', 'backend', 'exposed'],
    also: ['public'],
  },
  { name: 'through', seen: observe({ reply: reply(200) }), is: ['through', null, 'backend', null] },
  {
    name: 'through with the app\u2019s own 404',
    seen: observe({ reply: reply(404, JSON_TYPE, '{}') }),
    is: ['through', null, 'backend', null],
  },
  {
    name: 'through over gRPC',
    seen: observe({ target: orders, reply: grpcReply(0) }),
    is: ['through', null, 'backend', null],
  },
  {
    name: 'iap-bypassable',
    seen: bare({
      reply: refuses('empty token'),
      direct: { url: 'https://10.1.2.3:8443/', stages: [], halt: undefined, reply: reply(200) },
    }),
    is: ['guarded', null, 'iap', null],
    notes: ['iap-bypassable'],
  },
  {
    name: 'jwt-not-verified',
    seen: observe({
      reply: reply(200),
      jwtTests: [
        { test: 'NOT_SET', reply: reply(200), problem: undefined },
        { test: 'SIGNATURE', reply: reply(200), problem: undefined },
        { test: 'AUDIENCE', reply: reply(401), problem: undefined },
      ],
    }),
    is: ['failing', 'backend', 'backend', 'jwt-not-verified'],
  },
  {
    name: 'blocked-outside-iap',
    seen: bare({
      reply: reply(403, HTML, '<!doctype html><meta charset="utf-8"><title>403</title>403 Forbidden'),
    }),
    is: ['failing', 'load-balancer', 'load-balancer', 'blocked-outside-iap'],
  },
  {
    name: 'unrecognised-reply: IAP\u2019s mark and words nobody knows',
    seen: observe({ reply: refuses('the moon is full') }),
    is: ['unknown', 'iap', 'iap', 'unrecognised-reply'],
  },
];

const grpcCase = (code: string, seen: Partial<Observation>): Case => ({
  name: code,
  seen: observe({ target: orders, ...seen }),
  is: ['failing', 'grpc', 'backend', code],
});

export const grpcCases: readonly Case[] = [
  grpcCase('grpc-unimplemented', { reply: grpcReply(12, 'unknown method') }),
  grpcCase('grpc-not-serving', {
    reply: grpcReply(0),
    grpc: grpcSeen({ how: 'health-check', health: 'NOT_SERVING' }),
  }),
  grpcCase('grpc-app-denied', { reply: grpcReply(7, 'not on the list') }),
  {
    ...grpcCase('grpc-app-denied', { reply: grpcReply(16, 'Origin authentication failed.') }),
    name: 'grpc-app-denied by Istio',
  },
  grpcCase('grpc-error', { reply: grpcReply(5, 'no such order') }),
  grpcCase('grpc-no-trailers', {
    reply: reply(200, { 'content-type': 'application/grpc' }, '', { grpcMessages: 1, bodyBytes: 9 }),
  }),
  grpcCase('grpc-not-grpc', {
    reply: reply(200, HTML, '<h1>Welcome</h1>'),
    grpc: grpcSeen({
      status: 8,
      name: 'RESOURCE_EXHAUSTED',
      details: 'Received message larger than max (1751201330 vs 4194304)',
    }),
  }),
  {
    name: 'row 36',
    seen: observe({
      target: orders,
      reply: refuses('empty token'),
      grpc: grpcSeen({
        status: 8,
        name: 'RESOURCE_EXHAUSTED',
        details: 'Received message larger than max (1853255785 vs 4194304)',
      }),
    }),
    is: blocked('no-credential'),
    also: ['grpc-client-too-old', 'grpc-hides-401'],
  },
  {
    name: 'rows 34 and 35 where nothing but the client\u2019s words is there',
    seen: observe({
      target: orders,
      grpc: grpcSeen({ status: 16, name: 'UNAUTHENTICATED', details: 'Received HTTP status code 401' }),
    }),
    is: ['unknown', 'iap', 'none', 'grpc-hides-401'],
  },
  {
    name: 'row 40 of the app',
    seen: observe({ target: orders, reply: reply(503, HTML, 'no healthy upstream') }),
    is: ['failing', 'backend', 'backend', 'backend-error'],
    also: ['grpc-unavailable'],
  },
];

const walked = (stage: StageName, code: string): Case => ({
  name: code,
  seen: observe({ credential: nobody, halt: halt(stage, code) }),
  is: [code === 'target-refused' ? 'unknown' : 'failing', stage, 'none', code],
});

const ended = (code: string, ending: NonNullable<Observation['reply']>['ending']): Case => ({
  name: `${code} in the middle of a reply`,
  seen: observe({
    target: orders,
    reply: reply(200, { 'content-type': 'application/grpc' }, '', { ending }),
  }),
  is: ['failing', code === 'response-timeout' ? 'grpc' : 'http2', 'backend', code],
});

export const transportCases: readonly Case[] = [
  walked('guard', 'target-refused'),
  ...['dns-not-found', 'dns-timeout', 'dns-failed'].map((code) => walked('dns', code)),
  ...['tcp-refused', 'tcp-timeout', 'tcp-reset', 'no-route'].map((code) => walked('tcp', code)),
  ...[
    'tls-expired',
    'tls-not-yet-valid',
    'tls-untrusted',
    'tls-self-signed',
    'tls-hostname',
    'tls-handshake',
    'tls-timeout',
  ].map((code) => walked('tls', code)),
  walked('alpn', 'alpn-no-h2'),
  ...['h2-goaway', 'h2-reset', 'h2-protocol-error', 'h2-closed', 'response-timeout'].map((code) =>
    walked('http2', code),
  ),
  ended('h2-goaway', { kind: 'goaway', code: 0, name: 'NO_ERROR', lastStream: 1 }),
  ended('h2-reset', { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' }),
  ended('h2-protocol-error', { kind: 'protocol-error', detail: 'bad frame' }),
  ended('h2-closed', { kind: 'closed' }),
  ended('response-timeout', { kind: 'timeout' }),
];

const streamed = (name: string, code: string, ...streams: Observation['streams']): Case => ({
  name,
  seen: observe({ target: orders, reply: grpcReply(0), streams }),
  is: ['failing', 'stream', 'backend', code],
});
const closed = { kind: 'closed' } as const;

export const streamCases: readonly Case[] = [
  streamed(
    'stream-idle-cut, which keep-alive prevents',
    'stream-idle-cut',
    held({ keepalive: true }),
    held({ heldMs: 15_000, idleMs: 15_000, messages: 1, end: closed }),
  ),
  streamed(
    'stream-idle-cut, alone',
    'stream-idle-cut',
    held({ heldMs: 17_000, idleMs: 12_000, messages: 6, end: closed }),
  ),
  streamed(
    'stream-deadline-cut at 30 s',
    'stream-deadline-cut',
    held({ keepalive: true, heldMs: 30_200, end: { kind: 'reset', code: 8, name: 'CANCEL' } }),
    held({ heldMs: 30_100, end: { kind: 'reset', code: 8, name: 'CANCEL' } }),
  ),
  streamed(
    'stream-deadline-cut at an age that is not round',
    'stream-deadline-cut',
    held({ keepalive: true, heldMs: 45_200, end: closed }),
    held({ heldMs: 45_100, end: closed }),
  ),
  streamed(
    'stream-reset',
    'stream-reset',
    held({
      heldMs: 8_000,
      idleMs: 900,
      messages: 9,
      end: { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' },
    }),
  ),
  streamed(
    'stream-goaway',
    'stream-goaway',
    held({ heldMs: 8_000, end: { kind: 'goaway', code: 0, name: 'NO_ERROR' } }),
  ),
  streamed(
    'h2-closed under a stream',
    'h2-closed',
    held({ heldMs: 8_000, messages: 9, idleMs: 900, end: closed }),
  ),
  streamed(
    'no first message',
    'response-timeout',
    held({ heldMs: 8_000, messages: 0, end: { kind: 'no-first-message' } }),
  ),
  streamed(
    'the token ended with it',
    'token-expired',
    held({
      heldMs: 20_400,
      tokenExpiredAfterMs: 20_000,
      end: { kind: 'status', status: 16, name: 'UNAUTHENTICATED', details: 'expired' },
    }),
  ),
  streamed(
    'the app refuses later',
    'grpc-app-denied',
    held({ heldMs: 5_000, end: { kind: 'status', status: 7, name: 'PERMISSION_DENIED', details: '' } }),
  ),
  streamed(
    'the app fails later',
    'grpc-error',
    held({ heldMs: 5_000, end: { kind: 'status', status: 5, name: 'NOT_FOUND', details: '' } }),
  ),
  streamed(
    'the server\u2019s own deadline',
    'stream-deadline-cut',
    held({ heldMs: 5_000, end: { kind: 'status', status: 4, name: 'DEADLINE_EXCEEDED', details: '' } }),
  ),
  {
    name: 'held',
    seen: observe({ target: orders, reply: grpcReply(0), streams: [held(), held({ keepalive: true })] }),
    is: ['through', null, 'backend', null],
  },
];

export const cases: readonly Case[] = [
  ...credentialCases,
  ...identityCases,
  ...setupCases,
  ...behindCases,
  ...grpcCases,
  ...transportCases,
  ...streamCases,
];

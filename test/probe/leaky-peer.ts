/** A server that tells everybody's secrets: it sends back the caller's token in every place of a reply, and cookies of its own. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Leaf } from '../../src/sandbox/front/certificates.js';

/** Secrets the server makes up itself, new for every server. */
export interface OwnSecrets {
  readonly cookie: string;
  readonly nonce: string;
  readonly state: string;
  readonly refresh: string;
}

interface Told {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  readonly trailers?: Readonly<Record<string, string>>;
}
type Answer = (token: string, own: OwnSecrets) => Told;

const marked = { 'x-goog-iap-generated-response': 'true', 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const signature = (token: string): string => token.split('.').at(-1) ?? '';
const cookies = ({ cookie, nonce }: OwnSecrets): string[] => [
  `GCP_IAP_XSRF_NONCE_${nonce}=1; Path=/; Secure`,
  `__Host-GCP_IAP_AUTH_TOKEN_1A2B=${cookie}; Path=/; Secure; HttpOnly`,
  `session=${cookie}; Path=/`,
];

/** One way of telling a secret for each name. */
export const LEAKS: Readonly<Record<string, Answer>> = {
  'the body as text': (token) => ({ status: 403, body: `You sent Bearer ${token} to us` }),
  'the body as JSON': (token, { refresh }) => ({
    status: 200,
    headers: json,
    body: JSON.stringify({
      headers: { authorization: `Bearer ${token}` },
      id_token: token,
      refresh_token: refresh,
    }),
  }),
  'the end of what is kept of a body': (token) => ({ status: 200, body: 'x'.repeat(1990) + token }),
  'the signature alone': (token) => ({ status: 500, body: `bad signature ${signature(token)}` }),
  'the body in base64': (token) => ({ status: 500, body: base64(`Bearer ${token}`) }),
  'the body with percent signs': (token) => ({ status: 500, body: encodeURIComponent(`"Bearer ${token}"`) }),
  'header fields': (token) => ({
    status: 401,
    headers: {
      'x-echo': token,
      'x-authorization': `Bearer ${token}`,
      'x-goog-iap-jwt-assertion': token,
      'www-authenticate': `Bearer error="invalid_token", error_description="${token}"`,
      server: `app/${signature(token)}`,
    },
  }),
  cookies: (_token, own) => ({
    status: 200,
    headers: { 'set-cookie': cookies(own) },
    body: `cookie: session=${own.cookie}`,
  }),
  'IAP\u2019s redirect': (_token, own) => ({
    status: 302,
    headers: {
      ...marked,
      'set-cookie': cookies(own),
      location: `https://accounts.google.com/o/oauth2/v2/auth?client_id=123-abc.apps.googleusercontent.com&state=${own.state}&code_challenge=${own.state}&redirect_uri=${encodeURIComponent('https://iap.googleapis.com/v1/oauth/clientIds/123-abc.apps.googleusercontent.com:handleRedirect')}`,
    },
    body: 'Invalid IAP credentials: empty token',
  }),
  'a redirect with the token in it': (token, { state }) => ({
    status: 302,
    headers: {
      location: `https://user:${state}@login.acme.test/${signature(token)}?token=${token}&x=${state}#id_token=${token}`,
    },
  }),
  'IAP\u2019s words': (token) => ({
    status: 401,
    headers: marked,
    body: `Invalid IAP credentials: JWT audience doesn't match this application ('aud' claim (${token}) doesn't match expected value (${token}))`,
  }),
  'IAP\u2019s words on a foreign token': (token) => ({
    status: 401,
    headers: marked,
    body: `Invalid IAP credentials: Jwt payload is invalid [Line 0, column 7: No quote found for string field] for payload {"sig":"${signature(token)}"}`,
  }),
  'who was refused': (token) => ({
    status: 403,
    headers: marked,
    body: `Acme: Access denied. For user ${token}.`,
  }),
  'gRPC trailers': (token) => ({
    status: 200,
    headers: { 'content-type': 'application/grpc' },
    trailers: {
      'grpc-status': '16',
      'grpc-message': encodeURIComponent(`bad token ${token}`),
      'grpc-status-details-bin': base64(token),
      'x-echo-bin': base64(`Bearer ${token}`),
    },
  }),
  'a preflight\u2019s reply': (token) => ({
    status: 204,
    headers: { 'access-control-allow-headers': token },
  }),
};

export interface LeakyPeer {
  readonly port: number;
  readonly own: OwnSecrets;
  /** Tokens that callers sent. */
  readonly received: readonly string[];
  leak: string;
  close(): Promise<void>;
}

const random = (): string => randomBytes(24).toString('base64url');

/** Listens on a free port of this computer, over HTTP/2 and HTTP/1.1. */
export async function leakyPeer({ key, cert }: Pick<Leaf, 'key' | 'cert'>): Promise<LeakyPeer> {
  const own: OwnSecrets = {
    cookie: random(),
    nonce: random(),
    state: random(),
    refresh: `1//0g${random()}${random()}`,
  };
  const received: string[] = [];
  const peer = { leak: 'cookies' };
  const answer = (request: Http2ServerRequest, response: Http2ServerResponse): void => {
    const field = request.headers['proxy-authorization'] ?? request.headers.authorization ?? '';
    const token = String(field).replace(/^bearer\s+/i, '');
    if (token !== '') received.push(token);
    // Without a credential there is nothing to tell but its own secrets.
    const told: Told = LEAKS[token === '' ? 'IAP\u2019s redirect' : peer.leak]?.(token, own) ?? {
      status: 204,
    };
    for (const [name, value] of Object.entries(told.headers ?? {})) response.setHeader(name, value);
    response.writeHead(told.status);
    if (told.trailers) response.addTrailers(told.trailers);
    response.end(told.body ?? '');
  };
  const server = createSecureServer({ key, cert, allowHTTP1: true }, answer);
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return Object.assign(peer, {
    port: address.port,
    own,
    received,
    close: async () => {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  });
}

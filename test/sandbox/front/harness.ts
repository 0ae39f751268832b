/** A front door in front of acme.test, and clients that see every frame and field of it. */
import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectH2 } from 'node:http2';
import { Agent, request as requestH1 } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { type FrontDoor, type FrontDoorOptions, startFrontDoor } from '../../../src/sandbox/front/index.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../../src/sandbox/world.js';

export const DEPLOYER = 'ci-deployer@acme-prod.iam.gserviceaccount.com';
export const OAUTH_CLIENT = '123-abc.apps.googleusercontent.com';

export interface Street {
  readonly google: GoogleEmulator;
  readonly front: FrontDoor;
  /** An ID token as IAM Credentials makes it, with whatever is to be different about it. */
  idToken(email: string, claims?: Readonly<Record<string, unknown>>): string;
  /** A JWT the account signs for itself. */
  selfSigned(account: string, aud: string, claims?: Readonly<Record<string, unknown>>): string;
  close(): Promise<void>;
}

/** Starts both; the real clock, because certificates and clients go by it. */
export async function openStreet(options: Partial<FrontDoorOptions> = {}): Promise<Street> {
  const world = acmeWorld({ now: Date.now });
  const google = await startGoogleEmulator({ world });
  const { tokens } = google.switches;
  const front = await startFrontDoor({ world, tokens, grpc: ['orders.acme.test'], ...options });
  const now = (): number => Math.floor(Date.now() / 1000);
  const life = () => ({ iat: now(), exp: now() + 3600 });
  return {
    google,
    front,
    idToken: (email, claims = {}) =>
      tokens.signIdToken({
        iss: 'https://accounts.google.com',
        sub: '1',
        aud: OAUTH_CLIENT,
        email,
        ...life(),
        ...claims,
      }),
    selfSigned: (account, aud, claims = {}) =>
      tokens.signJwt(account, JSON.stringify({ iss: account, sub: account, aud, ...life(), ...claims }))
        .signedJwt,
    close: async () => {
      await front.close();
      await google.close();
    },
  };
}

export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly trailers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A session with the door as a client of a host, over TLS with ALPN `h2`. */
export async function h2Session(front: FrontDoor, host: string): Promise<ClientHttp2Session> {
  const [, port] = front.addressOf(host).split(':');
  const socket = connectTls({
    host: '127.0.0.1',
    port: Number(port),
    servername: host,
    ca: front.caPem,
    ALPNProtocols: ['h2'],
  });
  await once(socket, 'secureConnect');
  return connectH2(`https://${host}`, { createConnection: () => socket });
}

/** Reads one reply of a stream to its end; rejects where there is none. */
export function readReply(stream: ClientHttp2Stream): Promise<Seen> {
  return new Promise((resolve, reject) => {
    let head: Record<string, string | string[] | undefined> | undefined;
    let trailers = {};
    let body = '';
    stream.setEncoding('utf8');
    stream.on('response', (headers) => {
      head = headers as typeof head;
    });
    stream.on('trailers', (fields) => {
      trailers = fields;
    });
    stream.on('data', (chunk: string) => {
      body += chunk;
    });
    stream.once('error', reject);
    stream.once('close', () => {
      if (head === undefined) reject(new Error(`no reply, code ${stream.rstCode ?? 'none'}`));
      else resolve({ status: Number(head[':status']), headers: head, body, trailers });
    });
  });
}

/** One request over HTTP/2. */
export async function ask(front: FrontDoor, url: string, asking: Asking = {}): Promise<Seen> {
  const { host, pathname, search } = new URL(url);
  const session = await h2Session(front, host);
  try {
    const stream = session.request({
      ':method': asking.method ?? 'GET',
      ':path': `${pathname}${search}`,
      ...asking.headers,
    });
    stream.end(asking.body);
    return await readReply(stream);
  } finally {
    session.destroy();
  }
}

/** The same over HTTP/1.1. */
export function askH1(front: FrontDoor, url: string, asking: Asking = {}): Promise<Seen> {
  const { host, pathname, search } = new URL(url);
  const [, port] = front.addressOf(host).split(':');
  return new Promise((resolve, reject) => {
    const request = requestH1({
      host: '127.0.0.1',
      port: Number(port),
      servername: host,
      ca: front.caPem,
      agent: new Agent({ keepAlive: false }),
      method: asking.method ?? 'GET',
      path: `${pathname}${search}`,
      headers: { host, ...asking.headers },
    });
    request.once('error', reject);
    request.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, trailers: {} }),
      );
    });
    request.end(asking.body);
  });
}

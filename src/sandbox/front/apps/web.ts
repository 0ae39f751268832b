/** The demo web app: pages, JSON, statuses on demand, and its own refusals; it may or may not check who IAP says it is. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { escapeHtml } from '../exchange.js';
import type { AppSwitch } from '../switches.js';
import type { Verifier } from './verify.js';

export interface WebAppOptions {
  readonly name: string;
  readonly host: string;
  readonly position: () => AppSwitch;
  /** Undefined: the app believes every assertion, and none. */
  readonly verifier: Verifier | undefined;
  readonly audience: () => string;
}

/** Header fields that hold credentials: shown as present, never as they are. */
const SECRET = /^(?:authorization|proxy-authorization|cookie|x-goog-iap-jwt-assertion|x-serverless-.*)$/;
const SLOW_MS = 2000;

type Reply = readonly [status: number, type: string, body: string, headers?: Record<string, string>];

const json = (status: number, value: unknown): Reply => [
  status,
  'application/json',
  `${JSON.stringify(value)}\n`,
];
const html = (title: string, text: string, status = 200): Reply => [
  status,
  'text/html; charset=utf-8',
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>\n`,
];
const away = (location: string): Reply => [302, 'text/html; charset=utf-8', '', { location }];

/** The app's own Google sign-in: its own client, its own callback. */
function googleSignIn(host: string): string {
  const url = new URL('https://accounts.google.com/o/oauth2/v2/auth');
  url.searchParams.set('client_id', '987-own.apps.googleusercontent.com');
  url.searchParams.set('redirect_uri', `https://${host}/oauth2/callback`);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('scope', 'openid email');
  return url.href;
}

/** What the app says whatever is asked; undefined where it serves. */
function refusal(options: WebAppOptions, request: IncomingMessage): Reply | undefined {
  const { host } = options;
  switch (options.position()) {
    case 'fine':
    case 'slow':
      return undefined;
    case 'own-sign-in':
      return away(`https://${host}/login?next=%2F`);
    case 'google-sign-in':
      return away(googleSignIn(host));
    case 'bearer': {
      if (/^Bearer app-\w+$/.test(request.headers.authorization ?? '')) return undefined;
      const [status, type, body] = json(401, { error: 'this app wants its own token' });
      return [status, type, body, { 'www-authenticate': 'Bearer realm="app"' }];
    }
    case 'forbidden':
      return json(403, { error: 'you are not on the list of this app' });
    case 'not-found':
      return html('Not found', 'There is no such page.', 404);
    case 'throttled':
      return [429, 'text/plain', 'Slow down.\n', { 'retry-after': '7' }];
    case 'error-500':
      return html('Something broke', 'The app failed.', 500);
    case 'error-503':
      return html('Busy', 'The app is overloaded.', 503);
    case 'elsewhere':
      return away(`https://new-${host}/`);
  }
}

function shownHeaders(request: IncomingMessage): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, SECRET.test(name) ? 'present' : value]),
  );
}

/** What a browser asks before it lets a script of another origin in. */
const PREFLIGHT: Reply = [
  204,
  'text/plain',
  '',
  {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization',
  },
];

async function countBytes(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of request) bytes += (chunk as Buffer).length;
  return bytes;
}

async function serve(options: WebAppOptions, request: IncomingMessage, who: string): Promise<Reply> {
  const { pathname } = new URL(request.url ?? '/', 'http://app.invalid');
  const wanted = /^\/bytes\/(\d{1,8})$/.exec(pathname)?.[1];
  if (wanted !== undefined) return [200, 'application/octet-stream', 'x'.repeat(Number(wanted))];
  if (pathname === '/count') return json(200, { received: await countBytes(request) });
  const status = Number(/^\/status\/([2-5]\d\d)$/.exec(pathname)?.[1] ?? 200);
  if (pathname === '/headers') return json(200, shownHeaders(request));
  if (pathname.startsWith('/api/')) return json(200, { app: options.name, you: who });
  if (status !== 200) return html(`Status ${status}`, 'As you wished.', status);
  return html(options.name, `Hello ${escapeHtml(who)}, this is ${escapeHtml(pathname)}.`);
}

async function answer(options: WebAppOptions, request: IncomingMessage): Promise<Reply> {
  // Health checks come without IAP.
  if (request.url === '/health') return [200, 'text/plain', 'ok\n'];
  if (request.method === 'OPTIONS') return PREFLIGHT;
  const assertion = request.headers['x-goog-iap-jwt-assertion'];
  const told = String(request.headers['x-goog-authenticated-user-email'] ?? 'stranger').replace(/^.*:/, '');
  let who = told;
  if (options.verifier) {
    const given = Array.isArray(assertion) ? assertion[0] : assertion;
    const verified = await options.verifier.verify(given, options.audience());
    if (!verified.ok) return json(401, { error: 'the IAP assertion was refused', why: verified.why });
    who = String(verified.claims.email ?? 'stranger');
  }
  if (options.position() === 'slow') await wait(SLOW_MS);
  return refusal(options, request) ?? serve(options, request, who);
}

/** Makes the app; whoever starts it listens and closes. */
export function createWebApp(options: WebAppOptions): Server {
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, type, body, headers = {}] = await answer(options, request);
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      ...headers,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    // What nobody wanted of the request must not stand in the way of the next one.
    request.resume();
  };
  return createServer((request, response) => {
    reply(request, response).catch(() => response.destroy());
  });
}

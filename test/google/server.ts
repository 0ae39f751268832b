/** A real HTTP server that plays Google by script and remembers what it was asked. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGoogle, type GoogleConnection, type GoogleOptions } from '../../src/google/index.js';
import type { Api, CallContext } from '../../src/google/ports.js';

/** Without the form of Google's tokens, so that nothing but the exact text can give it away. */
export const TOKEN = 'a-very-secret-token-of-the-tests';

export interface Recorded {
  readonly method: string;
  /** As it came over the wire, undecoded, without the query. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

/** A value is answered as JSON with 200; a function does what it likes. */
export type Reply =
  | { readonly json: unknown }
  | { readonly status?: number; readonly text: string; readonly headers?: Record<string, string> }
  | ((request: Recorded, response: http.ServerResponse) => void);

export interface GoogleServer {
  readonly url: URL;
  readonly requests: Recorded[];
  readonly connections: () => number;
  readonly google: (options?: Omit<GoogleOptions, 'endpoint'>) => GoogleConnection;
  readonly close: () => Promise<void>;
}

/** Google's usual error body. */
export function apiError(code: number, status: string, message: string, more: object = {}): Reply {
  return { status: code, text: JSON.stringify({ error: { code, message, status, ...more } }) };
}

/** JSON as its value; a form, and anything else, as the text it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function answer(reply: Reply, request: Recorded, response: http.ServerResponse): void {
  if (typeof reply === 'function') {
    reply(request, response);
    return;
  }
  const { status, text, headers } =
    'json' in reply ? { status: 200, text: JSON.stringify(reply.json), headers: {} } : reply;
  response.writeHead(status ?? 200, { 'content-type': 'application/json', ...headers }).end(text);
}

/** Answers the n-th request with the n-th reply, the last one for ever; or as one function says for each. */
export async function googleServer(
  script: readonly Reply[] | ((request: Recorded) => Reply),
): Promise<GoogleServer> {
  const requests: Recorded[] = [];
  const opened: GoogleConnection[] = [];
  let connections = 0;
  const server = http.createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const url = incoming.url ?? '';
    const mark = url.indexOf('?');
    const request: Recorded = {
      method: incoming.method ?? '',
      path: mark < 0 ? url : url.slice(0, mark),
      query: mark < 0 ? [] : [...new URLSearchParams(url.slice(mark))],
      headers: incoming.headers,
      body: text === '' ? undefined : parsed(text),
    };
    requests.push(request);
    const reply =
      typeof script === 'function' ? script(request) : script[Math.min(requests.length, script.length) - 1];
    if (reply !== undefined) answer(reply, request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    url,
    requests,
    connections: () => connections,
    google: (options = {}) => {
      const google = createGoogle({ endpoint: url, token: TOKEN, retryBaseMs: 1, ...options });
      opened.push(google);
      return google;
    },
    close: async () => {
      for (const google of opened) google.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** The terms of a call, with a meter that can be read. */
export function terms(
  options: { signal?: AbortSignal; deadline?: number } = {},
): CallContext & { readonly counted: Api[] } {
  const counted: Api[] = [];
  return {
    signal: options.signal ?? AbortSignal.timeout(10_000),
    deadline: options.deadline,
    meter: { count: (api) => counted.push(api) },
    counted,
  };
}

/** Runs `use` against a scripted server that is closed whatever happens. */
export async function withServer<T>(
  script: readonly Reply[] | ((request: Recorded) => Reply),
  use: (server: GoogleServer) => Promise<T>,
): Promise<T> {
  const server = await googleServer(script);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

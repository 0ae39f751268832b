/** The server behind the sandbox's page, on this computer only: files, the stream of what happens, and what people do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { productRoot } from '../manifest.js';
import type { Stage } from '../stage.js';
import { createActor } from './act.js';
import { parseAction } from './actions.js';
import { createFeed } from './feed.js';
import { refusal } from './guard.js';
import { createLive } from './live.js';
import type { ActResult } from './protocol.js';
import { serveFile } from './static.js';

export interface Page {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface PageOptions {
  /** 0: any free port. */
  readonly port?: number;
  /** The built page; that of this product by default. */
  readonly folder?: string;
  readonly heartbeatMs?: number;
}

const MOST_BODY_BYTES = 256_000;

/** Starts it; rejects with Node's own error when the port is taken. */
export async function startPage(stage: Stage, options: PageOptions = {}): Promise<Page> {
  const folder = options.folder ?? join(productRoot(), 'dist', 'sandbox-page');
  const { heartbeatMs } = options;
  const feed = createFeed({
    snapshot: () => live.snapshot(),
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
  });
  const live = createLive(stage, feed.tell);
  const act = createActor(stage, live.board, live.tracer);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const refused = refusal(method, request.headers);
    if (refused !== undefined) return sendJson(response, 403, { ok: false, error: refused });
    if (method === 'POST' && path === '/act') return sendJson(response, ...(await takeAction(request)));
    if (method !== 'GET' && method !== 'HEAD')
      return sendJson(response, 405, { ok: false, error: 'There is nothing to do here.' });
    if (path === '/events' && method === 'GET') return feed.connect(request, response);
    return serveFile(folder, path, response);
  }

  async function takeAction(request: IncomingMessage): Promise<[number, ActResult]> {
    const body = await readBody(request);
    if (body === undefined) return [413, { ok: false, error: 'The body is too large.' }];
    const action = parseAction(body);
    if (typeof action === 'string') return [400, { ok: false, error: action }];
    const result = await act(action);
    live.look();
    return [200, result];
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: String(error) });
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
  } catch (error) {
    feed.close();
    live.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    close: () =>
      new Promise((resolve) => {
        live.close();
        feed.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, status: number, body: ActResult): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // What was not read of a refused body must not be taken for the next request.
    ...(status === 413 || status === 403 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify(body));
}

/** The whole body as text; nothing when it is larger than anything the page sends. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MOST_BODY_BYTES) return undefined;
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

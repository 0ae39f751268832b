/** One HTTP exchange over pooled keep-alive connections: sent once, read whole, ended by its signal at any point. */
import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

export interface Send {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  /** Another agent than the pool, such as one that goes through a proxy. */
  readonly agent: http.Agent | undefined;
}

/**
 * What came of it. `network`: no reply at all. `cut`: a reply began, but its connection ended before it did.
 * `unreadable`: bytes that are no HTTP reply of ours, or too many of them.
 */
export type Exchange =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      readonly body: string;
    }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'network'; readonly code: string; readonly message: string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'unreadable'; readonly message: string };

export interface Http {
  readonly send: (request: Send) => Promise<Exchange>;
  /** Closes every connection; requests under way end as `network`. */
  readonly close: () => void;
}

/** More than any answer we ask for (a page of 1,000 log entries is about 5 MB), less than what hurts. */
const MAX_BODY = 32 * 1024 * 1024;
/** Google's front ends keep idle connections for minutes; questions come in bursts that are minutes apart. */
const IDLE_MS = 120_000;
const POOL = {
  keepAlive: true,
  maxSockets: 256,
  maxFreeSockets: 64,
  scheduling: 'lifo',
  timeout: IDLE_MS,
} as const;

const gunzip = promisify(zlib.gunzip);
const inflate = promisify(zlib.inflate);

/** A pool of connections of its own. */
export function createHttp(): Http {
  const plain = new http.Agent(POOL);
  const secure = new https.Agent(POOL);
  return {
    send: (request) => exchange(request, request.url.protocol === 'https:' ? secure : plain),
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

function exchange(request: Send, pool: http.Agent): Promise<Exchange> {
  const { url, method, headers, body, signal } = request;
  if (signal.aborted) return Promise.resolve({ kind: 'aborted' });
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, agent: request.agent ?? pool };
    const sent = (url.protocol === 'https:' ? https : http).request(url, options);
    const settle = (outcome: Exchange): void => {
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const abort = (): void => {
      settle({ kind: 'aborted' });
      sent.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    sent.on('error', (error: NodeJS.ErrnoException) => settle(failure(error)));
    sent.on('response', (response) => {
      read(response).then(settle, () => settle({ kind: 'cut' }));
    });
    sent.end(body);
  });
}

function failure(error: NodeJS.ErrnoException): Exchange {
  const code = error.code ?? error.name;
  if (code.startsWith('HPE_')) return { kind: 'unreadable', message: `the answer is not HTTP (${code})` };
  return { kind: 'network', code, message: error.message === '' ? code : error.message };
}

async function read(response: http.IncomingMessage): Promise<Exchange> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) {
      response.destroy();
      return { kind: 'unreadable', message: 'the answer is too large' };
    }
    chunks.push(chunk);
  }
  if (!response.complete) return { kind: 'cut' };
  const bytes = await unpack(Buffer.concat(chunks), response.headers['content-encoding']);
  if (!bytes) return { kind: 'unreadable', message: 'the answer could not be unpacked' };
  const { statusCode: status = 0, headers } = response;
  return { kind: 'reply', status, headers, body: bytes.toString('utf8') };
}

async function unpack(bytes: Buffer, encoding: string | undefined): Promise<Buffer | undefined> {
  const limit = { maxOutputLength: MAX_BODY };
  try {
    switch (encoding?.trim().toLowerCase() ?? 'identity') {
      case 'identity':
      case '':
        return bytes;
      case 'gzip':
      case 'x-gzip':
        return await gunzip(bytes, limit);
      case 'deflate':
        return await inflate(bytes, limit);
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** The emulator of Google's REST APIs: one loopback port, Google's own paths, answers from one world. */
import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../store/ports.js';
import { type AnswerContext, type Answered, answer } from './http/answer.js';
import type { Fault } from './http/faults.js';
import { quotaCounter } from './http/quota.js';
import type { ApiName } from './http/route.js';
import { defaultSwitches, type Switches } from './http/switches.js';
import type { World } from './model.js';
import { allRoutes } from './routes/index.js';

export type { Fault } from './http/faults.js';
export type { ApiName } from './http/route.js';
export type { Switches } from './http/switches.js';

/** One request as it came in; tokens are never kept. */
export interface RecordedRequest {
  /** RFC 3339, by the emulator's clock. */
  readonly at: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly api: ApiName | 'unknown';
  readonly status: number;
}

/** One request while it is worked on: told once when it is understood, and once more when it is over. */
export interface WatchedRequest {
  /** Counts up from 1. */
  readonly id: number;
  /** RFC 3339, by the emulator's clock. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly api: ApiName | 'unknown';
  /** Undefined until it is answered, and for ever where the caller hung up before. */
  readonly status: number | undefined;
  /** Milliseconds until it was over. */
  readonly ms: number | undefined;
}

export interface GoogleEmulator {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly world: World;
  /** Push to switch a fault on, take out to switch it off. */
  readonly faults: Fault[];
  readonly switches: Switches;
  readonly requests: RecordedRequest[];
  /** Calls the listener for every request from now on; the result takes it off again. */
  watch(listener: (request: WatchedRequest) => void): () => void;
  close(): Promise<void>;
}

export interface EmulatorOptions {
  readonly world: World;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The world's own clock when absent. */
  readonly clock?: Clock;
  readonly latencyMs?: number;
  /** Which bearer tokens are good; every one when absent. */
  readonly acceptToken?: (token: string) => boolean;
}

/** Beyond this the oldest are forgotten, so that a sandbox left running does not grow. */
const KEPT_REQUESTS = 10_000;

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answered: Answered): void {
  const { reply, fault } = answered;
  const html = typeof reply.body === 'string';
  const text = typeof reply.body === 'string' ? reply.body : `${JSON.stringify(reply.body ?? {}, null, 2)}\n`;
  const half = fault?.kind === 'half-json' ? text.slice(0, Math.floor(text.length / 2)) : text;
  response.writeHead(reply.status, {
    'content-type': html ? 'text/html; charset=UTF-8' : 'application/json; charset=UTF-8',
    server: 'ESF',
    'x-content-type-options': 'nosniff',
    ...reply.headers,
  });
  response.end(half);
}

/** Starts the emulator; resolves when it listens. */
export async function startGoogleEmulator(options: EmulatorOptions): Promise<GoogleEmulator> {
  const clock = options.clock ?? options.world.clock;
  const requests: RecordedRequest[] = [];
  const watchers = new Set<(request: WatchedRequest) => void>();
  let serial = 0;
  const closing = new AbortController();
  // Every request that is slow on purpose listens to it.
  setMaxListeners(0, closing.signal);
  const context: AnswerContext = {
    world: options.world,
    routes: allRoutes,
    switches: { ...defaultSwitches(clock), latencyMs: options.latencyMs ?? 0 },
    faults: [],
    quotas: quotaCounter(clock),
    acceptToken: options.acceptToken ?? (() => true),
  };

  const watched = (
    seen: Pick<WatchedRequest, 'method' | 'path' | 'api'>,
    status: number,
    response: ServerResponse,
  ): void => {
    if (watchers.size === 0) return;
    serial += 1;
    const told = { ...seen, id: serial, at: new Date(clock.now()).toISOString() };
    const began = performance.now();
    const tell = (end: Pick<WatchedRequest, 'status' | 'ms'>): void => {
      for (const watcher of [...watchers]) watcher({ ...told, ...end });
    };
    tell({ status: undefined, ms: undefined });
    response.once('close', () =>
      tell({ status: response.writableFinished ? status : undefined, ms: performance.now() - began }),
    );
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET';
    const target = request.url ?? '/';
    const { authorization } = request.headers;
    const body = await readAll(request);
    const answered = answer(context, { method, target, authorization, body });
    const { api, reply, fault } = answered;
    requests.push({
      at: new Date(clock.now()).toISOString(),
      method,
      path: target,
      api,
      status: reply.status,
    });
    if (requests.length > KEPT_REQUESTS) requests.shift();
    watched({ method, path: target, api }, reply.status, response);
    if (fault?.kind === 'hang') return;
    const delay = context.switches.latencyMs + (fault?.kind === 'slow' ? (fault.ms ?? 0) : 0);
    if (delay > 0) await wait(delay, undefined, { signal: closing.signal });
    send(response, answered);
  };

  const server = createServer((request, response) => {
    // The client went away, or the emulator is being closed: nobody is left to answer.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    world: options.world,
    faults: context.faults,
    switches: context.switches,
    requests,
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    close: () =>
      new Promise((resolve, reject) => {
        closing.abort();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

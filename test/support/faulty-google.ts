/** Google's APIs for many questions at once, where each question has its own faults: the token it sends picks them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type AnswerContext, answer } from '../../src/sandbox/google/http/answer.js';
import { faultReply } from '../../src/sandbox/google/http/faults.js';
import { quotaCounter } from '../../src/sandbox/google/http/quota.js';
import { matchRoute } from '../../src/sandbox/google/http/route.js';
import { defaultSwitches } from '../../src/sandbox/google/http/switches.js';
import type { World } from '../../src/sandbox/google/model.js';
import { allRoutes } from '../../src/sandbox/google/routes/index.js';

/** What can go wrong with one answer of Google. */
export const FAULTS = [
  'forbidden',
  'not-found',
  'throttled',
  'server-error',
  'hang',
  'half-json',
  'empty-object',
  'slow',
] as const;
export type FaultKind = (typeof FAULTS)[number];

/** A request as faults see it. */
export interface Asked {
  /** First label of the API's host. */
  readonly api: string;
  /** What the request asks for, ids left out: one per method of Google's. */
  readonly method: string;
  /** The very request: method, path, query, and for posted questions what tells them apart. */
  readonly request: string;
}

export interface PlannedFault {
  readonly hits: (asked: Asked) => boolean;
  readonly kind: FaultKind;
}

/** How long the fault `slow` holds an answer back, and what `throttled` asks for in `Retry-After`. */
export const SLOW_MS = 120;
const RETRY_AFTER_S = 30;

export interface FaultyGoogle {
  readonly url: string;
  readonly world: World;
  /** Plans the faults of all requests that carry this token. */
  readonly plan: (token: string, faults: readonly PlannedFault[]) => void;
  /** What was asked with this token, in the order in which it came. */
  readonly asked: (token: string) => readonly Asked[];
  readonly close: () => Promise<void>;
}

/** Log queries share one path; whose log is read, and what for, tells them apart. */
function logQuestion(body: string): string {
  const asksFor = /AuthorizeUser/.test(body) ? 'decisions' : 'changes';
  return `${asksFor} of ${/"((?:projects|folders|organizations)\/[^"/]+)"/.exec(body)?.[1] ?? '?'}`;
}

/** Reads what a request asks for. */
export function readAsked(method: string, target: string, body: string): Asked {
  const [path = '/', query] = target.split('?');
  const matched = matchRoute(allRoutes, method, path);
  const api = matched?.route.api ?? 'unknown';
  const question = path.endsWith('/entries:list') ? ` ${logQuestion(body)}` : '';
  const route = matched?.route.path.source.replace(/[\\^$]/g, '') ?? path;
  return {
    api,
    method: `${api} ${method} ${route}${question.replace(/ of .*/, '')}`,
    request: `${method} ${path}${query === undefined ? '' : `?${query}`}${question}`,
  };
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Starts the server on a free port of this computer. */
export async function startFaultyGoogle(world: World): Promise<FaultyGoogle> {
  const plans = new Map<string, readonly PlannedFault[]>();
  const seen = new Map<string, Asked[]>();
  const closing = new AbortController();
  const context: AnswerContext = {
    world,
    routes: allRoutes,
    switches: defaultSwitches(),
    faults: [],
    quotas: quotaCounter(world.clock),
    acceptToken: () => true,
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url: target = '/' } = incoming;
    const { authorization } = incoming.headers;
    const body = await readAll(incoming);
    const token = authorization?.replace(/^Bearer /i, '') ?? '';
    const asked = readAsked(method, target, body);
    const mine = seen.get(token) ?? [];
    mine.push(asked);
    seen.set(token, mine);
    const fault = plans.get(token)?.find(({ hits }) => hits(asked))?.kind;
    if (fault === 'hang') return;
    if (fault === 'slow') await wait(SLOW_MS, undefined, { signal: closing.signal });
    const { api, reply } = answer(context, { method, target, authorization, body });
    const planned =
      fault === undefined || fault === 'empty-object' || api === 'unknown'
        ? undefined
        : faultReply({ kind: fault, retryAfter: RETRY_AFTER_S }, api, world);
    const { status, body: content, headers } = planned ?? reply;
    const text = fault === 'empty-object' ? '{}' : `${JSON.stringify(content ?? {})}\n`;
    outgoing.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
    outgoing.end(fault === 'half-json' ? text.slice(0, Math.floor(text.length / 2)) : text);
  };

  const server = createServer((incoming, outgoing) => {
    // The client went away, or the server is being closed: nobody is left to answer.
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    world,
    plan: (token, faults) => plans.set(token, faults),
    asked: (token) => seen.get(token) ?? [],
    close: async () => {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

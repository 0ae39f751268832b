/** `/health/live`, `/health/ready` and `/metrics`, the same in both ways of talking to Slack (`contract.md` §7.14). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MetricsPage } from '../../metrics/ports.js';

/** What readiness is made of. Nothing in it comes from outside or could be a secret. */
export interface HealthParts {
  readonly slack: { readonly ok: boolean; readonly mode: 'socket' | 'http'; readonly why?: string };
  /** Absent where no Redis is configured. */
  readonly redis?: { readonly ok: boolean };
}

export interface Readiness {
  readonly ok: boolean;
  /** What is missing. */
  readonly why: string | undefined;
}

export interface Health {
  /** Whether commands can be taken and answered now; `why` says what is missing. */
  readonly ready: () => Readiness;
  readonly parts?: () => HealthParts;
  readonly metrics?: (() => Promise<MetricsPage>) | undefined;
}

/** Answers a request for health or metrics and says whether it was one. */
export function answerHealth(
  path: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  health: Health,
): boolean {
  const page = pageOf(path, health);
  if (page === undefined) return false;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return true;
  }
  page().then(
    ({ status, contentType, body }) => {
      const length = Buffer.byteLength(body);
      response.writeHead(status, {
        'content-type': contentType,
        'content-length': length,
        'cache-control': 'no-store',
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    },
    () => response.writeHead(500).end(),
  );
  return true;
}

interface Page extends MetricsPage {
  readonly status: number;
}

function pageOf(path: string | undefined, health: Health): (() => Promise<Page>) | undefined {
  const { metrics } = health;
  switch (path) {
    // Alive is whoever can answer at all; Slack or Redis being away is mended by no restart.
    case '/health/live':
      return async () => json(200, { ok: true });
    case '/health/ready':
      return async () => readyPage(health);
    case '/metrics':
      return metrics && (async () => ({ status: 200, ...(await metrics()) }));
    default:
      return undefined;
  }
}

/**
 * 503 only when questions cannot arrive. A Redis that is away degrades: every process goes on from its own memory, and
 * a second process would fare no better.
 */
function readyPage({ ready, parts }: Health): Page {
  const { ok, why } = ready();
  const made = parts?.();
  const degraded = made?.redis?.ok === false;
  const state = ok ? (degraded ? 'degraded' : 'ready') : why === 'stopping' ? 'stopping' : 'not-ready';
  return json(ok ? 200 : 503, {
    ok,
    state,
    ...(why === undefined ? {} : { why }),
    ...(ok && degraded
      ? { degraded: ['Redis does not answer: this process goes on from its own memory'] }
      : {}),
    ...(made === undefined ? {} : { parts: made }),
  });
}

function json(status: number, value: object): Page {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}

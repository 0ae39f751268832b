/** `/health/live` and `/health/ready`, the same in both ways of talking to Slack (`contract.md` §7.14). */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Health {
  /** Whether commands can be taken and answered now; `why` says what is missing. */
  readonly ready: () => { readonly ok: boolean; readonly why: string | undefined };
}

/** Answers a health request and says whether it was one. */
export function answerHealth(
  path: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  health: Health,
): boolean {
  if (path !== '/health/live' && path !== '/health/ready') return false;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405).end();
    return true;
  }
  const state = path === '/health/live' ? { ok: true, why: undefined } : health.ready();
  response.writeHead(state.ok ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(state.ok ? { ok: true } : { ok: false, why: state.why }));
  return true;
}

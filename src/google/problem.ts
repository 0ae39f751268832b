/** Turns everything that can go wrong with a call into the one shape the product knows. Nothing else makes problems. */
import type { Exchange } from './http.js';
import type { Api, Look, LookProblem, ProblemKind } from './ports.js';
import { oneLine, redact } from './redact.js';
import { type ReplyError, readErrorBody } from './reply-error.js';

/** What a problem is about, and the tokens that must not show in it. */
export interface About {
  readonly api: Api;
  readonly resource: string;
  readonly secrets: Iterable<string>;
}

const MESSAGE_LENGTH = 300;

/** A look that gave nothing, with a message that is safe to show. */
export function failed(
  about: About,
  kind: ProblemKind,
  message: string,
  status?: number,
): { readonly ok: false; readonly problem: LookProblem } {
  const { api, resource, secrets } = about;
  // Cut last: a secret that straddles the cut must not survive as a half.
  const safe = oneLine(redact(message, secrets), MESSAGE_LENGTH);
  const problem: LookProblem = { kind, api, resource, message: safe };
  return { ok: false, problem: status === undefined ? problem : { ...problem, status } };
}

export const DEADLINE = 'no answer before the time of the question was over';

const DISABLED = new Set(['SERVICE_DISABLED', 'accessNotConfigured']);
const DISABLED_TEXT = /has not been used in project \S+ before or it is disabled/i;
const QUOTA = new Set([
  'userRateLimitExceeded',
  'rateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
  'RATE_LIMIT_EXCEEDED',
  'RESOURCE_EXHAUSTED',
]);
/** Quotas that a second try within a moment can meet. */
const RATES = new Set(['userRateLimitExceeded', 'rateLimitExceeded', 'RATE_LIMIT_EXCEEDED']);
/** Cloud Identity's own numbers for "needs Cloud Identity Premium or a Workspace edition". */
const EDITION = new Set(['3005', '3006']);
const EDITION_TEXT = /\bError\s*\(\s*300[56]\s*\)/i;

const has = (error: ReplyError, set: ReadonlySet<string>): boolean =>
  error.reasons.some((reason) => set.has(reason));

/** The kind of an HTTP error. `bare` is a reply without any body. */
export function kindOf(status: number, error: ReplyError, bare: boolean): ProblemKind {
  if (status >= 500) return 'unavailable';
  if (status < 400) return 'malformed';
  if (has(error, EDITION) || EDITION_TEXT.test(error.message ?? '')) return 'edition';
  if (status === 429) return 'throttled';
  if (status === 401) return 'forbidden';
  if (status === 403) {
    if (has(error, DISABLED) || DISABLED_TEXT.test(error.message ?? '')) return 'api-disabled';
    return has(error, QUOTA) ? 'throttled' : 'forbidden';
  }
  // A 404 page of a proxy or a front end says nothing about whether the thing exists.
  if (status === 404) return error.fromApi || bare ? 'not-found' : 'malformed';
  return status === 408 ? 'unavailable' : 'invalid';
}

/** Whether a body is a web page rather than an answer of an API. */
export const isPage = (body: string): boolean => /^\s*</.test(body);

/** What a body is that could not be read, in words. */
export function bodyWords(body: string): string {
  if (body.trim() === '') return 'empty';
  return isPage(body) ? 'an HTML page' : 'not JSON';
}

/** The problem of an exchange that gave no usable reply. */
export function exchangeProblem(about: About, exchange: Exchange): Look<never> {
  switch (exchange.kind) {
    case 'aborted':
      return failed(about, 'deadline', DEADLINE);
    case 'network':
      return failed(about, 'unavailable', `no connection: ${exchange.message}`);
    case 'cut':
      return failed(about, 'malformed', 'the answer broke off');
    case 'unreadable':
      return failed(about, 'malformed', exchange.message);
    case 'reply': {
      const { status, body } = exchange;
      const error = readErrorBody(body);
      const kind = kindOf(status, error, body.trim() === '');
      const said =
        error.message ?? `HTTP ${status} without a reason of Google's (the answer is ${bodyWords(body)})`;
      const { ok, problem } = failed(about, kind, said, status);
      return { ok, problem: isPage(body) ? { ...problem, page: true } : problem };
    }
  }
}

/** What came of one request, in the few words that metrics know. */
export function resultOf(exchange: Exchange): 'ok' | 'absent' | 'refused' | 'quota' | 'timeout' | 'failed' {
  if (exchange.kind === 'aborted') return 'timeout';
  if (exchange.kind !== 'reply') return 'failed';
  const { status, body } = exchange;
  if (status >= 200 && status < 300) return 'ok';
  const kind = kindOf(status, readErrorBody(body), body.trim() === '');
  switch (kind) {
    case 'forbidden':
    case 'api-disabled':
    case 'edition':
    case 'invalid':
      return 'refused';
    case 'not-found':
      return 'absent';
    case 'throttled':
      return 'quota';
    case 'deadline':
    case 'unavailable':
    case 'malformed':
    case 'not-held':
      return 'failed';
  }
}

const STATUSES = new Set([429, 500, 502, 503, 504]);
const RESETS = /^(?:ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EAI_AGAIN)$/;

/** Whether the same request may well succeed in a moment. Every call of ours reads, so every call may be repeated. */
export function isPassing(exchange: Exchange): boolean {
  switch (exchange.kind) {
    case 'aborted':
    case 'unreadable':
      return false;
    case 'network':
      return RESETS.test(exchange.code);
    case 'cut':
      return true;
    case 'reply':
      return (
        STATUSES.has(exchange.status) || (exchange.status === 403 && has(readErrorBody(exchange.body), RATES))
      );
  }
}

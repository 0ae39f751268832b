/** What the door remembers of each request: enough for a test to see what arrived, and no secret. */
import type { Exchange } from './exchange.js';
import type { Answerer } from './fixed-replies.js';

export interface FrontRequest {
  /** RFC 3339, by the world's clock. */
  readonly at: string;
  readonly protocol: 'h2' | 'http/1.1';
  readonly method: string;
  readonly host: string;
  /** Path and query as sent. */
  readonly target: string;
  /** Names of the header fields as they arrived. */
  readonly headers: readonly string[];
  /** Undefined: the request was left without an answer. */
  readonly status: number | undefined;
  readonly answeredBy: Answerer;
  /** Whom IAP took the caller for. */
  readonly email: string | undefined;
  /** Names of the header fields the app was given; empty where it was not asked. */
  readonly passed: readonly string[];
}

/** Beyond this the oldest are forgotten, so that a sandbox left running does not grow. */
export const KEPT_REQUESTS = 10_000;

export type Outcome = Pick<FrontRequest, 'status' | 'answeredBy' | 'email' | 'passed'>;

export function recordOf(exchange: Exchange, at: number, outcome: Outcome): FrontRequest {
  const { protocol, method, host, target, headers } = exchange;
  const fields = { protocol, method, host, target, headers: Object.keys(headers) };
  return { at: new Date(at).toISOString(), ...fields, ...outcome };
}

/** Sends one built request until it is answered: authorised, counted, and tried again while that can help in time. */
import { Agent } from 'node:http';
import type { Metrics } from '../metrics/ports.js';
import type { Authorization, Credentials } from './credentials.js';
import { addressOf } from './endpoint.js';
import type { Exchange, Http } from './http.js';
import type { Api, CallContext } from './ports.js';
import { isPassing, resultOf } from './problem.js';
import { readErrorBody, retryAfterMs } from './reply-error.js';
import { pause } from './time.js';

/** A request as a generated client has built it. */
export interface Prepared {
  readonly url: string | URL;
  readonly method?: string | undefined;
  readonly headers: Headers;
  readonly body?: unknown;
  /** A proxy's, when the environment names one. */
  readonly agent?: unknown;
}

/** Whom a request is counted for, when it has to end, and where the tokens it carried are noted for redaction. */
export interface Errand {
  readonly api: Api;
  readonly call: CallContext;
  readonly signal: AbortSignal;
  readonly secrets: Set<string>;
}

export interface DeliveryOptions {
  readonly http: Http;
  readonly credentials: Credentials;
  readonly endpoint: URL | undefined;
  readonly userAgent: string;
  /** Before the first retry, in milliseconds; doubled for the second, each times 0.5 to 1.5. */
  readonly retryBaseMs: number;
  readonly now: () => number;
  readonly random: () => number;
  /** Every request is counted and timed there. */
  readonly metrics?: Metrics | undefined;
}

/** What came of it: an exchange, or the reason why there was no right to send anything. */
export type Outcome = Exchange | Extract<Authorization, { ok: false }>;

const RETRIES = 2;
/** How long Google may make us wait when the deadline of the question is not known. */
const PATIENCE_MS = 2_000;

export function createDelivery(
  options: DeliveryOptions,
): (prepared: Prepared, errand: Errand) => Promise<Outcome> {
  const { endpoint } = options;

  async function once(prepared: Prepared, { api, call, signal, secrets }: Errand): Promise<Outcome> {
    const authorization = await options.credentials.authorize();
    if (!authorization.ok) return authorization;
    const token = authorization.headers.authorization?.replace(/^\s*bearer\s+/i, '');
    if (token !== undefined) secrets.add(token);
    if (signal.aborted) return { kind: 'aborted' };
    call.meter.count(api);
    const sentAt = options.now();
    const exchange = await options.http.send({
      url: addressOf(prepared.url, endpoint),
      method: prepared.method ?? 'GET',
      headers: {
        ...Object.fromEntries(prepared.headers.entries()),
        ...authorization.headers,
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': options.userAgent,
      },
      body: typeof prepared.body === 'string' ? prepared.body : undefined,
      signal,
      // A proxy of the environment stands before Google; an emulator on this computer is reached directly.
      agent: !endpoint && prepared.agent instanceof Agent ? prepared.agent : undefined,
    });
    call.meter.answered?.(api);
    options.metrics?.count('google_requests_total', { api, result: resultOf(exchange) });
    options.metrics?.time('google_request_duration_seconds', { api }, (options.now() - sentAt) / 1_000);
    return exchange;
  }

  /** Milliseconds to wait before the next try; nothing when it would not end in time. */
  function waitBefore(attempt: number, exchange: Exchange, call: CallContext): number | undefined {
    const asked =
      exchange.kind === 'reply'
        ? (retryAfterMs(exchange.headers['retry-after'], options.now()) ??
          readErrorBody(exchange.body).retryMs)
        : undefined;
    const own = options.retryBaseMs * 2 ** attempt * (0.5 + options.random());
    const wait = Math.max(asked ?? 0, own);
    const room = call.deadline === undefined ? PATIENCE_MS : call.deadline - options.now();
    return wait < room ? wait : undefined;
  }

  return async (prepared, errand) => {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await once(prepared, errand);
      if ('ok' in outcome || attempt >= RETRIES || !isPassing(outcome)) return outcome;
      const wait = waitBefore(attempt, outcome, errand.call);
      if (wait === undefined) return outcome;
      if (!(await pause(wait, errand.signal))) return { kind: 'aborted' };
    }
  };
}

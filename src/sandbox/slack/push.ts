/** Deliveries over HTTP: signed like Slack's, with its content types, deadlines and retry headers. */
import { createHmac } from 'node:crypto';
import { isRecord, parseJson } from './http.js';

export interface Push {
  readonly url: string;
  readonly signingSecret: string;
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body: string;
  /** Milliseconds since 1970, for the signature. */
  readonly now: number;
  readonly withinMs: number;
  readonly retry: { readonly num: number; readonly reason: string } | undefined;
  /** Ends the wait for an answer. */
  readonly closed: AbortSignal;
}

export interface Pushed {
  /** Undefined when no answer came. */
  readonly status: number | undefined;
  /** JSON where it is JSON, else the text; undefined when empty. */
  readonly payload: unknown;
  readonly noRetry: boolean;
  /** Slack's word in `x-slack-retry-reason`; undefined for a 2xx. */
  readonly reason: 'http_timeout' | 'connection_failed' | 'http_error' | undefined;
}

/** `X-Slack-Signature` of a body. Source: Slack "Verifying requests from Slack". */
export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Sends one delivery. Never throws. */
export async function push(delivery: Push): Promise<Pushed> {
  const timestamp = Math.floor(delivery.now / 1_000);
  try {
    const response = await fetch(delivery.url, {
      method: 'POST',
      headers: {
        'content-type': delivery.contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': sign(delivery.signingSecret, timestamp, delivery.body),
        ...(delivery.retry === undefined
          ? {}
          : {
              'x-slack-retry-num': String(delivery.retry.num),
              'x-slack-retry-reason': delivery.retry.reason,
            }),
      },
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(delivery.withinMs), delivery.closed]),
    });
    const text = await response.text();
    const json = parseJson(text);
    const ok = response.status >= 200 && response.status < 300;
    return {
      status: response.status,
      payload: text === '' ? undefined : isRecord(json) ? json : text,
      noRetry: response.headers.get('x-slack-no-retry') === '1',
      reason: ok ? undefined : 'http_error',
    };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return {
      status: undefined,
      payload: undefined,
      noRetry: false,
      reason: timedOut ? 'http_timeout' : 'connection_failed',
    };
  }
}

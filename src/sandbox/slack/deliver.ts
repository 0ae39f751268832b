/** Brings a payload to the app: by socket when one is open, else by HTTP; events are tried again, commands are not. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from './context.js';
import { push } from './push.js';
import type { EnvelopeType, SocketServer } from './socket-server.js';
import type { Ack } from './types.js';

export interface DeliveryOptions {
  /** Where the app takes HTTP deliveries; asked each time. Undefined: Socket Mode only. */
  readonly requestUrl: () => string | undefined;
  /** Slack waits three seconds. */
  readonly ackWithinMs: number;
  /** Before the first, second and third repetition of an event, milliseconds. */
  readonly retryDelaysMs: readonly number[];
}

export interface Parcel {
  readonly type: EnvelopeType;
  readonly payload: object;
  readonly acceptsResponsePayload: boolean;
}

type Attempt = Omit<Ack, 'ms'> & { readonly reason: string | undefined; readonly noRetry: boolean };

/** Delivers once, or for an event up to three times more while it is not taken. */
export async function deliver(
  parcel: Parcel,
  context: Context,
  sockets: SocketServer,
  options: DeliveryOptions,
): Promise<Ack> {
  const startedAt = performance.now();
  let attempt = await tryOnce(parcel, context, sockets, options, undefined);
  const delays = parcel.type === 'events_api' ? options.retryDelaysMs : [];
  for (const [index, delay] of delays.entries()) {
    if (attempt.ok || attempt.noRetry) break;
    await wait(delay);
    attempt = await tryOnce(parcel, context, sockets, options, {
      num: index + 1,
      reason: attempt.reason ?? 'unknown_error',
    });
  }
  const { ok, status, payload, problem } = attempt;
  const ack: Ack = { ok, status, payload, problem, ms: performance.now() - startedAt };
  context.workspace.happenings.add({ type: 'acked', what: parcel.type, ack });
  return ack;
}

async function tryOnce(
  parcel: Parcel,
  context: Context,
  sockets: SocketServer,
  options: DeliveryOptions,
  retry: { readonly num: number; readonly reason: string } | undefined,
): Promise<Attempt> {
  const url = options.requestUrl();
  if (url !== undefined) return overHttp(parcel, context, url, options.ackWithinMs, retry);
  const sent = await sockets.send(
    { ...parcel, retryAttempt: retry?.num ?? 0, retryReason: retry?.reason ?? '' },
    options.ackWithinMs,
  );
  const none = { status: undefined, noRetry: false };
  switch (sent.how) {
    case 'acked':
      return { ...none, ok: true, payload: sent.payload, problem: undefined, reason: undefined };
    case 'late':
      return { ...none, ok: false, payload: undefined, problem: 'operation_timeout', reason: 'timeout' };
    case 'unsent':
    case 'lost':
      return {
        ...none,
        ok: false,
        payload: undefined,
        problem: 'dispatch_failed',
        reason: 'connection_failed',
      };
  }
}

async function overHttp(
  parcel: Parcel,
  context: Context,
  url: string,
  withinMs: number,
  retry: { readonly num: number; readonly reason: string } | undefined,
): Promise<Attempt> {
  const { contentType, body } = encode(parcel);
  const now = context.workspace.clock.now();
  const pushed = await push({
    url,
    signingSecret: context.signingSecret,
    contentType,
    body,
    now,
    withinMs,
    retry,
  });
  const ok = pushed.reason === undefined;
  const problem = ok ? undefined : pushed.reason === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed';
  return {
    ok,
    status: pushed.status,
    payload: pushed.payload,
    problem,
    reason: pushed.reason,
    noRetry: pushed.noRetry,
  };
}

/** Events travel as JSON, commands as form fields, interactions as JSON in the field `payload`. */
function encode(parcel: Parcel): {
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body: string;
} {
  const form = 'application/x-www-form-urlencoded';
  switch (parcel.type) {
    case 'events_api':
      return { contentType: 'application/json', body: JSON.stringify(parcel.payload) };
    case 'interactive':
      return {
        contentType: form,
        body: new URLSearchParams({ payload: JSON.stringify(parcel.payload) }).toString(),
      };
    case 'slash_commands': {
      const fields = Object.entries(parcel.payload).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      return { contentType: form, body: new URLSearchParams(fields).toString() };
    }
  }
}

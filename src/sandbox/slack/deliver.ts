/** Brings a payload to the app: by socket when one is open, else by HTTP; events are tried again, commands are not. */
import type { Context } from './context.js';
import { encode } from './encode.js';
import { isRecord } from './http.js';
import { push } from './push.js';
import type { EnvelopeType, SocketServer } from './socket-server.js';
import type { Ack } from './types.js';

export interface Parcel {
  readonly type: EnvelopeType;
  readonly payload: object;
  readonly acceptsResponsePayload: boolean;
}

/** Where deliveries go, and how patiently. */
export interface Recipient {
  readonly sockets: SocketServer;
  /** Where the app takes the next HTTP delivery; asked each time. Undefined: Socket Mode. */
  readonly requestUrl: () => string | undefined;
  /** Slack waits three seconds. */
  readonly ackWithinMs: number;
  /** Before the first, second and third repetition of an event, milliseconds. */
  readonly retryDelaysMs: readonly number[];
  /** Waits for that long; rejects when the emulator is closed. */
  readonly wait: (ms: number) => Promise<void>;
  readonly closed: AbortSignal;
}

export interface Retry {
  /** 1 for the first repetition. */
  readonly num: number;
  readonly reason: string;
}

type Attempt = Omit<Ack, 'ms'> & { readonly reason: string | undefined; readonly noRetry: boolean };

/** Delivers once, or for an event up to three times more while it is not taken. */
export async function deliver(parcel: Parcel, context: Context, recipient: Recipient): Promise<Ack> {
  const startedAt = performance.now();
  let attempt = await tryOnce(parcel, context, recipient, undefined);
  const delays = parcel.type === 'events_api' ? recipient.retryDelaysMs : [];
  for (const [index, delay] of delays.entries()) {
    if (attempt.ok || attempt.noRetry || recipient.closed.aborted) break;
    try {
      await recipient.wait(delay);
    } catch {
      break;
    }
    attempt = await tryOnce(parcel, context, recipient, {
      num: index + 1,
      reason: attempt.reason ?? 'unknown_error',
    });
  }
  return acked(parcel, context, attempt, startedAt);
}

/** One try, first or repeated. */
export async function deliverOnce(
  parcel: Parcel,
  context: Context,
  recipient: Recipient,
  retry: Retry | undefined,
): Promise<Ack> {
  const startedAt = performance.now();
  return acked(parcel, context, await tryOnce(parcel, context, recipient, retry), startedAt);
}

function acked(parcel: Parcel, context: Context, attempt: Attempt, startedAt: number): Ack {
  const { ok, status, payload, problem } = attempt;
  const ack: Ack = { ok, status, payload, problem, ms: performance.now() - startedAt };
  context.workspace.happenings.add({ type: 'acked', what: parcel.type, ack });
  return ack;
}

async function tryOnce(
  parcel: Parcel,
  context: Context,
  recipient: Recipient,
  retry: Retry | undefined,
): Promise<Attempt> {
  const leaves = (to: string): void =>
    context.workspace.happenings.add({
      type: 'delivery',
      what: parcel.type,
      eventId: eventIdOf(parcel),
      retry: retry?.num ?? 0,
      to,
    });
  const url = recipient.requestUrl();
  if (url !== undefined) {
    leaves(url);
    return overHttp(parcel, context, recipient, url, retry);
  }
  const envelope = { ...parcel, retryAttempt: retry?.num ?? 0, retryReason: retry?.reason ?? '' };
  const sent = await recipient.sockets.send(envelope, recipient.ackWithinMs, (connection) =>
    leaves(`socket ${connection}`),
  );
  const failed = { ok: false, status: undefined, payload: undefined, noRetry: false };
  switch (sent.how) {
    case 'acked':
      return { ...failed, ok: true, payload: sent.payload, problem: undefined, reason: undefined };
    case 'late':
      return { ...failed, problem: 'operation_timeout', reason: 'timeout' };
    case 'unsent':
    case 'lost':
      return { ...failed, problem: 'dispatch_failed', reason: 'connection_failed' };
  }
}

async function overHttp(
  parcel: Parcel,
  context: Context,
  recipient: Recipient,
  url: string,
  retry: Retry | undefined,
): Promise<Attempt> {
  const { status, payload, reason, noRetry } = await push({
    url,
    signingSecret: context.signingSecret,
    ...encode(parcel),
    now: context.workspace.clock.now(),
    withinMs: recipient.ackWithinMs,
    retry,
    closed: recipient.closed,
  });
  const ok = reason === undefined;
  const problem = ok ? undefined : reason === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed';
  return { ok, status, payload, problem, reason, noRetry };
}

/** The id Slack gave an event. */
function eventIdOf(parcel: Parcel): string | undefined {
  const id = isRecord(parcel.payload) ? parcel.payload.event_id : undefined;
  return typeof id === 'string' ? id : undefined;
}

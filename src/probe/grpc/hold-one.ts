/** Holds one stream open and writes down what became of it. */
import type { StreamSeen } from '../observation.js';
import { redactText } from '../wire/redact.js';
import { openH2 } from './connect.js';
import { clientWords, statusOfHttp } from './h2-names.js';
import { keepAlive, PING_TIMEOUT_MS } from './keepalive.js';
import type { StreamOptions } from './options.js';
import { openRawStream } from './raw-stream.js';
import { secretsOf } from './session.js';

/** What is held. */
export interface HeldMethod {
  /** `pkg.Service/Method`. */
  readonly method: string;
  readonly request: Uint8Array;
  readonly note: string | undefined;
}

/** One stream while it is open, for whoever shows progress. */
export interface StreamNow {
  messages: number;
  /** Undefined until the first message, and when it is over. */
  openSince: number | undefined;
  over: boolean;
}

export interface HoldTerms extends StreamOptions {
  readonly held: HeldMethod;
  readonly keepalive: boolean;
  readonly now: StreamNow;
}

const SHORTEST_PING = 100;
const LONGEST_PING = 30_000;
const UNANSWERED = 'a PING was left unanswered, and a client gives up on such a connection';

/**
 * Three PING frames while the stream is held, one every 30 s at most. gRPC servers take a connection away from whoever
 * sends a fourth within five minutes of silence (grpc/proposal, A8): that would be our doing, not the stream's end.
 */
const pingEvery = (holdMs: number): number => Math.min(LONGEST_PING, Math.max(SHORTEST_PING, holdMs / 3.5));

/** Never rejects. Until the first message the deadline holds, after it `holdMs`. */
export async function holdOne(terms: HoldTerms): Promise<StreamSeen> {
  const { endpoint, deadline, holdMs, held } = terms;
  const connected = await openH2(endpoint, deadline.signal);
  if (!connected.ok) return notConnected(terms, connected.problem, connected.late);

  const { session, socket } = connected.connection;
  const openedAt = Date.now();
  const began = performance.now();
  const since = () => Math.round(performance.now() - began);
  let firstMessageMs: number | undefined;
  let lastMs = 0;

  const seen = await new Promise<StreamSeen>((resolve) => {
    let hold: NodeJS.Timeout | undefined;
    const finish = (end: StreamSeen['end'], words = clientWords(end), note = held.note) => {
      const heldMs = since();
      clearTimeout(hold);
      deadline.signal.removeEventListener('abort', late);
      terms.signal?.removeEventListener('abort', gone);
      pings?.stop();
      stream.leave();
      const httpStatus = stream.httpStatus();
      resolve({
        ...blank(terms, end, words, note),
        heldMs,
        firstMessageMs,
        messages: terms.now.messages,
        idleMs: heldMs - lastMs,
        ...(httpStatus !== undefined && { httpStatus }),
        ...expiry(terms.tokenExpiresAt, openedAt, heldMs),
        ...(pings && { pings: pings.counts() }),
      });
    };
    // A refusal whose body never ends is a refusal all the same.
    const late = () => {
      const status = stream.httpStatus();
      finish(status === undefined || status === 200 ? { kind: 'no-first-message' } : statusOfHttp(status));
    };
    const gone = () => finish({ kind: 'held' });

    const stream = openRawStream(connected.connection, {
      authority: endpoint.cleared.authority,
      scheme: endpoint.cleared.secure ? 'https' : 'http',
      method: held.method,
      request: held.request,
      credential: terms.credential,
      onMessage: () => {
        terms.now.messages += 1;
        lastMs = since();
        if (firstMessageMs !== undefined) return;
        firstMessageMs = lastMs;
        terms.now.openSince = began;
        deadline.signal.removeEventListener('abort', late);
        hold = setTimeout(() => finish({ kind: 'held' }), holdMs);
      },
      onEnd: finish,
    });
    const pings = terms.keepalive
      ? keepAlive(session, {
          everyMs: terms.keepaliveMs ?? pingEvery(holdMs),
          timeoutMs: terms.keepaliveTimeoutMs ?? PING_TIMEOUT_MS,
          onSilence: () => finish({ kind: 'closed' }, clientWords({ kind: 'closed' }), UNANSWERED),
        })
      : undefined;
    if (deadline.signal.aborted) late();
    deadline.signal.addEventListener('abort', late, { once: true });
    if (terms.signal?.aborted) gone();
    terms.signal?.addEventListener('abort', gone, { once: true });
  });
  terms.now.over = true;
  session.destroy();
  socket.destroy();
  return seen;
}

function blank(
  terms: HoldTerms,
  end: StreamSeen['end'],
  clientWouldSee: string | undefined,
  note: string | undefined,
): StreamSeen {
  const clean = (text: string): string => redactText(text, secretsOf(terms));
  return {
    keepalive: terms.keepalive,
    wantedMs: terms.holdMs,
    heldMs: 0,
    firstMessageMs: undefined,
    messages: 0,
    idleMs: 0,
    end: end.kind === 'status' ? { ...end, details: clean(end.details) } : end,
    method: terms.held.method,
    ...(note !== undefined && { note }),
    ...(clientWouldSee !== undefined && { clientWouldSee: clean(clientWouldSee) }),
  };
}

function notConnected(terms: HoldTerms, problem: string, late: boolean): StreamSeen {
  terms.now.over = true;
  if (late)
    return blank(
      terms,
      { kind: 'no-first-message' },
      undefined,
      `no connection before the deadline: ${problem}`,
    );
  const details = `No connection established. Last error: ${problem.trim()}`;
  const end = { kind: 'status', status: 14, name: 'UNAVAILABLE', details } as const;
  return blank(terms, end, clientWords(end), terms.held.note);
}

/** When the credential ended, if that was before the stream did. */
function expiry(expiresAt: number | undefined, openedAt: number, heldMs: number) {
  const after = expiresAt === undefined ? undefined : expiresAt - openedAt;
  return after === undefined || after > heldMs ? {} : { tokenExpiredAfterMs: after };
}

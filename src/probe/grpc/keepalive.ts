/** PING frames as a gRPC client sends them to keep a connection open (grpc/proposal, `A8-client-side-keepalive.md`). */
import type { ClientHttp2Session } from 'node:http2';

export interface Keepalive {
  readonly counts: () => { readonly sent: number; readonly answered: number };
  readonly stop: () => void;
}

/** What grpc-js waits for an answer by itself, milliseconds. */
export const PING_TIMEOUT_MS = 20_000;

/** A PING every `everyMs` after the last was answered. `onSilence`: one was not, for as long as `timeoutMs`. */
export function keepAlive(
  session: ClientHttp2Session,
  { everyMs, timeoutMs, onSilence }: { everyMs: number; timeoutMs: number; onSilence: () => void },
): Keepalive {
  let sent = 0;
  let answered = 0;
  let stopped = false;
  let timer: NodeJS.Timeout;

  const later = () => {
    timer = setTimeout(ping, everyMs);
  };
  const ping = () => {
    // Also while the connection is going away in good order: the stream on it still lives.
    if (stopped || session.destroyed) return;
    timer = setTimeout(onSilence, timeoutMs);
    const accepted = session.ping((error) => {
      clearTimeout(timer);
      if (stopped || error) return;
      answered += 1;
      later();
    });
    if (accepted) sent += 1;
  };
  later();

  return {
    counts: () => ({ sent, answered }),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

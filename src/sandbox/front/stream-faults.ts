/** Cuts replies that last: after a silence, at an age, or with the whole connection. */
import { constants, type Http2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Exchange, Headers } from './exchange.js';
import type { HostSwitches } from './switches.js';

/** What carries an exchange, for faults that hit more than the one stream. */
export interface Carrier {
  readonly session: Http2Session | undefined;
  /** The plain connection beneath TLS. */
  readonly raw: Socket;
}

/** Says GOAWAY and closes once that is on its way; streams that are open die with it. */
function goAway(carrier: Carrier, code: number): void {
  const { session, raw } = carrier;
  if (!session || session.destroyed) return void raw.destroy();
  session.goaway(code);
  // Frames are written at the end of this turn.
  setImmediate(() => raw.end());
}

function strike(exchange: Exchange, carrier: Carrier, switches: HostSwitches): void {
  const { stream, http2Code } = switches;
  switch (stream) {
    case 'fine':
      return;
    case 'idle-cut':
    case 'age-cut':
    case 'reset':
      exchange.abort(http2Code ?? constants.NGHTTP2_INTERNAL_ERROR);
      return;
    case 'goaway':
      goAway(carrier, http2Code ?? constants.NGHTTP2_NO_ERROR);
      return;
    case 'quiet-cut':
    case 'closed':
      carrier.raw.destroy();
      return;
  }
}

/** The exchange as before, cut as the switches say once its reply has begun. */
export function withStreamFault(exchange: Exchange, carrier: Carrier, switches: HostSwitches): Exchange {
  if (switches.stream === 'fine') return exchange;
  return {
    ...exchange,
    relay(head, body, trailers: Promise<Headers>) {
      exchange.relay(head, body, trailers);
      if (head.ended) return;
      const moved = (): number => carrier.raw.bytesRead + carrier.raw.bytesWritten;
      let seen = moved();
      const timer = setTimeout(() => {
        const quiet = moved() === seen;
        seen = moved();
        if (switches.stream === 'quiet-cut' && !quiet) timer.refresh();
        else strike(exchange, carrier, switches);
      }, switches.streamAfter);
      if (switches.stream === 'idle-cut') body.on('data', () => timer.refresh());
      const stop = (): void => clearTimeout(timer);
      body.once('end', stop);
      body.once('close', stop);
      exchange.onClose(stop);
    },
  };
}

/** HTTP/2 connections that misbehave before any reply: no settings, frames that are none, GOAWAY, resets, silence. */
import { constants, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { type Carrier, goAway } from './stream-faults.js';
import type { HostSwitches } from './switches.js';

/** An empty SETTINGS frame, with which a server has to begin. */
const SETTINGS = Buffer.from('000000040000000000', 'hex');
/** DATA on stream 0, which may carry none (RFC 9113, 6.1). */
const NONSENSE = Buffer.from('000001000000000000ff', 'hex');

/** Faults without an HTTP/2 session of Node's; true when this connection is dealt with. */
export function breakConnection(socket: TLSSocket, switches: HostSwitches): boolean {
  socket.on('error', () => undefined);
  switch (switches.http2) {
    case 'no-settings':
      socket.resume();
      return true;
    case 'protocol-error':
      socket.write(SETTINGS);
      socket.once('data', () => {
        socket.write(NONSENSE);
        socket.resume();
      });
      return true;
    case 'fine':
    case 'silent':
    case 'goaway':
    case 'reset':
    case 'closed':
    case 'half-reply':
      return false;
  }
}

/** Faults of one request; true when it is dealt with. */
export function breakStream(stream: ServerHttp2Stream, carrier: Carrier, switches: HostSwitches): boolean {
  stream.on('error', () => undefined);
  const { http2Code } = switches;
  switch (switches.http2) {
    case 'silent':
      return true;
    case 'goaway':
      goAway(carrier, http2Code ?? constants.NGHTTP2_NO_ERROR, 0);
      return true;
    case 'reset':
      stream.close(http2Code ?? constants.NGHTTP2_INTERNAL_ERROR);
      return true;
    case 'closed':
      carrier.raw.destroy();
      return true;
    case 'half-reply':
      stream.respond({ ':status': 200, 'content-type': 'text/plain', 'content-length': 1000 });
      stream.write('The first half of', () => setImmediate(() => carrier.raw.destroy()));
      return true;
    case 'fine':
    case 'no-settings':
    case 'protocol-error':
      return false;
  }
}

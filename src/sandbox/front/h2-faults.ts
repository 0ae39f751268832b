/** HTTP/2 connections that misbehave before any reply: no settings, frames that are none, GOAWAY, resets, silence. */
import { constants, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Carrier } from './stream-faults.js';
import type { HostSwitches } from './switches.js';

/** An empty SETTINGS frame, with which a server has to begin. */
const SETTINGS = Buffer.from('000000040000000000', 'hex');
/** SETTINGS on a stream, where they may never be (RFC 9113, 6.5). */
const NONSENSE = Buffer.from('000000040000000001', 'hex');
const PREFACE_BYTES = 24;
const HEADERS = 1;

/** GOAWAY that promises nothing: Node's own sessions cannot say that no stream was looked at. */
function goAwayFrame(code: number): Buffer {
  const frame = Buffer.alloc(17);
  frame.writeUIntBE(8, 0, 3);
  frame.writeUInt8(7, 3);
  frame.writeUInt32BE(code, 13);
  return frame;
}

/** Calls back once a client has begun a request: the first HEADERS frame after the preface. */
function onFirstRequest(socket: TLSSocket, then: () => void): void {
  let bytes = Buffer.alloc(0);
  const read = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let at = PREFACE_BYTES; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
      if (bytes[at + 3] !== HEADERS) continue;
      socket.off('data', read);
      // Whatever comes now is left unread; the answer to our last words ends it.
      socket.once('data', () => socket.end());
      then();
      return;
    }
  };
  socket.on('data', read);
}

/** Faults without an HTTP/2 session of Node's; true when this connection is dealt with. */
export function breakConnection(socket: TLSSocket, switches: HostSwitches): boolean {
  socket.on('error', () => undefined);
  switch (switches.http2) {
    case 'no-settings':
      socket.resume();
      return true;
    case 'protocol-error':
      socket.write(SETTINGS);
      onFirstRequest(socket, () => socket.write(NONSENSE));
      return true;
    case 'goaway':
      socket.write(SETTINGS);
      onFirstRequest(socket, () => socket.end(goAwayFrame(switches.http2Code ?? 0)));
      return true;
    case 'fine':
    case 'silent':
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
    case 'goaway':
    case 'protocol-error':
      return false;
  }
}

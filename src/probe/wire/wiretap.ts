/** Stands between a socket and the HTTP/2 library and notes what really came over the wire, frame by frame. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import {
  ACK,
  createFrameReader,
  describeFrame,
  END_STREAM,
  errorName,
  type Frame,
  settingsIn,
} from './frames.js';
import { errnoOf } from './recorder.js';
import type { TraceEvent } from './types.js';

interface StreamWire {
  ended: boolean;
  reset: number | undefined;
}

/** What the other side did, as far as anybody can know it. */
export interface Wire {
  /** The peer's SETTINGS; undefined until they came. */
  settings: Readonly<Record<string, number>> | undefined;
  goaway: { readonly code: number; readonly lastStream: number; readonly debug: string } | undefined;
  /** The other side is gone; `errno` where it was not in peace. */
  closed: { readonly errno: string | undefined; readonly message: string } | undefined;
  bytesIn: number;
  /** What our own library called wrong before it gave up, e.g. `COMPRESSION_ERROR`: it says so to the peer only. */
  broken: string | undefined;
  /** The first bytes, when they were not HTTP/2. */
  strange: string | undefined;
  stream(id: number): Readonly<StreamWire>;
  /** Called whenever one of the above has changed. */
  onChange(listener: () => void): void;
}

export interface Wiretap {
  readonly duplex: Duplex;
  readonly wire: Wire;
}

/** Longer first frames than this are no SETTINGS but something else read as frames. */
const LONGEST_SETTINGS = 16_384;

/** @param trace takes one line per frame; header and body contents never pass through it */
export function tapWire(socket: Socket, trace: (who: TraceEvent['who'], text: string) => void): Wiretap {
  const streams = new Map<number, StreamWire>();
  const listeners: (() => void)[] = [];
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const streamWire = (id: number): StreamWire => {
    const known = streams.get(id) ?? { ended: false, reset: undefined };
    streams.set(id, known);
    return known;
  };
  const wire: Wire = {
    settings: undefined,
    goaway: undefined,
    closed: undefined,
    bytesIn: 0,
    broken: undefined,
    strange: undefined,
    stream: streamWire,
    onChange: (listener) => listeners.push(listener),
  };
  const heard = (frame: Frame): void => {
    trace('peer', describeFrame(frame));
    const { type, payload, flags } = frame;
    if (type === 'SETTINGS' && (flags & ACK) === 0) wire.settings ??= settingsIn(payload);
    else if (type === 'GOAWAY' && payload.length >= 8)
      wire.goaway = {
        lastStream: payload.readUInt32BE(0) & 0x7fffffff,
        code: payload.readUInt32BE(4),
        debug: payload.subarray(8, 208).toString('latin1'),
      };
    else if (type === 'RST_STREAM' && payload.length >= 4)
      streamWire(frame.stream).reset ??= payload.readUInt32BE(0);
    else if ((type === 'DATA' || type === 'HEADERS') && (flags & END_STREAM) !== 0)
      streamWire(frame.stream).ended = true;
    else return;
    changed();
  };
  const readIn = createFrameReader(heard, false);
  const readOut = createFrameReader((frame) => {
    trace('us', describeFrame(frame));
    const code = frame.type === 'GOAWAY' && frame.payload.length >= 8 ? frame.payload.readUInt32BE(4) : 0;
    if (code === 0 || wire.closed) return;
    wire.broken ??= errorName(code);
    changed();
  }, true);

  // The end of the connection is told by `wire.closed` and never by an end of this stream: the library, told to end
  // while it is already ending, fails an assertion of its own that nobody can catch.
  const duplex = new Duplex({
    read: () => socket.resume(),
    write(chunk: Buffer, _encoding, done) {
      readOut(chunk);
      if (wire.closed || socket.destroyed) done();
      else socket.write(chunk, () => done());
    },
    final(done) {
      socket.end();
      done();
    },
    destroy(_error, done) {
      socket.destroy();
      done(null);
    },
  });
  const gone = (errno: string | undefined, message: string): void => {
    if (wire.closed) return;
    wire.closed = { errno, message };
    trace(duplex.destroyed ? 'us' : 'peer', `connection closed${errno === undefined ? '' : ` (${errno})`}`);
    changed();
  };
  socket.on('data', (chunk: Buffer) => {
    const first = wire.bytesIn === 0;
    wire.bytesIn += chunk.length;
    // The first frame of a server is always SETTINGS on stream 0 (RFC 9113 §3.4).
    const settings = chunk.length < 4 || (chunk[3] === 4 && chunk.readUIntBE(0, 3) <= LONGEST_SETTINGS);
    if (first && !settings) wire.strange = chunk.subarray(0, 120).toString('latin1');
    if (wire.strange === undefined) readIn(chunk);
    else changed();
    if (!duplex.push(chunk)) socket.pause();
  });
  socket.on('end', () => gone(undefined, 'ended'));
  socket.on('error', (error) => gone(errnoOf(error), error.message));
  socket.on('close', () => gone(undefined, 'closed'));
  duplex.on('error', () => undefined);
  return { duplex, wire };
}

/** HTTP/2 by hand over plain TCP: frames that no library would send, at the moment a test wants them (RFC 9113). */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const TYPE = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goaway: 7 } as const;
const END_STREAM = 1;
const ACK = 1;
const END_HEADERS = 4;

export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Header fields without compression (RFC 7541 §6.2.2), names and values shorter than 127 bytes. */
const fields = (all: Readonly<Record<string, string>>): Buffer =>
  Buffer.concat(
    Object.entries(all).map(([name, value]) =>
      Buffer.concat([
        Buffer.from([0, name.length]),
        Buffer.from(name),
        Buffer.from([value.length]),
        Buffer.from(value),
      ]),
    ),
  );

const u32 = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    out.writeUInt32BE(value, index * 4);
  });
  return out;
};

/** One request as the server sees it, and what it may send. */
export interface Heard {
  readonly stream: number;
  readonly socket: Socket;
  respond(headers?: Readonly<Record<string, string>>, end?: boolean): void;
  data(bytes: Uint8Array, end?: boolean): void;
  trailers(fields: Readonly<Record<string, string>>): void;
  reset(code: number): void;
  goaway(code: number, debug?: string, last?: number): void;
  /** Payload of the PING frames this connection received, without acknowledgements. */
  readonly pings: () => number;
  onPing(listener: () => void): void;
}

export interface FrameServer {
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** `quiet`: PING frames are not answered. */
export async function startFrames(
  onRequest: (heard: Heard) => void,
  { quiet = false }: { quiet?: boolean } = {},
): Promise<FrameServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    serve(socket, onRequest, quiet);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(socket: Socket, onRequest: (heard: Heard) => void, quiet: boolean): void {
  let buffer = Buffer.alloc(0);
  let greeted = false;
  let pings = 0;
  const listeners: (() => void)[] = [];
  const send = (...args: Parameters<typeof frame>) => {
    if (!socket.destroyed) socket.write(frame(...args));
  };

  const hear = (stream: number): Heard => ({
    stream,
    socket,
    respond: (headers = { 'content-type': 'application/grpc' }, end = false) =>
      send(
        TYPE.headers,
        END_HEADERS | (end ? END_STREAM : 0),
        stream,
        fields({ ':status': '200', ...headers }),
      ),
    data: (bytes, end = false) => send(TYPE.data, end ? END_STREAM : 0, stream, bytes),
    trailers: (all) => send(TYPE.headers, END_HEADERS | END_STREAM, stream, fields(all)),
    reset: (code) => send(TYPE.reset, 0, stream, u32(code)),
    goaway: (code, debug = '', last = stream) =>
      send(TYPE.goaway, 0, 0, Buffer.concat([u32(last, code), Buffer.from(debug)])),
    pings: () => pings,
    onPing: (listener) => {
      listeners.push(listener);
    },
  });

  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    if (!greeted) {
      if (buffer.length < PREFACE.length) return;
      greeted = true;
      buffer = buffer.subarray(PREFACE.length);
      send(TYPE.settings, 0, 0);
    }
    while (buffer.length >= 9 && buffer.length >= 9 + buffer.readUIntBE(0, 3)) {
      const length = buffer.readUIntBE(0, 3);
      const type = buffer[3];
      const flags = buffer[4] ?? 0;
      const stream = buffer.readUInt32BE(5);
      const payload = buffer.subarray(9, 9 + length);
      buffer = buffer.subarray(9 + length);
      if (type === TYPE.settings && (flags & ACK) === 0) send(TYPE.settings, ACK, 0);
      if (type === TYPE.headers) onRequest(hear(stream));
      if (type === TYPE.ping && (flags & ACK) === 0) {
        pings += 1;
        if (!quiet) send(TYPE.ping, ACK, 0, payload);
        for (const listener of listeners) listener();
      }
    }
  });
}

/** A message in its frame. */
export const framed = (message: Uint8Array | string, flag = 0): Buffer => {
  const body = Buffer.from(message);
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
};

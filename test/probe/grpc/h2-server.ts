/** A bare HTTP/2 server for everything a gRPC server must not do. */
import { once } from 'node:events';
import {
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Leaf } from '../../../src/sandbox/front/certificates.js';

export interface H2Server {
  readonly port: number;
  readonly sessions: ReadonlySet<ServerHttp2Session>;
  readonly close: () => Promise<void>;
}

export type OnStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** Starts it on a free port of this computer: plain with prior knowledge, or over TLS with a leaf. */
export async function startH2(
  onStream: OnStream,
  { leaf, onSession }: { leaf?: Leaf; onSession?: (session: ServerHttp2Session) => void } = {},
): Promise<H2Server> {
  const server = leaf === undefined ? createServer() : createSecureServer({ key: leaf.key, cert: leaf.cert });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.on('close', () => sessions.delete(session));
    onSession?.(session);
  });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => {});
    onStream(stream, headers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    sessions,
    close: async () => {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export const GRPC = { ':status': 200, 'content-type': 'application/grpc' } as const;

/** A message in its frame. */
export const framed = (message: Uint8Array | string, flag = 0): Buffer => {
  const body = Buffer.from(message);
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
};

/** One HTTP/2 connection of a probe's own, on which every frame that ends a stream can be seen. */
import { type ClientHttp2Session, connect as connectH2, type IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { dial } from '../wire/dial.js';
import { tlsOptions } from './credentials.js';
import type { GrpcEndpoint } from './options.js';

export interface H2Connection {
  readonly session: ClientHttp2Session;
  readonly socket: Socket;
}

export type Connected =
  | { readonly ok: true; readonly connection: H2Connection }
  /** Half a sentence, or the system's own words. */
  | { readonly ok: false; readonly problem: string; readonly late: boolean };

/** Dials, secures and greets. Never rejects; nothing is left open when it fails or the signal fires. */
export async function openH2(endpoint: GrpcEndpoint, signal: AbortSignal): Promise<Connected> {
  const { cleared } = endpoint;
  const dialled = await dial(cleared, signal);
  const raw = dialled.socket;
  if (raw === undefined) {
    const problem = dialled.attempts.find(({ errno }) => errno !== undefined)?.errno ?? 'nobody answered';
    return { ok: false, problem, late: dialled.late };
  }
  const secured = cleared.secure ? await secure(endpoint, raw, signal) : raw;
  if (typeof secured === 'string') return { ok: false, problem: secured, late: signal.aborted };
  return greet(endpoint, secured, signal);
}

function secure(endpoint: GrpcEndpoint, raw: Socket, signal: AbortSignal): Promise<Socket | string> {
  return new Promise((resolve) => {
    const fail = (problem: string) => {
      signal.removeEventListener('abort', over);
      raw.destroy();
      resolve(problem);
    };
    const over = () => fail('no TLS handshake before the deadline');
    signal.addEventListener('abort', over, { once: true });
    const socket = connectTls({ socket: raw, ...tlsOptions(endpoint) }, () => {
      signal.removeEventListener('abort', over);
      if (socket.alpnProtocol === 'h2') resolve(socket);
      else fail('the server does not speak HTTP/2');
    });
    socket.on('error', (error) => fail(error.message));
    socket.once('close', () => fail('Socket closed'));
  });
}

/** HTTP/2 is there once the server's SETTINGS are. */
function greet({ cleared }: GrpcEndpoint, socket: Socket, signal: AbortSignal): Promise<Connected> {
  return new Promise((resolve) => {
    const session = connectH2(cleared.secure ? 'https://peer' : 'http://peer', {
      createConnection: () => socket,
      settings: { enablePush: false },
    });
    const fail = (problem: string) => {
      signal.removeEventListener('abort', over);
      session.destroy();
      socket.destroy();
      resolve({ ok: false, problem, late: signal.aborted });
    };
    const over = () => fail('no HTTP/2 settings before the deadline');
    signal.addEventListener('abort', over, { once: true });
    if (signal.aborted) over();
    // Stays for the life of the session: an error nobody listens to would end the process.
    session.on('error', (error) => fail(error.message));
    session.once('close', () => fail('Connection dropped'));
    session.once('remoteSettings', () => {
      signal.removeEventListener('abort', over);
      resolve({ ok: true, connection: { session, socket } });
    });
  });
}

/** The first value of a field of Node's own. */
export function firstOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

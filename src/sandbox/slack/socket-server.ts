/** Socket Mode: connections, `hello`, envelopes to one connection at a time, acknowledgements, refreshes. */
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRecord, parseJson } from './http.js';
import type { Workspace } from './workspace.js';

export type EnvelopeType = 'events_api' | 'slash_commands' | 'interactive';

export interface Envelope {
  readonly type: EnvelopeType;
  readonly payload: object;
  readonly acceptsResponsePayload: boolean;
  readonly retryAttempt: number;
  readonly retryReason: string;
}

/** `unsent`: no connection was open. `lost`: it closed before the acknowledgement. `late`: none came in time. */
export type Sent =
  | { readonly how: 'acked'; readonly payload: unknown }
  | { readonly how: 'unsent' | 'lost' | 'late' };

export interface SocketServer {
  readonly open: number;
  /** Sends an envelope to one of the open connections, in turn, and waits for its acknowledgement. */
  send(envelope: Envelope, withinMs: number, leaves?: (connection: number) => void): Promise<Sent>;
  /**
   * Asks every connection (or one, by its number) to make way for a new one, as Slack does every few hours; closes
   * those that stay.
   */
  refresh(reason?: 'warning' | 'refresh_requested' | 'link_disabled', only?: number): void;
  /** Cuts every connection, or one by its number, without a word. */
  drop(only?: number): void;
  /** Sends any text to every connection, well-formed or not. */
  sendRaw(frame: string): void;
  close(): void;
}

interface Connection {
  /** In the order of opening, from 1. */
  readonly number: number;
  readonly socket: WebSocket;
  readonly pending: Map<string, (sent: Sent) => void>;
  leaving: boolean;
}

const MOST_CONNECTIONS = 10;
const STAY_MS = 10_000;
const PING_MS = 10_000;

/** Takes WebSocket connections at `/link/` on the server; `isTicket` accepts a ticket once. */
export function createSocketServer(
  server: Server,
  workspace: Workspace,
  isTicket: (ticket: string | null) => boolean,
): SocketServer {
  const sockets = new WebSocketServer({ noServer: true });
  const connections: Connection[] = [];
  let turn = 0;
  let serial = 0;

  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/link/' || !isTicket(url.searchParams.get('ticket'))) {
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, welcome);
  });

  function welcome(socket: WebSocket): void {
    const connection: Connection = { number: ++serial, socket, pending: new Map(), leaving: false };
    connections.push(connection);
    socket.on('error', () => undefined);
    socket.on('message', (data, isBinary) => {
      if (!isBinary) take(connection, String(data));
    });
    const ping = setInterval(() => socket.ping('Ping from applink-1'), PING_MS);
    socket.on('close', () => {
      clearInterval(ping);
      connections.splice(connections.indexOf(connection), 1);
      for (const settle of connection.pending.values()) settle({ how: 'lost' });
      workspace.happenings.add({ type: 'socket', state: 'closed', open: connections.length });
    });
    if (connections.length > MOST_CONNECTIONS) {
      leave(connection, 'too_many_websockets');
      return;
    }
    const host = 'applink-1';
    const debug = { host, build_number: 1, approximate_connection_time: 18_060 };
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: connections.length,
        debug_info: { ...debug, started: new Date(workspace.clock.now()).toISOString() },
        connection_info: { app_id: workspace.appId },
      }),
    );
    workspace.happenings.add({ type: 'socket', state: 'open', open: connections.length });
  }

  function take(connection: Connection, text: string): void {
    const frame = parseJson(text);
    if (!isRecord(frame) || typeof frame.envelope_id !== 'string') {
      workspace.violations.push({ where: 'socket', what: [`not an acknowledgement: ${text.slice(0, 100)}`] });
      return;
    }
    const settle = connection.pending.get(frame.envelope_id);
    connection.pending.delete(frame.envelope_id);
    if (settle === undefined)
      workspace.violations.push({
        where: 'socket',
        what: [`acknowledged an unknown envelope ${frame.envelope_id}`],
      });
    else settle({ how: 'acked', payload: frame.payload });
  }

  function leave(connection: Connection, reason: string): void {
    connection.leaving = true;
    connection.socket.send(
      JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'wss-1.slack.test' } }),
    );
    setTimeout(() => connection.socket.close(), STAY_MS).unref();
  }

  const chosen = (only: number | undefined): Connection[] =>
    connections.filter((one) => only === undefined || one.number === only);

  return {
    get open() {
      return connections.filter((one) => !one.leaving).length;
    },
    send(envelope, withinMs, leaves) {
      const free = connections.filter((one) => !one.leaving && one.socket.readyState === one.socket.OPEN);
      const connection = free[turn++ % Math.max(1, free.length)];
      if (connection === undefined) return Promise.resolve({ how: 'unsent' });
      const id = workspace.nextId('envelope-');
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle({ how: 'late' }), withinMs);
        const settle = (sent: Sent): void => {
          clearTimeout(timer);
          connection.pending.delete(id);
          resolve(sent);
        };
        connection.pending.set(id, settle);
        leaves?.(connection.number);
        connection.socket.send(
          JSON.stringify({
            envelope_id: id,
            type: envelope.type,
            accepts_response_payload: envelope.acceptsResponsePayload,
            payload: envelope.payload,
            ...(envelope.type === 'events_api'
              ? { retry_attempt: envelope.retryAttempt, retry_reason: envelope.retryReason }
              : {}),
          }),
        );
      });
    },
    refresh(reason = 'refresh_requested', only) {
      for (const connection of chosen(only)) if (!connection.leaving) leave(connection, reason);
    },
    drop(only) {
      for (const { socket } of chosen(only)) socket.terminate();
    },
    sendRaw(frame) {
      for (const { socket } of connections) socket.send(frame);
    },
    close() {
      for (const { socket } of [...connections]) socket.terminate();
      sockets.close();
    },
  };
}

/** Takes a request on to the app, over HTTP/1.1 or HTTP/2 in plain text, and its answer back, as a load balancer does. */
import { Agent, request as requestH1 } from 'node:http';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import type { Readable } from 'node:stream';
import { type Exchange, type Headers, without } from './exchange.js';
import { isHopByHop } from './h1-exchange.js';
import { h2Fields } from './h2-exchange.js';
import { backendUnreachable } from './other-words.js';

/** Where an app listens on this computer, and what it speaks. */
export interface Backend {
  readonly protocol: 'http/1.1' | 'h2c';
  readonly port: number;
}

/** What the app's answer looked like, for whoever keeps records. */
export interface Forwarded {
  readonly status: number;
  /** False: nothing answered, so the load balancer did. */
  readonly reached: boolean;
}

export interface Forwarder {
  /** Resolves when the answer's head has come or it is clear that none will. */
  forward(exchange: Exchange, headers: Headers, backend: Backend): Promise<Forwarded>;
  close(): void;
}

type NodeHeaders = Readonly<Record<string, string | string[] | undefined>>;

function fieldsOf(headers: NodeHeaders): Headers {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !name.startsWith(':') && !isHopByHop(name)) fields[name] = value;
  return fields;
}

const passedOn = (headers: NodeHeaders): Headers => ({ via: '1.1 google', ...fieldsOf(headers) });
/** Pseudo headers are gone by now; the host of an HTTP/2 request is one of them. */
const forH1 = (exchange: Exchange, headers: Headers): Record<string, string | string[]> => ({
  ...(h2Fields(without(headers, (name) => name === 'te')) as Record<string, string>),
  host: exchange.host,
});

function unreachable(exchange: Exchange): Forwarded {
  exchange.answer(backendUnreachable);
  return { status: 502, reached: false };
}

function overH1(exchange: Exchange, headers: Headers, port: number, agent: Agent): Promise<Forwarded> {
  return new Promise((resolve) => {
    const { method, target: path } = exchange;
    const upstream = requestH1({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: forH1(exchange, headers),
      agent,
    });
    upstream.once('response', (response) => {
      const status = response.statusCode ?? 502;
      const head = { status, headers: passedOn(response.headers), ended: false };
      const trailers = new Promise<Headers>((settle) => {
        response.once('close', () => settle(fieldsOf(response.trailers)));
      });
      exchange.relay(head, response, trailers);
      resolve({ status, reached: true });
    });
    upstream.once('error', () => resolve(unreachable(exchange)));
    exchange.onClose(() => upstream.destroy());
    send(exchange, upstream);
  });
}

function send(exchange: Exchange, upstream: NodeJS.WritableStream): void {
  if (exchange.bodyless) upstream.end();
  else exchange.body.pipe(upstream);
}

function overH2(exchange: Exchange, headers: Headers, session: ClientHttp2Session): Promise<Forwarded> {
  return new Promise((resolve) => {
    const upstream = session.request(
      {
        ':method': exchange.method,
        ':path': exchange.target,
        ':authority': exchange.host,
        ':scheme': 'http',
        ...h2Fields(headers),
      },
      { endStream: exchange.bodyless },
    );
    let last: Headers = {};
    let status: number | undefined;
    upstream.once('trailers', (fields: NodeHeaders) => {
      last = fieldsOf(fields);
    });
    upstream.once('response', (fields: NodeHeaders, flags: number) => {
      const given = Number(fields[':status'] ?? 502);
      status = given;
      const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      const trailers = new Promise<Headers>((settle) => upstream.once('close', () => settle(last)));
      exchange.relay({ status: given, headers: passedOn(fields), ended }, upstream as Readable, trailers);
      resolve({ status: given, reached: true });
    });
    upstream.once('error', () => resolve(unreachable(exchange)));
    upstream.once('close', () => {
      if (status === undefined) resolve(unreachable(exchange));
      else if (upstream.rstCode !== constants.NGHTTP2_NO_ERROR) exchange.abort(upstream.rstCode);
    });
    exchange.onClose(() => upstream.close(constants.NGHTTP2_CANCEL));
    if (!exchange.bodyless) exchange.body.pipe(upstream);
  });
}

/** Connections to apps are kept and shared, as a load balancer keeps its own. */
export function createForwarder(): Forwarder {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const sessions = new Map<number, ClientHttp2Session>();
  const sessionTo = (port: number): ClientHttp2Session => {
    const known = sessions.get(port);
    if (known && !known.closed && !known.destroyed) return known;
    const made = connect(`http://127.0.0.1:${port}`);
    // Each request hears of it by itself.
    made.on('error', () => undefined);
    made.unref();
    sessions.set(port, made);
    return made;
  };
  return {
    forward: (exchange, headers, { protocol, port }) =>
      protocol === 'h2c'
        ? overH2(exchange, headers, sessionTo(port))
        : overH1(exchange, headers, port, agent),
    close: () => {
      agent.destroy();
      for (const session of sessions.values()) session.destroy();
    },
  };
}

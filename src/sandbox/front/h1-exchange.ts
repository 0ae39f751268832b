/** A request over HTTP/1.1 as an exchange. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Exchange, Headers, ReplyHead } from './exchange.js';

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection']);

/** Fields that speak of one connection only and are not passed on. */
export const isHopByHop = (name: string): boolean => HOP_BY_HOP.has(name);

function fieldsOf(request: IncomingMessage): Headers {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined && !isHopByHop(name)) fields[name] = value;
  return fields;
}

const writable = (headers: Headers): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );

export function h1Exchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const bodyless =
    request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined;
  return {
    protocol: 'http/1.1',
    method: request.method ?? 'GET',
    host,
    target: request.url ?? '/',
    headers: fieldsOf(request),
    body: request,
    bodyless,
    answer({ status, headers, body }: Answer) {
      if (response.destroyed) return;
      // What nobody reads of the request must not stand in the way of the next one.
      request.resume();
      response.writeHead(status, { ...writable(headers), 'content-length': Buffer.byteLength(body) });
      response.end(request.method === 'HEAD' ? undefined : body);
    },
    relay(head: ReplyHead, body, _trailers) {
      if (response.destroyed) return;
      response.writeHead(head.status, writable(head.headers));
      body.on('error', () => response.destroy());
      body.pipe(response);
    },
    abort: () => void request.socket.destroy(),
    onClose: (done) => void response.once('close', done),
  };
}

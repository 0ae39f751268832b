/** A request over HTTP/2 as an exchange: frames go through as they come, trailers and resets too. */
import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Answer, Exchange, Headers } from './exchange.js';
import { isHopByHop } from './h1-exchange.js';

type Incoming = Readonly<Record<string, string | string[] | undefined>>;

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

function fieldsOf(headers: Incoming): Headers {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !name.startsWith(':')) fields[name] = value;
  return fields;
}

/** Fields as HTTP/2 may carry them: none that speak of a connection. */
export function h2Fields(headers: Headers): OutgoingHttpHeaders {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers))
    if (!isHopByHop(name)) fields[name] = typeof value === 'string' ? value : [...value];
  return fields;
}

export function h2Exchange(stream: ServerHttp2Stream, headers: Incoming, endOfStream: boolean): Exchange {
  // Whoever goes away in the middle is not an error of the door.
  stream.on('error', () => undefined);
  const method = one(headers[':method']) ?? 'GET';
  const authority = one(headers[':authority']) ?? one(headers.host) ?? '';
  const gone = (): boolean => stream.destroyed || stream.closed || stream.headersSent;
  return {
    protocol: 'h2',
    method,
    host: authority.replace(/:\d+$/, '').toLowerCase(),
    target: one(headers[':path']) ?? '/',
    headers: fieldsOf(headers),
    body: stream,
    bodyless: endOfStream,
    answer(answer: Answer) {
      if (gone()) return;
      stream.resume();
      const length = Buffer.byteLength(answer.body);
      stream.respond({ ':status': answer.status, ...h2Fields(answer.headers), 'content-length': length });
      stream.end(method === 'HEAD' ? undefined : answer.body);
    },
    relay(head, body, trailers) {
      if (gone()) return;
      const fields = { ':status': head.status, ...h2Fields(head.headers) };
      if (head.ended) return stream.respond(fields, { endStream: true });
      stream.respond(fields, { waitForTrailers: true });
      stream.once('wantTrailers', () => {
        trailers
          .then((last) => {
            if (!stream.destroyed) stream.sendTrailers(h2Fields(last));
          })
          .catch(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
      });
      body.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
      body.pipe(stream);
    },
    abort: (code = constants.NGHTTP2_INTERNAL_ERROR) => stream.close(code),
    onClose: (done) => void stream.once('close', done),
  };
}

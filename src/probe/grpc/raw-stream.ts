/** One gRPC stream on a connection of its own, without a client library: what ended it is seen as it was on the wire. */
import {
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
  sensitiveHeaders,
} from 'node:http2';
import { version } from '../../version.js';
import { grpcStatusName } from '../grpc-status.js';
import type { StreamSeen } from '../observation.js';
import { errnoOf } from '../wire/recorder.js';
import { lengthPrefixed } from '../wire/requests.js';
import { firstOf, type H2Connection } from './connect.js';
import { createMessageReader } from './framing.js';
import { clientWords, h2ErrorName, statusOfHttp } from './h2-names.js';
import type { GrpcCredential } from './options.js';

export interface RawStreamSpec {
  readonly authority: string;
  readonly scheme: 'https' | 'http';
  /** `pkg.Service/Method`. */
  readonly method: string;
  readonly request: Uint8Array;
  readonly credential: GrpcCredential | undefined;
  readonly onMessage: (body: Uint8Array) => void;
  /** Once, when somebody else than us ended it. */
  readonly onEnd: (end: StreamSeen['end'], clientWouldSee: string | undefined) => void;
}

export interface RawStream {
  /** HTTP status of the reply's header, once it came. */
  readonly httpStatus: () => number | undefined;
  /** Stops listening and lets go of the stream. */
  readonly leave: () => void;
}

type ReplyHeaders = IncomingHttpHeaders & IncomingHttpStatusHeader;

interface GoAway {
  readonly code: number;
  readonly debug: string;
}

const BROKEN = { kind: 'status', status: 8, name: 'RESOURCE_EXHAUSTED' } as const;

export function openRawStream({ session, socket }: H2Connection, spec: RawStreamSpec): RawStream {
  const reader = createMessageReader();
  let headers: ReplyHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  let goaway: GoAway | undefined;
  let dropped: { readonly errno: string | undefined } | undefined;
  let over = false;

  const stream = session.request(headersOf(spec));
  const finish = (end: StreamSeen['end']) => {
    if (over) return;
    over = true;
    spec.onEnd(end, clientWords(end, stream.rstCode));
  };
  // Node says CANCEL for a connection that went away: who was first tells the two apart.
  const drop = (error?: unknown) => {
    dropped ??= { errno: errnoOf(error) };
  };
  socket.once('end', drop);
  socket.once('error', drop);
  socket.once('close', () => drop());
  session.once('goaway', (code: number, _last: number, data?: Uint8Array) => {
    goaway = { code, debug: readable(data) };
  });
  const take = (chunk: Buffer) => {
    if (over || headers[':status'] !== 200) return;
    for (const message of reader.read(chunk)) spec.onMessage(message.body);
    const fault = reader.fault();
    if (fault === undefined) return;
    finish({ ...BROKEN, details: fault });
    stream.close(8);
  };
  // Node may give the first data before the header they came after.
  const early: Buffer[] = [];
  stream.on('response', (received) => {
    headers = received;
    for (const chunk of early.splice(0)) take(chunk);
  });
  stream.on('trailers', (received: IncomingHttpHeaders) => {
    trailers = received;
  });
  stream.on('data', (chunk: Buffer) => {
    if (headers[':status'] === undefined) early.push(chunk);
    else take(chunk);
  });
  stream.on('error', () => {});
  stream.once('close', () => {
    const wasDropped = dropped;
    // The GOAWAY that explains a close may be told a moment after it.
    setImmediate(() =>
      finish(endOf({ headers, trailers, goaway, dropped: wasDropped, code: stream.rstCode })),
    );
  });
  stream.end(lengthPrefixed(spec.request));

  return {
    httpStatus: () => headers[':status'],
    leave: () => {
      over = true;
      stream.close(8);
    },
  };
}

function headersOf({ authority, scheme, method, credential }: RawStreamSpec): OutgoingHttpHeaders {
  return {
    ':method': 'POST',
    ':scheme': scheme,
    ':authority': authority,
    ':path': `/${method}`,
    'content-type': 'application/grpc',
    te: 'trailers',
    'user-agent': `iap-doctor/${version()}`,
    ...(credential && { [credential.header]: credential.value, [sensitiveHeaders]: [credential.header] }),
  };
}

interface Closing {
  readonly headers: ReplyHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly goaway: GoAway | undefined;
  readonly dropped: { readonly errno: string | undefined } | undefined;
  readonly code: number | undefined;
}

/** The most telling sign first: the server's own status, the HTTP status, GOAWAY, a reset, a connection that is gone. */
function endOf({ headers, trailers, goaway, dropped, code = 0 }: Closing): StreamSeen['end'] {
  const status = firstOf(trailers, 'grpc-status') ?? firstOf(headers, 'grpc-status');
  if (status !== undefined && /^\d{1,9}$/.test(status)) {
    const message = firstOf(trailers, 'grpc-message') ?? firstOf(headers, 'grpc-message') ?? '';
    const name = grpcStatusName(Number(status)) ?? `status ${status}`;
    return { kind: 'status', status: Number(status), name, details: decoded(message) };
  }
  const http = headers[':status'];
  if (http !== undefined && http !== 200) return statusOfHttp(http);
  if (goaway !== undefined && (goaway.code !== 0 || dropped !== undefined || code !== 0)) {
    const debug = goaway.debug === '' ? {} : { debug: goaway.debug };
    return { kind: 'goaway', code: goaway.code, name: h2ErrorName(goaway.code), ...debug };
  }
  if (dropped === undefined) return { kind: 'reset', code, name: h2ErrorName(code) };
  return { kind: 'closed', ...(dropped.errno !== undefined && { errno: dropped.errno }) };
}

/** `grpc-message` is percent-encoded (grpc/grpc, `doc/PROTOCOL-HTTP2.md`); what is not stays as it is. */
function decoded(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}

const MOST_DEBUG = 200;

/** Debug data is for people to read, but may be anything. */
function readable(data: Uint8Array | undefined): string {
  const text = new TextDecoder('latin1').decode(data ?? new Uint8Array());
  return text.slice(0, MOST_DEBUG).replace(/[^\x20-\x7E]/g, '.');
}

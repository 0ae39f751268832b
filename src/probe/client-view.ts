/** What gRPC clients of several languages show for one reply on the wire (`iap-wire` 2.1 and 2.2). Pure. */
import { STATUS_CODES } from 'node:http';
import { grpcStatusName, grpcStatusOfHttp } from './grpc-status.js';
import type { Reply } from './observation.js';
import { field, grpcStatus, isGrpc } from './reading/reply.js';
import type { Sureness } from './symptoms/symptom.js';

export interface ClientView {
  readonly client: string;
  readonly line: string;
  readonly sureness: Sureness;
}

const shown = (status: number, details: string): string =>
  `${status} ${grpcStatusName(status) ?? 'UNKNOWN'}: ${details}`;

/** CamelCase as grpc-go writes its codes. */
const goName = (status: number): string =>
  (grpcStatusName(status) ?? 'UNKNOWN')
    .toLowerCase()
    .replace(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** Bytes 2 to 5 of a text, read as the length of a gRPC message: what a client does to a page. */
function lengthRead(body: string): number {
  const bytes = Buffer.from(body.slice(0, 8), 'utf8');
  return bytes.length < 5 ? 0 : bytes.readUInt32BE(1);
}

/** grpc-js takes 4 MiB by default. */
const MOST = 4 * 1024 * 1024;

/**
 * What today's grpc-js ends a call with (grpc-js 1.14, `subchannel-call.ts`). A real `grpc-status` is passed on; else the
 * HTTP status is named, and only a 200 whose text it tries to read as messages becomes something else (ruling 27).
 */
export function grpcJsShows(reply: Reply): string {
  const own = grpcStatus(reply);
  if (own) return shown(own.status, own.message);
  // grpc-js has no case for 431, which the mapping of gRPC's own page calls INTERNAL.
  const mapped = reply.status === 431 ? 2 : grpcStatusOfHttp(reply.status);
  if (reply.status !== 200) return shown(mapped, `Received HTTP status code ${reply.status}`);
  const length = isGrpc(reply) ? 0 : lengthRead(reply.body);
  return length > MOST
    ? shown(8, `Received message larger than max (${length} vs ${MOST})`)
    : shown(13, 'Received RST_STREAM with code 0 (Call ended without gRPC status)');
}

/** The lines of the other clients for a reply without a gRPC status. Empty where every client shows the app's own. */
export function otherClients(reply: Reply): readonly ClientView[] {
  if (grpcStatus(reply) || reply.status === 200) return [];
  const { status } = reply;
  const type = field(reply.headers, 'content-type') ?? '';
  const reason = STATUS_CODES[status] ?? '';
  const code = grpcStatusOfHttp(status);
  const text = type === '' ? 'missing content-type field' : `received unexpected content-type "${type}"`;
  return [
    {
      client: 'grpc-js 1.10.9 and some later ones',
      line: '8 RESOURCE_EXHAUSTED: Received message larger than max\u2026',
      sureness: 'certain',
    },
    {
      client: 'grpc-go to 1.80',
      line: `code = ${goName(code)} desc = unexpected HTTP status code received from server: ${status} (${reason}); transport: ${text}`,
      sureness: 'certain',
    },
    {
      client: 'grpc-go 1.82',
      line: 'code = Internal desc = server closed the stream without sending trailers',
      sureness: 'certain',
    },
    {
      client: 'grpc-python after 1.56, before 1.62',
      line: 'StatusCode.UNKNOWN: Stream removed',
      sureness: 'certain',
    },
    { client: 'grpc-python from 1.62', line: 'StatusCode.UNKNOWN', sureness: 'certain' },
    {
      client: 'grpc-java',
      line: `${grpcStatusName(code) ?? 'UNKNOWN'}: HTTP status code ${status} invalid content-type: ${type}`,
      sureness: 'likely',
    },
  ];
}

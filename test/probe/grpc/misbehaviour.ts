/** Everything that may come instead of a proper gRPC answer, each written frame by frame. */
import { framed, type Heard } from './frame-server.js';

export interface Misbehaviour {
  readonly title: string;
  readonly serve: (heard: Heard) => void;
  /** What grpc-js ends with, and with how many messages. */
  readonly client: string;
  readonly messages: number;
  /** How the stream ended on the wire. */
  readonly end: object;
}

const EMPTY = framed('');
const http = (status: number, client: string): Misbehaviour => ({
  title: `HTTP ${status} with a page`,
  serve: (heard) => {
    // In one packet: Node may then give the body before the header.
    heard.socket.cork();
    heard.respond({ ':status': String(status), 'content-type': 'text/html' });
    heard.data(Buffer.from('<html><body>Error</body></html>'), true);
    heard.socket.uncork();
  },
  client: `${client}: Received HTTP status code ${status}`,
  messages: 0,
  end: { kind: 'status', details: `Received HTTP status code ${status}` },
});
const reset = (code: number, name: string, client: string): Misbehaviour => ({
  title: `RST_STREAM ${name}`,
  serve: (heard) => {
    heard.respond();
    heard.data(EMPTY);
    heard.reset(code);
  },
  client,
  messages: 1,
  end: { kind: 'reset', code, name },
});

export const MISBEHAVIOURS: readonly Misbehaviour[] = [
  http(302, '2 UNKNOWN'),
  http(401, '16 UNAUTHENTICATED'),
  http(403, '7 PERMISSION_DENIED'),
  http(429, '14 UNAVAILABLE'),
  http(502, '14 UNAVAILABLE'),
  http(503, '14 UNAVAILABLE'),
  {
    title: 'a 401 without a body',
    serve: (heard) => heard.respond({ ':status': '401', 'content-type': 'text/html' }, true),
    client: '16 UNAUTHENTICATED: Received HTTP status code 401',
    messages: 0,
    end: { kind: 'status', status: 16 },
  },
  {
    title: 'a page behind 200',
    serve: (heard) => {
      heard.respond({ 'content-type': 'text/html' });
      heard.data(Buffer.from('<html><body>Sign in</body></html>'), true);
    },
    client: '8 RESOURCE_EXHAUSTED: Received message larger than max (1752460652 vs 4194304)',
    messages: 0,
    end: { kind: 'status', status: 8 },
  },
  {
    title: 'a refusal in trailers only',
    serve: (heard) =>
      heard.respond(
        { 'content-type': 'application/grpc', 'grpc-status': '7', 'grpc-message': 'not%20you' },
        true,
      ),
    client: '7 PERMISSION_DENIED: not you',
    messages: 0,
    end: { kind: 'status', status: 7, name: 'PERMISSION_DENIED', details: 'not you' },
  },
  {
    title: 'no trailers',
    serve: (heard) => {
      heard.respond();
      heard.data(EMPTY, true);
    },
    client: '13 INTERNAL: Received RST_STREAM with code 0 (Call ended without gRPC status)',
    messages: 1,
    end: { kind: 'reset', code: 0, name: 'NO_ERROR' },
  },
  {
    title: 'a message longer than anybody takes',
    serve: (heard) => {
      heard.respond();
      heard.data(Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1, 2]));
    },
    client: '8 RESOURCE_EXHAUSTED: Received message larger than max (2147483647 vs 4194304)',
    messages: 0,
    end: { kind: 'status', status: 8 },
  },
  {
    title: 'a reset in the middle of a message',
    serve: (heard) => {
      heard.respond();
      heard.data(framed('half').subarray(0, 7));
      heard.reset(2);
    },
    client: '13 INTERNAL: Received RST_STREAM with code 2 (Internal server error)',
    messages: 0,
    end: { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' },
  },
  reset(1, 'PROTOCOL_ERROR', '13 INTERNAL: Received RST_STREAM with code 1'),
  reset(8, 'CANCEL', '1 CANCELLED: Call cancelled'),
  reset(11, 'ENHANCE_YOUR_CALM', '8 RESOURCE_EXHAUSTED: Bandwidth exhausted or memory limit exceeded'),
  reset(12, 'INADEQUATE_SECURITY', '7 PERMISSION_DENIED: Protocol not secure enough'),
  {
    title: 'a stream the server refuses to serve',
    serve: (heard) => heard.reset(7),
    client: '14 UNAVAILABLE: Stream refused by server',
    messages: 0,
    end: { kind: 'reset', code: 7, name: 'REFUSED_STREAM' },
  },
  {
    title: 'GOAWAY NO_ERROR and a close',
    serve: (heard) => {
      heard.respond();
      heard.data(EMPTY);
      heard.goaway(0, 'max_age');
      setTimeout(() => heard.socket.end(), 30);
    },
    client: '14 UNAVAILABLE: Connection dropped',
    messages: 1,
    end: { kind: 'goaway', code: 0, name: 'NO_ERROR', debug: 'max_age' },
  },
  {
    title: 'GOAWAY that leaves our stream out',
    serve: (heard) => {
      heard.respond();
      heard.goaway(0, '', 0);
    },
    client: '14 UNAVAILABLE: Stream refused by server',
    messages: 0,
    end: { kind: 'goaway', code: 0, name: 'NO_ERROR' },
  },
  {
    title: 'GOAWAY for too many pings',
    serve: (heard) => {
      heard.respond();
      heard.data(EMPTY);
      heard.goaway(11, 'too_many_pings');
    },
    client: '8 RESOURCE_EXHAUSTED: Bandwidth exhausted or memory limit exceeded',
    messages: 1,
    end: { kind: 'goaway', code: 11, name: 'ENHANCE_YOUR_CALM', debug: 'too_many_pings' },
  },
  {
    title: 'a connection that is closed without a word',
    serve: (heard) => {
      heard.respond();
      heard.data(EMPTY);
      setTimeout(() => heard.socket.end(), 30);
    },
    client: '14 UNAVAILABLE: Connection dropped',
    messages: 1,
    end: { kind: 'closed' },
  },
];

/** Error codes of HTTP/2 by name (RFC 9113 §7), and what a grpc-js client makes of an end on the wire. */
import { grpcStatusName, grpcStatusOfHttp } from '../grpc-status.js';
import type { StreamSeen } from '../observation.js';

const NAMES = [
  ...['NO_ERROR', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'FLOW_CONTROL_ERROR', 'SETTINGS_TIMEOUT'],
  ...['STREAM_CLOSED', 'FRAME_SIZE_ERROR', 'REFUSED_STREAM', 'CANCEL', 'COMPRESSION_ERROR', 'CONNECT_ERROR'],
  ...['ENHANCE_YOUR_CALM', 'INADEQUATE_SECURITY', 'HTTP_1_1_REQUIRED'],
] as const;

/** E.g. `CANCEL` for 8; a code nobody defined keeps its number. */
export function h2ErrorName(code: number): string {
  return NAMES[code] ?? `code ${code}`;
}

/** The status a client gives itself for an HTTP status without `grpc-status`, in grpc-js's words. */
export function statusOfHttp(httpStatus: number): Extract<StreamSeen['end'], { kind: 'status' }> {
  const status = grpcStatusOfHttp(httpStatus);
  const name = grpcStatusName(status) ?? '';
  return { kind: 'status', status, name, details: `Received HTTP status code ${httpStatus}` };
}

/**
 * What a grpc-js client prints for this end (grpc-node, `packages/grpc-js/src/subchannel-call.ts`); undefined where it
 * was us who ended it. `streamCode`: what HTTP/2 called the end of the stream, which a GOAWAY may have brought about.
 */
export function clientWords(end: StreamSeen['end'], streamCode?: number): string | undefined {
  switch (end.kind) {
    case 'status':
      return `${end.status} ${end.name}: ${end.details}`;
    case 'reset':
      return resetWords(end.code);
    case 'goaway':
      if (end.code !== 0) return resetWords(end.code, `Session closed with error code ${end.code}`);
      return streamCode === REFUSED_STREAM ? resetWords(REFUSED_STREAM) : DROPPED;
    case 'closed':
      return end.errno === 'ECONNRESET' ? '14 UNAVAILABLE: read ECONNRESET' : DROPPED;
    case 'held':
    case 'no-first-message':
      return undefined;
  }
}

const REFUSED_STREAM = 7;
const DROPPED = '14 UNAVAILABLE: Connection dropped';

function resetWords(code: number, inner?: string): string {
  const received = `13 INTERNAL: Received RST_STREAM with code ${code}`;
  switch (code) {
    case 0:
      return `${received} (Call ended without gRPC status)`;
    case 2:
      return inner === undefined
        ? `${received} (Internal server error)`
        : `${received} triggered by internal client error: ${inner}`;
    case REFUSED_STREAM:
      return '14 UNAVAILABLE: Stream refused by server';
    case 8:
      return '1 CANCELLED: Call cancelled';
    case 11:
      return '8 RESOURCE_EXHAUSTED: Bandwidth exhausted or memory limit exceeded';
    case 12:
      return '7 PERMISSION_DENIED: Protocol not secure enough';
    default:
      return received;
  }
}

/** What is asked when no method was named: is the server well, and if it has no health service, what does it serve. */
import { Metadata, status as statusCodes } from '@grpc/grpc-js';
import type { GrpcSeen } from '../observation.js';
import { type CallEnd, makeCall } from './call.js';
import { HEALTH_CHECK, healthRequest } from './health.js';
import { seenCall } from './seen.js';
import type { GrpcSession } from './session.js';

const LISTING = 'grpc.reflection.v1.ServerReflection/ServerReflectionInfo';

/** Health of one service; the empty name stands for the server as a whole. */
export function checkHealth({ channel, metadata, deadline }: GrpcSession, service: string): Promise<CallEnd> {
  return makeCall(channel, {
    method: HEALTH_CHECK,
    request: healthRequest(service),
    metadata,
    deadline,
    unary: true,
  });
}

/** Health of the server; of its own first service where the server as a whole has none; else the list of its services. */
export async function askHealth(session: GrpcSession, reflect: boolean): Promise<GrpcSeen> {
  const whole = await checkHealth(session, '');
  const asIs = seenCall(HEALTH_CHECK, 'health-check', whole, session.secrets, { shape: 'unary' });
  const noName = whole.status === statusCodes.NOT_FOUND;
  if (!reflect || (!noName && whole.status !== statusCodes.UNIMPLEMENTED) || isHttp(whole)) return asIs;

  const listed = await session.reflection().services();
  if (!listed.ok) {
    const note = noName ? undefined : 'the server has neither a health service nor reflection: name a method';
    return note === undefined ? asIs : { ...asIs, note };
  }
  const own = listed.names.find((name) => !name.startsWith('grpc.'));
  if (noName && own !== undefined) {
    const named = await checkHealth(session, own);
    const note = `the server gives no health of the whole, so ${own} was asked for`;
    return seenCall(HEALTH_CHECK, 'health-check', named, session.secrets, {
      shape: 'unary',
      services: listed.names,
      note,
    });
  }
  if (noName) return { ...asIs, services: listed.names };
  const answered: CallEnd = { ...whole, status: statusCodes.OK, details: '', trailers: new Metadata() };
  return seenCall(LISTING, 'reflection', answered, session.secrets, {
    shape: 'bidi-streaming',
    services: listed.names,
    note: 'the server has no health service, so it was asked what it serves',
  });
}

/** grpc-js made this status of an HTTP one: nobody behind it speaks gRPC, and there is no more to ask. */
export function isHttp(end: CallEnd): boolean {
  return end.details.startsWith('Received HTTP status code');
}

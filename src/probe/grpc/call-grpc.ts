/** One gRPC call of a probe, as a grpc-js client sees it. */
import { status as statusCodes } from '@grpc/grpc-js';
import type { GrpcSeen } from '../observation.js';
import { askHealth, checkHealth, isHttp } from './ask-health.js';
import { type CallEnd, makeCall } from './call.js';
import { HEALTH_CHECK, healthState } from './health.js';
import { type MethodName, planMethod, readMethod } from './method.js';
import type { GrpcMethodOptions } from './options.js';
import { nothingCalled, type SeenExtras, seenCall } from './seen.js';
import { type GrpcSession, UNSENDABLE, withSession } from './session.js';
import { methodsNear } from './suggestions.js';

/**
 * Calls a method once: the one asked for, else health, else reflection. Ends with the deadline and does not reject;
 * what kept a call from being made stands in `note`.
 */
export async function callGrpc(options: GrpcMethodOptions): Promise<GrpcSeen> {
  const began = performance.now();
  const seen =
    (await withSession(options, (session) => ask(session, options))) ??
    nothingCalled(options.method ?? HEALTH_CHECK, 'raw', { note: UNSENDABLE });
  return { ...seen, ms: Math.round((performance.now() - began) * 10) / 10 };
}

async function ask(session: GrpcSession, options: GrpcMethodOptions): Promise<GrpcSeen> {
  if (options.method === undefined) return askHealth(session, options.reflect !== false);
  const method = readMethod(options.method);
  if (method === undefined)
    return nothingCalled(options.method, 'raw', { note: 'a gRPC method is written pkg.Service/Method' });
  return callMethod(session, method, options);
}

async function callMethod(
  session: GrpcSession,
  method: MethodName,
  options: GrpcMethodOptions,
): Promise<GrpcSeen> {
  const full = `${method.service}/${method.name}`;
  const { how, shape, request, note } = await planMethod(session, method, options);
  if (!request.ok) return nothingCalled(full, how, { shape, note: request.problem });
  if (shape === 'client-streaming' || shape === 'bidi-streaming')
    return nothingCalled(full, how, {
      shape,
      note: `${method.name} takes a stream of requests, and a probe sends one: it was not called`,
    });

  const { channel, metadata, deadline } = session;
  const unary = shape === 'unary';
  const end = await makeCall(channel, { method: full, request: request.bytes, metadata, deadline, unary });
  const about = await lookAround(session, method, end, options);
  const left = end.status === undefined ? 'the stream was still open when it was left' : undefined;
  const said = note ?? left;
  return seenCall(full, how, end, session.secrets, {
    shape,
    ...(said !== undefined && { note: said }),
    ...about,
  });
}

/** What explains a refusal of the server itself: near names for one that is not there, its health when it is ill. */
async function lookAround(
  session: GrpcSession,
  method: MethodName,
  end: CallEnd,
  options: GrpcMethodOptions,
): Promise<SeenExtras> {
  if (isHttp(end) || options.reflect === false) return {};
  if (end.status === statusCodes.UNIMPLEMENTED) {
    const { services, suggestions } = await methodsNear(session, method);
    return { ...(services !== undefined && { services }), ...(suggestions.length > 0 && { suggestions }) };
  }
  // A status that came with trailers is the server's own; one without is grpc-js speaking of the connection.
  if (end.status !== statusCodes.UNAVAILABLE || Object.keys(end.trailers.getMap()).length === 0) return {};
  const health = await checkHealth(session, method.service);
  return { health: health.first && healthState(health.first) };
}

/** Writes down what a gRPC client was told. */

import { grpcStatusName } from '../grpc-status.js';
import type { GrpcSeen } from '../observation.js';
import { redactText } from '../wire/redact.js';
import type { CallEnd } from './call.js';
import { shownDetails, shownFields } from './fields.js';
import { healthState } from './health.js';
import { errorDetails } from './rich-status.js';

/** What is written down besides the call's own end. */
export type SeenExtras = Partial<
  Pick<GrpcSeen, 'shape' | 'note' | 'services' | 'suggestions' | 'health' | 'ms'>
>;

/** A call that was made. `secrets`: what must not be shown even if the server sent it back. */
export function seenCall(
  method: string,
  how: GrpcSeen['how'],
  end: CallEnd,
  secrets: readonly string[],
  extras: SeenExtras = {},
): GrpcSeen {
  const pushback = end.trailers.get('grpc-retry-pushback-ms')[0];
  const rich = end.trailers.get('grpc-status-details-bin')[0];
  const details = rich === undefined || typeof rich === 'string' ? [] : errorDetails(rich);
  const isHealth = how === 'health-check' || how === 'health-watch';
  return {
    ...nothingCalled(method, how, extras),
    status: end.status,
    name: end.status === undefined ? undefined : grpcStatusName(end.status),
    details: redactText(end.details.trim(), secrets),
    metadata: shownFields(end.metadata, secrets),
    trailers: shownFields(end.trailers, secrets),
    messages: end.messages,
    health: isHealth && end.first !== undefined ? healthState(end.first) : extras.health,
    pushbackMs: typeof pushback === 'string' && /^-?\d{1,9}$/.test(pushback) ? Number(pushback) : undefined,
    ...(details.length > 0 && { errorDetails: shownDetails(details, secrets) }),
  };
}

/** A call that was not made; `note` says why. */
export function nothingCalled(method: string, how: GrpcSeen['how'], extras: SeenExtras): GrpcSeen {
  return {
    method,
    how,
    status: undefined,
    name: undefined,
    details: '',
    metadata: {},
    trailers: {},
    messages: 0,
    health: undefined,
    pushbackMs: undefined,
    ms: 0,
    ...extras,
  };
}

/** The standard health service (grpc/grpc, `src/proto/grpc/health/v1/health.proto`). */
import { readFields, writeText } from './wire.js';

export const HEALTH_SERVICE = 'grpc.health.v1.Health';
export const HEALTH_CHECK = `${HEALTH_SERVICE}/Check`;
export const HEALTH_WATCH = `${HEALTH_SERVICE}/Watch`;

const STATES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** A question for the state of a service; the empty name asks for the server as a whole. */
export function healthRequest(service: string): Uint8Array {
  return service === '' ? new Uint8Array() : writeText(1, service);
}

/** The state an answer gives, by name; undefined when these bytes are no such answer. */
export function healthState(response: Uint8Array): string | undefined {
  const fields = readFields(response);
  return fields === undefined ? undefined : STATES[fields.number(1) ?? 0];
}

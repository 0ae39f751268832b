/**
 * gRPC as a probe speaks it. Import this lazily: `const grpc = await import('./grpc/index.js')` costs what grpc-js
 * costs at start-up.
 *
 * - `callGrpc(options)`: one call, as a grpc-js client sees it.
 * - `holdStream(options)`: one stream with keepalive and one without, side by side, and what ended them.
 * - `requestBytes(options)`: what a call would send, for the raw request beside it.
 * - `describeServices(options)`: what the server says of itself by reflection.
 *
 * None of them throws; what went wrong stands in the result.
 */
export { callGrpc } from './call-grpc.js';
export { type Described, describeServices } from './describe.js';
export { holdStream } from './hold-stream.js';
export type {
  GrpcCredential,
  GrpcEndpoint,
  GrpcMethodOptions,
  GrpcOptions,
  StreamOptions,
} from './options.js';
export { requestBytes } from './request-bytes.js';

/** The requests a probe makes: a browser's GET, a bare gRPC call, a preflight. */
import { version } from '../../version.js';
import type { RequestSpec } from './types.js';

const AGENT = `iap-doctor/${version()}`;

/** A GET as a browser would make it: IAP answers it with a redirect to the sign-in (cloud.google.com/iap/docs/faq). */
export function browserGet(headers: Readonly<Record<string, string>> = {}, path?: string): RequestSpec {
  return {
    method: 'GET',
    headers: { 'user-agent': AGENT, accept: 'text/html,*/*', ...headers },
    ...(path === undefined ? {} : { path }),
  };
}

/** One message as gRPC frames it: not compressed, its length in four bytes, itself. */
export function lengthPrefixed(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(5 + message.length);
  new DataView(framed.buffer).setUint32(1, message.length);
  framed.set(message, 5);
  return framed;
}

/** A unary call ends with its message, give or take the way of the trailers. */
const SETTLE_MS = 1000;

/**
 * A unary gRPC call on the wire, without a client library to veil the reply.
 * @param method `pkg.Service/Method`
 * @param message the encoded request; the empty one decodes as every request with all defaults
 */
export function grpcPost(
  method: string,
  headers: Readonly<Record<string, string>> = {},
  message: Uint8Array = new Uint8Array(),
): RequestSpec {
  return {
    method: 'POST',
    path: `/${method.replace(/^\//, '')}`,
    headers: { 'user-agent': AGENT, 'content-type': 'application/grpc', te: 'trailers', ...headers },
    body: lengthPrefixed(message),
    settleMs: SETTLE_MS,
  };
}

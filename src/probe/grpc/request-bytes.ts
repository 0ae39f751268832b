/** The request a call would send, for the raw one beside it: both have to ask the same. */
import { planMethod, readMethod } from './method.js';
import type { GrpcMethodOptions } from './options.js';
import { withSession } from './session.js';

/**
 * The bytes of the request's message; undefined where there is no method or the JSON does not fit (the call itself says
 * why). Asks the server by reflection where nothing else tells the type. Does not reject.
 */
export async function requestBytes(options: GrpcMethodOptions): Promise<Uint8Array | undefined> {
  const method = options.method === undefined ? undefined : readMethod(options.method);
  if (method === undefined) return undefined;
  const plan = await withSession(options, (session) => planMethod(session, method, options));
  return plan?.request.ok === true ? plan.request.bytes : undefined;
}

/** The request a call would send, for the raw one beside it: both have to ask the same. */
import type { Encoded } from './descriptors.js';
import { planMethod, readMethod } from './method.js';
import type { GrpcMethodOptions } from './options.js';
import { withSession } from './session.js';

/**
 * The request's message, or why JSON could not be made into it; undefined where there is no method. Asks the server by
 * reflection where nothing else tells the type. Does not reject.
 */
export async function requestBytes(options: GrpcMethodOptions): Promise<Encoded | undefined> {
  const method = options.method === undefined ? undefined : readMethod(options.method);
  if (method === undefined) return undefined;
  const plan = await withSession(options, (session) => planMethod(session, method, options));
  return plan?.request;
}

/** How one look becomes a fact: its key, what it is called in the evidence, how long it may be used, and how it is checked. */
import type { Api, CallContext, Look } from '../../google/ports.js';
import type { Lifetime, Revive } from '../../store/ports.js';
import type { Fact, Seen } from '../engine.js';

/** The fact of one look; two looks with the same method and resource are the same one. */
export function leaf<T>(
  api: Api,
  method: string,
  resource: string,
  lifetime: Lifetime,
  check: Revive<T>,
  load: (call: CallContext) => Promise<Look<T>>,
): Fact<Seen<T>> {
  const key = `${api}.${method} ${resource}`;
  return { key, read: (scope) => scope.look<T>({ key, api, resource, lifetime, revive: check, load }) };
}

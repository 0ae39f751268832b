/** "Did you mean …?" for a method that is not there. */
import { suggest } from '../../names/suggest.js';
import { servicesIn } from './descriptors.js';
import type { MethodName } from './method.js';
import type { GrpcSession } from './session.js';

export interface Nearby {
  /** Undefined: the server does not say what it serves. */
  readonly services: readonly string[] | undefined;
  readonly suggestions: readonly string[];
}

const MOST = 5;
const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** What the server serves, and its methods near to this one, nearest first. */
export async function methodsNear(session: GrpcSession, method: MethodName): Promise<Nearby> {
  const listed = await session.reflection().services();
  if (!listed.ok) return { services: undefined, suggestions: [] };
  const service = serviceNear(method.service, listed.names);
  if (service === undefined) return { services: listed.names, suggestions: [] };
  const files = await session.reflection().filesOf(service, false);
  const methods = (files.ok ? (servicesIn(files.files).get(service) ?? []) : []).map((each) => each.name);
  return {
    services: listed.names,
    suggestions: rank(method.name, methods).map((name) => `${service}/${name}`),
  };
}

/** The same service, one with nearly its name, or one of that name in another package. */
export function serviceNear(wanted: string, services: readonly string[]): string | undefined {
  if (services.includes(wanted)) return wanted;
  const sameName = services.filter((service) => last(service) === last(wanted));
  if (sameName.length > 0) return suggest(wanted, sameName) ?? sameName[0];
  const near = suggest(last(wanted), services.map(last));
  return (
    suggest(wanted, services) ?? services.find((service) => near !== undefined && last(service) === near)
  );
}

/** The name itself or the likest first, then the rest as they stand. */
export function rank(wanted: string, methods: readonly string[]): readonly string[] {
  const nearest = methods.includes(wanted) ? wanted : suggest(wanted, methods);
  if (nearest === wanted) return [wanted];
  return [...new Set([...(nearest === undefined ? [] : [nearest]), ...methods])].slice(0, MOST);
}

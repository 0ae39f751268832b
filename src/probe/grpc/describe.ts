/** What a server says of itself by reflection: its services, and how their methods are called. */
import type { GrpcShape } from '../observation.js';
import { servicesIn, shapeOf } from './descriptors.js';
import type { GrpcOptions } from './options.js';
import { type GrpcSession, UNSENDABLE, withSession } from './session.js';

export interface ServiceDescribed {
  readonly name: string;
  /** Empty where the server gave no descriptor of the service. */
  readonly methods: readonly { readonly name: string; readonly shape: GrpcShape }[];
}

/** The services of a server, or why they are not known. */
export type Described =
  | { readonly ok: true; readonly services: readonly ServiceDescribed[] }
  | { readonly ok: false; readonly status: number | undefined; readonly details: string };

const MOST_SERVICES = 100;

/** Asks by reflection v1, then v1alpha. Does not reject; ends with the deadline. */
export async function describeServices(options: GrpcOptions): Promise<Described> {
  return (await withSession(options, describe)) ?? { ok: false, status: undefined, details: UNSENDABLE };
}

async function describe(session: GrpcSession): Promise<Described> {
  const reflection = session.reflection();
  const listed = await reflection.services();
  if (!listed.ok) return listed;
  const services: ServiceDescribed[] = [];
  for (const name of listed.names.slice(0, MOST_SERVICES)) {
    const answer = await reflection.filesOf(name, false);
    const methods = (answer.ok ? (servicesIn(answer.files).get(name) ?? []) : []).map((method) => ({
      name: method.name,
      shape: shapeOf(method),
    }));
    services.push({ name, methods });
  }
  return { ok: true, services };
}

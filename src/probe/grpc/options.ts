/** What a gRPC call or stream of a probe is given: where to connect, with what, for how long. */
import type { Cleared, ClearedAddress } from '../guard/cleared.js';
import type { Deadline } from '../wire/deadline.js';

/** Where to connect: with the guard's pass, to one of its addresses. Nothing is resolved again. */
export interface GrpcEndpoint {
  readonly cleared: Cleared;
  /** The one the walk connected to. */
  readonly peer: Pick<ClearedAddress, 'address' | 'port'>;
  /** PEM texts of authorities to trust besides the public ones. */
  readonly trust: readonly string[];
}

/** A credential as it travels: the whole value of the field, `Bearer` included. */
export interface GrpcCredential {
  readonly header: 'authorization' | 'proxy-authorization';
  readonly value: string;
}

/** What every question over gRPC is given. */
export interface GrpcOptions {
  readonly endpoint: GrpcEndpoint;
  readonly credential: GrpcCredential | undefined;
  /** Holds for a call as a whole, and for a stream up to its first message. */
  readonly deadline: Deadline;
}

/** How a method is named and what is sent to it. */
export interface GrpcMethodOptions extends GrpcOptions {
  /** `pkg.Service/Method` (a leading slash is fine); undefined: health, else what the server says of itself. */
  readonly method: string | undefined;
  /** The request as proto3 JSON; undefined: the empty message. */
  readonly data?: string | undefined;
  /** A serialised `google.protobuf.FileDescriptorSet` (`protoc --descriptor_set_out`). */
  readonly descriptorSet?: Uint8Array | undefined;
  /** False: ask nothing by reflection, for a server known to stand behind a refusal. */
  readonly reflect?: boolean | undefined;
}

/** How long a stream is held, and who wants to hear of it. */
export interface StreamOptions extends GrpcMethodOptions {
  /** Milliseconds each stream is held after its first message. */
  readonly holdMs: number;
  /** Ends the streams early: the asker has gone. The deadline's own signal fires long before a stream is over. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between two PING frames where keepalive is on; three of them in `holdMs` when left out. */
  readonly keepaliveMs?: number | undefined;
  /** Milliseconds after which an unanswered PING ends a stream, as it does for a client; 20 s when left out. */
  readonly keepaliveTimeoutMs?: number | undefined;
  /** Epoch milliseconds at which the credential expires. */
  readonly tokenExpiresAt?: number | undefined;
  /** Called about once a second, e.g. with `stream open 12 s, 3 messages`. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

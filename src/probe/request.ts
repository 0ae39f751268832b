/** What one probe is to do, and what it is given to do it with: everything outside of it is handed in. */
import type { CallContext, Google } from '../google/ports.js';
import type { IapResource } from '../names/index.js';
import type { GuardRules } from './guard/rules.js';
import type { Observation, ProbeTarget, Surroundings } from './observation.js';
import type { CredentialWish } from './token/obtain.js';
import type { TraceEvent } from './wire/types.js';

export interface ProbeRequest {
  readonly target: ProbeTarget;
  /** The address as it was typed or configured: the guard reads it. */
  readonly typed: string;
  readonly resource: IapResource | undefined;
  readonly wish: CredentialWish;
  /** `services[].audience`. */
  readonly audience: string | undefined;
  /** Undefined: plain HTTP. */
  readonly grpc: GrpcWish | undefined;
  readonly streamMs: number | undefined;
  readonly count: number | undefined;
  /** The same backend without IAP. */
  readonly direct: string | undefined;
  readonly jwtTest: boolean;
  /** A web app whose browser is to call the target: its preflight is asked too. */
  readonly origin: string | undefined;
}

export interface GrpcWish {
  /** Undefined: health, or what the server says of itself. */
  readonly method: string | undefined;
  /** The request as JSON. */
  readonly data: string | undefined;
  readonly descriptorSet: Uint8Array | undefined;
}

export interface ProbePorts {
  readonly google: Pick<Google, 'tokens' | 'iam' | 'iap' | 'backends' | 'compute' | 'appEngine'>;
  readonly call: (signal: AbortSignal) => CallContext;
  readonly rules: GuardRules;
  /** PEM texts of authorities to trust besides the public ones. */
  readonly trust: readonly string[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What `why` says of an address at this place. */
  readonly access: (email: string, signal: AbortSignal) => Promise<Surroundings['access']>;
  /** Hears what is being done now. */
  readonly say: (line: string) => void;
  readonly trace: ((event: TraceEvent) => void) | undefined;
}

export interface ProbeTerms {
  /** Bounds everything but a stream that has begun, milliseconds. */
  readonly timeoutMs: number;
  /** Aborts when the asker no longer waits. */
  readonly signal: AbortSignal;
}

export type Probed =
  | {
      readonly kind: 'seen';
      readonly observation: Observation;
      /** Sentences for whoever named the file of the token. */
      readonly hints: readonly string[];
    }
  /** The words or the file are wrong; nothing was sent. */
  | { readonly kind: 'usage'; readonly sentence: string };

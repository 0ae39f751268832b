/** Everything one probe saw, before anybody says what it means: written by the stages, read by the symptoms. Plain data. */
import type { Fix } from '../fixes/types.js';

/** The steps of the path in the order in which a probe meets them (`contract.md` §4). */
export type StageName =
  | 'guard'
  | 'dns'
  | 'tcp'
  | 'tls'
  | 'alpn'
  | 'http2'
  | 'iap'
  | 'load-balancer'
  | 'backend'
  | 'grpc'
  | 'stream';

/** A fact of a stage as it is printed: addresses, protocol versions, dates. Never a secret. */
export type StageFact = string | number | boolean | null | readonly string[];

export interface StageRecord {
  readonly stage: StageName;
  readonly ok: boolean;
  /** Milliseconds this stage took by itself. */
  readonly ms: number;
  readonly facts: Readonly<Record<string, StageFact>>;
}

/** Why the walk ended before there was a reply to judge. */
export interface Halt {
  readonly stage: StageName;
  /** A code of the transport table of `docs/symptoms.md`. */
  readonly code: string;
  /** Half a sentence with the plain facts, e.g. `nothing answered on 10.0.0.1 port 443 within 3 s`. */
  readonly detail: string;
  /** The system's own name for it (`ECONNRESET`, `CERT_HAS_EXPIRED`), if it has one. */
  readonly errno: string | undefined;
}

/** Header and trailer fields, names in lower case; a repeated field has all its values. Secrets are gone already. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** How a reply came to its end. */
export type Ending =
  | { readonly kind: 'complete' }
  | { readonly kind: 'reset'; readonly code: number; readonly name: string }
  | { readonly kind: 'goaway'; readonly code: number; readonly name: string; readonly lastStream: number }
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'protocol-error'; readonly detail: string }
  /** Enough was read; the rest of the body was not of interest. */
  | { readonly kind: 'cut-by-us' };

/** One raw reply as it came over the wire. */
export interface Reply {
  readonly protocol: 'h2' | 'http/1.1';
  readonly method: string;
  /** What was asked for: an absolute URL without secrets in its query. */
  readonly url: string;
  readonly status: number;
  readonly headers: Fields;
  readonly trailers: Fields;
  /** The first 2 kB as text, secrets removed; empty for binary bodies. */
  readonly body: string;
  readonly bodyBytes: number;
  /** Length-prefixed gRPC messages seen in the body. */
  readonly grpcMessages: number;
  /** Milliseconds from the request's first byte to the reply's header, and to its end. */
  readonly headerMs: number;
  readonly totalMs: number;
  readonly ending: Ending;
}

/** A credential as far as it may be told: header and claims, never the signature. */
export interface CredentialFacts {
  readonly kind: 'id-token' | 'self-signed-jwt' | 'access-token' | 'jwt' | 'unreadable' | 'none';
  /** Where it came from, e.g. `minted for sa@…` or the name of a file. */
  readonly origin: string;
  readonly header: 'authorization' | 'proxy-authorization' | undefined;
  readonly aud: readonly string[];
  readonly iss: string | undefined;
  readonly email: string | undefined;
  readonly sub: string | undefined;
  readonly alg: string | undefined;
  readonly kid: string | undefined;
  /** Epoch milliseconds. */
  readonly issuedAt: number | undefined;
  readonly expiresAt: number | undefined;
  readonly scopes: readonly string[];
  /** What is odd about the text itself: `bearer-doubled`, `quoted`, `line-break`, `truncated`, `not-a-jwt`. */
  readonly oddities: readonly string[];
}

/** What audience IAP expects, and how that is known; the list is in order of trust. */
export interface ExpectedAudience {
  readonly value: string;
  readonly from: 'configuration' | 'refusal' | 'redirect' | 'iap-settings';
  /** What the configuration says instead, where IAP itself has contradicted it. */
  readonly notConfigured?: string | undefined;
}

/** What a gRPC client saw (grpc-js), beside what the wire said. */
export interface GrpcSeen {
  readonly method: string;
  readonly how: 'health-check' | 'health-watch' | 'reflection' | 'descriptor-set' | 'raw';
  /** Numeric gRPC status the client ended with; undefined while it still held. */
  readonly status: number | undefined;
  readonly name: string | undefined;
  readonly details: string;
  readonly metadata: Fields;
  readonly trailers: Fields;
  readonly messages: number;
  /** `SERVING`, `NOT_SERVING` … of a health answer. */
  readonly health: string | undefined;
  /** Milliseconds of `grpc-retry-pushback-ms`, when sent. */
  readonly pushbackMs: number | undefined;
  readonly ms: number;
  /** How the method is called, where descriptors told; `unknown` was read like a stream. */
  readonly shape?: GrpcShape;
  /** Why nothing was called, or something else than was asked; half a sentence. */
  readonly note?: string;
  /** Services the server lists by reflection, where it was asked and says. */
  readonly services?: readonly string[];
  /** Methods near to one that does not exist, nearest first. */
  readonly suggestions?: readonly string[];
  /** What came in `grpc-status-details-bin`. */
  readonly errorDetails?: readonly GrpcErrorDetail[];
}

/** How many messages go which way. */
export type GrpcShape = 'unary' | 'server-streaming' | 'client-streaming' | 'bidi-streaming' | 'unknown';

/** One entry of a rich status (google/rpc/error_details.proto); values of an unknown kind are not read. */
export type GrpcErrorDetail =
  | {
      readonly kind: 'error-info';
      readonly reason: string;
      readonly domain: string;
      readonly metadata: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'retry-info'; readonly delayMs: number }
  | { readonly kind: 'other'; readonly type: string };

/** What became of a stream that was held open. */
export interface StreamSeen {
  readonly keepalive: boolean;
  readonly wantedMs: number;
  readonly heldMs: number;
  readonly firstMessageMs: number | undefined;
  readonly messages: number;
  /** Silence before the end. */
  readonly idleMs: number;
  /** `held`: it lasted as long as was asked for. */
  readonly end:
    | { readonly kind: 'held' }
    | { readonly kind: 'status'; readonly status: number; readonly name: string; readonly details: string }
    | { readonly kind: 'reset'; readonly code: number; readonly name: string }
    /** `debug`: what the server wrote into the frame, e.g. `max_age` or `too_many_pings`. */
    | { readonly kind: 'goaway'; readonly code: number; readonly name: string; readonly debug?: string }
    /** `errno`: the system's own name for it, where it was no orderly end. */
    | { readonly kind: 'closed'; readonly errno?: string }
    /** Connected, but no first message before the deadline. */
    | { readonly kind: 'no-first-message' };
  /** `pkg.Service/Method` that was held open. */
  readonly method?: string;
  /** Why it is another method than was asked for, or why it was no stream; half a sentence. */
  readonly note?: string;
  /** HTTP status of the stream's header, when one came. */
  readonly httpStatus?: number;
  /** What a grpc-js client prints for this end, e.g. `14 UNAVAILABLE: Connection dropped`. */
  readonly clientWouldSee?: string;
  /** Milliseconds into the stream at which the credential expired; negative: before it began. */
  readonly tokenExpiredAfterMs?: number;
  /** PING frames sent, and how many were answered. */
  readonly pings?: { readonly sent: number; readonly answered: number };
}

/** The same question put to the backend around IAP. */
export interface DirectSeen {
  readonly url: string;
  readonly stages: readonly StageRecord[];
  readonly halt: Halt | undefined;
  readonly reply: Reply | undefined;
}

/** One `SECURE_TOKEN_TEST`: which assertion IAP was asked to send, and what the app said to it. */
export interface JwtTestSeen {
  readonly test: 'NOT_SET' | 'FUTURE_ISSUE' | 'PAST_EXPIRATION' | 'ISSUER' | 'AUDIENCE' | 'SIGNATURE';
  readonly reply: Reply | undefined;
  /** Why there is no reply. */
  readonly problem: string | undefined;
}

/** Measured times of one way, milliseconds each. */
export interface Timings {
  readonly connectMs: readonly number[];
  readonly requestMs: readonly number[];
  readonly failures: number;
  /** How many requests were asked for. */
  readonly asked?: number;
  /** Why there are fewer: the time was up, or the server closed and did not come back. */
  readonly stopped?: 'deadline' | 'closed';
}

/** What Google's own records say about the place, where they could be read. All may be unknown. */
export interface Surroundings {
  readonly settingsRead: boolean;
  /** Client ids IAP uses and takes: from the settings and the backend service. */
  readonly oauthClientIds: readonly string[];
  /** Everything that could name an own client was read: without one, Google manages the client. */
  readonly clientsRead?: boolean | undefined;
  readonly programmaticClients: readonly string[];
  readonly gcip: boolean | undefined;
  readonly allowHttpOptions: boolean | undefined;
  readonly reauth: boolean | undefined;
  readonly allowedDomains: readonly string[] | undefined;
  /** Scheme of the load balancer in front, e.g. `EXTERNAL` for the classic one. */
  readonly loadBalancingScheme: string | undefined;
  /** What `why` says of the identity that was used, where one was known. */
  readonly access:
    | {
        readonly subject: string;
        readonly verdict: 'allowed' | 'denied' | 'unknown';
        readonly code: string | null;
        readonly text: string;
        readonly adminText: string;
        /** What `why` proposes, smallest overgrant first. */
        readonly fixes?: readonly Fix[];
      }
    | undefined;
}

/** What was asked for. */
export interface ProbeTarget {
  readonly name: string;
  /** The absolute address that is asked, without credentials. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** `pkg.Service/Method`, or undefined for plain HTTP. */
  readonly grpc: string | undefined;
  /** IAP resource name, where known. */
  readonly resource: string | undefined;
  /** The host serves Cloud Run's own addresses (`*.run.app`). */
  readonly runApp: boolean;
}

/** Everything together. */
export interface Observation {
  readonly target: ProbeTarget;
  readonly stages: readonly StageRecord[];
  readonly halt: Halt | undefined;
  readonly credential: CredentialFacts;
  /** The identity that was asked for, where no credential could be had for it: whatever was seen is without one. */
  readonly unminted?: { readonly account: string; readonly what: string; readonly needs: string } | undefined;
  readonly expectedAudience: ExpectedAudience | undefined;
  /** The main request. For gRPC it is the raw HTTP/2 one. */
  readonly reply: Reply | undefined;
  /** The same without a credential, when one was needed to learn the audience or the kind of sign-in. */
  readonly bare: Reply | undefined;
  /** An OPTIONS request, where CORS is of interest. */
  readonly preflight: Reply | undefined;
  readonly grpc: GrpcSeen | undefined;
  readonly streams: readonly StreamSeen[];
  readonly direct: DirectSeen | undefined;
  readonly jwtTests: readonly JwtTestSeen[];
  readonly latency: { readonly through: Timings; readonly direct: Timings | undefined } | undefined;
  readonly around: Surroundings;
  /** What could not be looked at: the token could not be minted, settings not read. */
  readonly blindSpots: readonly { readonly code: string; readonly what: string; readonly needs: string }[];
  /** Epoch milliseconds at the start, and the deadline that was given, milliseconds. */
  readonly startedAt: number;
  readonly timeoutMs: number;
}

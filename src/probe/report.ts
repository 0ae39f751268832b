/** The answer to `probe` as data: exactly what `probe --json` prints (`contract.md` §4) and what every renderer reads. */
import type { Fix } from '../fixes/types.js';
import type { ClientView } from './client-view.js';
import type {
  CredentialFacts,
  ExpectedAudience,
  GrpcErrorDetail,
  GrpcSeen,
  StageName,
  StageRecord,
} from './observation.js';

export type ProbeVerdict = 'through' | 'guarded' | 'blocked' | 'failing' | 'exposed' | 'unknown';
export type AnsweredBy = 'iap' | 'google-sign-in' | 'load-balancer' | 'cloud-run' | 'backend' | 'none';

/** What is wrong, in two texts; the same shape as a cause of `why`. */
export interface ProbeCause {
  readonly code: string;
  /** The name of the symptom's file. */
  readonly check: string;
  readonly text: string;
  readonly adminText: string;
  readonly sureness: 'certain' | 'likely';
  /** Other origins of the same signs, each with the check that tells them apart. */
  readonly competing: readonly { readonly code: string; readonly text: string; readonly check: string }[];
}

export interface ProbeFinding {
  readonly check: string;
  readonly verdict: 'blocks' | 'could-not-look' | 'unsure' | 'warns' | 'ok' | 'not-applicable';
  readonly code: string | null;
  readonly text: string;
  readonly adminText: string;
  /** Signs this rests on, in plain words: `x-goog-iap-generated-response: true`, `HTTP 401`. */
  readonly evidence: readonly {
    readonly source: string;
    readonly resource: string;
    readonly readAt: string;
    readonly cached: boolean;
  }[];
}

export interface ProbeReport {
  readonly schema: 'iap-doctor.probe/1';
  readonly id: string;
  readonly where: {
    readonly name: string;
    readonly url: string;
    readonly grpc: string | null;
    /** IAP's own name of the place, where it is known. */
    readonly resource: string | null;
  };
  readonly verdict: ProbeVerdict;
  readonly failedStage: StageName | null;
  readonly answeredBy: AnsweredBy;
  /** Null when `through` or `guarded`. */
  readonly cause: ProbeCause | null;
  readonly also: readonly ProbeCause[];
  readonly findings: readonly ProbeFinding[];
  readonly stages: readonly StageRecord[];
  readonly http: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    /** The same of what came after the body. */
    readonly trailers: Readonly<Record<string, string>>;
    readonly protocol: string;
  } | null;
  readonly grpc: {
    readonly status: number | null;
    readonly name: string | null;
    readonly details: string;
    readonly httpStatus: number | null;
    readonly clientWouldSee: string;
    readonly method: string;
    /** Beyond the contract, where there is something to say: how the method is called and what is worth knowing of it. */
    /** What clients of other languages show for the same reply; empty where all show the app's own status. */
    readonly otherClients: readonly ClientView[];
    readonly shape?: GrpcSeen['shape'];
    readonly note?: string;
    readonly health?: string | undefined;
    /** Milliseconds after which the server wants to be asked again; negative: not at all. */
    readonly pushbackMs?: number | undefined;
    readonly services?: readonly string[];
    readonly suggestions?: readonly string[];
    readonly errorDetails?: readonly GrpcErrorDetail[];
  } | null;
  readonly token: {
    readonly kind: 'id-token' | 'self-signed-jwt' | 'access-token' | 'none';
    readonly aud: string | null;
    readonly expectedAud: string | null;
    readonly email: string | null;
    /** RFC 3339. */
    readonly expiresAt: string | null;
    readonly scopes: readonly string[];
    /** Beyond the contract: how the text reads, where it came from and where it was sent, and what is odd about it. */
    readonly readAs: CredentialFacts['kind'];
    readonly origin: string;
    readonly header: 'authorization' | 'proxy-authorization' | null;
    readonly iss: string | null;
    readonly issuedAt: string | null;
    readonly oddities: readonly string[];
    readonly expectedAudFrom: ExpectedAudience['from'] | null;
  };
  readonly stream: readonly {
    readonly keepalive: boolean;
    readonly wantedMs: number;
    readonly heldMs: number;
    readonly messages: number;
    readonly end: string;
    readonly firstMessageMs: number | null;
    readonly idleMs: number;
    readonly method?: string;
    readonly note?: string;
    /** What a grpc-js client prints for this end. */
    readonly clientWouldSee?: string;
  }[];
  readonly direct: {
    readonly url: string;
    readonly status: number | null;
    readonly same: boolean | null;
    readonly text: string;
  } | null;
  /** `accepted`: the app took the assertion; `ok`: that is as it should be. Null: could not be told. */
  readonly backendJwt: readonly {
    readonly test: string;
    readonly accepted: boolean | null;
    readonly ok: boolean | null;
    readonly status: number | null;
    /** Half a sentence: what it is told by. */
    readonly why: string;
  }[];
  /** Milliseconds. */
  readonly latency: {
    readonly count: number;
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly connectP50: number | null;
    readonly withoutIapP50: number | null;
    readonly withoutIapP90: number | null;
    readonly withoutIapP99: number | null;
    readonly failures: number;
    /** Every measured request, in order, for the histogram. */
    readonly samples: readonly number[];
  } | null;
  readonly fixes: readonly Fix[];
  readonly blindSpots: readonly { readonly code: string; readonly what: string; readonly needs: string }[];
  readonly ms: number;
}

/** Everything that can be made to misbehave at the front door, in one place: a switch per layer, set for each host. */
import type { CertificateFlaw } from './certificates.js';

/** `refuse` and `no-answer` need a port of the host's own: on the shared one they close the connection instead. */
export type TcpSwitch = 'fine' | 'refuse' | 'no-answer' | 'reset' | 'silent';
export type TlsSwitch = 'fine' | 'not-tls' | 'alert' | 'cut';
export type AlpnSwitch = 'both' | 'no-h2' | 'only-h2' | 'none';
/** `silent`, `closed` and `half-reply` hold for HTTP/1.1 too. */
export type Http2Switch =
  | 'fine'
  | 'no-settings'
  | 'silent'
  | 'goaway'
  | 'reset'
  | 'protocol-error'
  | 'closed'
  | 'half-reply';
/** Replies of others than the app, whatever was asked; `iap` is the door as it should be. */
export type ReplySwitch =
  | 'iap'
  | 'oauth-client-missing'
  | 'service-agent-missing'
  | 'invoker-401'
  | 'invoker-403'
  | 'error-code-7'
  | 'error-code-9'
  | 'error-code-11'
  | 'error-code-13'
  | 'error-code-51'
  | 'error-code-52'
  | 'error-code-53'
  | 'internal-error'
  | 'throttled'
  | 'redirect-loop'
  | 'sign-in-loop'
  | 'lb-502'
  | 'lb-502-text'
  | 'ingress-404'
  | 'gcip'
  | 'sign-in-page'
  | 'consent-not-allowed'
  | 'redirect-uri-mismatch'
  | 'disallowed-useragent'
  | 'sign-in-405'
  | 'iap-off'
  | 'silent';
/** Replies of the app itself, once IAP has let the request through. */
export type AppSwitch =
  | 'fine'
  | 'own-sign-in'
  | 'google-sign-in'
  | 'bearer'
  | 'forbidden'
  | 'not-found'
  | 'throttled'
  | 'error-500'
  | 'error-503'
  | 'elsewhere'
  | 'slow';
/** What the gRPC service behind the door does. */
export type GrpcSwitch =
  | 'fine'
  | 'not-serving'
  | 'unimplemented'
  | 'permission-denied'
  | 'unauthenticated'
  | 'resource-exhausted'
  | 'internal'
  | 'pushback'
  | 'no-trailers'
  | 'not-grpc';
/**
 * What cuts a stream that is held open, after so many milliseconds of silence or of age. `idle-cut` counts the stream's
 * messages, `quiet-cut` every byte of the connection: keep-alive helps against the second only.
 */
export type StreamSwitch = 'fine' | 'idle-cut' | 'quiet-cut' | 'age-cut' | 'reset' | 'goaway' | 'closed';

export interface HostSwitches {
  readonly tcp: TcpSwitch;
  readonly tls: TlsSwitch;
  readonly certificate: 'fine' | CertificateFlaw;
  /** Milliseconds the certificate is still good for, from when it is switched; undefined: 90 days. */
  readonly certificateFor: number | undefined;
  readonly alpn: AlpnSwitch;
  readonly http2: Http2Switch;
  /** The error code of GOAWAY (else NO_ERROR) and RST_STREAM (else INTERNAL_ERROR) of `http2` and `stream`. */
  readonly http2Code: number | undefined;
  readonly reply: ReplySwitch;
  readonly app: AppSwitch;
  readonly grpc: GrpcSwitch;
  readonly stream: StreamSwitch;
  /** Milliseconds until `stream` cuts. */
  readonly streamAfter: number;
  /** Milliseconds between the messages of the gRPC demo's stream. */
  readonly streamEvery: number;
  /** Added before every reply, milliseconds. */
  readonly latency: number;
  /** Added by IAP alone, so that the way around it is quicker, milliseconds. */
  readonly iapLatency: number;
  /** `plain`: one line; `named`: with the app's name before it; `page`: as browsers get it; `auto`: by what the client is. */
  readonly denied: 'auto' | 'plain' | 'named' | 'page';
  /** Which wording a wrong audience gets where no expected one is told. */
  readonly audienceWording: 'newest' | 'newer';
}

/** A door as it should be. */
export const soundSwitches: HostSwitches = {
  tcp: 'fine',
  tls: 'fine',
  certificate: 'fine',
  certificateFor: undefined,
  alpn: 'both',
  http2: 'fine',
  http2Code: undefined,
  reply: 'iap',
  app: 'fine',
  grpc: 'fine',
  stream: 'fine',
  streamAfter: 30_000,
  streamEvery: 1000,
  latency: 0,
  iapLatency: 0,
  denied: 'auto',
  audienceWording: 'newest',
};

/** The gRPC half of a probe: a real client beside the raw request, and streams that are held. Loaded only when asked for. */
import type { Encoded } from './grpc/descriptors.js';
import type { GrpcMethodOptions } from './grpc/options.js';
import type { GrpcSeen, StreamSeen } from './observation.js';
import type { GrpcWish, ProbePorts } from './request.js';
import type { Credential } from './token/credential.js';
import type { Walked } from './walk.js';
import type { Deadline } from './wire/deadline.js';

export interface BesideOptions {
  readonly walked: Walked;
  readonly wish: GrpcWish;
  readonly credential: Credential | undefined;
  readonly trust: ProbePorts['trust'];
  readonly deadline: Deadline;
}

/** Where the walk went, and nowhere else: grpc-js connects to the same address with the same pass. */
function methodOptions(options: BesideOptions): GrpcMethodOptions | undefined {
  const { walked, wish, credential, trust, deadline } = options;
  const { cleared, peer } = walked;
  if (!cleared || !peer || deadline.left() === 0) return undefined;
  const field = credential && { header: credential.header, value: credential.value.reveal() };
  return { endpoint: { cleared, peer, trust }, credential: field, deadline, ...wish };
}

/** What the call will send, where that is not the empty message: the raw request has to ask the same. */
export async function messageBeside(options: BesideOptions): Promise<Encoded | undefined> {
  const given = options.wish.data === undefined ? undefined : methodOptions(options);
  if (!given) return undefined;
  const { requestBytes } = await import('./grpc/index.js');
  return requestBytes(given);
}

/** One call as a client makes it; undefined where the walk led nowhere. */
export async function callBeside(options: BesideOptions): Promise<GrpcSeen | undefined> {
  const given = methodOptions(options);
  if (!given) return undefined;
  const { callGrpc } = await import('./grpc/index.js');
  return callGrpc(given);
}

export interface HoldOptions extends BesideOptions {
  readonly holdMs: number;
  /** Ends the streams when the asker no longer waits; the deadline is for their first message only. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds at which the credential expires. */
  readonly tokenExpiresAt: number | undefined;
  readonly say: (line: string) => void;
}

/** Streams with keepalive and without, held as long as was asked for. */
export async function holdBeside(options: HoldOptions): Promise<readonly StreamSeen[]> {
  const given = methodOptions(options);
  if (!given) return [];
  const { holdStream } = await import('./grpc/index.js');
  const { holdMs, signal, tokenExpiresAt, say } = options;
  return holdStream({ ...given, holdMs, signal, tokenExpiresAt, onProgress: say });
}

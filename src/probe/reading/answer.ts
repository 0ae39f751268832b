/** The one reply a probe is judged by, with who made it and what was sent with the question. Pure. */
import { type Attribution, attribute } from '../attribution.js';
import type { Observation, Reply } from '../observation.js';
import { RANK, type Recognised } from '../symptoms/symptom.js';
import { grpcStatus, isGrpc } from './reply.js';

export interface Answer {
  readonly reply: Reply;
  readonly from: Attribution;
  /** A credential travelled with the question. */
  readonly sent: boolean;
  /** The question was a gRPC call. */
  readonly grpc: boolean;
}

/** The main reply; the one without a credential where nothing else was asked. Nothing when the walk ended before. */
export function answerOf(seen: Observation): Answer | undefined {
  if (seen.halt && !seen.reply) return undefined;
  const reply = seen.reply ?? seen.bare;
  if (!reply) return undefined;
  return {
    reply,
    from: attribute(reply, seen.target),
    sent: seen.reply !== undefined && seen.credential.kind !== 'none',
    grpc: seen.target.grpc !== undefined,
  };
}

export interface AppStatus {
  readonly status: number;
  readonly message: string;
  /** The client's own invention: the app did not say it. */
  readonly madeUp: boolean;
}

/** Words that grpc-js makes up when a connection, not the app, ended the call (`subchannel-call.ts`). */
const MADE_UP =
  /^(?:Connection dropped|Call cancelled|Stream refused by server|Received RST_STREAM|Received message larger than max|No connection established|Deadline exceeded|Bandwidth exhausted|Protocol not secure enough)/;

/** How grpc-js says that the time it was given is over; a server's own DEADLINE_EXCEEDED has the server's words. */
const OWN_DEADLINE = /^(?:Deadline exceeded after |no answer before the deadline$)/;

/** The app's gRPC status: what the client ended with where the wire was gRPC, else what stands in the raw reply. */
export function appStatus(seen: Observation, { reply, from }: Answer): AppStatus | undefined {
  if (from.by !== 'backend' || reply.status !== 200 || !isGrpc(reply)) return undefined;
  const onWire = grpcStatus(reply);
  const { grpc } = seen;
  // A client ends with a status of its own making when the wire carried none and nobody cut it short.
  const open = reply.ending.kind === 'cut-by-us' || reply.ending.kind === 'timeout';
  if (!onWire && !open) return undefined;
  // A stream that has brought messages and still holds is well.
  const raw = onWire ?? (reply.grpcMessages > 0 ? { status: 0, message: '' } : undefined);
  // Where the probe's own deadline ended the client's call, the raw one, which was answered in time, tells more.
  const ranOut = grpc?.status === 4 && OWN_DEADLINE.test(grpc.details);
  if (grpc?.status !== undefined && !(ranOut && raw))
    return { status: grpc.status, message: grpc.details, madeUp: MADE_UP.test(grpc.details) };
  return raw && { ...raw, madeUp: false };
}

/** The app answered, and took the caller. */
export function passed(seen: Observation): boolean {
  const answer = answerOf(seen);
  if (answer?.from.by !== 'backend') return false;
  return answer.grpc ? appStatus(seen, answer)?.status === 0 : answer.reply.status < 400;
}

/** What a cause read off the main reply has in common with every other: who answered, how sure, by which signs. */
export function seenIn({ from }: Answer): Pick<Recognised, 'answeredBy' | 'sureness' | 'signs' | 'rank'> {
  return { answeredBy: from.by, sureness: from.sureness, signs: from.signs, rank: RANK.reply };
}

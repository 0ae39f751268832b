/** What one reply to an assertion test is worth: the app's yes, its no, or nothing that proves anything. Pure. */
import { attribute } from '../attribution.js';
import type { JwtTestSeen, ProbeTarget, Reply } from '../observation.js';
import { grpcStatus, redirectTarget } from '../reading/reply.js';

/**
 * `served`: an answer as to somebody who is let in. `elsewhere`: a redirect of the app's own. `refused`: 401, 403, or
 * gRPC's 16 and 7. `other`: an error of the app's own that is not about the caller. `nothing`: somebody else's reply, an
 * ill app, or no reply.
 */
export interface Outcome {
  readonly kind: 'served' | 'elsewhere' | 'refused' | 'other' | 'nothing';
  /** What tells two outcomes of a kind apart: the status, or where the redirect leads. */
  readonly key: string;
  /** Half a sentence. */
  readonly said: string;
}

const nothing = (said: string): Outcome => ({ kind: 'nothing', key: '', said });

export function outcomeOf({ reply, problem }: JwtTestSeen, target: ProbeTarget): Outcome {
  if (!reply) return nothing(problem ?? 'there was no reply');
  const said = `HTTP ${reply.status}`;
  const { by } = attribute(reply, target);
  if (by !== 'backend') return nothing(`${said}, which was not the app\u2019s own`);
  if (reply.ending.kind !== 'complete' && reply.ending.kind !== 'cut-by-us')
    return nothing(`${said}, broken off`);
  const grpc = grpcStatus(reply);
  return grpc ? ofGrpc(grpc.status) : ofHttp(reply, said);
}

/** UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE, DATA_LOSS: the app broke, as with an HTTP 5xx. */
const BROKEN = new Set([2, 4, 13, 14, 15]);

function ofGrpc(status: number): Outcome {
  const said = `gRPC status ${status}`;
  if (BROKEN.has(status)) return nothing(`${said}, which proves nothing`);
  const kind = status === 0 ? 'served' : status === 7 || status === 16 ? 'refused' : 'other';
  return { kind, key: said, said };
}

function ofHttp(reply: Reply, said: string): Outcome {
  const { status } = reply;
  if (status >= 500 || status < 200) return nothing(`${said}, which proves nothing`);
  if (status === 401 || status === 403) return { kind: 'refused', key: said, said };
  if (status >= 400) return { kind: 'other', key: said, said };
  const to = status >= 300 ? redirectTarget(reply) : undefined;
  if (!to) return { kind: 'served', key: said, said };
  // The query of a redirect holds nonces and the way back; the page is what counts.
  const page = `${to.origin}${to.pathname}`;
  return { kind: 'elsewhere', key: page, said: `${said} to ${page}` };
}

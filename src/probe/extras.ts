/** What a probe does besides, when asked: around IAP, a preflight, streams, wrong assertions, times. */
import { attribute } from './attribution.js';
import { type Outcome, question, type Run, startWalk } from './go-in.js';
import { holdBeside } from './grpc-beside.js';
import { runJwtTests } from './jwt-test.js';
import { measureBoth } from './measure.js';
import type { DirectSeen, JwtTestSeen, Observation, Reply, StreamSeen } from './observation.js';
import { passed } from './reading/answer.js';
import { headersOf } from './token/credential.js';
import { browserGet, grpcPost } from './wire/requests.js';

type BlindSpot = Observation['blindSpots'][number];

export interface Extras {
  readonly seen: Pick<Observation, 'preflight' | 'streams' | 'jwtTests' | 'latency'>;
  readonly blindSpots: readonly BlindSpot[];
}

/** The same question put to the backend itself, without any credential: what is meant for IAP is nobody else's. */
export async function walkDirect(run: Run): Promise<DirectSeen | undefined> {
  const url = run.request.direct;
  if (url === undefined) return undefined;
  const { stages, halt, reply, close } = await startWalk(run, question(run.request, undefined), url);
  close();
  return { url, stages, halt, reply };
}

/** A browser asks like this before a page of another origin may call (Fetch standard, CORS-preflight). */
async function preflight({ request }: Run, { walked }: Outcome): Promise<Reply | undefined> {
  const { origin } = request;
  if (origin === undefined || walked.connection?.usable !== true) return undefined;
  const sent = await walked.connection.request({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  });
  return sent.ok ? sent.reply : undefined;
}

/** The app itself answered, whatever it said. */
const reachedApp = ({ reply, target }: Observation): boolean =>
  reply !== undefined && attribute(reply, target).by === 'backend';

async function jwtTests(run: Run, outcome: Outcome, first: Observation): Promise<JwtTestSeen[]> {
  const { request, ports, deadline } = run;
  const { obtained } = outcome;
  const credential = obtained.ok ? obtained.credential : undefined;
  if (!request.jwtTest || !reachedApp(first) || credential === undefined) return [];
  let { walked } = outcome;
  const seen = await runJwtTests({
    target: request.target,
    signal: deadline.signal,
    progress: (test) => ports.say(`assertion ${test}`),
    request: async (path) => {
      const headers = headersOf(credential);
      const spec = request.grpc ? { ...grpcPost('', headers), path } : browserGet(headers, path);
      if (walked.connection?.usable === true) return walked.connection.request(spec);
      walked.close();
      walked = await startWalk(run, undefined);
      return walked.connection?.request(spec) ?? { ok: false, halt: { detail: 'the connection was lost' } };
    },
  });
  if (walked !== outcome.walked) walked.close();
  return seen;
}

/** A stream that is given less, milliseconds, would end with our own deadline and tell nothing about the server. */
const LEAST_MS = 500;

/** Streams are opened only where a call got through: a refusal ends them before they begin. */
async function streams(
  { request, ports, deadline }: Run,
  { walked, obtained, reply }: Outcome,
  first: Observation,
  signal: AbortSignal,
): Promise<{ readonly held: readonly StreamSeen[]; readonly spots: readonly BlindSpot[] }> {
  if (request.streamMs === undefined || !request.grpc || !passed(first)) return { held: [], spots: [] };
  const left = Math.floor(deadline.left());
  if (left < Math.max(LEAST_MS, 3 * (walked.connectMs + (reply?.headerMs ?? 0))))
    return {
      held: [],
      spots: [
        spot(`I opened no stream: only ${left} ms were left for its first message.`, 'a longer --timeout'),
      ],
    };
  const credential = obtained.ok ? obtained.credential : undefined;
  const held = await holdBeside({
    walked,
    wish: request.grpc,
    credential,
    trust: ports.trust,
    deadline,
    holdMs: request.streamMs,
    signal,
    tokenExpiresAt: first.credential.expiresAt,
    say: ports.say,
  });
  return { held, spots: [] };
}

const spot = (what: string, needs: string): BlindSpot => ({ code: 'probe-incomplete', what, needs });

/** What was asked for and had no sense after this answer is said, not left out in silence. */
function leftOut({ request }: Run, first: Observation, held: readonly StreamSeen[]): BlindSpot[] {
  const spots: BlindSpot[] = [];
  if (request.streamMs !== undefined && !passed(first))
    spots.push(spot('I opened no stream, because the first call did not get through.', 'mending that first'));
  else if (request.streamMs !== undefined && held.length === 0)
    spots.push(spot('I opened no stream, because the time was over before.', 'a longer --timeout'));
  if (request.jwtTest && first.credential.kind === 'none')
    spots.push(
      spot(
        'I tested no assertions: without a credential IAP passes none on to the app.',
        '--as SERVICE_ACCOUNT or --token-file FILE',
      ),
    );
  else if (request.jwtTest && !reachedApp(first))
    spots.push(
      spot(
        'I tested no assertions, because the request did not get through to the app.',
        'mending that first',
      ),
    );
  return spots;
}

/** All of it, one after the other, so that nothing disturbs the times of another; the long stream comes last. */
export async function extrasOf(
  run: Run,
  outcome: Outcome,
  first: Observation,
  signal: AbortSignal,
): Promise<Extras> {
  const asked = await preflight(run, outcome);
  const measured = await measureBoth(run, outcome);
  const assertions = await jwtTests(run, outcome, first);
  const { held, spots } = await streams(run, outcome, first, signal);
  return {
    seen: { preflight: asked, streams: held, jwtTests: assertions, latency: measured.latency },
    blindSpots: [...measured.blindSpots, ...spots, ...leftOut(run, first, held)],
  };
}

/** One probe from the guard to everything that was seen: the way in, what Google's records say, and what was asked for besides. */
import { type Around, lookAround, readRecords, UNKNOWN } from './around.js';
import { conclude } from './conclude.js';
import { extrasOf, walkDirect } from './extras.js';
import { goIn, type Outcome, obtain, type Run, type Shared } from './go-in.js';
import { guardName } from './guard/guard.js';
import type { DirectSeen, Observation } from './observation.js';
import { readIapLine } from './reading/iap-line.js';
import type { Probed, ProbePorts, ProbeRequest, ProbeTerms } from './request.js';
import { describeAccessToken } from './token/describe-access-token.js';
import { learnAudience } from './token/learn-audience.js';
import type { Obtained } from './token/obtain.js';
import { noCredential } from './token/read-credential.js';
import { startDeadline, withinSignal } from './wire/deadline.js';

const recordsOf = ({ request, ports, deadline }: Run) => ({
  google: ports.google,
  resource: request.resource,
  name: request.target.name,
  call: ports.call(deadline.signal),
});

/** Google's records about the place, and what `why` says of whoever went in. */
function lookFor(run: Run, email: string | undefined): Promise<Around> {
  const { ports, deadline } = run;
  return lookAround({
    ...recordsOf(run),
    records: run.records(),
    access: email === undefined ? undefined : () => ports.access(email, deadline.signal),
  });
}

/** What Google knows of an access token from a file. */
function describe({ ports, deadline }: Shared, { facts, credential }: Extract<Obtained, { ok: true }>) {
  return describeAccessToken(facts, credential, ports.google, ports.call(deadline.signal), ports.now);
}

/** Whom the token itself, or IAP's refusal, names. */
function identityOf({ obtained, reply }: Outcome): string | undefined {
  const line = reply && readIapLine(reply);
  const told = line?.kind === 'denied' ? line.email : undefined;
  return (obtained.ok ? obtained.facts.email : undefined) ?? told;
}

/** Whom nothing could be minted for. */
function unmintedOf({ request }: Run, obtained: Obtained): Observation['unminted'] {
  const account = request.wish.as;
  if (obtained.ok || obtained.why === 'usage' || account === undefined) return undefined;
  const { what, needs } = obtained.spot;
  return { account, what, needs };
}

function seenBy(run: Run, outcome: Outcome, startedAt: number, direct: DirectSeen | undefined): Observation {
  const { obtained } = outcome;
  return {
    target: run.request.target,
    stages: outcome.walked.stages,
    halt: outcome.halt,
    credential: obtained.ok ? obtained.facts : noCredential,
    unminted: unmintedOf(run, obtained),
    expectedAudience: undefined,
    reply: outcome.reply,
    bare: outcome.bare,
    preflight: undefined,
    grpc: outcome.grpc,
    streams: [],
    direct,
    jwtTests: [],
    latency: undefined,
    around: UNKNOWN,
    blindSpots: obtained.ok ? obtained.blindSpots : obtained.why === 'usage' ? [] : [obtained.spot],
    startedAt,
    timeoutMs: run.deadline.timeoutMs,
  };
}

/** Time for a look that ended with the deadline to say what it did not see, milliseconds. */
const GRACE_MS = 50;

async function withGrace<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const done = await withinSignal(work, signal);
  return done ?? withinSignal(work, AbortSignal.timeout(GRACE_MS));
}

/** Everything after the guard's first look. */
async function go(shared: Shared, startedAt: number, signal: AbortSignal): Promise<Probed> {
  const { request, deadline } = shared;
  const { wish } = request;
  let minted: Promise<Around> | undefined;
  const run: Run = {
    ...shared,
    records: () => minted,
    connected: () => {
      if (wish.as !== undefined && wish.tokenFile === undefined) minted = readRecords(recordsOf(run));
    },
  };
  const refused = guardName(request.typed, shared.ports.rules).kind === 'refused';
  // A file that cannot be used is a mistake of the words, whatever stands at the other end.
  const held = refused || wish.tokenFile === undefined ? undefined : await obtain(run, []);
  if (held?.ok === false && held.why === 'usage') return { kind: 'usage', sentence: held.sentence };
  const outcome = await goIn(run, held);
  const { obtained, walked } = outcome;
  try {
    if (!obtained.ok && obtained.why === 'usage') return { kind: 'usage', sentence: obtained.sentence };
    // Only now, because what follows costs computing, which would stand in the times of the walk.
    const half = (): AbortSignal =>
      AbortSignal.any([deadline.signal, AbortSignal.timeout(Math.ceil(deadline.left() / 2))]);
    const described = held?.ok && !outcome.halt ? describe(run, held) : undefined;
    const told = described && (await withinSignal(described, half()));
    const bare = seenBy(run, outcome, startedAt, refused ? undefined : await walkDirect(run));
    const first = told ? { ...bare, credential: told.facts } : bare;
    // Without a credential, and with the answer that is expected then, nothing Google knows would change a word of it.
    const wanted = !outcome.halt && (first.credential.kind !== 'none' || conclude(first).cause !== null);
    const whose = first.credential.email ?? wish.as ?? identityOf(outcome);
    const looked = wanted ? lookFor(run, whose) : undefined;
    if (request.count !== undefined && looked) await withinSignal(looked, half());
    const extras = await extrasOf(run, outcome, first, signal);
    const records = looked && (await withGrace(looked, deadline.signal));
    const around = records?.around ?? UNKNOWN;
    const { expected } = learnAudience({
      configured: request.audience,
      asked: wish.audience,
      replies: [outcome.bare, outcome.reply],
      around,
      sent: first.credential,
    });
    const blindSpots = [
      ...first.blindSpots,
      ...(told?.blindSpots ?? []),
      ...(records?.blindSpots ?? []),
      ...extras.blindSpots,
    ];
    return {
      kind: 'seen',
      hints: obtained.ok ? obtained.hints : [],
      observation: { ...first, ...extras.seen, expectedAudience: expected, around, blindSpots },
    };
  } finally {
    walked.close();
  }
}

/**
 * Probes once. Never rejects; everything but a stream that has begun ends with `timeoutMs`. Nothing is sent to anybody
 * before the guard has agreed to the name; the addresses it stands for are judged before the first packet to them.
 */
export async function probe(request: ProbeRequest, ports: ProbePorts, terms: ProbeTerms): Promise<Probed> {
  const startedAt = ports.now();
  const over = new AbortController();
  const deadline = startDeadline(terms.timeoutMs, AbortSignal.any([terms.signal, over.signal]));
  try {
    return await go({ request, ports, deadline }, startedAt, terms.signal);
  } finally {
    // Whatever Google has not answered by now is no longer wanted.
    over.abort();
    deadline.dispose();
  }
}

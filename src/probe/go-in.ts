/** The way in: the walk, the credential learned for and obtained, the request with it, and a gRPC client beside it. */
import type { Around } from './around.js';
import { HEALTH_CHECK, HEALTH_WATCH } from './grpc/health.js';
import { callBeside, messageBeside } from './grpc-beside.js';
import type { CredentialFacts, GrpcSeen, Observation, Reply } from './observation.js';
import { progressLine } from './progress-line.js';
import type { ProbePorts, ProbeRequest } from './request.js';
import { type Credential, headersOf } from './token/credential.js';
import { isAddress } from './token/is-address.js';
import { learnAudience } from './token/learn-audience.js';
import { type Obtained, obtainCredential } from './token/obtain.js';

import { noCredential } from './token/read-credential.js';
import { type Walked, walk } from './walk.js';
import { type Deadline, startDeadline, withinSignal } from './wire/deadline.js';
import { browserGet, grpcPost } from './wire/requests.js';
import type { RequestSpec } from './wire/types.js';

/** Everything about one probe that its steps share. */
export interface Shared {
  readonly request: ProbeRequest;
  readonly ports: ProbePorts;
  readonly deadline: Deadline;
}

export interface Run extends Shared {
  /** Google's records, where somebody is to be minted for: they tell which client IAP uses. */
  readonly records: () => Promise<Around> | undefined;
  /** Called once the first connection stands: what is begun before that would blur the times of its stages. */
  readonly connected: () => void;
}

export const methodOf = ({ grpc }: Pick<ProbeRequest, 'grpc'>): string =>
  (grpc?.method ?? HEALTH_CHECK).replace(/^\//, '');

/** The question itself: a browser's GET, or a bare gRPC call. */
export function question(
  request: ProbeRequest,
  credential: Credential | undefined,
  message?: Uint8Array,
): RequestSpec {
  const headers = headersOf(credential);
  if (!request.grpc) return browserGet(headers);
  const spec = grpcPost(methodOf(request), headers, message);
  // Of a stream that never ends by itself the first message is enough.
  return methodOf(request) === HEALTH_WATCH ? { ...spec, enoughMessages: 1 } : spec;
}

/** A GET without a credential, to the very path that matters: IAP's redirect names its client. */
const bareQuestion = (request: ProbeRequest): RequestSpec =>
  request.grpc ? browserGet({}, `/${methodOf(request)}`) : browserGet();

/** Walks to an address of this probe; the guard decides on each. */
export function startWalk(
  { request, ports, deadline }: Run,
  spec: RequestSpec | undefined,
  url = request.typed,
): Promise<Walked> {
  const watched = url === request.typed;
  return walk({
    url,
    rules: ports.rules,
    deadline,
    trust: ports.trust,
    need: request.grpc ? 'h2' : 'any',
    request: spec,
    now: ports.now,
    ...(watched ? { onProgress: progressLine(ports.say) } : {}),
    ...(watched && ports.trace ? { onTrace: ports.trace } : {}),
  });
}

/** What the walk and its requests came to. */
export interface Outcome {
  readonly walked: Walked;
  readonly halt: Observation['halt'];
  readonly reply: Reply | undefined;
  readonly bare: Reply | undefined;
  readonly grpc: GrpcSeen | undefined;
  readonly obtained: Obtained;
}

/** A third of what is left: an answer of IAP to a likely token is worth more than the records. */
const forRecords = ({ deadline }: Run): AbortSignal =>
  AbortSignal.any([deadline.signal, AbortSignal.timeout(Math.ceil(deadline.left() / 3))]);

/** `sent`: what IAP answered last to; a client that Google manages may be known by that alone. */
export async function obtain(
  run: Run,
  replies: readonly (Reply | undefined)[],
  sent?: CredentialFacts,
): Promise<Obtained> {
  const { request, ports, deadline } = run;
  const { wish, audience, target } = request;
  const known = audience !== undefined || (wish.audience !== undefined && !isAddress(wish.audience));
  const records = known ? undefined : run.records();
  const around = records && (await withinSignal(records, forRecords(run)))?.around;
  return obtainCredential({
    wish,
    url: target.url,
    manyPaths: request.grpc !== undefined || request.jwtTest,
    learned: learnAudience({ configured: audience, asked: wish.audience, replies, around, sent }),
    google: ports.google,
    call: ports.call(deadline.signal),
    now: ports.now,
  });
}

/** How long a gRPC client is waited for once the wire itself has failed, milliseconds. */
const PATIENCE_MS = 500;

/** `obtained` only where the words turned out to be wrong. */
type Asked = Pick<Outcome, 'walked' | 'halt' | 'reply' | 'grpc'> & Partial<Pick<Outcome, 'obtained'>>;

/** How much longer than its client the raw call may go on: a stream that holds would use up all the time, milliseconds. */
const LONGER_MS = 1_000;

/** Ends the raw call a while after a client got its answer; what has come by then is the reply. */
async function besideClient<T>(
  { deadline }: Run,
  client: Promise<GrpcSeen | undefined> | undefined,
  call: (within: Deadline) => Promise<T>,
): Promise<T> {
  const enough = new AbortController();
  const within = startDeadline(deadline.left(), AbortSignal.any([deadline.signal, enough.signal]));
  let timer: NodeJS.Timeout | undefined;
  void client?.then((seen) => {
    const answered = seen !== undefined && seen.messages > 0;
    if (answered) timer = setTimeout(() => enough.abort(), Math.max(LONGER_MS, seen.ms));
  });
  try {
    return await call(within);
  } finally {
    clearTimeout(timer);
    within.dispose();
  }
}

/** Asks on the connection that is there, or walks again where it can no longer be used; gRPC's own client beside it. */
async function ask(run: Run, walked: Walked, credential: Credential | undefined): Promise<Asked> {
  const { request, ports, deadline } = run;
  const given = request.grpc && { walked, wish: request.grpc, credential, trust: ports.trust, deadline };
  const message = given && (await messageBeside(given));
  if (message?.ok === false && message.fault === 'json') {
    const obtained = { ok: false, why: 'usage', sentence: `--data: ${message.problem}.` } as const;
    return { walked, halt: undefined, reply: undefined, grpc: undefined, obtained };
  }
  const spec = question(request, credential, message?.ok === true ? message.bytes : undefined);
  const { connection } = walked;
  const beside = given && callBeside(given);
  if (connection?.usable !== true) {
    walked.close();
    const [again, grpc] = await Promise.all([startWalk(run, spec), beside]);
    return { walked: again, halt: again.halt, reply: again.reply, grpc };
  }
  const exchange = await besideClient(run, beside, (within) => connection.request(spec, within));
  if (exchange.ok) return { walked, halt: undefined, reply: exchange.reply, grpc: await beside };
  // Where the wire has said what is wrong, a client that tries again and again adds nothing.
  const grpc = beside && (await withinSignal(beside, AbortSignal.timeout(PATIENCE_MS)));
  return { walked, halt: exchange.halt, reply: undefined, grpc };
}

const nothingSent: Obtained = {
  ok: true,
  facts: noCredential,
  credential: undefined,
  plan: undefined,
  hints: [],
  blindSpots: [],
};

const ended = (walked: Walked, obtained: Obtained, bare?: Reply): Outcome => ({
  walked,
  halt: walked.halt,
  reply: undefined,
  bare,
  grpc: undefined,
  obtained,
});

/** Without a credential the question itself tells everything. */
async function goInBare(run: Run): Promise<Outcome> {
  if (run.request.grpc) {
    const walked = await startWalk(run, undefined);
    if (walked.halt) return ended(walked, nothingSent);
    return { bare: undefined, obtained: nothingSent, ...(await ask(run, walked, undefined)) };
  }
  const walked = await startWalk(run, question(run.request, undefined));
  return { ...ended(walked, nothingSent), reply: walked.reply };
}

/** What the place says to somebody without a credential: better than nothing where none could be had. */
async function withoutCredential({ request }: Run, { connection }: Walked): Promise<Reply | undefined> {
  const exchange = await connection?.request(bareQuestion(request));
  return exchange?.ok ? exchange.reply : undefined;
}

/** With a credential the place is asked first what it wants, unless that is known. */
async function goInWith(run: Run, held: Obtained | undefined): Promise<Outcome> {
  const { request } = run;
  const known = request.audience ?? request.wish.audience;
  if (known !== undefined) {
    const walked = await startWalk(run, undefined);
    if (walked.halt) return ended(walked, held ?? nothingSent);
    run.connected();
    const obtained = held ?? (await obtain(run, []));
    if (!obtained.ok) return { ...ended(walked, obtained), bare: await withoutCredential(run, walked) };
    return { bare: undefined, obtained, ...(await ask(run, walked, obtained.credential)) };
  }
  const walked = await startWalk(run, bareQuestion(request));
  if (walked.halt) return ended(walked, held ?? nothingSent, walked.reply);
  run.connected();
  const obtained = held ?? (await obtain(run, [walked.reply]));
  if (!obtained.ok) return ended(walked, obtained, walked.reply);
  const asked = await ask(run, walked, obtained.credential);
  const other = await otherKind(run, walked.reply, asked.reply, obtained);
  if (!other) return { bare: walked.reply, obtained, ...asked };
  return { bare: walked.reply, obtained: other, ...(await ask(run, asked.walked, other.credential)) };
}

/** IAP's refusal of a token for its very own client tells that Google manages it: then the other kind is minted. */
async function otherKind(
  run: Run,
  bare: Reply | undefined,
  reply: Reply | undefined,
  { plan, facts }: Extract<Obtained, { ok: true }>,
): Promise<Extract<Obtained, { ok: true }> | undefined> {
  const replies = [bare, reply];
  if (plan?.kind !== 'id-token' || learnAudience({ replies, sent: facts }).managed !== 'yes')
    return undefined;
  const other = await obtain(run, replies, facts);
  return other.ok && other.plan?.kind === 'self-signed-jwt' ? other : undefined;
}

/** Goes in once. `held`: a credential that is there already, because it came from a file. Never rejects. */
export function goIn(run: Run, held: Obtained | undefined): Promise<Outcome> {
  const { as, tokenFile } = run.request.wish;
  return as === undefined && tokenFile === undefined ? goInBare(run) : goInWith(run, held);
}

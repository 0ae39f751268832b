/** Runs a `probe` whose words are understood: the place, the probe, the report. Loaded only for that. */
import { readFile } from 'node:fs/promises';
import type { App, Asking } from '../src/app.js';
import { iapName, parseWhere } from '../src/names/index.js';
import { buildReport } from '../src/probe/build-report.js';
import { conclude } from '../src/probe/conclude.js';
import { probe } from '../src/probe/probe.js';
import type { ProbePorts, ProbeRequest } from '../src/probe/request.js';
import type { TraceEvent } from '../src/probe/wire/types.js';
import type { Answer } from '../src/render/answer.js';
import { refusalToProbe } from './may-probe.js';
import { explainAccess } from './probe-access.js';
import { type Placed, placeFor, targetOf, trustOf } from './probe-target.js';
import type { ProbeWords } from './probe-words.js';
import { traceFile } from './trace-file.js';

/** Time kept back from the deadline for concluding and rendering, milliseconds. */
const RESERVE_MS = 200;
/** As much of the program's own start counts against `--timeout`: whoever set it waits for the program, not for us. */
const LONGEST_START_MS = 400;

/** What is left of the question's time for the probe itself, milliseconds. */
function timeFor({ speaker, timeoutMs }: Asking): number {
  const started = speaker.surface === 'terminal' ? Math.min(performance.now(), LONGEST_START_MS) : 0;
  return Math.max(1, timeoutMs - Math.min(RESERVE_MS + started, timeoutMs / 4));
}
/** A stream in Slack has to end while somebody still waits for the answer. */
const LONGEST_IN_SLACK_MS = 10_000;

const mistake = (message: string, nearest?: string): Answer => ({
  kind: 'mistake',
  mistake: { message, nearest },
  usage: undefined,
});

/** The descriptor set, or undefined when the file cannot be read. */
async function bytesOf(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined;
  }
}

function requestOf(
  words: ProbeWords,
  { place }: Placed,
  descriptorSet: Uint8Array | undefined,
): ProbeRequest {
  const { service } = place;
  // A service that is configured as gRPC is asked as gRPC.
  const method = typeof words.grpc === 'string' ? words.grpc : service?.grpc;
  const grpc =
    words.grpc === undefined && service?.grpc === undefined
      ? undefined
      : { method, data: words.data, descriptorSet };
  return {
    target: targetOf(place, grpc && (method ?? 'grpc.health.v1.Health/Check')),
    typed: place.url,
    resource: place.resource,
    wish: {
      as: words.as,
      tokenFile: words.tokenFile,
      audience: words.audience,
      proxyAuthorization: words.proxyAuthorization,
    },
    audience: service?.audience,
    grpc,
    streamMs: words.streamMs,
    count: words.count,
    direct: words.direct,
    jwtTest: words.jwtTest,
    origin: words.origin,
  };
}

/** Answers a probe: within the deadline, whatever happens on the way. */
export async function answerProbe(words: ProbeWords, app: App, asking: Asking): Promise<Answer> {
  const refused = await refusalToProbe(words, asking);
  if (refused)
    return {
      kind: 'mistake',
      mistake: refused,
      usage: undefined,
      refused: { why: 'admins-only', about: null },
    };
  const begun = performance.now();
  asking.progress('Looking for the place');
  const timeoutMs = timeFor(asking);
  const bounded = AbortSignal.any([asking.signal, AbortSignal.timeout(Math.ceil(timeoutMs / 2))]);
  const found = await placeFor(words.where, app, asking, bounded);
  if (!found.ok) return { kind: 'mistake', mistake: found.mistake, usage: undefined };
  const { placed } = found;
  const descriptorSet = words.descriptorSet === undefined ? undefined : await bytesOf(words.descriptorSet);
  if (words.descriptorSet !== undefined && descriptorSet === undefined)
    return mistake(`I cannot read ${words.descriptorSet}.`, '--descriptor-set orders.protoset');
  return run(
    requestOf(words, placed, descriptorSet),
    placed,
    app,
    asking,
    timeoutMs - (performance.now() - begun),
  );
}

async function run(
  request: ProbeRequest,
  { rules }: Placed,
  app: App,
  asking: Asking,
  timeoutMs: number,
): Promise<Answer> {
  const begun = performance.now();
  const trust = await trustOf(app);
  const id = app.newReference();
  const events: TraceEvent[] = [];
  const where = parseWhere(request.resource === undefined ? request.target.url : iapName(request.resource));
  const ports: ProbePorts = {
    google: app.google,
    call: (signal) => ({ signal, meter: { count: () => undefined } }),
    rules,
    trust,
    now: app.clock.now,
    access: async (email, signal) =>
      where.ok ? explainAccess(email, where.value, app, asking, signal) : undefined,
    say: asking.progress,
    trace: asking.trace === undefined ? undefined : (event) => events.push(event),
  };
  const held = asking.speaker.surface === 'slack' ? LONGEST_IN_SLACK_MS : Number.POSITIVE_INFINITY;
  const streamMs = request.streamMs === undefined ? undefined : Math.min(request.streamMs, held);
  const left = Math.max(1, timeoutMs - (performance.now() - begun));
  const probed = await probe({ ...request, streamMs }, ports, { timeoutMs: left, signal: asking.signal });
  if (probed.kind === 'usage') return mistake(probed.sentence);
  const { observation, hints } = probed;
  if (asking.trace) await traceFile(id, events, asking.trace);
  const report = buildReport(observation, conclude(observation), {
    id,
    ms: performance.now() - begun,
    hints,
  });
  return { kind: 'probe', report };
}

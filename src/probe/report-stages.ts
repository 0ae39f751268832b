/** The stages of a report: what the walk recorded, and the hops behind the reply, which only the conclusion can name. Pure. */
import type { Observation, StageFact, StageName, StageRecord } from './observation.js';
import { tenths } from './percentile.js';
import type { AnsweredBy } from './report.js';
import type { Conclusion } from './symptoms/symptom.js';

const ORDER: readonly StageName[] = [
  ...(['guard', 'dns', 'tcp', 'tls', 'alpn', 'http2'] as const),
  ...(['iap', 'load-balancer', 'backend', 'grpc', 'stream'] as const),
];

/** The hop on which each answerer sits. */
const SEAT: Readonly<Record<AnsweredBy, StageName | undefined>> = {
  iap: 'iap',
  'google-sign-in': 'iap',
  'load-balancer': 'load-balancer',
  'cloud-run': 'backend',
  backend: 'backend',
  none: undefined,
};

/** What one request alone cannot tell apart is counted where the reply came from; hops that let it pass have no time. */
function hops(seen: Observation, concluded: Conclusion): StageRecord[] {
  const reply = seen.reply ?? seen.bare;
  const seat = SEAT[concluded.answeredBy];
  if (!reply || seat === undefined) return [];
  const facts: Record<string, StageFact> = {
    status: reply.status,
    protocol: reply.protocol,
    answeredBy: concluded.answeredBy,
  };
  const failed = concluded.failedStage;
  const ms = tenths(reply.headerMs);
  const answered: StageRecord = { stage: seat, ok: failed !== seat, ms, facts };
  const behind = seat === 'backend';
  const iap: StageRecord[] = behind
    ? [{ stage: 'iap', ok: failed !== 'iap', ms: 0, facts: { passed: true } }]
    : [];
  return [...iap, answered];
}

function grpcHop(seen: Observation, concluded: Conclusion): StageRecord[] {
  const { grpc } = seen;
  // A status that the client made up from IAP's refusal says nothing about gRPC.
  if (!grpc || SEAT[concluded.answeredBy] !== 'backend') return [];
  const facts: Record<string, StageFact> = { method: grpc.method, how: grpc.how, messages: grpc.messages };
  if (grpc.status !== undefined) facts.status = grpc.status;
  if (grpc.name !== undefined) facts.name = grpc.name;
  if (grpc.health !== undefined) facts.health = grpc.health;
  return [{ stage: 'grpc', ok: concluded.failedStage !== 'grpc', ms: tenths(grpc.ms), facts }];
}

function streamHop(seen: Observation, concluded: Conclusion): StageRecord[] {
  const longest = [...seen.streams].sort((a, b) => b.heldMs - a.heldMs)[0];
  if (!longest) return [];
  const facts = { heldMs: Math.round(longest.heldMs), messages: longest.messages, end: longest.end.kind };
  return [{ stage: 'stream', ok: concluded.failedStage !== 'stream', ms: tenths(longest.heldMs), facts }];
}

/** The stage that ended the walk stands in the list even where nothing of it could be timed. */
function halted(seen: Observation, concluded: Conclusion): StageRecord[] {
  const stage = concluded.failedStage ?? undefined;
  const facts: Record<string, StageFact> =
    seen.halt?.stage === stage && seen.halt ? { code: seen.halt.code, detail: seen.halt.detail } : {};
  return stage === undefined ? [] : [{ stage, ok: false, ms: 0, facts }];
}

/** Every stage once, in the order of the path; the failed one is never `ok`. */
export function stagesOf(seen: Observation, concluded: Conclusion): StageRecord[] {
  // The walk calls its request `iap`; whoever answered it is where it belongs. Of a load balancer's own answer nobody
  // knows whether IAP had seen the request before.
  const unseen = SEAT[concluded.answeredBy] === 'load-balancer';
  const all = [
    ...hops(seen, concluded),
    ...seen.stages.filter(({ stage }) => !(unseen && stage === 'iap')),
    ...grpcHop(seen, concluded),
    ...streamHop(seen, concluded),
    ...halted(seen, concluded),
  ];
  return ORDER.flatMap((stage) => {
    const [record, ...same] = all.filter((one) => one.stage === stage);
    if (!record) return [];
    const ok = record.ok && concluded.failedStage !== stage;
    const facts = Object.assign({}, ...same.map((one) => one.facts), record.facts) as StageRecord['facts'];
    return [{ stage, ok, ms: tenths(record.ms), facts: record.facts.passed === true ? record.facts : facts }];
  });
}

/** What is said about a probe: the verdict, the path in one line, the cause, the mend, then everything it rests on. */
import type { ProbeReport } from '../../probe/report.js';
import type { Mood, Outline, Part, View } from '../outline-types.js';
import { plain, prose, sentence } from '../spans.js';
import { addsNothing } from '../words.js';
import { contextLine, evidencePart } from './probe-evidence.js';
import { grpcPart } from './probe-grpc.js';
import { latencyPart } from './probe-latency.js';
import {
  accessPart,
  clientPart,
  competingPart,
  directPart,
  furtherPart,
  jwtPart,
  mendParts,
  notesPart,
  streamPart,
  tokenPart,
  unseenPart,
} from './probe-parts.js';
import { probeReason } from './probe-reasons.js';
import { stagesPart } from './probe-stages.js';
import { textFor } from './why-parts.js';
import { readable } from './why-readable.js';

const MOOD: Readonly<Record<ProbeReport['verdict'], Mood>> = {
  through: 'good',
  guarded: 'good',
  blocked: 'bad',
  failing: 'bad',
  exposed: 'bad',
  unknown: 'unsure',
};

/** Where it fails, in words. */
function at(stage: ProbeReport['failedStage']): string {
  switch (stage) {
    case null:
      return '';
    case 'guard':
      return ' before the first packet';
    case 'dns':
      return ' at the name';
    case 'tcp':
      return ' at the connection';
    case 'tls':
    case 'alpn':
      return ` at ${stage.toUpperCase()}`;
    case 'http2':
      return ' at HTTP/2';
    case 'iap':
      return ' at IAP';
    case 'load-balancer':
      return ' at the load balancer';
    case 'backend':
      return ' at the app';
    case 'grpc':
      return ' at gRPC';
    case 'stream':
      return ' in the stream';
  }
}

/** What the app said, for somebody who got through. */
function answer({ http, grpc }: ProbeReport): string {
  if (grpc !== null && grpc.status === 0) return 'gRPC OK';
  return http === null ? 'an answer' : `${http.status}`;
}

function headline(report: ProbeReport): string {
  const { where, verdict, failedStage, cause } = report;
  const name = where.name;
  const reason = probeReason(cause?.code);
  const because = reason === undefined ? '.' : `: ${reason}.`;
  switch (verdict) {
    case 'through':
      return report.token.kind === 'none'
        ? `${name} answers: ${answer(report)}.`
        : `${name} lets the caller through: the app answered ${answer(report)}.`;
    case 'guarded':
      return `${name} is guarded: without a credential IAP asks for one, as it should.`;
    case 'blocked':
      return `${name} refuses at IAP${because}`;
    case 'failing':
      return `${name} fails${at(failedStage)}${because}`;
    case 'exposed':
      return `${name} is exposed${because}`;
    case 'unknown':
      return failedStage === 'guard'
        ? `I did not probe ${name}${because}`
        : report.cause?.code === 'token-not-minted'
          ? `I can't tell whether ${name} lets that account in${because}`
          : `I can't tell what answers at ${name}${because}`;
  }
}

function causePart(report: ProbeReport, view: View, before: string): Part[] {
  if (report.cause === null) return [];
  const text = sentence(textFor(report.cause, view));
  return text === '' || addsNothing(text, before) ? [] : [{ key: 'cause', line: prose(text) }];
}

/** Long names and moments in sentences as people say them; codes, commands and evidence keep Google's own. */
function inShort(report: ProbeReport): ProbeReport {
  const where = { ...report.where, resource: report.where.resource ?? '' };
  const both = <T extends { readonly text: string; readonly adminText: string }>(said: T): T => ({
    ...said,
    text: readable(said.text, where),
    adminText: readable(said.adminText, where),
  });
  return {
    ...report,
    cause: report.cause === null ? null : both(report.cause),
    also: report.also.map(both),
    findings: report.findings.map(both),
  };
}

/** The whole answer to `probe` in order, for this reader. */
export function probeOutline(asked: ProbeReport, view: View): Outline {
  const report = inShort(asked);
  const first = headline(report);
  return {
    mood: MOOD[report.verdict],
    headline: [plain(first)],
    tail: [],
    parts: [
      ...stagesPart(report),
      ...causePart(report, view, first),
      ...tokenPart(report, view),
      ...competingPart(report, view),
      ...clientPart(report, view),
      ...grpcPart(report),
      ...mendParts(report, view),
      ...furtherPart(report, view),
      ...accessPart(report, view),
      ...latencyPart(report, view),
      ...directPart(report),
      ...streamPart(report, view),
      ...jwtPart(report),
      ...notesPart(report, view),
      ...unseenPart(report, view),
      ...evidencePart(report, view),
    ],
    context: contextLine(report),
  };
}

/** The path in one line: `dns 2 ms · tcp 4 ms · tls 11 ms (TLS 1.3, h2) · iap ✗ 401 · backend not reached`. */
import type { StageName, StageRecord } from '../../probe/observation.js';
import type { ProbeReport } from '../../probe/report.js';
import type { Line, Part, Span } from '../outline-types.js';
import { bold, plain } from '../spans.js';

const HOPS: readonly StageName[] = ['guard', 'dns', 'tcp', 'tls', 'alpn', 'http2', 'iap', 'backend'];

/** `2 ms`, `0.4 ms`, `1.2 s`. */
export function took(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 || Number.isInteger(ms) ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

const text = (record: StageRecord, fact: string): string => {
  const value = record.facts[fact];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** Google's and Node's spelling, as people say it: `TLS 1.3`. */
const spoken = (protocol: string): string => protocol.replace(/^TLSv/, 'TLS ');

/** What is worth saying of a stage that went well. */
function aside(record: StageRecord): string {
  switch (record.stage) {
    case 'tls': {
      const said = [spoken(text(record, 'protocol')), text(record, 'alpn')].filter((w) => w !== '');
      return said.length === 0 ? '' : ` (${said.join(', ')})`;
    }
    case 'iap':
    case 'load-balancer':
    case 'backend':
    case 'grpc':
      return text(record, 'status') === '' || record.stage === 'grpc' ? '' : ` (${text(record, 'status')})`;
    default:
      return '';
  }
}

const NAME: Readonly<Partial<Record<StageName, string>>> = { 'load-balancer': 'load balancer' };
const named = (stage: StageName): string => NAME[stage] ?? stage;

/** One stage in a few words; the failed one stands out. */
function stageSpan(record: StageRecord): Span {
  const name = named(record.stage);
  if (!record.ok) {
    // A code starts with its stage, which is said already.
    const code = text(record, 'code').replace(/^(?:target|dns|tcp|tls|alpn|h2|grpc|stream)-/, '');
    const said = text(record, 'status') || text(record, 'name') || code;
    return bold(`${name} \u2717${said === '' ? '' : ` ${said}`}`);
  }
  if (record.facts.passed === true) return plain(`${name} passed`);
  return plain(`${name} ${took(record.ms)}${aside(record)}`);
}

/** Stages that say nothing of their own when they went well: the guard, and ALPN and HTTP/2, which TLS has told. */
const QUIET: ReadonlySet<StageName> = new Set(['guard', 'alpn', 'http2']);

/** The hop that was never met because an earlier one failed. */
function unmet(report: ProbeReport): Line {
  const { failedStage, stages } = report;
  if (failedStage === null) return [];
  if (failedStage === 'guard') return [plain(' \u00b7 nothing was sent')];
  const at = HOPS.indexOf(failedStage === 'load-balancer' ? 'iap' : failedStage);
  if (at < 0 || at >= HOPS.indexOf('backend') || stages.some(({ stage }) => stage === 'backend')) return [];
  return [
    plain(at < HOPS.indexOf('iap') ? ' \u00b7 IAP and backend not reached' : ' \u00b7 backend not reached'),
  ];
}

/** The stages of one walk in one line. */
export function stageLine(stages: readonly StageRecord[]): Line {
  const shown = stages.filter(({ stage, ok }) => !ok || !QUIET.has(stage));
  return shown.flatMap((record, i): Line => [...(i === 0 ? [] : [plain(' \u00b7 ')]), stageSpan(record)]);
}

export function stagesPart(report: ProbeReport): Part[] {
  const line = [...stageLine(report.stages), ...unmet(report)];
  return line.length === 0 ? [] : [{ key: 'stages', line }];
}

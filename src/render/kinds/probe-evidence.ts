/** What a probe's answer rests on: signs, stages with their facts, header fields, the body; grep-able, one fact per line. */
import type { ProbeReport } from '../../probe/report.js';
import type { Item, Line, Part, View } from '../outline-types.js';
import { bold, plain } from '../spans.js';
import { duration } from '../words.js';
import { took } from './probe-stages.js';
import { ownWords } from './why-evidence.js';

/** Fields that tell who answered; the others are shown with `--debug`. */
const TELLING =
  /^(?:x-goog-iap-generated-response|server|via|location|www-authenticate|content-type|grpc-status|grpc-message|retry-after|x-cloud-trace-context)$/;

const lines = (text: string): Line[] => text.split('\n').map((line) => [plain(line)]);

function signItem(finding: ProbeReport['findings'][number]): Item {
  const head = `${finding.check} ${finding.verdict}${finding.code === null ? '' : ` ${finding.code}`}`;
  return { line: [bold(head)], notes: finding.evidence.map(({ resource }): Line => [plain(resource)]) };
}

function factText(value: ProbeReport['stages'][number]['facts'][string]): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function stageItem(stage: ProbeReport['stages'][number]): Item {
  const facts = Object.entries(stage.facts).filter(([, value]) => value !== null && value !== '');
  return {
    line: [bold(stage.stage), plain(` ${stage.ok ? 'ok' : 'failed'} ${took(stage.ms)}`)],
    notes: facts.map(([name, value]): Line => [plain(`${name}: ${factText(value)}`)]),
  };
}

function httpItems(report: ProbeReport, view: View): Item[] {
  const { http } = report;
  if (http === null) return [];
  const fields = Object.entries({ ...http.headers, ...http.trailers }).filter(
    ([name]) => view.full || TELLING.test(name),
  );
  const body = http.body.trim();
  return [
    {
      line: [bold('reply'), plain(` ${http.protocol} ${http.status}`)],
      notes: [
        ...fields.flatMap(([name, value]) => lines(value.replace(/^|\n/g, (at) => `${at}${name}: `))),
        ...(body === '' ? [] : lines(`body: ${view.full ? body : body.slice(0, 300)}`)),
      ],
    },
  ];
}

/** For somebody who asks about a place that is not theirs the findings' safe words alone: replies can name people. */
export function evidencePart(report: ProbeReport, view: View): Part[] {
  if (!view.evidence) return [];
  if (view.audience === 'asker') return view.surface === 'slack' ? ownWords(report.findings, view) : [];
  const telling = report.findings.filter(
    ({ verdict, evidence }) =>
      evidence.length > 0 && (view.full || (verdict !== 'not-applicable' && verdict !== 'ok')),
  );
  const checks = report.findings.filter(({ verdict }) => verdict === 'ok').map(({ check }) => check);
  const fine: Item[] =
    checks.length === 0 || view.full
      ? []
      : [{ line: [bold('ok'), plain(`: ${[...new Set(checks)].join(', ')}`)] }];
  const stages = view.full ? report.stages : report.stages.filter(({ ok }) => !ok);
  const items = [...telling.map(signItem), ...stages.map(stageItem), ...httpItems(report, view), ...fine];
  return items.length === 0 ? [] : [{ key: 'evidence', label: 'Evidence', items }];
}

/** Reference, the address, how long. */
export function contextLine(report: ProbeReport): string[] {
  const { url, grpc } = report.where;
  return [report.id, grpc === null ? url : `${url} ${grpc}`, duration(report.ms)];
}

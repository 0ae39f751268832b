/** What `--count` measured: percentiles with and without IAP, a histogram for the terminal, a sparkline for Slack. */
import type { ProbeReport } from '../../probe/report.js';
import type { Part, View } from '../outline-types.js';
import { bold, plain } from '../spans.js';
import { count } from '../words.js';
import { took } from './probe-stages.js';

type Latency = NonNullable<ProbeReport['latency']>;

export interface Bucket {
  /** Milliseconds: from (inclusive) to (exclusive; the last one holds its end too). */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Widths that read well: 1, 2 or 5 times a power of ten. */
function width(range: number, most: number): number {
  const rough = Math.max(range / most, 0.1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((one) => one * power >= rough) ?? 10;
  return step * power;
}

/** At most about `most` buckets of equal width over all samples; what lies far out is gathered in the last one. Pure. */
export function bucketsOf(samples: readonly number[], most = 10): Bucket[] {
  const sorted = samples.filter((ms) => Number.isFinite(ms) && ms >= 0).sort((a, b) => a - b);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  // One slow request must not press all the others into one bar.
  const far = sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? last;
  const usual = Math.min(last, Math.max(far * 1.5, first + 1));
  const step = width(usual - first, most);
  const start = Math.floor(first / step) * step;
  const buckets = Math.min(most + 2, Math.floor((usual - start) / step) + 1);
  const counts = new Array<number>(buckets).fill(0);
  for (const ms of sorted) {
    const at = Math.min(buckets - 1, Math.floor((ms - start) / step + 1e-9));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((n, i) => {
    const from = start + i * step;
    const to = i === buckets - 1 ? Math.max(from + step, last) : from + step;
    return { from, to, count: n };
  });
}

const EIGHTHS = ['', '\u258f', '\u258e', '\u258d', '\u258c', '\u258b', '\u258a', '\u2589'];
const LEVELS = ['\u2581', '\u2582', '\u2583', '\u2584', '\u2585', '\u2586', '\u2587', '\u2588'];

/** A bar of a share (0 to 1) of `columns` cells, to an eighth of a cell. */
function bar(share: number, columns: number): string {
  const eighths = Math.round(share * columns * 8);
  return '\u2588'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

const bound = (ms: number): string => (ms >= 10 || Number.isInteger(ms) ? ms.toFixed(0) : ms.toFixed(1));

/** One line per bucket: `20–25 ms ████ 12`. */
export function histogram(samples: readonly number[]): string {
  const buckets = bucketsOf(samples);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  const labels = buckets.map(({ from, to }) => `${bound(from)}\u2013${bound(to)} ms`);
  const wide = Math.max(0, ...labels.map((label) => label.length));
  const rows = buckets.map(({ count: n }, i) =>
    `${(labels[i] ?? '').padStart(wide)} ${bar(n / most, 30)} ${n === 0 ? '' : n}`.trimEnd(),
  );
  return rows.join('\n');
}

/** The same in one word: one letter per bucket, empty ones as low as can be. */
export function sparkline(samples: readonly number[]): string {
  const buckets = bucketsOf(samples, 12);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  return buckets
    .map(({ count: n }) => (n === 0 ? ' ' : (LEVELS[Math.min(7, Math.ceil((n / most) * 8) - 1)] ?? '')))
    .map((level) => (level === ' ' ? '\u2581' : level))
    .join('');
}

/** What IAP and the load balancer add, at the middle: never told as less than nothing. */
function added({ p50, withoutIapP50 }: Latency): string {
  if (withoutIapP50 === null) return '';
  const more = p50 - withoutIapP50;
  const around = `; around IAP p50 ${took(withoutIapP50)}`;
  return more < 0.5
    ? `${around}, so the way through IAP adds nothing that can be measured`
    : `${around}, so the way through IAP adds ${took(Math.round(more * 10) / 10)}`;
}

export function latencyPart(report: ProbeReport, view: View): Part[] {
  const { latency } = report;
  if (!latency) return [];
  const failures = latency.failures === 0 ? '' : `, ${count(latency.failures, 'request', 'requests')} failed`;
  if (latency.count === 0)
    return [{ key: 'details', label: 'Latency', line: [plain(`no request succeeded${failures}.`)] }];
  const connect = latency.connectP50 === null ? '' : ` (connecting apart: ${took(latency.connectP50)})`;
  const words = ` over ${count(latency.count, 'request', 'requests')}${connect}${failures}${added(latency)}.`;
  const times = `p50 ${took(latency.p50)}, p90 ${took(latency.p90)}, p99 ${took(latency.p99)}`;
  const line = [bold(times), plain(words)];
  if (latency.samples.length < 3) return [{ key: 'details', label: 'Latency', line }];
  const { from } = bucketsOf(latency.samples, 12)[0] ?? { from: 0 };
  const end = Math.max(...latency.samples);
  return view.surface === 'slack'
    ? [
        {
          key: 'details',
          label: 'Latency',
          line: [...line, plain(` ${took(from)} ${sparkline(latency.samples)} ${took(end)}`)],
        },
      ]
    : [
        {
          key: 'details',
          label: 'Latency',
          line,
          code: [{ label: 'requests', text: histogram(latency.samples) }],
        },
      ];
}

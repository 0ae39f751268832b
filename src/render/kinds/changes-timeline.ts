/** Refusals against changes over the window, as a small picture for a terminal. */
import type { ChangesReport } from '../../diagnosis/changes/report.js';
import type { Part, View } from '../outline-types.js';
import { moment } from '../words.js';

const BARS = '▁▂▃▄▅▆▇█';

/** The fullest step is a whole bar; what is not nought is never nothing. */
function bars(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts
    .map((n) => (n === 0 ? '·' : (BARS[Math.min(7, Math.max(0, Math.ceil((n / most) * 8) - 1))] ?? '█')))
    .join('');
}

const marks = (counts: readonly number[]): string =>
  counts.map((n) => (n === 0 ? '·' : n === 1 ? '|' : n < 10 ? String(n) : '#')).join('');

export function timelinePart({ timeline, window, denials }: ChangesReport, view: View): Part[] {
  if (view.surface !== 'terminal' || denials.count === 0) return [];
  const from = moment(window.from, view.now, view.timeZone);
  const to = moment(window.to, view.now, view.timeZone);
  const gap = Math.max(1, timeline.denials.length - from.length - to.length);
  const text = [
    `refusals  ${bars(timeline.denials)}`,
    `changes   ${marks(timeline.changes)}`,
    `          ${from}${' '.repeat(gap)}${to}`,
  ].join('\n');
  return [{ key: 'details', code: [{ label: 'Timeline', text }] }];
}

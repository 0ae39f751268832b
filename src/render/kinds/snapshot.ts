/** What is said about a snapshot that was written to a file: how much it holds, and what it could not read. */
import type { SnapshotReport } from '../../snapshot/report.js';
import type { Outline, View } from '../outline-types.js';
import { code, plain, prose, sentence } from '../spans.js';
import { count, duration } from '../words.js';
import { capped, limit } from './why-parts.js';

export function snapshotOutline(report: SnapshotReport, view: View): Outline {
  const { snapshot, out, read, blindSpots, cost, id } = report;
  const sizes = [
    count(Object.keys(snapshot.services).length, 'service', 'services'),
    count(Object.keys(snapshot.policies).length, 'policy', 'policies'),
    count(Object.keys(snapshot.groups).length, 'group', 'groups'),
  ].join(', ');
  const headline = !read
    ? [plain('I could not read any policy, so there is no snapshot.')]
    : out === null
      ? [plain('The snapshot is complete.')]
      : [plain('Wrote '), code(out), plain(`: ${sizes}.`)];
  return {
    mood: !read ? 'unsure' : blindSpots.length > 0 ? 'unsure' : 'good',
    headline,
    tail: [],
    parts: capped('unseen', 'What it does not hold', blindSpots, limit(view, 5), (spot) => ({
      line: prose(sentence(spot.what)),
      notes: [[plain('needs: '), ...prose(sentence(spot.needs))]],
    })),
    context: [id, count(cost.calls, 'call', 'calls'), duration(cost.ms)],
  };
}

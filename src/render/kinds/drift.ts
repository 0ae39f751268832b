/** What is said about drift: what is not as the file has it, who made it so, and whom it hits. */
import type { DriftItem, DriftReport } from '../../snapshot/report.js';
import type { Item, Line, Mood, Outline, Part, View } from '../outline-types.js';
import { code, plain, prose, sentence } from '../spans.js';
import { count, duration, moment } from '../words.js';
import { hitsPart } from './hits.js';
import { capped, limit } from './why-parts.js';

const MOOD: Readonly<Record<DriftReport['verdict'], Mood>> = {
  same: 'good',
  differs: 'bad',
  unknown: 'unsure',
};

function headline({ verdict, differences, file, against }: DriftReport): Line {
  const other = against === null ? 'what is in force' : against;
  switch (verdict) {
    case 'same':
      return [plain('Nothing differs between '), code(file), plain(` and ${other}.`)];
    case 'differs':
      return [
        plain(`${count(differences.length, 'thing differs', 'things differ')} between `),
        code(file),
        plain(` and ${other}.`),
      ];
    case 'unknown':
      return [
        plain('What I could read is as '),
        code(file),
        plain(' has it, but I could not read all of it.'),
      ];
  }
}

const AS_TOOL: Readonly<Record<string, string>> = {
  console: 'the console',
  'client-library': 'a client library',
  'directory-sync': 'a directory sync',
};

function author({ author: made }: DriftItem, view: View): Line {
  if (made === null) return [plain('The logs I can read do not say who did it.')];
  const tool = made.tool === null ? '' : ` with ${AS_TOOL[made.tool] ?? made.tool}`;
  return [
    plain(
      `By ${made.actor ?? 'somebody the log does not name'}${tool}, ${moment(made.at, view.now, view.timeZone)}.`,
    ),
  ];
}

/** Long texts of a difference are the same in JSON; here one line each. */
function itemOf(item: DriftItem, view: View, withAuthor: boolean): Item {
  return { line: prose(item.text), ...(withAuthor ? { notes: [author(item, view)] } : {}) };
}

/** Kinds of change that decide about requests, not about people. */
const BY_REQUEST: ReadonlySet<string> = new Set(['access-level', 'iap-settings', 'oauth-client']);

function nobody({ differences }: DriftReport): string {
  const open = differences.some(
    ({ kind, deltas }) => BY_REQUEST.has(kind) || deltas.some(({ condition }) => condition !== null),
  );
  return open
    ? 'Nobody is added or taken out; whom it stops depends on the single request.'
    : 'Nobody gained or lost access by it.';
}

export function driftOutline(report: DriftReport, view: View): Outline {
  const { differences, hits, blindSpots, cost, id, verdict, against } = report;
  const live = against === null;
  const parts: Part[] = [
    ...(hits.length > 0
      ? hitsPart(hits, 'Whom it hits', view)
      : verdict === 'differs'
        ? [{ key: 'through' as const, line: [plain(nobody(report))] }]
        : []),
    ...capped('changes', 'What differs', differences, limit(view, 12), (item) => itemOf(item, view, live)),
    ...capped('unseen', 'What I could not see', blindSpots, limit(view, 5), (spot) => ({
      line: prose(sentence(spot.what)),
      notes: [[plain('needs: '), ...prose(sentence(spot.needs))]],
    })),
  ];
  return {
    mood: MOOD[verdict],
    headline: headline(report),
    tail: [],
    parts,
    context: [id, ...(live ? [count(cost.calls, 'call', 'calls'), duration(cost.ms)] : [])],
  };
}

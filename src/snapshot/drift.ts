/** What is not as a snapshot has it: compares, finds who did it in the logs, and tells whom it hits. */
import { toolOf } from '../changes/actor.js';
import type { Config } from '../config.js';
import type { Engine } from '../diagnosis/engine.js';
import { missingFrom } from '../diagnosis/missing.js';
import type { BlindSpot, Cost } from '../diagnosis/report.js';
import type { Api, Google } from '../google/ports.js';
import type { Clock } from '../store/ports.js';
import { type Authored, authored, type SameName } from './author.js';
import { type Comparison, compare } from './compare.js';
import type { Gap } from './gaps.js';
import { whomItHits } from './hit.js';
import { gapKey, type Snapshot } from './model.js';
import { readAuthors } from './read-authors.js';
import type { DriftItem, DriftReport } from './report.js';
import { spotsOf } from './spots.js';

interface Base {
  readonly config: Config;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly id: string;
  readonly file: string;
}

export interface NowOptions extends Base {
  readonly google: Google;
  /** How far back the logs are read for authors, milliseconds. */
  readonly sinceMs: number;
  readonly timeoutMs: number;
}

const NO_COST: Cost = { calls: 0, byApi: {}, roundTrips: 0, ms: 0 };

/** Projects go by number and by id; the log uses either. */
function sameNameIn(...snapshots: readonly Snapshot[]): SameName {
  const numbers = new Map<string, string>(
    snapshots.flatMap(({ projects }) =>
      Object.values(projects).flatMap(({ id, number }) =>
        id === undefined || number === undefined ? [] : [[`projects/${id}`, `projects/${number}`] as const],
      ),
    ),
  );
  return (name) => {
    const [project = '', rest = ''] = /^(projects\/[^/]+)(.*)$/.exec(name)?.slice(1) ?? [];
    return `${numbers.get(project) ?? project}${project === '' ? name.toLowerCase() : rest}`;
  };
}

function verdictOf({ differences, unseen }: Comparison): DriftReport['verdict'] {
  if (differences.length > 0) return 'differs';
  return unseen.some(({ side }) => side === 'now') ? 'unknown' : 'same';
}

const itemOf = ({ difference, change }: Authored): DriftItem => ({
  action: difference.action,
  kind: difference.kind,
  resource: difference.resource,
  text: difference.text,
  deltas: difference.deltas.map(({ action, role, member, condition }) => ({
    action,
    role,
    member,
    condition: condition?.expression ?? null,
  })),
  author: change
    ? { actor: change.actor ?? null, tool: toolOf(change.userAgent), at: change.at, entry: change.entry }
    : null,
});

/** Parts that were not read when the file was written: of them nothing can be said. */
const unreadInFile = ({ unseen }: Comparison): readonly BlindSpot[] => {
  const names = unseen.filter(({ side }) => side === 'before').map(({ what }) => what);
  return names.length === 0
    ? []
    : [
        {
          code: 'policy-not-readable',
          what: `The file does not hold ${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}: it could not be read when the file was written.`,
          needs: 'a new snapshot, once it can be read',
        },
      ];
};

/** Two files, no network. */
export async function driftBetween(
  before: Snapshot,
  now: Snapshot,
  { config, clock, signal, id, file, against }: Base & { readonly against: string },
): Promise<DriftReport> {
  const comparison = compare(before, now);
  const found = comparison.differences.map((difference): Authored => ({ difference, change: undefined }));
  const hits = found.length === 0 ? [] : await whomItHits(before, now, config, clock, signal);
  const unseen = comparison.unseen.filter(({ side }) => side === 'now');
  const spots: BlindSpot[] = unseen.map(({ what, why }) => ({
    code: 'policy-not-readable',
    what: `${against} does not hold ${what} (${why}).`,
    needs: 'a new snapshot, once it can be read',
  }));
  return {
    schema: 'iap-doctor.drift/1',
    id,
    file,
    against,
    verdict: verdictOf(comparison),
    differences: found.map(itemOf),
    hits,
    blindSpots: [...unreadInFile(comparison), ...spots],
    cost: NO_COST,
  };
}

/** The file against what is in force. */
export async function driftFromNow(
  before: Snapshot,
  taken: { readonly snapshot: Snapshot; readonly gaps: readonly Gap[]; readonly engine: Engine },
  options: NowOptions,
): Promise<DriftReport> {
  const { config, clock, signal, id, file, google, sinceMs, timeoutMs } = options;
  const now = taken.snapshot;
  const comparison = compare(before, now);
  const { differences } = comparison;
  const sameName = sameNameIn(before, now);
  const counts = new Map<Api, number>();
  const startedAt = clock.now();
  const [hits, authors] =
    differences.length === 0
      ? [[], { changes: [], unread: [] }]
      : await Promise.all([
          whomItHits(before, now, config, clock, signal),
          readAuthors({
            google,
            containers: containersOf(now),
            differences,
            sameName,
            from: new Date(startedAt - sinceMs).toISOString(),
            clock,
            signal,
            deadline: startedAt + timeoutMs,
            count: (api) => counts.set(api, (counts.get(api) ?? 0) + 1),
          }),
        ]);
  const logs = authors.unread.map(({ container, problem }): BlindSpot => {
    const { code, what, needs } = missingFrom(problem, 'logs', container);
    return { code, what, needs };
  });
  return {
    schema: 'iap-doctor.drift/1',
    id,
    file,
    against: null,
    verdict: verdictOf(comparison),
    differences: authored(differences, authors.changes, sameName).map(itemOf),
    hits,
    // What neither side holds is said once.
    blindSpots: [
      ...spotsOf(taken.gaps.filter(({ part, name }) => !(gapKey(part, name) in before.unread))),
      ...unreadInFile(comparison),
      ...logs,
    ],
    cost: withCalls(taken.engine.cost(), counts, clock.now() - startedAt),
  };
}

/** Whose logs tell: every project, folder and organisation that the snapshot is about. */
function containersOf({ projects, organization }: Snapshot): readonly string[] {
  return [
    ...new Set([
      ...Object.entries(projects).flatMap(([name, { above = [] }]) => [name, ...above]),
      ...(organization ? [organization.name] : []),
    ]),
  ];
}

function withCalls(cost: Cost, counts: ReadonlyMap<Api, number>, ms: number): Cost {
  const byApi: Record<string, number> = { ...cost.byApi };
  let calls = cost.calls;
  for (const [api, times] of counts) {
    byApi[api] = (byApi[api] ?? 0) + times;
    calls += times;
  }
  return { ...cost, calls, byApi, ms: Math.round(cost.ms + ms) };
}

/** Keeps account of questions: one line in the log for each, the newest in the shared memory, and totals since the start. */
import type { Metrics } from '../metrics/ports.js';
import type { Clock } from '../store/ports.js';
import type { Notes } from '../store/ports-notes.js';
import { measure } from './measure.js';
import { type AuditRecord, type Ended, recordOf, reviveRecord } from './record.js';

/** By this field the lines are found among all others. */
const EVENT = 'question';
const KEY = 'audit';
/** As many are kept, and for so long; the log keeps the rest for as long as whoever runs it wants. */
export const KEPT = 500;
const KEPT_MS = 30 * 86_400_000;

export interface AuditLog {
  info(facts: object, message: string): void;
}

export interface AuditParts {
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: AuditLog;
  readonly metrics: Metrics;
}

/** How many questions this process has heard, and what came of them. */
export interface Totals {
  /** RFC 3339. */
  readonly since: string;
  readonly questions: number;
  readonly byVerdict: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
}

export interface Trail {
  /** Takes a question that has ended. Never throws and keeps nobody waiting. */
  readonly heard: (ended: Ended) => void;
  /** The newest of all processes, newest first; at most {@link KEPT}, none older than thirty days. */
  newest(count: number): Promise<readonly AuditRecord[]>;
  totals(): Totals;
  /** Resolves when everything heard so far has been written down, as far as it could be. */
  settled(): Promise<void>;
}

export function createTrail({ notes, clock, log, metrics }: AuditParts): Trail {
  const since = new Date(clock.now()).toISOString();
  const byVerdict = new Map<string, number>();
  const refusals = new Map<string, number>();
  const writing = new Set<Promise<unknown>>();
  let questions = 0;
  const add = (counts: Map<string, number>, key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };

  return {
    heard(ended) {
      const record = recordOf(ended, clock.now());
      questions += 1;
      add(byVerdict, record.verdict);
      if (record.refused !== null) add(refusals, record.refused);
      const { at: _at, ...facts } = record;
      log.info({ event: EVENT, ...facts }, 'A question was asked');
      measure(metrics, record, ended.answer);
      const written = notes
        .push(KEY, record, KEPT, KEPT_MS)
        .catch(() => undefined)
        .finally(() => writing.delete(written));
      writing.add(written);
    },
    async newest(count) {
      const all = await notes.newest(KEY, Math.min(count, KEPT), reviveRecord);
      const oldest = clock.now() - KEPT_MS;
      return all.filter(({ at }) => Date.parse(at) >= oldest);
    },
    totals: () => ({
      since,
      questions,
      byVerdict: Object.fromEntries(byVerdict),
      refusals: Object.fromEntries(refusals),
    }),
    async settled() {
      await Promise.all(writing);
    },
  };
}

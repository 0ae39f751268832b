/** Takes log entries as they come and keeps the changes worth a line: bounded memory, every change accounted for. */

import type { RawLogEntry } from '../google/ports.js';
import type { AllowPolicy } from '../policy/types.js';
import { Runs } from './bulk.js';
import type { Change } from './change.js';
import { Comparison, compare } from './compare.js';
import { readEntry } from './entries/index.js';
import { textAt } from './entry.js';
import { concernsAccess } from './interest.js';
import { type Line, Pairs } from './pairs.js';
import { newerFirst, RecentlySeen, Reorder } from './reorder.js';

/** One line of the answer: a change, or a run of memberships told as one. */
export interface Listed {
  readonly change: Change;
  /** Log entries behind it. */
  readonly entries: number;
  /** False: a whole policy with nothing to compare it with. */
  readonly compared: boolean;
  /** For a run: how many members, and when it began and ended. */
  readonly run: { readonly count: number; readonly from: string; readonly to: string } | undefined;
  /** The actor is configured as automation: folded unless it matters. */
  readonly automation: boolean;
}

/** An entry that could not be read, as far as it could. */
export interface Sample {
  readonly entry: string;
  readonly at: string | null;
  readonly service: string | null;
  readonly method: string | null;
}

export interface Folded {
  /** Newest first. */
  readonly listed: readonly Listed[];
  /** Changes without a line of their own, by actor. */
  readonly counts: ReadonlyMap<string, number>;
  readonly unreadable: number;
  readonly samples: readonly Sample[];
  /** Entries looked at, duplicates left out. */
  readonly entries: number;
  /** Changes that may concern access and were more than fit; they are among {@link counts}. */
  readonly overflow: number;
}

export interface FoldOptions {
  /** Milliseconds; entries outside are none of this window's. */
  readonly from: number;
  readonly to: number;
  readonly isAutomation: (actor: string | undefined) => boolean;
  /** Changes that name whom the question is about have a line whatever else there is. */
  readonly names?: ((change: Change) => boolean) | undefined;
}

/** So many lines are kept of people, and so many of automation. */
const MOST_LINES = 2_000;
const MOST_AUTOMATION = 1_000;
/** An entry may come so many changes too late and still find its place. */
const WINDOW = 500;
const REMEMBERED = 4_096;
const MOST_SAMPLES = 5;

const NOBODY = 'unknown';

/** Add every entry, then {@link end}, {@link waiting} and {@link settle}, then {@link result}. */
export class Fold {
  private readonly options: FoldOptions;
  private readonly seen = new RecentlySeen(REMEMBERED);
  private readonly pairs = new Pairs();
  private readonly runs = new Runs();
  private readonly comparison: Comparison;
  private readonly order: Reorder<Change>;
  private readonly lines = new Set<Line>();
  private readonly counts = new Map<string, number>();
  private readonly samples: Sample[] = [];
  private automationLines = 0;
  private unreadable = 0;
  private entries = 0;
  private overflow = 0;

  constructor(options: FoldOptions) {
    this.options = options;
    this.order = new Reorder(WINDOW, (change) => this.take(change));
    this.comparison = new Comparison((line) => this.lines.delete(line));
  }

  /** Never throws, whatever the entry holds. */
  add(raw: RawLogEntry): void {
    const insertId = textAt(raw, 'insertId');
    const stamp = textAt(raw, 'timestamp');
    const time = Date.parse(stamp ?? textAt(raw, 'receiveTimestamp') ?? '');
    if (time < this.options.from || time > this.options.to) return;
    if (insertId !== undefined && this.seen.again(`${insertId} ${stamp} ${textAt(raw, 'logName')}`)) return;
    this.entries += 1;
    const reading = readEntry(raw);
    switch (reading.kind) {
      case 'changes':
        for (const change of reading.changes) this.order.add(change);
        return;
      case 'unreadable':
        this.unreadable += 1;
        if (this.samples.length < MOST_SAMPLES) this.samples.push(sampleOf(raw));
        return;
      case 'failed':
        if (reading.operation !== undefined) this.pairs.fail(reading.operation);
        return;
      case 'nothing':
        return;
    }
  }

  /** No more entries come. */
  end(): void {
    this.order.end();
    this.comparison.end();
  }

  /** Resources of which a policy from before the window would tell what changed. */
  waiting(): readonly string[] {
    return this.comparison.waiting().map(({ change }) => change.resource);
  }

  /** Hands over the policies that were in force before. */
  settle(before: ReadonlyMap<string, AllowPolicy>): void {
    for (const line of this.comparison.waiting()) {
      const policy = before.get(line.change.resource);
      if (policy) compare(line, policy);
    }
  }

  result(): Folded {
    const long = this.runs.found();
    const hidden = new Set(long.flatMap((run) => run.lines));
    const single = [...this.lines].filter((line) => {
      if (hidden.has(line) || this.pairs.hasFailed(line.change)) return false;
      // Now that the difference is known it may turn out to concern nobody's access.
      if (!this.options.isAutomation(line.change.actor) || concernsAccess(line.change)) return true;
      this.count(line.change, line.entries > 0 ? 1 : 0);
      return false;
    });
    const listed = [
      ...single.map((line): Listed => ({ ...this.listedOf(line), run: undefined })),
      ...long.map(
        ({ newest, deltas, count, entries, oldestAt }): Listed => ({
          ...this.listedOf(newest),
          change: { ...newest.change, at: oldestAt, deltas },
          entries,
          run: { count, from: oldestAt, to: newest.change.at },
        }),
      ),
    ].sort((a, b) => newerFirst(a.change, b.change));
    const { counts, unreadable, samples, entries, overflow } = this;
    return { listed, counts, unreadable, samples, entries, overflow };
  }

  private listedOf({ change, entries, compared }: Line): Omit<Listed, 'run'> {
    return { change, entries, compared, automation: this.options.isAutomation(change.actor) };
  }

  /** Told of every change in order, newest first. */
  private take(change: Change): void {
    if (this.pairs.hasFailed(change) || this.pairs.join(change)) return;
    const line: Line = { change, entries: 1, compared: true };
    this.pairs.note(line);
    this.comparison.note(line);
    if (this.runs.add(line)) return;
    const automation = this.options.isAutomation(change.actor);
    const named = this.options.names?.(change) === true;
    if (automation && !named && !concernsAccess(change)) {
      this.count(change, 1);
      return;
    }
    const room = automation
      ? this.automationLines < MOST_AUTOMATION
      : this.lines.size - this.automationLines < MOST_LINES;
    if (!room && !named) {
      if (concernsAccess(change)) this.overflow += 1;
      this.count(change, 1);
      return;
    }
    this.lines.add(line);
    if (automation) this.automationLines += 1;
  }

  private count({ actor = NOBODY }: Change, times: number): void {
    this.counts.set(actor, (this.counts.get(actor) ?? 0) + times);
  }
}

function sampleOf(raw: RawLogEntry): Sample {
  const short = (text: string | undefined): string | null => text?.slice(0, 200) ?? null;
  return {
    entry: short(textAt(raw, 'insertId')) ?? '',
    at: short(textAt(raw, 'timestamp')),
    service: short(textAt(raw, 'protoPayload', 'serviceName')),
    method: short(textAt(raw, 'protoPayload', 'methodName')),
  };
}

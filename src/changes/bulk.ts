/** Many memberships of one group changed by one actor within minutes: a directory sync, told as one line. */
import type { Change, Delta } from './change.js';
import { type Line, Recent } from './pairs.js';

/** From so many on it is one line; fewer are told one by one. */
const MANY = 10;
/** Entries of one run lie no further apart. */
const GAP_MS = 10 * 60_000;
/** So many members are remembered by name; the count goes on. */
const MOST_MEMBERS = 2_000;

/** A run of memberships: its newest line stands for all once it is long. */
export interface Run {
  readonly newest: Line;
  /** Lines that have a place of their own as long as the run is short. */
  readonly lines: Line[];
  readonly deltas: Delta[];
  count: number;
  entries: number;
  oldestAt: string;
}

const keyOf = ({ actor, resource, deltas: [delta] }: Change): string =>
  `${actor} ${resource} ${delta?.action}`;

/** Finds runs among memberships that come by newest first. */
export class Runs {
  private readonly open = new Recent<Run>(200);
  private readonly long: Run[] = [];

  /** True when the line goes on in a long run and needs no place of its own. */
  add(line: Line): boolean {
    const { change } = line;
    const [delta, more] = change.deltas;
    if (change.kind !== 'group-membership' || delta === undefined || more !== undefined) return false;
    const run = this.runFor(line);
    line.run = run;
    run.count += 1;
    run.entries += line.entries;
    run.oldestAt = change.at;
    if (run.deltas.length < MOST_MEMBERS) run.deltas.push(delta);
    if (run.count === MANY) this.long.push(run);
    if (run.count >= MANY) return true;
    run.lines.push(line);
    return false;
  }

  /** Every run that is told as one line. */
  found(): readonly Run[] {
    return this.long;
  }

  private runFor(line: Line): Run {
    const key = keyOf(line.change);
    const known = this.open.get(key);
    if (known && Math.abs(Date.parse(known.oldestAt) - Date.parse(line.change.at)) <= GAP_MS) return known;
    const fresh: Run = {
      newest: line,
      lines: [],
      deltas: [],
      count: 0,
      entries: 0,
      oldestAt: line.change.at,
    };
    this.open.set(key, fresh);
    return fresh;
  }
}

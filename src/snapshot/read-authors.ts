/** Reads the logs for the changes that made the differences: newest first, only of the things that differ. */
import type { Change } from '../changes/change.js';
import { withDeltas } from '../changes/deltas.js';
import { readEntry } from '../changes/entries/index.js';
import { changeFilter } from '../changes/queries.js';
import { readLogs } from '../changes/read.js';
import type { Api, Google, LookProblem } from '../google/ports.js';
import type { Clock } from '../store/ports.js';
import type { SameName } from './author.js';
import type { Difference } from './difference.js';

export interface AuthorsRead {
  readonly changes: readonly Change[];
  /** Containers whose logs could not be read, or were not read to the end. */
  readonly unread: readonly { readonly container: string; readonly problem: LookProblem }[];
}

export interface AuthorsOptions {
  readonly google: Google;
  readonly containers: readonly string[];
  readonly differences: readonly Difference[];
  readonly sameName: SameName;
  /** RFC 3339. */
  readonly from: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly count: (api: Api) => void;
}

/** More changes of one kind than that explain nothing more. */
const MOST = 5_000;

const TIME: LookProblem = {
  kind: 'deadline',
  api: 'logging',
  resource: 'entries:list',
  message: 'The time for this question was over.',
};

const sleep = (ms: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve(false);
      },
      { once: true },
    );
  });

/** Everything in the logs that may have made one of the differences. */
export async function readAuthors(options: AuthorsOptions): Promise<AuthorsRead> {
  const { google, containers, differences, sameName, from, clock, signal, deadline, count } = options;
  const wanted = new Set(differences.map(({ resource }) => sameName(resource)));
  const found: Change[] = [];
  const pages = readLogs({
    logs: google.logs,
    call: { signal, deadline, meter: { count } },
    containers,
    filterUpTo: (to) => changeFilter(from, to),
    to: new Date(clock.now()).toISOString(),
    until: deadline,
    now: () => clock.now(),
    wait: (ms) => sleep(ms, signal),
  });
  for (;;) {
    const { done, value } = await pages.next();
    if (done === true) {
      const cut = value.cut === 'time' ? TIME : value.cut;
      const unread = cut
        ? [...value.refused, { container: containers.join(', '), problem: cut }]
        : value.refused;
      return { changes: withDeltas(found), unread };
    }
    for (const entry of value) {
      const reading = readEntry(entry);
      if (reading.kind !== 'changes' || found.length >= MOST) continue;
      found.push(...reading.changes.filter(({ resource }) => wanted.has(sameName(resource))));
    }
  }
}

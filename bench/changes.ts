/** What reading a long audit log costs: parsing and folding against JSON.parse of the same bytes, and memory for ten times as much. */
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Fold } from '../src/changes/fold.js';
import type { RawLogEntry } from '../src/google/ports.js';
import { AUTOMATION, logPages, WINDOW } from './log-entries.js';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const newFold = (): Fold => new Fold({ ...WINDOW, isAutomation: (actor) => actor === AUTOMATION });

interface Run {
  readonly parseMs: number;
  readonly foldMs: number;
  /** Bytes held while everything is still there, after the last page. */
  readonly held: number;
  readonly listed: number;
}

/** Page after page, as the product reads: each is parsed twice by JSON.parse, once to be thrown away. */
function run(total: number): Run {
  gc();
  const before = process.memoryUsage().heapUsed;
  const fold = newFold();
  let parseMs = 0;
  let foldMs = 0;
  let peak = 0;
  for (const page of logPages(total)) {
    const t0 = performance.now();
    const { entries } = JSON.parse(page) as { entries: RawLogEntry[] };
    const t1 = performance.now();
    for (const entry of entries) fold.add(entry);
    const t2 = performance.now();
    parseMs += t1 - t0;
    foldMs += t2 - t1;
    entries.length = 0;
    gc();
    peak = Math.max(peak, process.memoryUsage().heapUsed - before);
  }
  const t3 = performance.now();
  fold.end();
  const { listed } = fold.result();
  foldMs += performance.now() - t3;
  return { parseMs, foldMs, held: peak, listed: listed.length };
}

run(5_000);
const small = run(10_000);
const large = run(100_000);
const line = (what: string, value: number, limit: number): void => {
  process.stdout.write(`${what.padEnd(52)} ${value.toFixed(2).padStart(6)}  (at most ${limit})\n`);
};
line('parsing and folding / JSON.parse, 10,000 entries', small.foldMs / small.parseMs, 4);
line('parsing and folding / JSON.parse, 100,000 entries', large.foldMs / large.parseMs, 4);
line('memory of 100,000 entries / of 10,000', large.held / small.held, 1.2);
process.stdout.write(
  `held ${(small.held / 1e6).toFixed(1)} MB and ${(large.held / 1e6).toFixed(1)} MB; ${small.listed} and ${large.listed} lines\n`,
);

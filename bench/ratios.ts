/** How every benchmark tells what it found: a ratio measured side by side, how often, how far it spread, and what is too much. */
import { percentile } from '../src/probe/percentile.js';

export interface Ratio {
  /** Ours / theirs, in words. */
  readonly what: string;
  /** One per run; a run is whole in itself. */
  readonly runs: readonly number[];
  /** What a run consists of, e.g. `200 pairs`. */
  readonly of: string;
  /** More than this in every run is a miss: a busy moment spoils some of them, what has become slow spoils all. */
  readonly atMost: number;
}

/** The value below which that part of the values lies; NaN of none. */
export const quantile = (values: readonly number[], part: number): number =>
  percentile(values, part) ?? Number.NaN;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Prints one line and makes the script fail, at its end, where even the best run is beyond the limit or is no number. */
export function tell({ what, runs, of, atMost }: Ratio): void {
  const [least, middle, most] = [Math.min(...runs), median(runs), Math.max(...runs)];
  const missed = !(least <= atMost);
  if (missed) process.exitCode = 1;
  const found = [least, middle, most].map((value) => value.toFixed(2).padStart(6)).join(' ');
  const times = `${runs.length} ${runs.length === 1 ? 'run' : 'runs'} of ${of}`;
  process.stdout.write(
    `${what.padEnd(66)} ${found}  (min, median, max of ${times}; at most ${atMost}${missed ? ': MISSED' : ''})\n`,
  );
}

/** Something that must be so whatever the machine does. */
export function hold(what: string, holds: boolean): void {
  if (!holds) process.exitCode = 1;
  process.stdout.write(`${what}: ${holds ? 'yes' : 'NO'}\n`);
}

/** A number from the environment, for a short run: `BENCH_SHORT=1` makes every benchmark as small as still makes sense. */
export const sized = (whole: number, short: number): number =>
  process.env.BENCH_SHORT === undefined ? whole : short;

/** Percentiles of measured times, by the nearest rank: every one is a time that was really measured. */

/** The smallest sample that at least `share` (0 to 1) of all samples do not exceed; undefined without samples. Pure. */
export function percentile(samples: readonly number[], share: number): number | undefined {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Milliseconds with one decimal: what is beyond that is noise. */
export const tenths = (ms: number): number => Math.round(ms * 10) / 10;

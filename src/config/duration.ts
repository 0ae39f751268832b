/** Lengths of time as people write them: `0s`, `45s`, `5m`, `2h`, `7d`. */

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds in a text such as `45s`; nothing when it is not one. `0` alone needs no unit. */
export function parseDuration(text: string): number | undefined {
  const match = /^([0-9]{1,9})(ms|s|m|h|d)$/.exec(text.trim());
  if (match === null) return text.trim() === '0' ? 0 : undefined;
  const [, count = '', unit = ''] = match;
  return Number(count) * (UNITS[unit] ?? Number.NaN);
}

/** Timestamps, dates and durations as IAM conditions write them. */

const SECOND = 1_000_000_000n;
const MIN_NANOS = -62_135_596_800n * SECOND;
const MAX_NANOS = 253_402_300_800n * SECOND - 1n;
const MAX_DURATION = 9_223_372_036_854_775_807n;
const STAMP = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/** Nanoseconds since 1970 of an RFC 3339 timestamp; nothing when it is malformed or names a day that does not exist. */
export function parseTimestamp(text: string): bigint | undefined {
  const match = STAMP.exec(text);
  if (!match) return undefined;
  const [
    ,
    date = '',
    hour = '',
    minute = '',
    second = '',
    fraction = '',
    sign,
    zoneHour = '0',
    zoneMinute = '0',
  ] = match;
  const day = parseDate(date);
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -60 : 60);
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
  return inRange(day + BigInt(seconds) * SECOND + BigInt(fraction.padEnd(9, '0')));
}

/** Nanoseconds since 1970 of midnight UTC on a `YYYY-MM-DD` day; nothing when there is no such day. */
export function parseDate(text: string): bigint | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const at = new Date(`${text}T00:00:00Z`);
  // JavaScript rolls 30 February over into March; Google refuses it.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) return undefined;
  return inRange(BigInt(at.getTime()) * 1_000_000n);
}

/** A sum of times, if it is still within the years 1 to 9999. */
export function inRange(nanos: bigint): bigint | undefined {
  return nanos < MIN_NANOS || nanos > MAX_NANOS ? undefined : nanos;
}

/** A sum of durations, if it still fits 64 bits of nanoseconds. */
export function durationInRange(nanos: bigint): bigint | undefined {
  return nanos > MAX_DURATION || nanos < -MAX_DURATION - 1n ? undefined : nanos;
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
};

/** Nanoseconds of a duration such as `3600s` (IAM's own form) or `1h30m` (CEL's). Nothing when malformed. */
export function parseDuration(text: string): bigint | undefined {
  if (text.length > 128) return undefined;
  if (/^[+-]?0$/.test(text)) return 0n;
  if (!/^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0n;
  for (const [, int = '', fraction = '', unit = ''] of text.matchAll(/(\d*)\.?(\d*)(ns|us|µs|ms|s|m|h)/g)) {
    const factor = UNITS[unit] ?? 0n;
    total += BigInt(int || '0') * factor;
    if (fraction !== '') total += (BigInt(fraction) * factor) / 10n ** BigInt(fraction.length);
  }
  return durationInRange(text.startsWith('-') ? -total : total);
}

/** RFC 3339 in UTC with as many digits of a second as there are. */
export function formatTimestamp(nanos: bigint): string {
  const millis = floorMillis(nanos);
  const rest = nanos - BigInt(millis) * 1_000_000n;
  const iso = new Date(millis).toISOString();
  if (rest !== 0n) return iso.replace(/Z$/, `${rest.toString().padStart(6, '0')}Z`);
  return iso.replace(/\.000Z$/, 'Z');
}

/** Whole milliseconds since 1970, rounded down also before 1970. */
export function floorMillis(nanos: bigint): number {
  const millis = nanos / 1_000_000n;
  return Number(nanos % 1_000_000n < 0n ? millis - 1n : millis);
}

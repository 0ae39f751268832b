/** The getX() functions of timestamps and durations. */
import { floorMillis } from './time.js';
import { failure, type Outcome, type Value, whole } from './value.js';
import { zoneOffset } from './zone.js';

type Reader = (local: Date) => number;

const CLOCK: Readonly<Record<string, Reader>> = {
  getFullYear: (local) => local.getUTCFullYear(),
  getMonth: (local) => local.getUTCMonth(),
  getDate: (local) => local.getUTCDate(),
  getDayOfMonth: (local) => local.getUTCDate() - 1,
  getDayOfWeek: (local) => local.getUTCDay(),
  getDayOfYear: (local) => Math.floor((local.getTime() - startOfYear(local)) / 86_400_000),
  getHours: (local) => local.getUTCHours(),
  getMinutes: (local) => local.getUTCMinutes(),
  getSeconds: (local) => local.getUTCSeconds(),
  getMilliseconds: (local) => local.getUTCMilliseconds(),
};

function startOfYear(local: Date): number {
  return new Date(local).setUTCMonth(0, 1) - (local.getTime() % 86_400_000);
}

/** Nanoseconds in the unit that a getX() of a duration counts in; milliseconds count within the second. */
const LENGTH: Readonly<Record<string, bigint>> = {
  getHours: 3_600_000_000_000n,
  getMinutes: 60_000_000_000n,
  getSeconds: 1_000_000_000n,
};

/** `getHours` and its kin, called with the receiver first and perhaps a zone. */
export function clockFunction(name: string): ((args: readonly Value[]) => Outcome | undefined) | undefined {
  const read = Object.hasOwn(CLOCK, name) ? CLOCK[name] : undefined;
  if (!read) return undefined;
  return ([on, zone, ...more]) => {
    if (more.length > 0 || (zone && zone.kind !== 'string')) return undefined;
    if (on?.kind === 'duration' && !zone) {
      const unit = LENGTH[name];
      if (unit !== undefined) return whole(on.nanos / unit);
      return name === 'getMilliseconds' ? whole((on.nanos % 1_000_000_000n) / 1_000_000n) : undefined;
    }
    if (on?.kind !== 'timestamp') return undefined;
    const millis = floorMillis(on.nanos);
    const offset = zoneOffset(zone?.value, millis);
    return offset === undefined
      ? failure('malformed-time', `${name}(${JSON.stringify(zone?.value)}) names no time zone`)
      : whole(BigInt(read(new Date(millis + offset))));
  };
}

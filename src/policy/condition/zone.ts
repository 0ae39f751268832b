/** The calendar and the clock of a moment in a time zone, for the getX() functions of conditions. */

const DAY = 86_400_000;
/** Before this year zones had odd local times that change on no round moment; there nothing is cached. */
const MODERN = Date.UTC(1980, 0, 1);

type OffsetAt = (millis: number) => number;

const zones = new Map<string, OffsetAt | undefined>();
let canonical: ReadonlyMap<string, string> | undefined;

/**
 * The zone's distance from UTC in milliseconds at a moment; nothing when there is no such zone.
 * A zone is an IANA name in its exact spelling or `±hh:mm`; without one it is UTC.
 */
export function zoneOffset(zone: string | undefined, millis: number): number | undefined {
  if (zone === undefined) return 0;
  if (!zones.has(zone)) {
    // Zone names come from policies: a bound keeps hostile ones from piling up.
    if (zones.size > 200) zones.clear();
    zones.set(zone, offsetFunction(zone));
  }
  return zones.get(zone)?.(millis);
}

/** Minutes of a `±hh:mm` zone; nothing for named zones. */
function fixedOffsetMinutes(zone: string): number | undefined {
  const match = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (!match) return undefined;
  const hours = Number(match[2]);
  const minutes = Number(match[3]);
  if (hours > 23 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (match[1] === '-' ? -1 : 1);
}

function offsetFunction(zone: string): OffsetAt | undefined {
  const fixed = fixedOffsetMinutes(zone);
  if (fixed !== undefined) return () => fixed * 60_000;
  if (!/^[A-Za-z]/.test(zone) || zone.length > 64) return undefined;
  canonical ??= new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]));
  // Node takes zone names in any case; Google's zone database is a set of files with exact names.
  const exact = canonical.get(zone.toLowerCase());
  if (exact !== undefined && exact !== zone) return undefined;
  try {
    return cached(exactOffset(zone));
  } catch {
    return undefined;
  }
}

/** Asks the zone database only where the offset changes within the day: a formatter call costs microseconds. */
function cached(exact: OffsetAt): OffsetAt {
  const days = new Map<number, number>();
  const atDay = (day: number): number => {
    const seen = days.get(day);
    if (seen !== undefined) return seen;
    if (days.size > 1000) days.clear();
    const offset = exact(day * DAY);
    days.set(day, offset);
    return offset;
  };
  return (millis) => {
    if (millis < MODERN) return exact(millis);
    const day = Math.floor(millis / DAY);
    const before = atDay(day);
    return before === atDay(day + 1) ? before : exact(millis);
  };
}

function exactOffset(zone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    calendar: 'gregory',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (millis) => {
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(millis)) part[type] = value;
    const year = Number(part.year) * (part.era === 'BC' ? -1 : 1) + (part.era === 'BC' ? 1 : 0);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
    local.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second));
    return local.getTime() - Math.floor(millis / 1000) * 1000;
  };
}

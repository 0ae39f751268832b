/** A time axis: where a moment stands on it, where its ticks are, and which marks have to share a place. */

export interface Span {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What can be looked at, ending now. */
export const RANGES = [
  { id: 'hour', label: '1 h', ms: HOUR },
  { id: 'quarter', label: '6 h', ms: 6 * HOUR },
  { id: 'day', label: '1 d', ms: DAY },
  { id: 'week', label: '7 d', ms: 7 * DAY },
  { id: 'all', label: 'All', ms: Number.POSITIVE_INFINITY },
] as const;
export type RangeId = (typeof RANGES)[number]['id'];

/** So many marks make a picture. */
const ENOUGH = 12;
/** Free space at both ends of the axis. */
const AIR = 0.03;

/** The shortest range in which enough has happened. */
export function rangeFor(moments: readonly number[], now: number): RangeId {
  const enough = Math.min(ENOUGH, moments.length);
  const found = RANGES.find(({ ms }) => moments.filter((at) => now - at <= ms).length >= enough);
  return found?.id ?? 'all';
}

/** What the axis shows; with `all`, from a little before the oldest moment. */
export function spanOf(range: RangeId, moments: readonly number[], now: number): Span {
  const ms = RANGES.find(({ id }) => id === range)?.ms ?? DAY;
  const length = Number.isFinite(ms) ? ms : Math.max(HOUR, now - Math.min(now, ...moments));
  const air = length * AIR;
  return { from: now - length - (Number.isFinite(ms) ? 0 : air), to: now + air };
}

/** 0 at the left end, 1 at the right. */
export const placeOn = ({ from, to }: Span, at: number): number => (at - from) / (to - from);

const STEPS = [
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
];

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Round moments in local time, at most `most` of them. */
export function ticksOf(span: Span, most: number): readonly Tick[] {
  const length = span.to - span.from;
  const step = STEPS.find((one) => length / one <= most) ?? Math.ceil(length / most / DAY) * DAY;
  const offset = new Date(span.to).getTimezoneOffset() * MINUTE;
  const ticks: Tick[] = [];
  for (let at = Math.ceil((span.from - offset) / step) * step + offset; at <= span.to; at += step)
    ticks.push({ at, label: labelOf(at, step) });
  return ticks;
}

function labelOf(at: number, step: number): string {
  const date = new Date(at);
  const midnight = date.getHours() === 0 && date.getMinutes() === 0;
  if (step >= DAY || midnight) return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

export interface Mark<T> {
  /** 0 to 1. */
  readonly place: number;
  /** Oldest first, never empty. */
  readonly items: readonly [T, ...T[]];
}

/** One mark for all that stand closer together than `gap`; the mark is in their middle. */
export function marksOf<T extends { readonly at: string }>(
  items: readonly T[],
  span: Span,
  gap: number,
): readonly Mark<T>[] {
  const sorted = items
    .map((item) => ({ item, place: placeOn(span, Date.parse(item.at)) }))
    .filter(({ place }) => place >= 0 && place <= 1)
    .sort((a, b) => a.place - b.place);
  const groups: { first: number; last: number; items: [T, ...T[]] }[] = [];
  for (const { item, place } of sorted) {
    const group = groups.at(-1);
    if (group !== undefined && place - group.first < gap) {
      group.items.push(item);
      group.last = place;
    } else groups.push({ first: place, last: place, items: [item] });
  }
  return groups.map((group) => ({ place: (group.first + group.last) / 2, items: group.items }));
}

export interface Label<T> {
  readonly mark: Mark<T>;
  /** How much of the axis it may take, to the right of its mark. */
  readonly room: number;
}

/** The marks that have room enough for words beside them: up to the next mark, or to the end. */
export function labelsOf<T>(marks: readonly Mark<T>[], least: number): readonly Label<T>[] {
  return marks
    .map((mark, i) => ({ mark, room: (marks[i + 1]?.place ?? 1) - mark.place }))
    .filter(({ room }) => room >= least);
}

/** Small words for answers: ages, durations, counts, lists, moments, and what to call somebody. */

/** How old something is, in milliseconds: `40 s`, `3 min`, `5 h`, `3 days`. Negative ages (clock skew) count as nought. */
export function age(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return count(Math.round(seconds / 86_400), 'day', 'days');
}

/** How long something took, in milliseconds: `under 0.1 s`, `0.4 s`, `12 s`. */
export function duration(ms: number): string {
  if (ms < 50) return 'under 0.1 s';
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** A whole number with its thousands apart: `1,204`. */
export function number(n: number): string {
  return Math.trunc(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 policy`, `9 policies`. */
export function count(n: number, one: string, many: string): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`; beyond `max`, `a, b and 3 more`. `total` is given when `items` is itself a part. */
export function list(items: readonly string[], max = 5, total = items.length): string {
  const shown = items.slice(0, max);
  const left = Math.max(total, items.length) - shown.length;
  if (shown.length === 0) return left > 0 ? number(left) : '';
  const all = left > 0 ? [...shown, `${number(left)} more`] : shown;
  return all.length === 1 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
}

const DAY_MS = 86_400_000;

/**
 * A moment for people: `14:02 UTC` today, `Tue 14:02 UTC` within six days, `3 Nov 14:02 UTC` before, with the year
 * when it is another one. `timeZone` is an IANA name; an unknown one falls back to UTC. Not a time: the text itself.
 */
export function moment(at: string, now: Date, timeZone = 'UTC'): string {
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return at;
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const part = (options: Intl.DateTimeFormatOptions, of: Date): string =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(of);
  const day = (of: Date): string => part({ year: 'numeric', month: '2-digit', day: '2-digit' }, of);
  const clock = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, when);
  const time = `${clock} ${zone === 'UTC' ? 'UTC' : offsetName(when, zone)}`;
  if (day(when) === day(now)) return time;
  const distance = now.getTime() - when.getTime();
  if (distance > 0 && distance < 6 * DAY_MS) return `${part({ weekday: 'short' }, when)} ${time}`;
  const sameYear = part({ year: 'numeric' }, when) === part({ year: 'numeric' }, now);
  const date = part({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }, when);
  return `${date} ${time}`;
}

function offsetName(when: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' }).formatToParts(when);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Local parts that are not somebody's name. */
const NOT_A_NAME = /^(?:admin|api|app|bot|ci|dev|help|hr|info|it|mail|me|ops|root|sre|svc|sync|team|test)$/i;

/**
 * What to call somebody: `maya.lindqvist@…` is Maya, `tom@…` is Tom. Only where the address plainly starts with a
 * first name; otherwise nothing, and the caller writes the whole address. A nicety of display, never an identity.
 */
export function firstName(email: string): string | undefined {
  const local = email.slice(0, Math.max(0, email.lastIndexOf('@')));
  const [first = '', ...rest] = local.split('.');
  const plain = /^\p{L}{2,14}$/u.test(first) && rest.every((part) => /^[\p{L}'-]{1,30}$/u.test(part));
  if (!plain || rest.length > 2 || NOT_A_NAME.test(first)) return undefined;
  return first.charAt(0).toLocaleUpperCase('en') + first.slice(1).toLocaleLowerCase('en');
}

/** An address without its domain where the domain goes without saying: `eng@`. Other text comes back as it is. */
export function shortAddress(address: string, homeDomain: string | undefined): string {
  const at = address.lastIndexOf('@');
  if (at < 1 || homeDomain === undefined) return address;
  return address.slice(at + 1).toLowerCase() === homeDomain.toLowerCase()
    ? address.slice(0, at + 1)
    : address;
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}@._'-]{3,}/gu) ?? [];
const FILLER = new Set(
  'the and that this for are was has have not you your they them their its with does been'.split(' '),
);

/** Whether a sentence says nothing that the line before it has not said. */
export function addsNothing(sentence: string, before: string): boolean {
  const said = new Set(words(before).map((word) => word.replace(/[.']+$/g, '')));
  return words(sentence).every((word) => FILLER.has(word) || said.has(word.replace(/[.']+$/g, '')));
}

/** Small tools for looks: make, map and join them, and walk through pages without losing the reason of a failure. */
import type { Look } from './ports.js';
import { type About, failed } from './problem.js';

/** A look that gave a value. */
export function found<T>(value: T): Look<T> {
  return { ok: true, value };
}

/** The look with its value changed; a problem stays the same. */
export function mapLook<T, U>(look: Look<T>, change: (value: T) => U): Look<U> {
  return look.ok ? found(change(look.value)) : look;
}

/** All values in order, or the first problem: a list with a hole in it would be taken for the whole. */
export function joinLooks<T>(looks: readonly Look<T>[]): Look<T[]> {
  const values: T[] = [];
  for (const look of looks) {
    if (!look.ok) return look;
    values.push(look.value);
  }
  return found(values);
}

/** One page of a list and the token of the next, if any. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
  /** Places whose part of the list is missing, because Google could not reach them. */
  readonly unreachable?: readonly string[] | undefined;
}

/** No list of ours is longer: 100 pages are 100,000 groups or 50,000 backend services. */
const MAX_PAGES = 100;

/**
 * Reads page after page. Ends at the last page, or when `enough` items are there.
 * A token that comes back twice is `malformed`; a list without end or with unreachable parts is `unavailable`: never is
 * a list silently shortened, since what is not on it counts as absent.
 */
export async function readPages<T>(
  about: About,
  one: (token: string | undefined) => Promise<Look<Page<T>>>,
  enough = Number.POSITIVE_INFINITY,
): Promise<Look<T[]>> {
  const items: T[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const page = await one(token);
    if (!page.ok) return page;
    const { unreachable = [] } = page.value;
    if (unreachable.length > 0)
      return failed(about, 'unavailable', `Google could not reach ${unreachable.join(', ')}`);
    for (const item of page.value.items) items.push(item);
    token = page.value.next;
    if (items.length >= enough) return found(items.slice(0, enough));
    if (token === undefined) return found(items);
    if (seen.has(token)) return failed(about, 'malformed', 'the same page was offered twice');
    seen.add(token);
  }
  return failed(about, 'unavailable', `the list did not end after ${MAX_PAGES} pages`);
}

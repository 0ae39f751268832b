/** When many questions are one incident, how often it is looked at, and when it is over. Pure. */

/** People count together when they asked within so many milliseconds. */
export const WINDOW_MS = 15 * 60_000;
/** How many people it takes where the configuration does not say. */
export const USUAL_PEOPLE = 5;
/** So many are enough where the change itself is known to have hit many. */
const FEW = 3;
/** Nobody waits for an answer in a channel longer than that. */
export const WATCHED_MS = 24 * 3_600_000;
/** Of those who asked, so many are looked at: one of them may have been helped alone. */
export const WITNESSES = 3;

/** Questions about one service, all stopped by one thing. */
export interface Together {
  /** Distinct people who asked within the window. */
  readonly people: number;
  /** How many lost access by the change, as far as its entry says. */
  readonly affected: number | undefined;
  /** `slack.incidentAfter`; 0: never. */
  readonly after: number;
}

export function isIncident({ people, affected, after }: Together): boolean {
  if (after <= 0) return false;
  if (people >= after) return true;
  return people >= Math.min(FEW, after) && affected !== undefined && affected >= after;
}

/**
 * What one look said: in or through; a grant is back and only things that cannot be seen are left; still stopped by the
 * same thing; or something that proves none of these.
 */
export type Look = 'works' | 'undone' | 'stopped' | 'neither';

/** Over when somebody gets in (or would, as far as can be seen), and nobody who was looked at is still stopped by it. */
export function overBy(looks: readonly Look[]): 'works' | 'undone' | undefined {
  if (looks.includes('stopped')) return undefined;
  if (looks.includes('works')) return 'works';
  return looks.includes('undone') ? 'undone' : undefined;
}

/** What is mended in policies of which Google lets few be read a minute. */
const SCARCE = new Set(['deny-policy', 'boundary', 'access-level', 'custom-role', 'org-policy']);

/** How much is read anew by a look, and how much slower looks are because of it. */
export function freshnessFor(kind: string | undefined): {
  readonly fresh: true | 'fast';
  readonly slower: number;
} {
  return SCARCE.has(kind ?? '') ? { fresh: true, slower: 4 } : { fresh: 'fast', slower: 1 };
}

/**
 * Milliseconds until the next look, for an incident that is `elapsedMs` old: a quarter of its age, never less than
 * `firstMs` and never more than ten times that.
 */
export function nextLookIn(elapsedMs: number, firstMs: number): number {
  return Math.min(10 * firstMs, Math.max(firstMs, elapsedMs / 4));
}

/** Those who are looked at: the first, the last, and one from the middle. */
export function witnessesOf(people: readonly string[]): readonly string[] {
  if (people.length <= WITNESSES) return [...people];
  const at = (n: number): string[] => people.slice(n, n + 1);
  return [...at(0), ...at(Math.floor(people.length / 2)), ...at(people.length - 1)];
}

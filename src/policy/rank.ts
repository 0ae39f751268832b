/** Orders near misses: the one that needs the least mending, and tells most about this person, comes first. */
import type { Email } from '../names/index.js';
import type { Miss } from './results.js';

/** A miss with what its rank is made of. */
export interface Candidate {
  readonly miss: Miss;
  /** How many of role, member and condition are wrong. */
  readonly wrong: number;
  readonly about: About;
}

/**
 * How much a miss says about this very person, most first:
 * - `request`: they hold the grant, this request does not meet its condition;
 * - `person`: an entry was made for them and does not count (expired, restricted, deleted, another account);
 * - `role`: they hold a role that people take for access;
 * - `gone`: the way in is gone for everybody (no such group, a deleted group);
 * - `circle`: they are outside the circle that has access;
 * - `stale`: a leftover of a group that was made anew; `remote`: a role nobody takes for access.
 */
export type About = 'request' | 'person' | 'role' | 'gone' | 'circle' | 'stale' | 'remote';

const ORDER: readonly About[] = ['request', 'person', 'role', 'gone', 'circle', 'stale', 'remote'];

/**
 * Nearest first: fewest things wrong, then how personal it is. Among equals the order given stands, which is nearest
 * node first and then the policy's own order.
 */
export function rankMisses(candidates: readonly Candidate[]): readonly Miss[] {
  const alive = new Set<Email | undefined>(
    candidates.filter(({ miss }) => miss.code !== 'deleted-principal').map(({ miss }) => miss.group),
  );
  const about = (candidate: Candidate): About =>
    candidate.about === 'gone' &&
    candidate.miss.code === 'deleted-principal' &&
    alive.has(candidate.miss.group)
      ? 'stale'
      : candidate.about;
  return candidates
    .map((candidate) => ({ ...candidate, rank: ORDER.indexOf(about(candidate)) }))
    .sort((a, b) => a.wrong - b.wrong || a.rank - b.rank)
    .map(({ miss }) => miss);
}

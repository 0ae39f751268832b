/** Orders near misses: the one that needs the least mending, and tells most about this person, comes first. */
import type { Email } from '../names/index.js';
import type { AllowUnknown, Miss } from './results.js';

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

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const ORDER: readonly About[] = ['request', 'person', 'role', 'gone', 'circle', 'stale', 'remote'];

/** Doubts of one node: first what whoever asks can tell, the circumstances of a request, and then what only rights would show. */
export function orderDoubts(doubts: readonly AllowUnknown[]): readonly AllowUnknown[] {
  const rights = ({ missing }: AllowUnknown): number => (missing.code === 'condition-needs-context' ? 0 : 1);
  return [...doubts].sort((a, b) => rights(a) - rights(b) || order(a.missing.code, b.missing.code));
}

/**
 * Nearest first: fewest things wrong, then how personal it is, then the nearest node. The candidates come nearest node
 * first. Inside a policy the order says nothing, so the reason named does not depend on it: a group that can be joined
 * is nearer than a domain. Among equals of one reason the order given stands.
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
  const nodes = new Map<string, number>();
  for (const { miss } of candidates) if (!nodes.has(miss.node)) nodes.set(miss.node, nodes.size);
  return candidates
    .map((candidate) => ({
      ...candidate,
      rank: ORDER.indexOf(about(candidate)),
      at: nodes.get(candidate.miss.node) ?? 0,
    }))
    .sort((a, b) => a.wrong - b.wrong || a.rank - b.rank || a.at - b.at || order(a.miss.code, b.miss.code))
    .map(({ miss }) => miss);
}

/** Whether a container stands in a chain of containers, when a project may be written by number or by id. */
import { type Container, isNumeric, sameContainer } from '../names/index.js';
import type { Ternary } from './kleene.js';

/**
 * A project written by id and one written by number may be the same project: where the chain holds projects in the
 * other notation only, the answer is `unknown`, never a no.
 */
export function isAmong(container: Container, chain: readonly Container[]): Ternary {
  if (chain.some((link) => sameContainer(link, container))) return 'true';
  if (container.kind !== 'project') return 'false';
  const projects = chain.filter((link) => link.kind === 'project');
  const comparable = projects.some((link) => isNumeric(link) === isNumeric(container));
  return projects.length === 0 || comparable ? 'false' : 'unknown';
}

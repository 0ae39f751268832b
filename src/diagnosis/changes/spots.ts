/** What could not be seen, and the right that would let it be seen. Pure. */
import type { ReadEnd } from '../../changes/read.js';
import { cureFor } from '../../google/permissions.js';
import type { LookProblem } from '../../google/ports.js';
import { containerName, parseContainer } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import { problemWords } from '../missing.js';
import type { BlindSpot } from '../report.js';
import { type AuditedProject, auditLogOf, auditSpots } from '../status/audit-logs.js';
import type { GroupContent } from '../who/expand.js';
import type { Decisions } from './decisions.js';
import type { ReadPlace } from './world.js';

const PASSING: Readonly<Partial<Record<LookProblem['kind'], string>>> = {
  throttled: 'api-throttled',
  deadline: 'deadline-exceeded',
  unavailable: 'api-unavailable',
  malformed: 'api-unavailable',
};

const refusal = (container: string, problem: LookProblem, what: string, needs: string): BlindSpot => ({
  code: PASSING[problem.kind] ?? 'logs-not-readable',
  what: `I could not read ${what} of ${container}: ${problemWords(problem)}.`,
  needs: PASSING[problem.kind] === undefined ? needs : 'asking again in a minute',
});

/** The log of changes: containers that refused, and how far back the reading came. */
export function logSpots({ refused, cut, reached }: ReadEnd): BlindSpot[] {
  const spots = refused.map(({ container, problem }) =>
    refusal(container, problem, 'the audit log', `${cureFor('logs')} on ${container}`),
  );
  if (cut === undefined) return spots;
  const why = cut === 'time' ? 'the time for this question was over' : problemWords(cut);
  const code = cut === 'time' ? 'deadline-exceeded' : (PASSING[cut.kind] ?? 'logs-not-readable');
  const back =
    reached === undefined ? 'I could not read the logs' : `I read the logs back to ${reached} only`;
  const needs = `a longer --timeout${reached === undefined ? '' : `, or --until ${reached} to go on from there`}`;
  return [...spots, { code, what: `${back}: ${why}. Changes before that are missing here.`, needs }];
}

/** IAP's decisions: logs that are off, and logs that refused. */
export function decisionSpots(places: readonly ReadPlace[], { problems }: Decisions): BlindSpot[] {
  const projects = new Map<string, AuditedProject>();
  for (const { hierarchy, place, nodes } of places) {
    const policies = nodes.flatMap(({ name, policy }) => {
      const node = parseContainer(name);
      return node ? [{ node, policy }] : [];
    });
    const { project } = place.resource;
    projects.set(containerName(project), { project, policies, complete: hierarchy.containers.known });
  }
  return [
    ...auditSpots([...projects.values()].map(auditLogOf)),
    ...problems.map(({ container, problem }) =>
      refusal(container, problem, 'IAP\u2019s decisions', `${cureFor('data-access-logs')} on ${container}`),
    ),
  ];
}

/** Policies and groups without which the effect of changes cannot be told. */
export function worldSpots(places: readonly ReadPlace[], groups: Iterable<GroupContent>): BlindSpot[] {
  const missing: Missing[] = places.flatMap(({ nodes, deny }) => [
    ...nodes.flatMap(({ policy }) => (policy.known ? [] : [policy.why])),
    ...deny.flatMap(({ policies }) => (policies.known ? [] : [policies.why])),
  ]);
  for (const { gap } of groups) if (gap) missing.push(gap);
  const spots = new Map(missing.map(({ code, what, needs }) => [`${code} ${what}`, { code, what, needs }]));
  return [...spots.values()];
}

/** Changes whose effect there was no time to work out. */
export function lateSpots(count: number): BlindSpot[] {
  if (count === 0) return [];
  const what = `The time for this question was over before I had worked out whom ${count === 1 ? 'one change' : `${count} changes`} hit.`;
  return [{ code: 'deadline-exceeded', what, needs: 'a longer --timeout, or asking about one place' }];
}

/** Changes that were too many to be looked at one by one. */
export function manySpots(count: number): BlindSpot[] {
  if (count === 0) return [];
  const what = `There are more changes in this time than I weigh one by one: ${count} that may concern access are only counted.`;
  return [{ code: 'too-many-changes', what, needs: 'a shorter time (--since, --until)' }];
}

/** One try of one capability: a real call, how long it took, and whether its failing is about rights at all. */
import { cureFor, permissionsOf, type RightName, roleFor } from '../../google/permissions.js';
import type { LookProblem } from '../../google/ports.js';
import type { Fact, Scope, Seen } from '../engine.js';
import type { CapabilityState, Cure, Tried } from './report.js';

export interface Attempt {
  /** Google's name of what is read. */
  readonly resource: string;
  readonly fact: Fact<Seen<unknown> | undefined>;
  /**
   * What a 404 means: `answered` where Google only says so to somebody who may look, `wrong` where it means that the
   * configuration names something that is not there.
   */
  readonly absent: 'answered' | 'wrong';
  /** Whether an answer proves nothing, such as an empty list of entries that may have been left out in silence. */
  readonly empty?: (value: unknown) => boolean;
}

export interface Attempted extends Tried {
  readonly failed: LookProblem | undefined;
  readonly empty: boolean;
}

/** Makes the call. Never throws; ends with the question's signal. */
export async function attempt(scope: Scope, { resource, fact, absent, empty }: Attempt): Promise<Attempted> {
  const before = scope.clock.now();
  const seen = await scope.get(fact);
  const base = { resource, ms: Math.max(0, Math.round(scope.clock.now() - before)) };
  if (!seen) return { ...base, state: 'unknown', problem: null, said: null, failed: undefined, empty: true };
  const { look } = seen;
  if (look.ok) {
    const hollow = empty?.(look.value) === true;
    const state = hollow ? 'unknown' : 'works';
    return { ...base, state, problem: null, said: null, failed: undefined, empty: hollow };
  }
  const { problem } = look;
  const state = stateOf(problem, absent);
  const told = state === 'works' ? null : problem.message;
  return {
    ...base,
    state,
    problem: state === 'works' ? null : problem.kind,
    said: told,
    failed: state === 'works' ? undefined : problem,
    empty: false,
  };
}

function stateOf({ kind }: LookProblem, absent: Attempt['absent']): CapabilityState {
  switch (kind) {
    case 'forbidden':
    case 'api-disabled':
    case 'edition':
      return 'missing';
    case 'not-found':
      return absent === 'answered' ? 'works' : 'unknown';
    case 'throttled':
    case 'deadline':
    case 'unavailable':
    case 'malformed':
    case 'invalid':
    case 'not-held':
      return 'unknown';
  }
}

/** What would make a failed try work. */
export function cureOf(problem: LookProblem, rights: readonly RightName[]): Cure {
  const grant = rights.map(cureFor).join(', and ');
  const asked = {
    roles: rights.flatMap((right) => roleFor(right) ?? []),
    permissions: [...new Set(rights.flatMap(permissionsOf))],
  };
  const wait = (text: string): Cure => ({ text, roles: [], permissions: [] });
  switch (problem.kind) {
    case 'forbidden':
      return { text: grant, ...asked };
    case 'api-disabled':
      return {
        text: `enabling ${problem.api}.googleapis.com in the project I am billed to, and ${grant}`,
        ...asked,
      };
    case 'edition':
      return wait('Cloud Identity Premium, or Workspace Enterprise Standard, Plus or Education');
    case 'throttled':
      return wait('waiting a minute and asking again, or a higher quota for that API');
    case 'deadline':
      return wait('asking again, or a longer --timeout');
    case 'unavailable':
    case 'malformed':
      return wait('asking again in a moment');
    case 'not-found':
    case 'invalid':
    case 'not-held':
      return wait('a configuration that names what is there (organization, projects, services[].resource)');
  }
}

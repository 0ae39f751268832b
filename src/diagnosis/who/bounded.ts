/** What the principal access boundary says about one person after the other; judged once per kind where it can be. Pure. */
import { type Container, type CustomerId, sameContainer } from '../../names/index.js';
import { type BoundaryInput, evaluateBoundary } from '../../policy/boundary.js';
import type { Conditions } from '../../policy/conditions.js';
import type { BoundaryResult } from '../../policy/results.js';
import type { Known } from '../../policy/types.js';
import { type BoundaryFacts, policyLookup } from '../facts/restraints.js';
import { missing } from '../missing.js';
import { identityOf, type Kind, type Person } from './circle.js';
import type { Bounded } from './judges.js';

export interface BoundedInput {
  /** What bounds a kind; undefined where nothing can. */
  readonly boundaryOf: (kind: Kind) => BoundaryFacts | undefined;
  readonly place: BoundaryInput['place'];
  /** The place's own organisation and whose it is: the only one of which that is known. */
  readonly organization: Container | undefined;
  readonly customer: CustomerId | undefined;
  /** The real evaluators unless told otherwise. */
  readonly conditions?: Conditions;
}

const FREE: Bounded = { truth: 'true', detail: undefined, missing: [], foreign: false };
const FOREIGN: Bounded = { ...FREE, foreign: true };

/** Bindings with a condition may single people out; all others treat everybody of a kind alike. */
export function boundaries(input: BoundedInput): (person: Person) => Bounded {
  const known = new Map<string, Bounded>();
  const world = { customerOf: customerOf(input) };
  return (person) => {
    const boundary = input.boundaryOf(person.kind);
    if (!boundary) return FREE;
    if (boundary.foreign) return FOREIGN;
    const before = known.get(person.kind.key);
    if (before) return before;
    const singled = boundary.sources.some(
      ({ bindings }) => bindings.known && bindings.value.some((binding) => binding.condition !== undefined),
    );
    const fresh = boundedBy(
      evaluateBoundary({
        sources: boundary.sources,
        policy: policyLookup(boundary.policies),
        identity: identityOf(person),
        world,
        place: input.place,
        ...(input.conditions === undefined ? {} : { conditions: input.conditions }),
      }),
    );
    if (!singled) known.set(person.kind.key, fresh);
    return fresh;
  };
}

function boundedBy({ truth, relevant, unknowns }: BoundaryResult): Bounded {
  const shut = relevant.filter(({ includes, enforced }) => enforced && includes !== 'true');
  const names = [...new Set(shut.map(({ policy }) => policy.slice(policy.lastIndexOf('/') + 1)))];
  const detail = names.length === 0 ? undefined : `left out by the boundary ${names.join(', ')}`;
  return { truth, detail, missing: truth === 'unknown' ? unknowns : [], foreign: false };
}

function customerOf({ organization, customer }: BoundedInput) {
  return (asked: Container): Known<CustomerId | undefined> =>
    organization && customer !== undefined && sameContainer(organization, asked)
      ? { known: true, value: customer }
      : {
          known: false,
          why: missing(
            'boundary',
            asked.id,
            `I cannot see which customer organisation ${asked.id} belongs to.`,
          ),
        };
}

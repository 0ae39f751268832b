/** What could not be read while a snapshot was taken: noted once per thing, with the kind of failure. */
import type { LookProblem, ProblemKind } from '../google/ports.js';
import { gapKey, type Part } from './model.js';

/** A failed look as the snapshot's reader has to know it. */
export interface Gap {
  readonly part: Part;
  readonly name: string;
  readonly problem: LookProblem;
}

/** Collects gaps in any order; the map comes out the same whatever came first. */
export class Gaps {
  private readonly found = new Map<string, Gap>();

  add(part: Part, name: string, problem: LookProblem): void {
    this.found.set(gapKey(part, name), { part, name, problem });
  }

  /** Every gap, by what it is about. */
  list(): readonly Gap[] {
    return [...this.found.values()];
  }

  /** `{"deny folders/1": "forbidden"}`. */
  map(): Record<string, ProblemKind> {
    return Object.fromEntries([...this.found].map(([key, { problem }]) => [key, problem.kind]));
  }
}

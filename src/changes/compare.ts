/** Compares what entries tell whole with the entry before on the same resource, while they come by newest first. */
import type { AllowPolicy } from '../policy/types.js';
import type { Change } from './change.js';
import { policyDeltas } from './deltas.js';
import { type Line, Recent } from './pairs.js';

/** Policies and services that wait for the entry before theirs. */
export class Comparison {
  private readonly policies = new Recent<Line>();
  private readonly switches = new Recent<Line>();
  private readonly drop: (line: Line) => void;

  /** `drop` takes back a line that turned out to be no change. */
  constructor(drop: (line: Line) => void) {
    this.drop = drop;
  }

  /** Told of every line in order, newest first. */
  note(line: Line): void {
    const { change } = line;
    if (change.touched?.what === 'switch') this.noteSwitch(line);
    if (change.policyAfter === undefined) return;
    const newer = this.policies.get(change.resource);
    if (newer) compare(newer, change.policyAfter);
    if (change.deltas.length === 0) line.compared = false;
    this.policies.set(change.resource, line);
  }

  /** Resources whose oldest entry waits for one from before the window. */
  waiting(): readonly Line[] {
    return [...this.policies.values()].filter(({ compared }) => !compared);
  }

  /** What is left has nothing before it: a deployment that says "on" may always have said so, one that says "off" says nothing. */
  end(): void {
    for (const line of this.switches.values()) {
      const { touched } = line.change;
      if (touched?.what !== 'switch' || !touched.repeats) continue;
      if (touched.enabled !== true) this.drop(line);
      else
        line.change = {
          ...line.change,
          says: `deployed the Cloud Run service ${touched.backend.name} with IAP on; whether it was on before I cannot see`,
        };
    }
  }

  private noteSwitch(line: Line): void {
    const { touched, resource } = line.change;
    if (touched?.what !== 'switch' || touched.enabled === undefined) return;
    const newer = this.switches.get(resource);
    const later = newer?.change.touched;
    if (newer && later?.what === 'switch' && later.repeats && later.enabled === touched.enabled)
      this.drop(newer);
    this.switches.set(resource, line);
  }
}

/** Fills in the difference to the policy before. */
export function compare(line: Line, before: AllowPolicy): void {
  if (line.compared || line.change.policyAfter === undefined) return;
  const deltas = policyDeltas(before, line.change.policyAfter);
  const unchanged: Partial<Change> =
    deltas.length === 0 ? { says: `wrote the policy of ${line.change.resource} without changing it` } : {};
  // The whole policy has served its purpose, and may be large.
  line.change = { ...line.change, deltas, policyAfter: undefined, ...unchanged };
  line.compared = true;
}

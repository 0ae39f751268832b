/** Measures requests over kept connections, with and without IAP, when `--count` asks for it. */
import type { Outcome, Run } from './go-in.js';
import type { Observation } from './observation.js';

export interface Measured {
  readonly latency: Observation['latency'];
  readonly blindSpots: Observation['blindSpots'];
}

export async function measure(_run: Run, _outcome: Outcome): Promise<Measured> {
  return { latency: undefined, blindSpots: [] };
}

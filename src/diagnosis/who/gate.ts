/** Whether the policies decide at this place at all: IAP off, another way to sign in, or a door that is shut for everybody. */

import type { CheckFinding, CheckInput } from '../check.js';
import { bypass } from '../checks/bypass.js';
import { gcip } from '../checks/gcip.js';
import { host } from '../checks/host.js';
import { iapSwitch } from '../checks/iap-switch.js';
import { serviceAgent } from '../checks/service-agent.js';
import type { Engine } from '../engine.js';
import type { Looks } from '../facts/looks.js';
import type { PlaceQuestion } from '../question.js';
import type { BlindSpot } from '../report.js';
import { NOBODY } from './circle.js';
import type { Gate, Stop } from './report.js';

/** Those of the checks that look at the place and at nobody. */
const CHECKS = [iapSwitch, gcip, serviceAgent, host, bypass];

export interface Gated {
  readonly gate: Gate;
  /** What else is worth knowing about the place. */
  readonly notes: readonly Stop[];
  readonly blindSpots: readonly BlindSpot[];
}

const stop = ({ code, text, adminText }: CheckFinding): Stop => ({
  code: code ?? 'note',
  detail: adminText === '' ? text : adminText,
});

/** Runs the checks about the place. A definite block wins over everything, then what makes the policies meaningless. */
export async function readGate(engine: Engine, looks: Looks, question: PlaceQuestion): Promise<Gated> {
  const input = (): CheckInput => ({
    scope: engine.scope(),
    question: { ...question, asked: '', subject: NOBODY },
    looks,
  });
  const findings = (await Promise.all(CHECKS.map((check) => check.run(input())))).flat();
  const settling = findings.filter(({ verdict, settles }) => verdict === 'blocks' || settles !== undefined);
  const [block] = settling.filter(({ verdict }) => verdict === 'blocks');
  const [settled] = settling;
  const decisive = block ?? settled;
  const state = block ? 'nobody' : settled?.settles === 'allowed' ? 'everybody' : 'elsewhere';
  const gate: Gate = decisive
    ? { state, ...stop(decisive) }
    : { state: 'policies', code: null, detail: null };
  const notes = findings.filter(
    (finding) =>
      finding !== decisive &&
      finding.code !== null &&
      ['warns', 'unsure', 'blocks'].includes(finding.verdict),
  );
  const spots = findings.flatMap(({ verdict, missing = [] }) =>
    verdict === 'could-not-look' ? missing : [],
  );
  return {
    gate,
    notes: notes.map(stop),
    blindSpots: spots.map(({ code, what, needs }) => ({ code, what, needs })),
  };
}

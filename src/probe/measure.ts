/** Measures requests over kept connections, with and without IAP, when `--count` asks for it. */
import { type Outcome, question, type Run, startWalk } from './go-in.js';
import type { Observation, Timings } from './observation.js';
import { type Deadline, startDeadline } from './wire/deadline.js';
import { measure } from './wire/latency.js';

export interface Measured {
  readonly latency: Observation['latency'];
  readonly blindSpots: Observation['blindSpots'];
}

/** Through IAP, with the credential that was used once already: it is minted once and kept. */
function through(
  run: Run,
  { walked, obtained }: Outcome,
  count: number,
  deadline: Deadline,
): Promise<Timings> {
  const spec = question(run.request, obtained.ok ? obtained.credential : undefined);
  return measure({
    walked,
    spec,
    count,
    deadline,
    reopen: () => startWalk(run, undefined),
    onProgress: (done, of) => run.ports.say(`measured ${done} of ${of}`),
  });
}

/** Around IAP, on a connection of its own; nothing where that leads nowhere. */
async function around(run: Run, url: string, count: number): Promise<Timings | undefined> {
  const spec = question(run.request, undefined);
  const walked = await startWalk(run, spec, url);
  try {
    if (walked.halt) return undefined;
    return await measure({
      walked,
      spec,
      count,
      deadline: run.deadline,
      reopen: () => startWalk(run, undefined, url),
      onProgress: (done, of) => run.ports.say(`measured ${done} of ${of} around IAP`),
    });
  } finally {
    walked.close();
  }
}

/** What was asked for and not measured, with the reason. */
function shortOf(timings: Timings, way: string): Observation['blindSpots'] {
  const { requestMs, failures, stopped } = timings;
  const done = requestMs.length + failures;
  const asked = timings.asked ?? done;
  if (stopped === undefined || done >= asked) return [];
  const late = stopped === 'deadline';
  return [
    {
      code: 'probe-incomplete',
      what: `I measured ${done} of ${asked} requests${way}: ${late ? 'the time was over' : 'the server closed the connection again and again'}.`,
      needs: late ? 'a longer --timeout, or a smaller --count' : 'looking at the failures first',
    },
  ];
}

/** Both ways share what is left of the time; without `--count` nothing is measured. */
export async function measureBoth(run: Run, outcome: Outcome): Promise<Measured> {
  const { count, direct } = run.request;
  if (count === undefined || !outcome.reply) return { latency: undefined, blindSpots: [] };
  const half = startDeadline(run.deadline.left() * (direct === undefined ? 1 : 0.5), run.deadline.signal);
  try {
    const there = await through(run, outcome, count, half);
    const beside = direct === undefined ? undefined : await around(run, direct, count);
    return {
      latency: { through: there, direct: beside },
      blindSpots: [...shortOf(there, ''), ...(beside ? shortOf(beside, ' around IAP') : [])],
    };
  } finally {
    half.dispose();
  }
}

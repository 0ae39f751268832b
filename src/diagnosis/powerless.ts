/** Answers of a bot without Google credentials: one sentence and what to run, instead of everything it could not read. */
import type { Engine } from './engine.js';
import type { BlindSpot, WhyReport } from './report.js';
import type { StatusReport } from './status/report.js';
import type { WhoReport } from './who/report.js';

const CODE = 'api-unavailable';

interface Powerless {
  readonly spot: BlindSpot;
  readonly command: string | null;
}

/** The one thing that is missing, where no look succeeded because nothing could be sent. */
function powerless(engine: Engine): Powerless | undefined {
  const problem = engine.withoutCredentials();
  return (
    problem && { spot: { code: CODE, what: problem.why, needs: problem.needs }, command: problem.command }
  );
}

/** A `why` report as it is where nothing could be asked; unchanged where something could. */
export function orPowerless(engine: Engine, report: WhyReport): WhyReport {
  const found = powerless(engine);
  if (!found) return report;
  const { spot, command } = found;
  const cause = { code: CODE, check: 'credentials', text: spot.what, adminText: spot.what };
  return {
    ...report,
    verdict: 'unknown',
    cause,
    also: [],
    findings: [{ ...cause, verdict: 'could-not-look', evidence: [] }],
    grants: [],
    nearMiss: null,
    fixes: [
      {
        title: `Give me Google credentials: ${spot.needs}`,
        for: 'operator',
        overgrant: 0,
        gcloud: command,
        terraform: null,
        console: null,
        then: 'Ask me again afterwards; nothing has to be restarted.',
      },
    ],
    changes: [],
    services: null,
    blindSpots: [spot],
    secondOpinion: null,
  };
}

/** The same of `who`: nothing was read, for one reason. */
export function whoOrPowerless(engine: Engine, report: WhoReport): WhoReport {
  const found = powerless(engine);
  if (!found) return report;
  return { ...report, groups: [], notes: [], blindSpots: [found.spot] };
}

/** The same of `status`: nothing could be tried, and one row says why. */
export function statusOrPowerless(engine: Engine, report: StatusReport): StatusReport {
  const found = powerless(engine);
  if (!found) return report;
  const { what, needs } = found.spot;
  const row: StatusReport['capabilities'][number] = {
    id: 'credentials',
    title: 'Google credentials',
    state: 'missing',
    needed: true,
    ms: 0,
    tried: [],
    cure: { text: needs, roles: [], permissions: [] },
    note: what,
    inconclusive: false,
  };
  const untried = report.capabilities.map((one) =>
    one.tried.length === 0 ? one : { ...one, state: 'unknown' as const, tried: [], cure: null, note: null },
  );
  return {
    ...report,
    overall: 'unknown',
    capabilities: [row, ...untried],
    auditLogs: [],
    blindSpots: [found.spot],
  };
}

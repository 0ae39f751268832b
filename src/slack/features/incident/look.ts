/** A closer look at an incident: as somebody who asked sees it, or along the broken path; and what to tell of it. */
import type { ReportChange, WhyReport } from '../../../diagnosis/report.js';
import type { Fix } from '../../../fixes/types.js';
import type { ProbeReport } from '../../../probe/report.js';
import { askAs } from '../../asking/asking.js';
import type { Desk, Question } from '../../desk.js';
import type { Look } from './rules.js';
import { overBy, witnessesOf } from './rules.js';
import { causeOf, type Incident, type Insight } from './state.js';

export interface Seen {
  readonly over: 'works' | 'undone' | undefined;
  /** Undefined when nothing could be learned this time. */
  readonly insight: Insight | undefined;
}

const QUESTION_MS = 20_000;

/** What a change of this kind is mended by, in words that name nobody. */
const UNDOING: ReadonlyMap<string, string> = new Map([
  ['group-membership', 'put the people back into the group they were taken out of'],
  ['group', 'restore the group and its members'],
  ['iam-policy', 'give back the role that was taken away'],
  ['iap-policy', 'give back the role that was taken away'],
  ['deny-policy', 'take back or narrow the deny rule'],
  ['boundary', 'widen the boundary policy again'],
  ['access-level', 'loosen the access level again'],
  ['custom-role', 'put the permission back into the custom role'],
  ['iap-switch', 'put IAP’s switch back'],
  ['iap-settings', 'put IAP’s settings back'],
  ['oauth-client', 'put the OAuth client back'],
]);

const MENDING: ReadonlyMap<string, string> = new Map([
  ['dns', 'mend the DNS entry'],
  ['tcp', 'open the way to the load balancer'],
  ['tls', 'mend the certificate or the TLS settings'],
  ['alpn', 'let the load balancer speak HTTP/2'],
  ['http2', 'let the load balancer speak HTTP/2'],
  ['iap', 'mend the configuration of IAP'],
  ['load-balancer', 'mend the load balancer or what stands behind it'],
]);

const commands = (fixes: readonly Fix[]): Insight['fixes'] =>
  fixes
    .filter((fix) => fix.for !== 'person')
    .slice(0, 2)
    .map(({ title, gcloud, terraform }) => ({
      title,
      code: [
        ...(gcloud === null ? [] : [{ label: 'gcloud', text: gcloud }]),
        ...(terraform === null ? [] : [{ label: 'Terraform', text: terraform }]),
      ],
    }));

const causeIn = (report: WhyReport, { change }: Incident): ReportChange | undefined =>
  report.changes.find((one) => causeOf({ ...one, id: one.entry }) === change?.cause);

/** Whether this person is still stopped by it. A grant on its way is not there yet. */
export function lookOfWhy(report: WhyReport, incident: Incident): Look {
  const onItsWay = report.findings.some(
    ({ code, verdict }) => code === 'change-propagating' && verdict === 'warns',
  );
  switch (report.verdict) {
    case 'allowed':
      return onItsWay ? 'stopped' : 'works';
    case 'denied':
      return causeIn(report, incident)?.relation === 'cause' || report.cause?.code === incident.code
        ? 'stopped'
        : 'neither';
    case 'unknown':
      // The way in is there again; what is missing is something this bot cannot see.
      return report.grants.length > 0 && causeIn(report, incident)?.relation !== 'cause'
        ? 'undone'
        : 'neither';
  }
}

export function lookOfProbe({ verdict }: ProbeReport): Look {
  switch (verdict) {
    case 'through':
    case 'guarded':
      return 'works';
    case 'failing':
    case 'blocked':
    case 'exposed':
      return 'stopped';
    case 'unknown':
      return 'neither';
  }
}

function insightOfWhy(report: WhyReport, incident: Incident): Insight {
  const change = causeIn(report, incident);
  const asked = report.who.email ?? report.who.asked;
  return {
    actor: change?.actorKind ?? 'unknown',
    mend: UNDOING.get(change?.kind ?? '') ?? 'undo the change',
    lines: [
      ...(change === undefined
        ? []
        : [
            `${change.summary} (\`${change.actor}\`${change.tool === null ? '' : `, ${change.tool}`}, on \`${change.resource}\`, log entry \`${change.entry}\`)`,
          ]),
      ...(report.cause === null ? [] : [`One of those who asked, \`${asked}\`: ${report.cause.adminText}`]),
    ],
    fixes: commands(report.fixes),
  };
}

function insightOfProbe(report: ProbeReport): Insight {
  return {
    actor: 'unknown',
    mend: MENDING.get(report.failedStage ?? '') ?? 'mend the service behind IAP',
    ...(report.cause === null ? {} : { broken: report.cause.text }),
    lines: report.cause === null ? [] : [report.cause.adminText],
    fixes: commands(report.fixes),
  };
}

/** Asks as people who asked would. `fresh`: reads everything anew. */
export async function lookAt(
  incident: Incident,
  people: readonly string[],
  fresh: Question['fresh'],
  desk: Desk,
  signal: AbortSignal,
): Promise<Seen> {
  const witnesses = incident.stops === 'path' ? people.slice(0, 1) : witnessesOf(people);
  const words = incident.stops === 'path' ? ['probe', incident.service] : ['why', 'me', incident.service];
  const looks: Look[] = [];
  let insight: Insight | undefined;
  for (const userId of witnesses) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(QUESTION_MS)]);
    const question = {
      userId,
      teamId: undefined,
      words,
      origin: 'watch' as const,
      channelId: undefined,
      threadTs: undefined,
      fresh,
    };
    const { answer } = await askAs(question, desk, { signal: limit });
    if (answer?.kind === 'why') {
      const look = lookOfWhy(answer.report, incident);
      looks.push(look);
      if (look === 'stopped') insight ??= insightOfWhy(answer.report, incident);
    } else if (answer?.kind === 'probe') {
      const look = lookOfProbe(answer.report);
      looks.push(look);
      if (look === 'stopped') insight ??= insightOfProbe(answer.report);
    }
    // Nobody else has to be asked to know that it is not over.
    if (looks.includes('stopped')) break;
  }
  return { over: overBy(looks), insight };
}

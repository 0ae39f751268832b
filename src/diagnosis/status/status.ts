/** Answers `status`: tries every capability at once under one deadline, and says what would cure each gap. */
import type { Config } from '../../config.js';
import type { Google } from '../../google/ports.js';
import { containerName } from '../../names/index.js';
import type { AllowPolicy, Known } from '../../policy/types.js';
import type { FactCache } from '../../store/ports.js';
import type { Engine } from '../engine.js';
import { hierarchyOf } from '../facts/hierarchy.js';
import { missingFrom } from '../missing.js';
import { statusOrPowerless } from '../powerless.js';
import type { BlindSpot } from '../report.js';
import { type Attempted, attempt, cureOf } from './attempt.js';
import { type AuditedProject, auditLogOf, auditSpots } from './audit-logs.js';
import type { BotReport } from './bot.js';
import { capabilities } from './capabilities/index.js';
import type { CapabilitySpec } from './capabilities/spec.js';
import { type Ground, groundOf } from './ground.js';
import type { AuditLog, Capability, CapabilityState, ConfigSummary, StatusReport } from './report.js';

export interface StatusInput {
  readonly google: Google;
  readonly config: Config;
  readonly cache: FactCache;
  readonly now: number;
  readonly surface: 'slack' | 'terminal';
  /** False for the short form, which tries little. */
  readonly full: boolean;
}

/** Everything is tried for real: what was remembered proves nothing about the rights of today. */
export async function statusOf(engine: Engine, input: StatusInput, id: string): Promise<StatusReport> {
  const { google, config, cache, full } = input;
  const ground = groundOf(google, config, input.now, () => engine.scope());
  const wanted = capabilities.filter((spec) => full || spec.short === true);
  const [rows, auditLogs, caller] = await Promise.all([
    Promise.all(wanted.map((spec) => tryOut(engine, ground, spec))),
    full ? readAuditLogs(engine, ground) : [],
    google.caller(),
  ]);
  const store = storeOf(cache);
  const tried = rows.flatMap((row) => (row.capability ? [row.capability] : []));
  const own = [storeRow(store), ...(input.surface === 'slack' ? [SLACK] : [])];
  const all = full ? [...tried, ...own] : tried;
  const report: StatusReport = {
    schema: 'iap-doctor.status/1',
    id,
    as: caller ?? null,
    overall: overallOf(tried, own),
    full,
    capabilities: all,
    notTried: rows.flatMap((row) => (row.capability ? [] : [row.spec.untried ?? row.spec.title])),
    auditLogs,
    store,
    config: summaryOf(config),
    blindSpots: [...rows.flatMap(spotsOf), ...auditSpots(auditLogs)],
    cost: engine.cost(),
    oldestFactAt: engine.oldestFactAt(),
  };
  return statusOrPowerless(engine, report);
}

/** The last questions alone, which administrators may ask for. Nothing is tried. */
export function auditStatus(
  bot: BotReport,
  { config, cache, now, ms }: Pick<StatusInput, 'config' | 'cache' | 'now'> & { readonly ms: number },
  id: string,
): StatusReport {
  return {
    schema: 'iap-doctor.status/1',
    id,
    as: null,
    overall: 'works',
    full: true,
    capabilities: [],
    notTried: [],
    auditLogs: [],
    store: storeOf(cache),
    config: summaryOf(config),
    blindSpots: [],
    cost: { calls: 0, byApi: {}, roundTrips: 0, ms },
    oldestFactAt: new Date(now).toISOString(),
    bot,
    auditOnly: true,
  };
}

function storeOf(cache: FactCache): StatusReport['store'] {
  const { kind, connected, problem } = cache.health();
  return { kind, connected, problem: problem ?? null };
}

interface Row {
  readonly spec: CapabilitySpec;
  readonly capability: Capability | undefined;
}

async function tryOut(engine: Engine, ground: Ground, spec: CapabilitySpec): Promise<Row> {
  const attempts = await spec.attempts(ground);
  const tried = await Promise.all(attempts.map((one) => attempt(engine.scope(), one)));
  return { spec, capability: tried.length === 0 ? undefined : rowOf(spec, tried) };
}

/** A refusal counts more than a try that did not come to its end; where names may not exist, one answer is enough. */
function rowOf(spec: CapabilitySpec, all: readonly Attempted[]): Capability {
  // Where one place shows something, another that is empty says nothing more.
  const telling = all.filter(({ empty }) => !empty);
  const tried = telling.length > 0 ? telling : all;
  const has = (state: CapabilityState): boolean => tried.some((one) => one.state === state);
  const state: CapabilityState =
    (spec.rule === 'any' && has('works')) || tried.every((one) => one.state === 'works')
      ? 'works'
      : has('missing')
        ? 'missing'
        : 'unknown';
  const failed = state === 'works' ? undefined : tried.find((one) => one.state === state)?.failed;
  const inconclusive = state === 'unknown' && tried.every((one) => one.state === 'works' || one.empty);
  return {
    id: spec.id,
    title: spec.title,
    state,
    needed: spec.needed,
    ms: Math.max(...tried.map(({ ms }) => ms)),
    tried: tried.map(({ resource, state: own, ms, problem, said }) => ({
      resource,
      state: own,
      ms,
      problem,
      said,
    })),
    cure: failed ? cureOf(failed, spec.rights) : null,
    note: state === 'works' ? null : (spec.note ?? null),
    inconclusive,
  };
}

function spotsOf({ spec, capability }: Row): BlindSpot[] {
  if (!capability || capability.state === 'works' || capability.cure === null) return [];
  const places = capability.tried.filter(({ state }) => state !== 'works').map(({ resource }) => resource);
  const [first] = capability.tried.filter(({ state }) => state === capability.state);
  const why = first?.problem === null || first === undefined ? '' : ` (${first.problem})`;
  const what = `I could not read ${capability.title} of ${places.slice(0, 3).join(', ')}${places.length > 3 ? ` and ${places.length - 3} more` : ''}${why}.`;
  return [{ code: codeOf(spec, first?.problem ?? null), what, needs: capability.cure.text }];
}

function codeOf(spec: CapabilitySpec, problem: string | null): string {
  switch (problem) {
    case 'throttled':
      return 'api-throttled';
    case 'deadline':
      return 'deadline-exceeded';
    case 'unavailable':
    case 'malformed':
      return 'api-unavailable';
    default:
      return spec.code;
  }
}

/** What proves nothing either way, and what is only good for explanations, does not decide. */
function overallOf(tried: readonly Capability[], own: readonly Capability[]): CapabilityState {
  const counting = [...tried, ...own].filter(({ needed, inconclusive }) => needed && !inconclusive);
  if (counting.some(({ state }) => state === 'missing')) return 'missing';
  const tryable = tried.some(({ state }) => state === 'works');
  return tryable && counting.every(({ state }) => state === 'works') ? 'works' : 'unknown';
}

function storeRow({ kind, connected, problem }: StatusReport['store']): Capability {
  const shared = kind === 'redis';
  return {
    id: 'store',
    title: shared ? 'shared memory (Redis)' : 'memory of this process',
    state: connected ? 'works' : 'missing',
    needed: true,
    ms: 0,
    tried: [],
    cure: connected
      ? null
      : {
          text: `a Redis that answers at REDIS_URL (${problem ?? 'not connected'})`,
          roles: [],
          permissions: [],
        },
    note: shared ? null : 'Without REDIS_URL nothing is shared with other copies of me.',
    inconclusive: false,
  };
}

const SLACK: Capability = {
  id: 'slack',
  title: 'Slack',
  state: 'works',
  needed: true,
  ms: 0,
  tried: [],
  cure: null,
  note: 'This question came that way.',
  inconclusive: false,
};

function summaryOf(config: Config): ConfigSummary {
  const { organization, projects, services, slack, automation } = config;
  return {
    organization: organization ? containerName(organization) : null,
    projects: projects.map(containerName),
    services: services.length,
    withoutResource: services.filter(({ resource }) => resource === undefined).map(({ name }) => name),
    channels: slack.channels.length,
    admins: slack.admins.length,
    automation: automation.length,
  };
}

/** The audit settings of every project and of all above it. */
async function readAuditLogs(engine: Engine, { looks, ...ground }: Ground): Promise<AuditLog[]> {
  const [configured, projects] = await Promise.all([ground.organization(), ground.projects()]);
  const audited = projects.map(async (project): Promise<AuditedProject> => {
    const scope = engine.scope();
    const { containers } = await scope.get(hierarchyOf(looks, configured, project));
    const nodes = containers.known ? containers.value : [project, ...(configured ? [configured] : [])];
    const policies = await Promise.all(
      nodes.map(async (node) => {
        const { look } = await scope.get(looks.containerPolicy(node));
        const policy: Known<AllowPolicy> = look.ok
          ? { known: true, value: look.value }
          : { known: false, why: missingFrom(look.problem, 'container-policy', containerName(node)) };
        return { node, policy };
      }),
    );
    return { project, policies, complete: containers.known };
  });
  return (await Promise.all(audited)).map(auditLogOf);
}

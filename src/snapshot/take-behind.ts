/** Reads what stands behind the services, for a snapshot: where IAP is switched on and off, and who may go round it. */
import { serverlessGroup } from '../diagnosis/facts/surroundings-behind.js';
import { type Container, containerName, type IapResource, iapName } from '../names/index.js';
import type { SnapshotBehind } from './model.js';
import { appOf, backendOf, runOf } from './plain.js';
import type { Taking } from './take.js';

export interface BehindTaken {
  /** Undefined where there is nothing of the kind (tunnels, whole types), or where it could not be read. */
  readonly behind: SnapshotBehind | undefined;
  /** Cloud Run services that a load balancer leads to, by name. */
  readonly runs: Readonly<Record<string, SnapshotBehind>>;
}

const NOTHING: BehindTaken = { behind: undefined, runs: {} };

/** `projects/P/locations/R/services/S`, Google's own name of a Cloud Run service. */
export const runName = (project: Container, region: string, service: string): string =>
  `${containerName(project)}/locations/${region}/services/${service}`;

/** What one service stands on. */
export async function takeBehind(taking: Taking, resource: IapResource): Promise<BehindTaken> {
  if (resource.level !== 'webService' && resource.level !== 'webVersion') return NOTHING;
  const { scope, looks, gaps } = taking;
  const { type, project, service } = resource;
  const name = iapName(resource);
  switch (type.kind) {
    case 'compute': {
      const { look } = await scope.get(looks.backendService(project, type.region, service));
      if (!look.ok) {
        gaps.add('behind', name, look.problem);
        return NOTHING;
      }
      const { leads, runs } = await takeLeads(taking, project, look.value.groups);
      return { behind: backendOf(look.value, leads), runs };
    }
    case 'cloud_run': {
      const behind = await takeRun(taking, project, type.region, service, name);
      return { behind, runs: {} };
    }
    case 'appengine': {
      const { look } = await scope.get(looks.application(type.app));
      if (look.ok) return { behind: appOf(look.value), runs: {} };
      gaps.add('behind', name, look.problem);
      return NOTHING;
    }
    case 'forwarding_rule':
      return NOTHING;
  }
}

async function takeRun(
  { scope, looks, gaps }: Taking,
  project: Container,
  region: string,
  service: string,
  name: string,
): Promise<SnapshotBehind | undefined> {
  const [run, policy] = await Promise.all([
    scope.get(looks.runService(project, region, service)),
    scope.get(looks.runPolicy(project, region, service)),
  ]);
  if (!policy.look.ok) gaps.add('behind', `${name} invokers`, policy.look.problem);
  if (run.look.ok) return runOf(run.look.value, policy.look.ok ? policy.look.value : undefined);
  gaps.add('behind', name, run.look.problem);
  return undefined;
}

/** Where the groups of a backend lead: what lies behind a serverless one decides whether IAP stands there twice. */
async function takeLeads(
  taking: Taking,
  project: Container,
  groups: readonly string[],
): Promise<{
  readonly leads: NonNullable<SnapshotBehind['leadsTo']>;
  readonly runs: Readonly<Record<string, SnapshotBehind>>;
}> {
  const { scope, looks, gaps } = taking;
  const found = await Promise.all(
    groups.map(async (url) => {
      const group = url.replace(/^https?:\/\/[^/]+\/(?:compute\/v1\/)?/, '');
      const link = serverlessGroup(url);
      if (!link) return { lead: { group } };
      const { look } = await scope.get(looks.serverlessTarget(project, link.region, link.name));
      if (!look.ok && look.problem.kind !== 'not-found') gaps.add('behind', group, look.problem);
      const run = look.ok ? look.value.runService : undefined;
      if (run === undefined) return { lead: { group } };
      const name = runName(project, link.region, run);
      const behind = await takeRun(taking, project, link.region, run, name);
      return { lead: { group, run }, ...(behind ? { run: [name, behind] as const } : {}) };
    }),
  );
  return {
    leads: found.map(({ lead }) => lead),
    runs: Object.fromEntries(found.flatMap((one) => ('run' in one && one.run ? [one.run] : []))),
  };
}

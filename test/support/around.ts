/** A company whose Google can be changed for one question and is put back afterwards. */
import type { WhyReport } from '../../src/diagnosis/report.js';
import type { Fault } from '../../src/sandbox/google/emulator.js';
import type { BackendServiceRecord, RunServiceRecord, World } from '../../src/sandbox/google/model.js';
import { nodeOf } from '../../src/sandbox/world/services.js';
import { type AskOptions, type Product, reportOf } from './product.js';

/** The parts of a world that tests change. */
function snapshot(world: World): () => void {
  const lists = [
    ...[world.backendServices, world.runServices, world.endpointGroups, world.apps, world.users],
    ...[world.entitlements, world.privilegedGrants, world.logEntries, world.projects, world.caller.denied],
  ] as unknown[][];
  const maps = [world.policies, world.iapSettings, world.orgPolicies, world.roles] as Map<unknown, unknown>[];
  const kept = lists.map((list) => structuredClone(list));
  const entries = maps.map((map) => structuredClone([...map]));
  return () => {
    for (const [i, list] of lists.entries()) list.splice(0, list.length, ...(kept[i] ?? []));
    for (const [i, map] of maps.entries()) {
      map.clear();
      for (const [key, value] of entries[i] ?? []) map.set(key, value);
    }
  };
}

export interface Situation {
  /** What is different for this question. */
  readonly when?: (world: World) => void;
  readonly faults?: readonly Fault[];
  readonly options?: AskOptions;
  /** Further words, e.g. `--host`. */
  readonly flags?: readonly string[];
}

/** Asks one question in a changed world, cold, and puts everything back. */
export async function askWhen(
  product: Product,
  who: string,
  where: string,
  { when, faults = [], options, flags = [] }: Situation = {},
): Promise<WhyReport> {
  const { world, faults: active } = product.google;
  const restore = snapshot(world);
  try {
    when?.(world);
    active.push(...faults.map((fault) => ({ ...fault })));
    return reportOf(await product.cold(['why', who, where, ...flags], options));
  } finally {
    active.length = 0;
    restore();
  }
}

/** Sets `accessSettings` on the node of a service, or on any node by its name. */
export function set(world: World, where: string, accessSettings: Readonly<Record<string, unknown>>): void {
  world.iapSettings.set(where.includes('/') ? where : nodeOf(where), { accessSettings });
}

export function changeBackend(world: World, name: string, more: Partial<BackendServiceRecord>): void {
  const at = world.backendServices.findIndex((backend) => backend.name === name);
  const found = world.backendServices[at];
  if (!found) throw new Error(`no backend service ${name}`);
  world.backendServices[at] = { ...found, ...more };
}

export function changeRun(world: World, name: string, more: Partial<RunServiceRecord>): void {
  const at = world.runServices.findIndex((service) => service.name === name);
  const found = world.runServices[at];
  if (!found) throw new Error(`no Cloud Run service ${name}`);
  world.runServices[at] = { ...found, ...more };
}

/** The codes of the findings with a verdict. */
export const codesOf = (report: WhyReport, verdict: WhyReport['findings'][number]['verdict']): string[] =>
  report.findings.flatMap((f) => (f.verdict === verdict && f.code !== null ? [f.code] : []));

/** The finding of a check; fails the test when there is none. */
export function findingOf(report: WhyReport, check: string): WhyReport['findings'][number] {
  const found = report.findings.find((finding) => finding.check === check);
  if (!found)
    throw new Error(`no finding of ${check}: ${JSON.stringify(report.findings.map((f) => f.check))}`);
  return found;
}

/** Whom the difference between two snapshots hits: who gets in at which service on one side and not on the other. */
import type { Config } from '../config.js';
import { Engine } from '../diagnosis/engine.js';
import type { PlaceQuestion } from '../diagnosis/question.js';
import type { WhoReport, WhoState } from '../diagnosis/who/report.js';
import { whoCanPass } from '../diagnosis/who/who.js';
import { parseIapResource } from '../names/index.js';
import type { CachedLook, Clock, FactCache, FactRequest } from '../store/ports.js';
import { snapshotGoogle } from './google/index.js';
import type { Snapshot } from './model.js';

export interface Hit {
  readonly service: string;
  /** Members of policies: `user:a@x`, and sets such as `domain:x` or `allUsers`. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** In on one side; for the other something that decides is not known. */
  readonly unsure: readonly string[];
  /** False: there may be more, because something that decides is not known on one side. */
  readonly complete: boolean;
}

/** Nothing is kept: what a snapshot says is in memory already. */
const noCache = (clock: Clock): FactCache => ({
  get: async <T>(request: FactRequest<T>): Promise<CachedLook<T>> => ({
    look: await request.load(request.signal),
    readAt: new Date(clock.now()).toISOString(),
    cached: false,
    stale: false,
    staleBecause: undefined,
  }),
  health: () => ({ kind: 'memory', connected: true, problem: undefined }),
  close: async () => undefined,
});

/** The engine for one question over a snapshot. */
export function snapshotEngine(clock: Clock, signal: AbortSignal): Engine {
  return new Engine({ cache: noCache(clock), clock, signal, fresh: true });
}

/** The configuration that a snapshot stands for: its services, with what only the file knows of them. */
export function configOfSnapshot(snapshot: Snapshot, config: Config): Config {
  const services = Object.entries(snapshot.services).map(([name, { resource, url }]) => {
    const known = config.services.find((one) => one.name === name);
    return {
      name,
      aliases: known?.aliases ?? [],
      url: url !== undefined && URL.canParse(url) ? new URL(url) : undefined,
      resource: parseIapResource(resource),
      audience: known?.audience,
      grpc: known?.grpc,
      owners: known?.owners ?? [],
    };
  });
  return { ...config, projects: [], services };
}

async function whoAt(
  snapshot: Snapshot,
  config: Config,
  name: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<WhoReport | undefined> {
  const own = configOfSnapshot(snapshot, config);
  const service = own.services.find((one) => one.name === name);
  if (!service?.resource) return undefined;
  const question: PlaceQuestion = {
    google: snapshotGoogle(snapshot, clock.now()),
    config: own,
    place: { name, resource: service.resource, url: service.url, service },
    given: { at: undefined, ip: undefined, host: undefined, path: undefined, levels: [] },
    now: clock.now(),
  };
  const options = { deadline: Number.POSITIVE_INFINITY, progress: () => undefined };
  return whoCanPass(snapshotEngine(clock, signal), question, '', options);
}

type State = WhoState | 'nobody';

const statesOf = ({ members, sets }: WhoReport): ReadonlyMap<string, State> =>
  new Map<string, State>([
    ...sets.map((one) => [one.member, one.state] as const),
    ...members.map((one) => [one.member, one.state] as const),
  ]);

const isIn = (state: State | undefined): boolean => state === 'passes' || state === 'conditional';

/** Services at which anybody gained or lost access. Two files in, no network. */
export async function whomItHits(
  before: Snapshot,
  now: Snapshot,
  config: Config,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Hit[]> {
  const names = Object.keys(before.services).filter((name) => name in now.services);
  const hits = await Promise.all(
    names.map(async (service): Promise<readonly Hit[]> => {
      const [was, is] = await Promise.all([
        whoAt(before, config, service, clock, signal),
        whoAt(now, config, service, clock, signal),
      ]);
      if (!was || !is) return [];
      const [old, current] = [statesOf(was), statesOf(is)];
      const lost = missingIn(is, current, old);
      const gained = missingIn(was, old, current);
      const complete = was.counts.complete && is.counts.complete;
      const unsure = [...doubtfulIn(is, current, old), ...doubtfulIn(was, old, current)];
      const touched = lost.length + gained.length + unsure.length;
      return touched === 0 ? [] : [{ service, gained, lost, unsure, complete }];
    }),
  );
  return hits.flat();
}

/** Who gets in on the one side and certainly not on the other, whose report this is. Not known is not a loss. */
function missingIn(
  { counts }: WhoReport,
  there: ReadonlyMap<string, State>,
  here: ReadonlyMap<string, State>,
): readonly string[] {
  const stopped = (state: State | undefined): boolean =>
    state === undefined ? counts.complete : state === 'blocked' || state === 'nobody';
  return [...here]
    .filter(([member, state]) => isIn(state) && stopped(there.get(member)))
    .map(([member]) => member);
}

/** Who gets in on the one side, and of whom nothing is known on the other. */
function doubtfulIn(
  { counts }: WhoReport,
  there: ReadonlyMap<string, State>,
  here: ReadonlyMap<string, State>,
): readonly string[] {
  const open = (state: State | undefined): boolean =>
    state === undefined ? !counts.complete : state === 'unknown';
  return [...here]
    .filter(([member, state]) => isIn(state) && open(there.get(member)))
    .map(([member]) => member);
}

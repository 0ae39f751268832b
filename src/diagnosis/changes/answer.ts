/** Answers `changes`: reads the logs and what decides today, takes the changes back one by one, and tells what each did. */
import { automationOf } from '../../changes/actor.js';
import { readEntry } from '../../changes/entries/index.js';
import { Fold, type Folded } from '../../changes/fold.js';
import { changeFilter, policyFilter } from '../../changes/queries.js';
import { type ReadEnd, readLogs } from '../../changes/read.js';
import type { AskedWhere, Subject, TypedMistake } from '../../names/index.js';
import { containerName, subjectMember } from '../../names/index.js';
import type { AllowPolicy } from '../../policy/types.js';
import type { Engine } from '../engine.js';
import { looksOf } from '../facts/looks.js';
import { knownPlaces } from '../place.js';
import { type Discovered, discoveredPlaces } from '../places/discovered.js';
import { resolveWhere, shelvesOf } from '../places/resolve.js';
import type { Place, PlaceQuestion } from '../question.js';
import { conclude } from './conclude.js';
import { readDecisions } from './decisions.js';
import { addressOf } from './model.js';
import type { ChangesReport } from './report.js';
import { containersOf, readWorld } from './world.js';

export interface ChangesAsked {
  /** As it was typed; null for everything. */
  readonly words: string | null;
  readonly subject: Subject | undefined;
  readonly where: AskedWhere | undefined;
  /** Lists automation's changes too. */
  readonly all: boolean;
  /** RFC 3339. */
  readonly window: { readonly from: string; readonly to: string };
}

export interface ChangesOptions {
  /** When the question's time is over, milliseconds since the epoch. */
  readonly deadline: number;
  readonly progress: (step: string) => void;
  readonly wait: (ms: number) => Promise<boolean>;
  readonly now: () => number;
}

export type ChangesAnswer =
  | { readonly kind: 'report'; readonly report: ChangesReport }
  | { readonly kind: 'mistake'; readonly mistake: TypedMistake };

type Base = Omit<PlaceQuestion, 'place' | 'given'>;

/** More places are not weighed; the logs are read in full all the same. */
const MOST_PLACES = 60;
/** Kept back for weighing what was read, of the whole time. */
const READING_SHARE = 0.6;

interface Scene {
  readonly place: Place | undefined;
  readonly places: readonly Place[];
  readonly discovered: Discovered | undefined;
  readonly note: string | undefined;
}

/** The asked place, and every known one beside it: a change elsewhere is only elsewhere if that is known. */
async function sceneOf(
  engine: Engine,
  base: Base,
  where: AskedWhere | undefined,
): Promise<Scene | { readonly mistake: TypedMistake }> {
  const { google, config } = base;
  const scope = engine.scope();
  if (where !== undefined) {
    const resolved = await resolveWhere(scope, google, config, where);
    engine.goOn(scope.depth());
    if (resolved.kind === 'mistake') return { mistake: resolved.mistake };
    if (resolved.kind === 'unread')
      return {
        mistake: {
          message: `I can\u2019t tell which service answers at ${resolved.asked}: what would tell could not be read.`,
          nearest: 'status',
        },
      };
    const { place } = resolved.found;
    return { place, places: [place], discovered: undefined, note: resolved.note };
  }
  const discovered =
    config.projects.length > 0 ? await scope.get(discoveredPlaces(shelvesOf(google), config)) : undefined;
  engine.goOn(scope.depth());
  const places = discovered?.places ?? knownPlaces(config);
  return { place: undefined, places: places.slice(0, MOST_PLACES), discovered, note: undefined };
}

export async function answerChanges(
  engine: Engine,
  base: Base,
  asked: ChangesAsked,
  id: string,
  options: ChangesOptions,
): Promise<ChangesAnswer> {
  const scene = await sceneOf(engine, base, asked.where);
  if ('mistake' in scene) return { kind: 'mistake', mistake: scene.mistake };
  options.progress('Reading policies');
  const world = await readWorld(engine, base, scene.places);
  const known = containersOf(world.places);
  const { organization, projects } = base.config;
  // Where the place alone is asked about, other projects' logs say nothing.
  const further = scene.place === undefined ? projects.map(containerName) : [];
  const containers = [
    ...new Set([...(organization ? [containerName(organization)] : []), ...known, ...further]),
  ];
  const configured = automationOf(base.config.automation);
  const isFolded = (actor: string | undefined): boolean => !asked.all && configured(actor);
  const [read, decisions] = await Promise.all([
    readChanges(engine, base, asked, containers, isFolded, options),
    readDecisions(engine, looksOf(base.google), {
      email:
        asked.subject === undefined || asked.subject.kind === 'federated' ? undefined : asked.subject.email,
      place: scene.place,
      projects: containers.filter((name) => name.startsWith('projects/')),
      ...asked.window,
    }),
  ]);
  const report = await conclude({
    engine,
    base,
    asked,
    id,
    options,
    scene,
    world,
    decisions,
    isAutomation: configured,
    ...read,
    containers,
  });
  return { kind: 'report', report };
}

/** The stream of entries, folded while it comes, and the policies that stood before the window. */
async function readChanges(
  engine: Engine,
  { google, now }: Base,
  { window, subject }: ChangesAsked,
  containers: readonly string[],
  isAutomation: (actor: string | undefined) => boolean,
  options: ChangesOptions,
): Promise<{ readonly folded: Folded; readonly end: ReadEnd }> {
  const address = subject === undefined ? undefined : addressOf(subjectMember(subject));
  const fold = new Fold({
    from: Date.parse(window.from),
    to: Date.parse(window.to),
    isAutomation,
    names: ({ deltas }) =>
      address !== undefined && deltas.some(({ member }) => addressOf(member) === address),
  });
  const until = now + (options.deadline - now) * READING_SHARE;
  const stream = readLogs({
    logs: google.logs,
    call: engine.call(until),
    containers,
    filterUpTo: (to) => changeFilter(window.from, to),
    to: window.to,
    until,
    now: options.now,
    wait: options.wait,
  });
  let entries = 0;
  for (;;) {
    const step = await stream.next();
    if (step.done) {
      fold.end();
      fold.settle(await policiesBefore(engine, google, fold.waiting(), containers, window.from));
      return { folded: fold.result(), end: step.value };
    }
    for (const entry of step.value) fold.add(entry);
    entries += step.value.length;
    options.progress(`Reading the logs: ${entries.toLocaleString('en')} entries`);
  }
}

/** One read for all resources: the newest policy of each from before the window, to compare the first one in it with. */
async function policiesBefore(
  engine: Engine,
  google: Base['google'],
  waiting: readonly string[],
  containers: readonly string[],
  before: string,
): Promise<ReadonlyMap<string, AllowPolicy>> {
  const found = new Map<string, AllowPolicy>();
  const resources = [...new Set(waiting)].slice(0, 30);
  if (resources.length === 0) return found;
  const query = {
    resourceNames: containers.filter((name) => name.startsWith('projects/')),
    filter: policyFilter(resources, before),
    limit: 200,
  };
  const { look } = await engine
    .scope()
    .get(looksOf(google).entries(`policies before ${before} ${resources.join(' ')}`, query));
  for (const raw of look.ok ? look.value : []) {
    const reading = readEntry(raw);
    for (const { resource, policyAfter, at } of reading.kind === 'changes' ? reading.changes : [])
      if (policyAfter && !found.has(resource) && Date.parse(at) < Date.parse(before))
        found.set(resource, policyAfter);
  }
  return found;
}

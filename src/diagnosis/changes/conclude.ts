/** Weighs what was read and writes the report. */
import type { Folded } from '../../changes/fold.js';
import type { ReadEnd } from '../../changes/read.js';
import { containerName, subjectMember } from '../../names/index.js';
import type { Engine } from '../engine.js';
import type { Discovered } from '../places/discovered.js';
import type { Place, PlaceQuestion } from '../question.js';
import type { BlindSpot } from '../report.js';
import type { GroupContent } from '../who/expand.js';
import type { ChangesAsked, ChangesOptions } from './answer.js';
import { type Decisions, type PlaceRefusals, refusalsAt } from './decisions.js';
import { effectsOf } from './effect.js';
import { gatherModel } from './gather.js';
import { Judge, type ServiceView } from './judge.js';
import { type FoldedSum, linesOf, nothingFolded } from './lines.js';
import { type Names, namesOf } from './names.js';
import type { Outcome } from './outcome.js';
import { type Asked, emailOf } from './path.js';
import type { ChangesReport, FoldedActor } from './report.js';
import { decisionSpots, lateSpots, logSpots, manySpots, worldSpots } from './spots.js';
import { timelineOf } from './timeline.js';
import { viewsOf } from './views.js';
import type { ReadWorld } from './world.js';

export interface ConcludeInput {
  readonly engine: Engine;
  readonly base: Omit<PlaceQuestion, 'place' | 'given'>;
  readonly asked: ChangesAsked;
  readonly id: string;
  readonly options: ChangesOptions;
  readonly scene: {
    readonly place: Place | undefined;
    readonly discovered: Discovered | undefined;
    readonly note: string | undefined;
  };
  readonly world: ReadWorld;
  readonly decisions: Decisions;
  readonly folded: Folded;
  readonly end: ReadEnd;
  readonly containers: readonly string[];
  readonly isAutomation: (actor: string | undefined) => boolean;
}

/** Kept back for writing the answer. */
const RESERVE_MS = 250;

export async function conclude(input: ConcludeInput): Promise<ChangesReport> {
  const { engine, asked, id, scene, world, decisions, folded, end } = input;
  const weighed = await weigh(input);
  const about: Asked = { subject: asked.subject, place: scene.place };
  const email = emailOf(about);
  const refusals = new Map(
    weighed.services.map((service) => [service, refusalsAt(decisions.entries, service.place)]),
  );
  const lines = linesOf({
    outcomes: weighed.outcomes,
    asked: about,
    names: weighed.names,
    refusals,
    uses: (service) =>
      weighed.uses.has(service) ||
      (email !== undefined && refusals.get(service)?.ofPerson.has(email) === true),
    isAutomation: input.isAutomation,
  });
  const denials = denialsOf(decisions, about, refusals);
  return {
    schema: 'iap-doctor.changes/1',
    id,
    window: asked.window,
    subject: asked.words,
    person: asked.subject === undefined ? null : subjectMember(asked.subject),
    place: scene.place?.name ?? null,
    changes: lines.changes,
    folded: foldedOf(folded.counts, lines.folded),
    unreadable: folded.unreadable,
    samples: folded.samples,
    elsewhere: lines.elsewhere,
    blindSpots: [
      ...logSpots(end),
      ...organizationSpot(input),
      ...decisionSpots(world.places, decisions),
      ...worldSpots(world.places, weighed.contents),
      ...manySpots(folded.overflow),
      ...lateSpots(weighed.outcomes.filter(({ late }) => late).length),
    ],
    read: end.read,
    readBackTo: end.cut === undefined ? null : (end.reached ?? null),
    denials: { count: denials.length, first: denials[0] ?? null, complete: decisions.complete },
    timeline: timelineOf(
      asked.window,
      denials,
      lines.changes.map(({ at }) => at),
    ),
    cost: engine.cost(),
    oldestFactAt: engine.oldestFactAt(),
    ...(scene.note === undefined ? {} : { note: scene.note }),
  };
}

/** Those that never had a line together with those that gave theirs up. */
function foldedOf(
  counts: ReadonlyMap<string, number>,
  sums: ReadonlyMap<string, FoldedSum>,
): readonly FoldedActor[] {
  const actors = [...new Set([...counts.keys(), ...sums.keys()])].map((actor): FoldedActor => {
    const { count, gained, lost, services } = sums.get(actor) ?? nothingFolded();
    const total = count + (counts.get(actor) ?? 0);
    const effect = { gainedCount: gained.size, lostCount: lost.size, services: [...services].sort() };
    return { actor, count: total, ...effect };
  });
  return actors.sort((a, b) => b.count - a.count || (a.actor < b.actor ? -1 : 1));
}

/** Moments of the refusals that the question is about, oldest first. */
function denialsOf(
  { entries }: Decisions,
  about: Asked,
  refusals: ReadonlyMap<ServiceView, PlaceRefusals>,
): readonly string[] {
  const email = emailOf(about);
  const places = [...refusals.keys()].map(({ place }) => place);
  const isHere = (entry: (typeof entries)[number]): boolean =>
    about.place === undefined ||
    places.some((place) => {
      const { ofPerson, nameless } = refusalsAt([entry], place);
      return ofPerson.size + nameless.length > 0;
    });
  return entries
    .filter(
      ({ granted, email: who }) => !granted && (email === undefined || who === undefined || who === email),
    )
    .filter(isHere)
    .map(({ at }) => at)
    .sort((a, b) => Date.parse(a) - Date.parse(b));
}

interface Weighed {
  readonly outcomes: readonly Outcome[];
  readonly services: readonly ServiceView[];
  readonly names: Names;
  readonly contents: readonly GroupContent[];
  /** Services that the asked person passes now, or might. */
  readonly uses: ReadonlySet<ServiceView>;
}

/** Without a single known place nothing can be weighed: the changes are listed as they are. */
async function weigh(input: ConcludeInput): Promise<Weighed> {
  const { engine, base, asked, options, scene, world, folded } = input;
  const { listed } = folded;
  const { subject } = asked;
  const names = namesOf({
    places: world.places.map(({ place }) => place),
    projects: world.places.map(({ place, hierarchy }) => ({
      own: place.resource.project,
      all: hierarchy.projectNames,
    })),
    services: scene.discovered?.services ?? [],
  });
  const nothing = { services: [], names, contents: [], uses: new Set<ServiceView>() };
  const plain = listed.map(unweighed);
  if (world.places.length === 0) return { ...nothing, outcomes: plain };
  options.progress('Working out whom the changes hit');
  const mayGoOn = (): boolean => options.now() + RESERVE_MS < options.deadline;
  const { progress } = options;
  const { model, reader } = await gatherModel({ engine, base, world, listed, subject, mayGoOn, progress });
  const contents = [...reader.contents.values()];
  // Some of each group stand for the sorts of people in it.
  const further = contents.flatMap(({ people }) => people.slice(0, 20));
  const views = await viewsOf(engine, world, listed, subject, further);
  if (!views) return { ...nothing, outcomes: plain };
  const { services, kinds } = views;
  const judge = new Judge(model, kinds);
  const uses = new Set(
    subject === undefined ? [] : services.filter((service) => judge.passing(subject, service) !== 'no'),
  );
  const outcomes = effectsOf({ listed, services, model, judge, names, isLate: () => !mayGoOn() });
  return { outcomes, services, names, contents, uses };
}

const unweighed = (listed: Folded['listed'][number]): Outcome => ({
  listed,
  services: [],
  gained: [],
  lost: [],
  complete: false,
  late: false,
  meant: new Set(),
});

/** Groups are logged at the organisation. */
function organizationSpot({ containers, base }: ConcludeInput): BlindSpot[] {
  if (containers.some((name) => name.startsWith('organizations/'))) return [];
  const projects = base.config.projects.map(containerName).join(', ');
  return [
    {
      code: 'logs-not-readable',
      what: 'I do not know the organisation, so changes of groups, access levels and sign-in are missing.',
      needs: `organization in the configuration${projects === '' ? '' : `, or the folders above ${projects} (roles/browser)`}`,
    },
  ];
}

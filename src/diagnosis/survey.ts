/** `why` without a place: the service of the newest refusal in full, every other known service in one line. */
import type { Missing } from '../policy/types.js';
import type { WhyAnswer } from './answer.js';
import { diagnose } from './diagnose.js';
import type { Engine, Fact, Scope } from './engine.js';
import { looksOf } from './facts/looks.js';
import { addressFact } from './facts/subject.js';
import { knownPlaces } from './place.js';
import { sameResource } from './places/candidates.js';
import { type Discovered, discoveredPlaces } from './places/discovered.js';
import { hides } from './places/inventory.js';
import { decisionsNotLogged } from './places/logged.js';
import { newestRefusal, type Refusals } from './places/newest-refusal.js';
import { shelvesOf } from './places/resolve.js';
import { unplacedReport } from './places/unread.js';
import type { Place, Question } from './question.js';
import { everyPlace, type WhyReport } from './report.js';
import { type Around, about, overview } from './survey-words.js';

/** Each place costs policies and logs of its own, and log reads are few a minute: more than these are only named. */
const MAX_PLACES = 30;

type Base = Omit<Question, 'place'>;

async function discover(scope: Scope, { google, config }: Base): Promise<Discovered> {
  if (config.projects.length > 0) return scope.get(discoveredPlaces(shelvesOf(google), config));
  return { places: knownPlaces(config), services: [], projects: [], unread: [] };
}

/** Where the person was refused last. The directory is asked first: the log holds the primary address. */
async function refusalsOf(engine: Engine, base: Base, known: Discovered): Promise<Refusals> {
  if (base.subject.kind === 'federated') return { newest: undefined, unread: [] };
  const scope = engine.scope();
  const looks = looksOf(base.google);
  const { email = base.subject.email } = await scope.get(addressFact(looks, base));
  const projects = [...known.projects, ...known.places.map(({ resource }) => resource.project)];
  const distinct = projects.filter(({ id }, i) => projects.findIndex((other) => other.id === id) === i);
  const until = base.given.at === undefined ? base.now : Date.parse(base.given.at);
  return newestRefusal(scope, looks, email, known.places, distinct, until);
}

/**
 * Answers for every known place at once and puts the one with the newest refusal first. The refusal names the person,
 * or fits their other entries in time, host and address (`contract.md` §7.11).
 */
export async function survey(engine: Engine, base: Base, newReference: () => string): Promise<WhyAnswer> {
  const scope = engine.scope();
  if (base.subject.kind === 'user') scope.start(looksOf(base.google).user(base.subject.email));
  const known = await discover(scope, base);
  engine.goOn(scope.depth());
  const others: Fact<readonly Place[]> = { key: 'other places', read: async () => known.places };
  const answerAt = (place: Place): Promise<WhyReport> =>
    diagnose(engine.fork(), { ...base, place, others, oneOfMany: true }, newReference());
  const [refusals, reports] = await Promise.all([
    refusalsOf(engine.fork(), base, known),
    Promise.all(known.places.slice(0, MAX_PLACES).map(answerAt)),
  ]);
  const { newest } = refusals;
  const at = newest && known.places.findIndex((p) => sameResource(p.resource, newest.place.resource));
  const chosen = newest && ((at === undefined ? undefined : reports[at]) ?? (await answerAt(newest.place)));
  const around: Around = {
    reports,
    left: known.places.slice(MAX_PLACES).map(({ name }) => name),
    refusals,
    unread: known.unread.filter(hides),
    silent: [],
    cost: engine.cost(),
    oldestFactAt: engine.oldestFactAt(),
  };
  if (chosen && newest) return { kind: 'report', report: about(chosen, newest, around) };
  const [first] = reports;
  if (first) {
    const silent = await notLogged(engine, base, known.places);
    return { kind: 'report', report: overview(first, { ...around, silent }) };
  }
  return nowhere(engine, base, around.unread, newReference);
}

/** Projects whose logs say nothing because they are off. The policies were read for the verdicts already. */
async function notLogged(engine: Engine, base: Base, places: readonly Place[]): Promise<readonly Missing[]> {
  const looks = looksOf(base.google);
  const ofProject = places
    .slice(0, MAX_PLACES)
    .filter(
      ({ resource }, i, all) => all.findIndex((p) => p.resource.project.id === resource.project.id) === i,
    );
  const spots = await Promise.all(
    ofProject.map((place) => decisionsNotLogged(engine.fork().scope(), looks, { ...base, place })),
  );
  return spots.filter((spot) => spot !== undefined);
}

/** No service is known and no refusal was found. */
function nowhere(
  engine: Engine,
  base: Base,
  unread: Around['unread'],
  newReference: () => string,
): WhyAnswer {
  const { subject, asked, config } = base;
  if (unread.length > 0) {
    const email = subject.kind === 'federated' ? null : subject.email;
    const who = { asked, email, kind: subject.kind };
    const unplaced = { asked: everyPlace, url: undefined, unread, likely: undefined };
    return {
      kind: 'report',
      report: unplacedReport(engine, { ...unplaced, id: newReference(), who }),
    };
  }
  return {
    kind: 'mistake',
    mistake: {
      message:
        config.projects.length === 0
          ? 'No service is configured, so I need to be told where.'
          : 'I found no service behind IAP in the configured projects, so I need to be told where.',
      nearest: 'why alice@example.com projects/PROJECT_NUMBER/iap_web/compute/services/ID',
    },
  };
}

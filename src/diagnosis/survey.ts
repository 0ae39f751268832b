/** `why` without a place: the service of the newest refusal in full, every other known service in one line. */
import { type AuthorizeEntry, isAbout, parseAuthorize } from '../changes/authorize.js';
import { containerName, type Email, iapName } from '../names/index.js';
import { diagnose } from './diagnose.js';
import type { Engine, Scope } from './engine.js';
import { looksOf } from './facts/looks.js';
import type { Place, Question } from './question.js';
import type { Verdict, WhyReport } from './report.js';
import { moment } from './words.js';

const DAY = 24 * 3_600_000;
const WINDOW_MS = 7 * DAY;
/** A nameless refusal belongs to somebody's visit when it lies this near to an entry of theirs from the same address. */
const SAME_VISIT_MS = 30 * 60_000;

interface Refusal {
  readonly place: Place;
  readonly at: string;
  /** Named in the entry itself, or only fitting the person's other entries. */
  readonly certain: boolean;
}

/**
 * Answers for every known place at once and puts the one with the newest refusal first. The refusal names the person,
 * or fits their other entries in time and address (`contract.md` §7.11).
 */
export async function survey(
  engine: Engine,
  base: Omit<Question, 'place'>,
  places: readonly Place[],
  newReference: () => string,
): Promise<WhyReport> {
  const forks = places.map(() => engine.fork());
  const [refusal, reports] = await Promise.all([
    newestRefusal(engine.fork().scope(), base, places),
    Promise.all(places.map((place, i) => diagnose(forks[i] ?? engine, { ...base, place }, newReference()))),
  ]);
  const lines = reports.map((r) => ({ name: r.where.name, verdict: r.verdict, code: r.cause?.code ?? null }));
  const cost = engine.cost();
  const chosen = refusal && reports.find((r) => r.where.resource === iapName(refusal.place.resource));
  if (chosen && refusal) {
    const likely = refusal.certain ? '' : ' (likely: the entry names nobody, but time and address fit)';
    const note = `No service was named, so this is about ${chosen.where.name}: IAP refused ${chosen.who.email ?? chosen.who.asked} there on ${moment(refusal.at)}${likely}.`;
    return { ...chosen, services: lines.filter((l) => l.name !== chosen.where.name), cost, note };
  }
  return overview(reports, lines, engine);
}

/** No refusal was found: only the list, and a verdict only where all agree. */
function overview(
  reports: readonly WhyReport[],
  services: NonNullable<WhyReport['services']>,
  engine: Engine,
): WhyReport {
  const [first] = reports;
  if (!first) throw new RangeError('A survey needs at least one place.');
  const who = first.who.email ?? first.who.asked;
  const text = `I found no refusal of ${who} in the last 7 days of logs. Name the service to have one explained.`;
  const verdicts = new Set<Verdict>(services.map((s) => s.verdict));
  const verdict = verdicts.size === 1 ? first.verdict : 'unknown';
  const same = verdicts.size === 1 ? first.cause : null;
  const cause =
    verdict === 'allowed'
      ? null
      : (same ?? { code: 'service-not-found', check: 'survey', text, adminText: text });
  return {
    ...first,
    where: { name: 'every known service', resource: '', url: null },
    verdict,
    cause,
    also: [],
    findings: [],
    grants: [],
    nearMiss: null,
    fixes: [],
    changes: [],
    services,
    blindSpots: distinctSpots(reports),
    secondOpinion: null,
    cost: engine.cost(),
    oldestFactAt: engine.oldestFactAt(),
    note: text,
  };
}

function distinctSpots(reports: readonly WhyReport[]): WhyReport['blindSpots'] {
  return [
    ...new Map(
      reports.flatMap((r) => r.blindSpots).map((spot) => [`${spot.code} ${spot.what}`, spot]),
    ).values(),
  ];
}

async function newestRefusal(
  scope: Scope,
  base: Omit<Question, 'place'>,
  places: readonly Place[],
): Promise<Refusal | undefined> {
  if (base.subject.kind === 'federated') return undefined;
  const { email } = base.subject;
  const looks = looksOf(base.google);
  const until = base.given.at === undefined ? base.now : Date.parse(base.given.at);
  const since = new Date(Math.floor((until - WINDOW_MS) / 3_600_000) * 3_600_000).toISOString();
  const filter = [
    'protoPayload.serviceName="iap.googleapis.com"',
    'protoPayload.methodName="AuthorizeUser"',
    `timestamp>="${since}"`,
    `(protoPayload.authenticationInfo.principalEmail="${email}" OR protoPayload.status.code=7)`,
  ].join(' AND ');
  const projects = [...new Set(places.map((p) => containerName(p.resource.project)))];
  const answers = await Promise.all(
    projects.map((project) =>
      scope.get(
        looks.entries(`refusals ${email} since ${since}`, { resourceNames: [project], filter, limit: 200 }),
      ),
    ),
  );
  const entries = answers
    .flatMap(({ look }) => (look.ok ? look.value : []))
    .map(parseAuthorize)
    .filter((e): e is AuthorizeEntry => e !== undefined && Date.parse(e.at) <= until)
    .sort((a, b) => b.at.localeCompare(a.at));
  return pick(entries, email, places);
}

/** Pure: the newest refusal that names the person, else the newest nameless one that fits their visits. */
export function pick(
  entries: readonly AuthorizeEntry[],
  email: Email,
  places: readonly Place[],
): Refusal | undefined {
  const own = entries.filter((e) => e.email === email);
  const placed = (e: AuthorizeEntry, certain: boolean): Refusal[] => {
    const place = places.find((p) => isAbout(e, p.resource));
    return place ? [{ place, at: e.at, certain }] : [];
  };
  const [named] = own.filter((e) => !e.granted).flatMap((e) => placed(e, true));
  if (named) return named;
  const [fitting] = entries
    .filter((e) => e.email === undefined && !e.granted && e.ip !== undefined)
    .filter((e) =>
      own.some((o) => o.ip === e.ip && Math.abs(Date.parse(o.at) - Date.parse(e.at)) <= SAME_VISIT_MS),
    )
    .flatMap((e) => placed(e, false));
  return fitting;
}

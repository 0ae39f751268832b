/** IAP's decisions in the window: who was refused where, and when it last worked. */
import { type AuthorizeEntry, isAbout, parseAuthorize } from '../../changes/authorize.js';
import { about, byPerson, decisionFilter, PASSED, REFUSED } from '../../changes/queries.js';
import { type Refusal, refusalAmong } from '../../changes/relation.js';
import type { LookProblem, RawLogEntry } from '../../google/ports.js';
import { type Email, iapName, isNumeric } from '../../names/index.js';
import type { Engine } from '../engine.js';
import type { Looks } from '../facts/looks.js';
import type { Place } from '../question.js';

export interface Decisions {
  readonly entries: readonly AuthorizeEntry[];
  readonly problems: readonly { readonly container: string; readonly problem: LookProblem }[];
  /** False where there were more than were read. */
  readonly complete: boolean;
}

export interface DecisionsAsked {
  readonly email: Email | undefined;
  readonly place: Place | undefined;
  readonly projects: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** Newest ones of each question; more than a page is not needed to find the first refusal after the last grant. */
const MOST = 1000;

function filtersOf({ email, place, from, to }: DecisionsAsked): string[] {
  const here = place === undefined ? [] : [about(iapName(place.resource).split('/').slice(2).join('/'))];
  const filter = (...what: readonly string[]): string => decisionFilter(from, to, ...here, ...what);
  if (email !== undefined) return [filter(byPerson(email)), filter(REFUSED)];
  return [filter(REFUSED), filter(PASSED)];
}

/** Reads them for one person, one place, or everybody. */
export async function readDecisions(engine: Engine, looks: Looks, asked: DecisionsAsked): Promise<Decisions> {
  if (asked.projects.length === 0) return { entries: [], problems: [], complete: true };
  const found = new Map<string, AuthorizeEntry>();
  const problems: { container: string; problem: LookProblem }[] = [];
  let complete = true;
  const read = async (filter: string, containers: readonly string[]): Promise<void> => {
    const query = { resourceNames: [...containers], filter, limit: MOST };
    const { look } = await engine.scope().get(looks.entries(`decisions ${filter}`, query));
    if (look.ok) {
      complete = complete && look.value.length < MOST;
      add(look.value, found, asked);
    } else if (containers.length > 1 && look.problem.kind === 'forbidden')
      await Promise.all(containers.map((one) => read(filter, [one])));
    else problems.push({ container: containers.join(', '), problem: look.problem });
  };
  await Promise.all(filtersOf(asked).map((filter) => read(filter, asked.projects)));
  return { entries: [...found.values()], problems, complete };
}

function add(
  raw: readonly RawLogEntry[],
  found: Map<string, AuthorizeEntry>,
  { from, to }: DecisionsAsked,
): void {
  for (const one of raw) {
    const entry = parseAuthorize(one);
    if (!entry || Date.parse(entry.at) < Date.parse(from) || Date.parse(entry.at) > Date.parse(to)) continue;
    found.set(`${entry.insertId} ${entry.at} ${entry.granted}`, entry);
  }
}

/** A project may be written by number in one and by id in the other. */
function maybeSameProject({ resource }: AuthorizeEntry, place: Place): boolean {
  if (!resource) return false;
  const [logged, own] = [resource.project, place.resource.project];
  return logged.id === own.id || isNumeric(logged) !== isNumeric(own);
}

/** A refusal with the access levels the request did not meet. */
export interface SeenRefusal extends Refusal {
  readonly levels: readonly string[];
}

/** Refusals at one place, by person; those that name nobody are kept apart. */
export interface PlaceRefusals {
  /** First refusal after that person's last grant. */
  readonly ofPerson: ReadonlyMap<string, SeenRefusal>;
  /** When each person was let in last. */
  readonly lastGrant: ReadonlyMap<string, string>;
  /** Refusals that name nobody, oldest first. */
  readonly nameless: readonly string[];
}

export function refusalsAt(entries: readonly AuthorizeEntry[], place: Place): PlaceRefusals {
  const here = entries.filter((entry) => isAbout(entry, place.resource) && maybeSameProject(entry, place));
  const people = new Map<string, AuthorizeEntry[]>();
  const nameless: string[] = [];
  for (const entry of here) {
    if (entry.email === undefined) {
      if (!entry.granted) nameless.push(entry.at);
      continue;
    }
    const known = people.get(entry.email);
    if (known) known.push(entry);
    else people.set(entry.email, [entry]);
  }
  const ofPerson = new Map(
    [...people].flatMap(([email, own]) => {
      const refusal = refusalAmong(own);
      if (!refusal) return [];
      const levels =
        own.find((entry) => !entry.granted && entry.at === refusal.first)?.unsatisfiedLevels ?? [];
      return [[email, { ...refusal, levels }] as const];
    }),
  );
  const lastGrant = new Map(
    [...people].flatMap(([email, own]) => {
      const last = own
        .filter(({ granted }) => granted)
        .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
      return last ? [[email, last.at] as const] : [];
    }),
  );
  return { lastGrant, ofPerson, nameless: nameless.sort((a, b) => Date.parse(a) - Date.parse(b)) };
}

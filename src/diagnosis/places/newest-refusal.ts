/** Which service refused somebody last, as IAP's own log tells it: by name, or by what fits their visits. */
import { type AuthorizeEntry, isAbout, parseAuthorize } from '../../changes/authorize.js';
import {
  type Container,
  containerName,
  type Email,
  type IapResource,
  iapName,
  isNumeric,
} from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import type { Scope } from '../engine.js';
import { queriesForProject } from '../facts/decision-queries.js';
import { windowStart } from '../facts/history.js';
import type { Looks } from '../facts/looks.js';
import { missingFrom } from '../missing.js';
import type { Place } from '../question.js';

const HOUR = 3_600_000;
/** How far back refusals are looked for. */
export const WINDOW_DAYS = 7;
/** A nameless refusal belongs to somebody's visit when it lies this near to an entry of theirs from the same address. */
const SAME_VISIT_MS = HOUR / 2;

/** How it is known whose refusal it was. */
export type Sign = 'named' | 'time, host and address fit' | 'time and address fit';

export interface Refusal {
  readonly place: Place;
  /** RFC 3339. */
  readonly at: string;
  readonly sign: Sign;
}

export interface Refusals {
  readonly newest: Refusal | undefined;
  /** Logs that could not be read: there may be a newer one. */
  readonly unread: readonly Missing[];
}

/** Whether two projects may be one: one may be written by number and the other by id. */
const maybeSame = (a: Container, b: Container): boolean => a.id === b.id || isNumeric(a) !== isNumeric(b);

/** The place of an entry: a known one, else the very resource that the log names. */
function placeOf(entry: AuthorizeEntry, places: readonly Place[]): Place | undefined {
  const { resource } = entry;
  if (!resource) return undefined;
  const known = places.find(
    (place) => isAbout(entry, place.resource) && maybeSame(place.resource.project, resource.project),
  );
  if (known) return known;
  const { project } = resource;
  const asked: IapResource =
    resource.level === 'webVersion'
      ? { level: 'webService', project, type: resource.type, service: resource.service }
      : resource;
  return { name: iapName(asked), resource: asked, url: undefined, service: undefined };
}

const near = (a: AuthorizeEntry, b: AuthorizeEntry): boolean =>
  a.ip !== undefined && a.ip === b.ip && Math.abs(Date.parse(a.at) - Date.parse(b.at)) <= SAME_VISIT_MS;

/**
 * Pure. The newest refusal that names the person; else the newest nameless one that fits the time, the host and the
 * address of their other entries; else one that fits time and address, where nobody else was seen at that address.
 * Refusals mostly name nobody (Google leaves `authenticationInfo` empty). Entries come newest first.
 */
export function pick(
  entries: readonly AuthorizeEntry[],
  email: Email,
  places: readonly Place[],
): Refusal | undefined {
  const refused = entries.filter((e) => !e.granted);
  const own = entries.filter((e) => e.email === email);
  const first = (found: readonly AuthorizeEntry[], sign: Sign): Refusal | undefined => {
    for (const entry of found) {
      const place = placeOf(entry, places);
      if (place) return { place, at: entry.at, sign };
    }
    return undefined;
  };
  const nameless = refused.filter((e) => e.email === undefined);
  const visited = nameless.filter((e) =>
    own.some((o) => near(o, e) && e.host !== undefined && o.host === e.host),
  );
  const alone = nameless.filter(
    (e) =>
      own.some((o) => near(o, e)) &&
      !entries.some((o) => o.email !== undefined && o.email !== email && o.ip === e.ip),
  );
  return (
    first(
      refused.filter((e) => e.email === email),
      'named',
    ) ??
    first(visited, 'time, host and address fit') ??
    first(alone, 'time and address fit')
  );
}

/** Reads the refusals and the person's own entries of every project, up to a moment (milliseconds). */
export async function newestRefusal(
  scope: Scope,
  looks: Looks,
  email: Email,
  places: readonly Place[],
  projects: readonly Container[],
  until: number,
): Promise<Refusals> {
  const since = windowStart(until, WINDOW_DAYS * 24 * HOUR);
  const queries = projects.flatMap((project) =>
    queriesForProject(project, email, since).map((named) => ({ project, ...named })),
  );
  const answers = await Promise.all(
    queries.map(async ({ project, name, query }) => ({
      project,
      look: (await scope.get(looks.entries(name, query))).look,
    })),
  );
  const entries = new Map<string, AuthorizeEntry>();
  const unread = new Map<string, Missing>();
  for (const { project, look } of answers) {
    if (!look.ok) {
      const why = missingFrom(look.problem, 'logs', containerName(project));
      unread.set(why.what, why);
      continue;
    }
    for (const raw of look.value) {
      const entry = parseAuthorize(raw);
      if (entry && Date.parse(entry.at) <= until) entries.set(JSON.stringify(entry), entry);
    }
  }
  const sorted = [...entries.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return { newest: pick(sorted, email, places), unread: [...unread.values()] };
}

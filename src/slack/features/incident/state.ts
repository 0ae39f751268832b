/** What is remembered of an incident, for all processes: what it is, who asked, where it was told, and its end. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Notes } from '../../../store/ports-notes.js';
import type { Hit } from '../thread-reply/hit.js';
import { WATCHED_MS, WINDOW_MS } from './rules.js';

/** Longer than an incident is watched. */
const KEPT_MS = WATCHED_MS + 3_600_000;

const incidentSchema = z.object({
  id: z.string(),
  key: z.string(),
  service: z.string(),
  stops: z.enum(['access', 'path']),
  code: z.string(),
  /** The change that is the cause; absent for a broken path. */
  change: z
    .object({
      cause: z.string(),
      kind: z.string().optional(),
      at: z.number(),
      affected: z.number().optional(),
      complete: z.boolean(),
    })
    .optional(),
  /** Milliseconds: whoever asked within the window before it counts too. */
  openedAt: z.number(),
});
export type Incident = Readonly<z.infer<typeof incidentSchema>>;

/** Where it was told. */
const placeSchema = z.object({ ts: z.string(), permalink: z.string().optional() });
export type ToldAt = Readonly<z.infer<typeof placeSchema>>;

/** What a closer look found, first for everybody, then for owners and administrators. */
const insightSchema = z.object({
  actor: z.enum(['person', 'automation', 'unknown']),
  mend: z.string(),
  broken: z.string().optional(),
  /** How many lost access by the change, where more is known than from one person's report. */
  reach: z.object({ affected: z.number(), complete: z.boolean() }).optional(),
  lines: z.array(z.string()),
  fixes: z.array(
    z.object({
      title: z.string(),
      code: z.array(z.object({ label: z.string(), text: z.string() })),
    }),
  ),
});
export type Insight = Readonly<z.infer<typeof insightSchema>>;

const endSchema = z.object({ at: z.number(), how: z.enum(['works', 'undone', 'unwatched']) });
export type IncidentEnd = Readonly<z.infer<typeof endSchema>>;

/** How many incidents with this cause there have been. */
const beforeSchema = z.object({ count: z.number() });

const reader =
  <T>(schema: z.ZodType<T>) =>
  (value: unknown): T | undefined =>
    schema.safeParse(value).data;
const readers = {
  incident: reader(incidentSchema),
  place: reader(placeSchema),
  insight: reader(insightSchema),
  end: reader(endSchema),
  before: reader(beforeSchema),
  text: reader(z.string()),
};

/**
 * What the change is to everybody it hit. Whoever takes many people out of a group leaves an entry for each of them:
 * those of one actor and one group are one thing.
 */
export function causeOf(change: {
  readonly id: string;
  readonly kind?: string | undefined;
  readonly actor?: string | undefined;
  readonly resource?: string | undefined;
}): string {
  const { id, kind, actor, resource } = change;
  return JSON.stringify(kind === 'group-membership' ? [kind, actor, resource] : ['entry', id]);
}

/** The same for all hits of one incident. Undefined: nothing that could stop many. */
export function keyOf({ service, stops, causeChange }: Hit): string | undefined {
  const cause = stops === 'path' ? 'path' : causeChange && causeOf(causeChange);
  if (cause === undefined) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([service, cause]))
    .digest('hex')
    .slice(0, 16);
}

const windowOf = (at: number): number => Math.floor(at / WINDOW_MS);
/** By window, and apart from those of earlier incidents with the same cause. */
const askedIn = (key: string, nth: number, window: number): string =>
  `incident ${key} asked ${nth} ${window}`;
const nthOf = (id: string): number => Number(id.split('.').at(-1));

/** The book of incidents over the shared notes. */
export function openIncidents(notes: Notes) {
  const standing = (key: string): string => `incident ${key}`;
  const distinct = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];
  /** People who asked in the window that ends at `at`, oldest first. */
  const askedBefore = async (key: string, nth: number, at: number): Promise<readonly string[]> =>
    distinct(
      await Promise.all([
        notes.since(askedIn(key, nth, windowOf(at) - 1), at - WINDOW_MS),
        notes.since(askedIn(key, nth, windowOf(at)), at - WINDOW_MS),
      ]),
    );
  const countBefore = async (key: string): Promise<number> =>
    (await notes.get(`${standing(key)} before`, readers.before))?.count ?? 0;

  return {
    async standing(key: string): Promise<Incident | undefined> {
      return notes.get(standing(key), readers.incident);
    },
    async named(id: string): Promise<Incident | undefined> {
      return notes.get(`incident record ${id}`, readers.incident);
    },
    /** Counts somebody who asked, and says who did within the window: those of an earlier incident left out. */
    async asked(key: string, person: string, at: number): Promise<readonly string[]> {
      const nth = await countBefore(key);
      await notes.add(askedIn(key, nth, windowOf(at)), person, at, KEPT_MS);
      return askedBefore(key, nth, at);
    },
    /** Opens an incident, or gives the one that somebody else has just opened. */
    async open(
      key: string,
      incident: Omit<Incident, 'id' | 'key'>,
    ): Promise<{ readonly first: boolean; readonly incident: Incident }> {
      const mine = { ...incident, key, id: `${key}.${await countBefore(key)}` };
      const { first, value } = await notes.claim(standing(key), mine, KEPT_MS, readers.incident);
      await notes.put(`incident record ${value.id}`, value, KEPT_MS);
      return { first, incident: value };
    },
    async join(incident: Incident, person: string, at: number): Promise<void> {
      await notes.add(`incident people ${incident.id}`, person, at, KEPT_MS);
    },
    /** Everybody who asked, oldest first. */
    async people({ id, key, openedAt }: Incident): Promise<readonly string[]> {
      const [first, later] = await Promise.all([
        askedBefore(key, nthOf(id), openedAt),
        notes.since(`incident people ${id}`, 0),
      ]);
      return distinct([first, later]);
    },
    /** The thread of somebody who joined. */
    async keepThread({ id }: Incident, channel: string, threadTs: string): Promise<void> {
      await notes.put(`incident thread ${channel} ${threadTs}`, id, KEPT_MS);
    },
    async ofThread(channel: string, threadTs: string): Promise<Incident | undefined> {
      const id = await notes.get(`incident thread ${channel} ${threadTs}`, readers.text);
      return id === undefined ? undefined : notes.get(`incident record ${id}`, readers.incident);
    },
    async addChannel({ id }: Incident, channel: string, at: number): Promise<void> {
      await notes.add(`incident channels ${id}`, channel, at, KEPT_MS);
    },
    async channels({ id }: Incident): Promise<readonly string[]> {
      return notes.since(`incident channels ${id}`, 0);
    },
    async toldAt({ id }: Incident, channel: string): Promise<ToldAt | undefined> {
      return notes.get(`incident told ${id} ${channel}`, readers.place);
    },
    async keepToldAt({ id }: Incident, channel: string, place: ToldAt): Promise<void> {
      await notes.put(`incident told ${id} ${channel}`, place, KEPT_MS);
    },
    /** What stands in the message of a channel, so that nothing is changed into itself. */
    async shown({ id }: Incident, channel: string): Promise<string | undefined> {
      return notes.get(`incident shown ${id} ${channel}`, readers.text);
    },
    async keepShown({ id }: Incident, channel: string, text: string): Promise<void> {
      await notes.put(`incident shown ${id} ${channel}`, text, KEPT_MS);
    },
    async insight({ id }: Incident): Promise<Insight | undefined> {
      return notes.get(`incident insight ${id}`, readers.insight);
    },
    async keepInsight({ id }: Incident, insight: Insight): Promise<void> {
      await notes.put(`incident insight ${id}`, insight, KEPT_MS);
    },
    async endOf({ id }: Incident): Promise<IncidentEnd | undefined> {
      return notes.get(`incident end ${id}`, readers.end);
    },
    /** Ends it once: whoever comes later is given the first end. Whatever is asked from then on is another incident. */
    async end({ id, key }: Incident, end: IncidentEnd): Promise<IncidentEnd> {
      const { value } = await notes.claim(`incident end ${id}`, end, KEPT_MS, readers.end);
      await notes.put(`${standing(key)} before`, { count: nthOf(id) + 1 }, KEPT_MS);
      if ((await notes.get(standing(key), readers.incident))?.id === id) await notes.remove(standing(key));
      return value;
    },
  };
}
export type Incidents = ReturnType<typeof openIncidents>;

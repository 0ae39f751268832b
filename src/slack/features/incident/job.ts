/** The durable work of an incident: telling it, counting in steps of a few seconds, and looking until it is over. */
import { z } from 'zod';
import type { Job, JobEnd } from '../../../store/ports-jobs.js';
import type { Desk } from '../../desk.js';
import { lookAt } from './look.js';
import { reachOf } from './reach.js';
import { freshnessFor, nextLookIn, WATCHED_MS } from './rules.js';
import { type Incident, type Incidents, type Insight, openIncidents } from './state.js';
import { composeIncidents, refresh, sayEnd, tellIn } from './tell.js';

export const INCIDENT = 'incident';

const payloadSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('tell'), id: z.string(), channel: z.string() }),
  z.object({ what: z.literal('count'), id: z.string() }),
  z.object({ what: z.literal('look'), id: z.string() }),
]);
type Payload = z.infer<typeof payloadSchema>;

const DONE: JobEnd = { kind: 'done' };
/** Long enough for whoever asked to do it themselves. */
const TELL_AFTER_MS = 3_000;
const TELL_MS = 30_000;
const AGAIN_MS = 5_000;

/** Tells it in a channel, also when this process dies now. */
export async function tellLater({ id }: Incident, channel: string, desk: Desk): Promise<void> {
  const payload: Payload = { what: 'tell', id, channel };
  await desk.jobs.enqueue(INCIDENT, `tell ${id} ${channel}`, payload, { delayMs: TELL_AFTER_MS });
}

/** Looks what it is and whether it is over; and brings the number up to date, once per step of a few seconds. */
export async function lookLater({ id }: Incident, desk: Desk): Promise<void> {
  const look: Payload = { what: 'look', id };
  const step = desk.times.incidentEditMs;
  const now = desk.clock.now();
  const slot = Math.floor(now / step);
  const delayMs = (slot + 1) * step - now;
  const counting: Payload = { what: 'count', id };
  await Promise.all([
    desk.jobs.enqueue(INCIDENT, `look ${id}`, look),
    desk.jobs.enqueue(INCIDENT, `count ${id} ${slot}`, counting, { delayMs }),
  ]);
}

/** Brings the messages up to date, and does it again as soon as Slack takes it. */
async function updated(job: Job<Payload>, incident: Incident, desk: Desk, book: Incidents): Promise<JobEnd> {
  const again = await refresh(incident, desk, book);
  return again === 0 ? DONE : job.reschedule(again);
}

/** What is known of the change itself is looked up once. */
async function keep(
  incident: Incident,
  insight: Insight,
  desk: Desk,
  book: Incidents,
  signal: AbortSignal,
): Promise<void> {
  const before = await book.insight(incident);
  const known = before?.reach === undefined ? {} : { reach: before.reach };
  await book.keepInsight(incident, { ...insight, ...known });
  if (before) return;
  // What is known by now is shown while the logs are read.
  await refresh(incident, desk, book);
  const reach = await reachOf(incident, desk, signal);
  if (reach) await book.keepInsight(incident, { ...insight, reach });
}

async function look(job: Job<Payload>, incident: Incident, desk: Desk, book: Incidents): Promise<JobEnd> {
  if (!(await book.endOf(incident))) {
    const first = job.was('looked') !== true;
    const { fresh, slower } = freshnessFor(incident.change?.kind);
    const people = await book.people(incident);
    const seen = await lookAt(incident, people, first ? false : fresh, desk, job.signal);
    if (seen.insight) await keep(incident, seen.insight, desk, book, job.signal);
    await job.done('looked', true);
    const now = desk.clock.now();
    const elapsed = now - incident.openedAt;
    // The first look goes by what was read for the answers, so it cannot be news.
    if (seen.over && !first) await book.end(incident, { at: now, how: seen.over });
    else if (elapsed > WATCHED_MS) await book.end(incident, { at: now, how: 'unwatched' });
    else {
      await refresh(incident, desk, book);
      return job.reschedule(nextLookIn(elapsed, slower * desk.times.incidentLookMs));
    }
    desk.log.info({ incident: incident.id, service: incident.service }, 'An incident is over');
  }
  await sayEnd(incident, desk, book);
  return updated(job, incident, desk, book);
}

async function handle(job: Job<Payload>, desk: Desk): Promise<JobEnd> {
  const { payload } = job;
  const book = openIncidents(desk.notes);
  const incident = await book.named(payload.id);
  // So long ago that nobody remembers it.
  if (!incident) return DONE;
  switch (payload.what) {
    case 'tell': {
      const limit = AbortSignal.any([job.signal, AbortSignal.timeout(TELL_MS)]);
      const told = await tellIn(payload.channel, incident, desk, book, limit);
      return told.kind === 'late' ? job.reschedule(AGAIN_MS) : updated(job, incident, desk, book);
    }
    case 'count':
      return updated(job, incident, desk, book);
    case 'look':
      return look(job, incident, desk, book);
  }
}

/** Begins to work on incidents. */
export function startIncidents(desk: Desk): void {
  composeIncidents(desk, openIncidents(desk.notes));
  desk.jobs.work<Payload>(INCIDENT, {
    revive: (value) => payloadSchema.safeParse(value).data,
    concurrency: 3,
    handle: (job) => handle(job, desk),
  });
}

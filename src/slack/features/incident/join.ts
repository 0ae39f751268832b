/** Decides whether somebody who asked is one of many, and what their thread says then. */
import type { Desk } from '../../desk.js';
import type { CauseChange, Hit, Joined } from '../thread-reply/hit.js';
import { aloneWords } from './alone.js';
import { lookLater, tellLater } from './job.js';
import { isIncident, USUAL_PEOPLE } from './rules.js';
import { causeOf, type Incident, type Incidents, keyOf, openIncidents } from './state.js';
import { standingOf, tellIn } from './tell.js';
import { pointerWords } from './words.js';

/** The thread reply waits two seconds; what is not out by then has no link yet. */
const TELL_MS = 1_500;

function changeOf(change: CauseChange): Pick<Incident, 'change'> {
  const { at, affected, complete, kind } = change;
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return {};
  const many = affected === undefined ? {} : { affected };
  return {
    change: {
      cause: causeOf(change),
      at: moment,
      complete,
      ...many,
      ...(kind === undefined ? {} : { kind }),
    },
  };
}

/** The incident this hit belongs to, opened by it where it is the one that makes it many. */
async function incidentOf(hit: Hit, key: string, desk: Desk, book: Incidents): Promise<Incident | undefined> {
  const after = desk.config.slack.incidentAfter ?? USUAL_PEOPLE;
  if (after <= 0) return undefined;
  const now = desk.clock.now();
  const people = await book.asked(key, hit.userId, now);
  const standing = await book.standing(key);
  if (standing) return standing;
  const { causeChange, service, stops, code } = hit;
  if (!isIncident({ people: people.length, affected: causeChange?.affected, after })) return undefined;
  const change = stops === 'access' && causeChange ? changeOf(causeChange) : {};
  const opened = await book.open(key, { service, stops, code, ...change, openedAt: now });
  if (opened.first)
    desk.log.warn(
      { incident: opened.incident.id, service, people: people.length },
      'Many people are stopped by one thing',
    );
  return opened.incident;
}

const ownersChannelOf = (service: string, { config }: Desk): string | undefined =>
  config.services.find(({ name }) => name === service)?.ownersChannel;

/**
 * Called for everybody who asked in a channel and is stopped. Undefined: they are no part of many, or it could not be
 * told in their channel, and their thread gets the usual reply. The same hit may be told twice.
 */
export async function joinIncident(hit: Hit, desk: Desk): Promise<Joined | undefined> {
  const key = keyOf(hit);
  if (key === undefined) return undefined;
  const book = openIncidents(desk.notes);
  const incident = await incidentOf(hit, key, desk, book);
  if (!incident) return undefined;
  const now = desk.clock.now();
  await book.join(incident, hit.userId, now);
  const owners = ownersChannelOf(incident.service, desk);
  for (const channel of new Set([hit.channel, ...(owners === undefined ? [] : [owners])])) {
    if (await book.toldAt(incident, channel)) continue;
    await book.addChannel(incident, channel, now);
    await tellLater(incident, channel, desk);
  }
  await lookLater(incident, desk);
  const told = await tellIn(hit.channel, incident, desk, book, AbortSignal.timeout(TELL_MS));
  if (told.kind === 'not') return undefined;
  await book.keepThread(incident, hit.channel, hit.threadTs);
  return pointerTo(incident, hit.channel, book);
}

async function pointerTo(incident: Incident, channel: string, book: Incidents): Promise<Joined> {
  const [standing, told] = await Promise.all([standingOf(incident, book), book.toldAt(incident, channel)]);
  return { words: pointerWords(standing), permalink: told?.permalink, alone: aloneWords(standing) };
}

/** The newest pointer for a thread that has joined; undefined for every other. */
export async function joinedNow(
  { channel, threadTs }: { readonly channel: string; readonly threadTs: string },
  desk: Desk,
): Promise<Joined | undefined> {
  const book = openIncidents(desk.notes);
  const incident = await book.ofThread(channel, threadTs);
  return incident && pointerTo(incident, channel, book);
}

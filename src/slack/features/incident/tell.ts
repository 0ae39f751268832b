/** Tells an incident in its channels: one message each, kept up to date, and a line below it at the end. */
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { patiently } from '../../saying/web-client.js';
import { quietFrom, quietKey } from '../thread-reply/leave.js';
import type { Incident, Incidents, ToldAt } from './state.js';
import { endLine, incidentMessage, type Standing } from './words.js';

/** Somebody else may be changing the same message; so often it is looked again whether the last word is the right one. */
const ROUNDS = 3;
const COMPOSED = 'incident';

export async function standingOf(incident: Incident, book: Incidents): Promise<Standing> {
  const [people, insight, end] = await Promise.all([
    book.people(incident),
    book.insight(incident),
    book.endOf(incident),
  ]);
  return { incident, people: people.length, insight, end };
}

async function permalinkOf(desk: Desk, channel: string, ts: string): Promise<string | undefined> {
  try {
    return (await patiently(() => desk.client.chat.getPermalink({ channel, message_ts: ts }))).permalink;
  } catch (error) {
    desk.log.warn({ channel, error: whatWentWrong(error) }, 'Slack gave no link to an incident');
    return undefined;
  }
}

/** Somebody wants no word of ours there for a while; what stands there already is still kept right. */
const isQuiet = async (channel: string, { notes }: Desk): Promise<boolean> =>
  (await notes.get(quietKey(channel), quietFrom)) !== undefined;

export type Telling =
  | { readonly kind: 'told'; readonly at: ToldAt }
  /** It will be, but not before the signal ended. */
  | { readonly kind: 'late' }
  /** Slack did not take it, or the channel has had its share for this hour. */
  | { readonly kind: 'not' };

/** Remembers where the message of a channel stands. */
async function found(
  incident: Incident,
  channel: string,
  ts: string,
  desk: Desk,
  book: Incidents,
): Promise<ToldAt> {
  const known = await book.toldAt(incident, channel);
  if (known) return known;
  const permalink = await permalinkOf(desk, channel, ts);
  const at = { ts, ...(permalink === undefined ? {} : { permalink }) };
  await book.keepToldAt(incident, channel, at);
  return at;
}

/** The words of an incident's message are made when its turn has come, so that the number in it is the newest. */
export function composeIncidents(desk: Desk, book: Incidents): void {
  desk.out.composes(COMPOSED, {
    async compose(id, channel) {
      const incident = await book.named(id);
      if (!incident) return undefined;
      const message = incidentMessage(await standingOf(incident, book));
      await book.keepShown(incident, channel, JSON.stringify(message.blocks));
      return message;
    },
    async sent(id, channel, ts) {
      const incident = await book.named(id);
      if (incident) await found(incident, channel, ts, desk, book);
    },
  });
}

/** Puts the message into a channel once among all processes, and finds out where it stands. */
export async function tellIn(
  channel: string,
  incident: Incident,
  desk: Desk,
  book: Incidents,
  signal: AbortSignal,
): Promise<Telling> {
  const known = await book.toldAt(incident, channel);
  if (known) return { kind: 'told', at: known };
  if (await isQuiet(channel, desk)) return { kind: 'not' };
  const message = { compose: COMPOSED, about: incident.id };
  const posted = await desk.out.posted(
    { id: `incident ${incident.id} ${channel}`, channel, message, first: true },
    signal,
  );
  if (!posted.ok) {
    if (posted.why === 'late') return { kind: 'late' };
    desk.log.warn({ incident: incident.id, channel, why: posted.detail }, 'An incident was not told');
    return { kind: 'not' };
  }
  return { kind: 'told', at: await found(incident, channel, posted.ts, desk, book) };
}

/** Milliseconds after which it should be tried again; nought when there is nothing more to do. */
async function refreshIn(channel: string, incident: Incident, desk: Desk, book: Incidents): Promise<number> {
  const at = await book.toldAt(incident, channel);
  if (!at) return 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const message = incidentMessage(await standingOf(incident, book));
    const shown = JSON.stringify(message.blocks);
    if ((await book.shown(incident, channel)) === shown) return 0;
    const changed = await desk.out.change(channel, at.ts, message);
    // A message that somebody deleted cannot be changed any more.
    if (!changed.ok) return changed.retryAfterMs ?? 0;
    await book.keepShown(incident, channel, shown);
  }
  return 0;
}

/** Brings the messages of all channels up to date; gives when Slack will take what it did not take now, else nought. */
export async function refresh(incident: Incident, desk: Desk, book: Incidents): Promise<number> {
  let again = 0;
  for (const channel of await book.channels(incident))
    again = Math.max(again, await refreshIn(channel, incident, desk, book));
  return again;
}

/** Says below every channel's message that it is over. */
export async function sayEnd(incident: Incident, desk: Desk, book: Incidents): Promise<void> {
  const standing = await standingOf(incident, book);
  if (standing.end === undefined || standing.end.how === 'unwatched') return;
  const message = endLine(standing, standing.end);
  for (const channel of await book.channels(incident)) {
    const at = await book.toldAt(incident, channel);
    if (at && !(await isQuiet(channel, desk)))
      await desk.out.post({
        id: `incident ${incident.id} ${channel} end`,
        channel,
        threadTs: at.ts,
        message,
      });
  }
}

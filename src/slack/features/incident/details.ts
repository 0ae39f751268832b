/** The button "Details" below an incident: names and commands for its owners and the administrators, in private. */
import type { Desk } from '../../desk.js';
import type { Click } from '../../payloads.js';
import { meet } from '../../people/speaker.js';
import { standingOf as rightsOf } from '../../people/who-may-ask.js';
import { plainMessage } from '../../saying/message.js';
import { type Incident, openIncidents } from './state.js';
import { standingOf } from './tell.js';
import { detailsMessage } from './words.js';

const LOOK_MS = 5_000;
const GONE = 'I no longer know anything about that.';

/** Whether the clicker administers this bot or owns the service. */
async function maySee(click: Click, incident: Incident, desk: Desk): Promise<boolean> {
  const signal = AbortSignal.timeout(LOOK_MS);
  const met = await meet(click.userId, click.teamId, desk.sources, signal);
  if (!met.ok) return false;
  const owners = desk.config.services.find(({ name }) => name === incident.service)?.owners ?? [];
  const { self } = met.speaker;
  const email = self !== undefined && 'email' in self ? self.email : undefined;
  const rights = await Promise.all([met.standing(), rightsOf(email, owners, desk.sources.isInGroup, signal)]);
  return rights.includes('admin');
}

export async function showDetails(click: Click, desk: Desk): Promise<void> {
  const book = openIncidents(desk.notes);
  const incident = await book.named(click.value);
  const { userId, channelId } = click;
  if (!incident) {
    await desk.out.privately({ userId, channelId }, plainMessage(GONE));
    return;
  }
  const allowed = await maySee(click, incident, desk);
  const message = allowed
    ? detailsMessage(await standingOf(incident, book))
    : plainMessage(
        `The details are for the owners of ${incident.service} and the administrators of this bot. What you can know stands in the message.`,
      );
  await desk.out.privately({ userId, channelId }, message);
  desk.log.info({ incident: incident.id, user: userId, shown: allowed }, 'Somebody asked for details');
}

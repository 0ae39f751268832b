/** The two buttons of a reply: what was no request is folded to one line, and a channel gets its quiet. */
import type { Desk } from '../../desk.js';
import type { Click } from '../../payloads.js';
import { refusalOf } from '../../people/people.js';
import { plainMessage } from '../../saying/message.js';
import { noRequestKey, quietKey } from './leave.js';
import { askedKey } from './pointer.js';
import type { Replies } from './replies.js';
import { noRequest } from './short-words.js';
import { type Place, placeFrom, type ReplyState, samePlace } from './state.js';
import { threadOf } from './thread.js';

const MARKED_MS = 30 * 24 * 3_600_000;
export const WEEK_MS = 7 * 24 * 3_600_000;

const placeOf = ({ channelId, threadTs }: Click): Place | undefined =>
  channelId === undefined || threadTs === undefined ? undefined : { channel: channelId, threadTs };

/** Shows the reply as it is now; a limit of Slack's is waited for, a few times. */
async function show(at: Place, replies: Replies, desk: Desk): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    const end = await replies.bringUpToDate(at);
    if (end.done) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(end.againMs, 30_000)));
    if (desk.stopping.aborted) return;
  }
}

/** Any member who sees the channel may say so: the person has their answer alone. */
export async function notARequest(click: Click, desk: Desk, replies: Replies): Promise<void> {
  const at = placeOf(click);
  if (at === undefined || !(await mayDecide(click, desk))) return;
  const { notes, log, clock } = desk;
  await notes.put(noRequestKey(at.channel, at.threadTs), { by: click.userId, at: clock.now() }, MARKED_MS);
  const thread = await threadOf(notes, at.channel, at.threadTs);
  if (thread) {
    // Their next question about it is the first again.
    const key = askedKey(thread);
    const first = await notes.get(key, placeFrom);
    if (first && samePlace(first, at)) await notes.remove(key);
  }
  const words = noRequest();
  const state = await replies.change(at, (now) => ({
    ...now,
    words: { rank: 2, headline: [...words.headline], lines: [] },
    ended: true,
    version: now.version + 1,
  }));
  log.info(
    { event: 'not-a-request', ...at, by: click.userId, service: state?.service, because: state?.because },
    'Somebody says that a message was no access request',
  );
  await show(at, replies, desk);
}

/** Whoever is not answered here does not silence the bot for those who are, nor take their answers away. */
async function mayDecide(click: Click, desk: Desk): Promise<boolean> {
  const look = await desk.sources.people.look(click.userId);
  const refusal = look.ok ? refusalOf(look.person, desk.sources.team, click.teamId) : undefined;
  if (refusal === undefined) return true;
  const { userId, channelId, threadTs } = click;
  await desk.out.privately({ userId, channelId, threadTs }, plainMessage(refusal.sentence));
  return false;
}

async function setQuiet(
  click: Click,
  quiet: ReplyState['quiet'],
  desk: Desk,
  replies: Replies,
): Promise<void> {
  const at = placeOf(click);
  if (at === undefined || !(await mayDecide(click, desk))) return;
  const key = quietKey(at.channel);
  if (quiet === undefined) await desk.notes.remove(key);
  else await desk.notes.put(key, quiet, WEEK_MS);
  const event = quiet === undefined ? 'quiet-ended' : 'quiet';
  desk.log.info(
    { event, channel: at.channel, by: click.userId },
    'A channel was made quiet, or not any more',
  );
  const state = await replies.change(at, ({ quiet: _, ...now }) => ({
    ...now,
    ...(quiet === undefined ? {} : { quiet }),
    version: now.version + 1,
  }));
  if (state !== undefined) return show(at, replies, desk);
  const { userId, channelId, threadTs } = click;
  const words =
    quiet === undefined ? 'I answer in this channel again.' : 'I am quiet in this channel for a week.';
  await desk.out.privately({ userId, channelId, threadTs }, plainMessage(words));
}

/** Any member of the workspace who sees the channel may; everybody sees who it was. */
export const beQuiet = (click: Click, desk: Desk, replies: Replies): Promise<void> =>
  setQuiet(click, { by: click.userId, until: desk.clock.now() + WEEK_MS }, desk, replies);

export const answerAgain = (click: Click, desk: Desk, replies: Replies): Promise<void> =>
  setQuiet(click, undefined, desk, replies);

/** Why a request that was recognised is left alone after all: somebody was quicker, or nobody wants an answer. */
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { isRaw, type Raw, textAt } from '../../payloads.js';
import { within } from '../../within.js';
import type { Request } from './request.js';
import type { Said } from './said.js';

export type Left = 'quiet-channel' | 'not-a-request' | 'deleted' | 'human-answered';

const REMEMBERED_MS = 26 * 3_600_000;
const ASK_MS = 5_000;
/** What is answered sooner than this is known from the events themselves. */
const AT_ONCE_MS = 1_000;
/** A job that waited so long was left by a process that saw events which this one has not seen. */
const LATE_MS = 60_000;

const talkKey = (channel: string, ts: string): string => `reply talk ${channel} ${ts}`;
const goneKey = (channel: string, ts: string): string => `reply gone ${channel} ${ts}`;
export const quietKey = (channel: string): string => `reply quiet ${channel}`;
export const noRequestKey = (channel: string, ts: string): string => `reply not-a-request ${channel} ${ts}`;

const anything = (value: unknown): true | undefined => (value === undefined ? undefined : true);
const quiet = z.object({ by: z.string(), until: z.number() });
export const quietFrom = (value: unknown): z.infer<typeof quiet> | undefined => quiet.safeParse(value).data;

/** Remembers that a person wrote in a thread, whether or not the message it belongs to has been seen yet. */
export async function rememberTalk({ channel, inThread, userId, ts }: Said, desk: Desk): Promise<void> {
  if (inThread === undefined || userId === undefined) return;
  // A thread that old is not going to be answered by us any more.
  const age = (Number(ts) - Number(inThread)) * 1_000;
  if (!(age < desk.config.slack.replyDelayMs + REMEMBERED_MS / 26)) return;
  await desk.notes.add(talkKey(channel, inThread), userId, desk.clock.now(), REMEMBERED_MS);
}

export const rememberGone = (channel: string, ts: string, { notes }: Pick<Desk, 'notes'>): Promise<void> =>
  notes.put(goneKey(channel, ts), true, REMEMBERED_MS);

/** Undefined: it is to be answered. Where Slack cannot be asked, what was seen here counts. Never throws. */
export async function whyLeft(
  request: Request,
  waitedMs: number,
  desk: Desk,
  limit: Limit,
): Promise<Left | undefined> {
  const { channel, ts, userId } = request;
  const { notes } = desk;
  const [silence, marked, gone, people] = await Promise.all([
    notes.get(quietKey(channel), anything),
    notes.get(noRequestKey(channel, ts), anything),
    notes.get(goneKey(channel, ts), anything),
    notes.since(talkKey(channel, ts), 0),
  ]);
  if (gone) return 'deleted';
  if (silence) return 'quiet-channel';
  if (marked) return 'not-a-request';
  if (people.some((id) => id !== userId)) return 'human-answered';
  const known = desk.config.slack.replyDelayMs < AT_ONCE_MS && waitedMs < LATE_MS;
  if (known || desk.clock.now() < limit.until) return undefined;
  return within(ASK_MS, askSlack(request, desk, limit), undefined);
}

/** Until when Slack wants not to be asked for threads; milliseconds. */
export interface Limit {
  until: number;
}

/** `conversations.replies`: whether the message is still there, and who has answered. */
async function askSlack(
  { channel, ts, userId }: Request,
  desk: Desk,
  limit: Limit,
): Promise<Left | undefined> {
  try {
    const thread = await desk.client.conversations.replies({ channel, ts, limit: 200 });
    const messages = (thread.messages ?? []).filter(isRaw);
    // Nothing shown is nothing known: a message that is gone is an error, a tombstone, or another one in its place.
    if (messages.length === 0) return undefined;
    const replies = messages.filter((one) => textAt(one, 'ts') !== ts);
    const root = messages.find((one) => textAt(one, 'ts') === ts);
    // Its replies without itself, as a later page shows them, say nothing of it.
    const ofThisThread = root !== undefined || replies.some((one) => textAt(one, 'thread_ts') === ts);
    if (!ofThisThread || textAt(root, 'subtype') === 'tombstone') return 'deleted';
    return replies.some((one) => isHuman(one, userId, desk)) ? 'human-answered' : undefined;
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && error.data.error === 'thread_not_found')
      return 'deleted';
    if (error instanceof webApi.WebAPIRateLimitedError)
      limit.until = desk.clock.now() + error.retryAfter * 1_000;
    desk.log.warn(
      { channel, error: whatWentWrong(error) },
      'Slack did not show a thread; going by its events',
    );
    return undefined;
  }
}

function isHuman(message: Raw, except: string | undefined, { workspace }: Desk): boolean {
  const user = textAt(message, 'user');
  return (
    user !== undefined &&
    user !== except &&
    user !== workspace.botUserId &&
    textAt(message, 'bot_id') === undefined &&
    message.bot_profile === undefined
  );
}

/** What owners answer: done, can't, not me. Every one of their messages shows it, and whoever asked hears of it. */

import type { AnswerButton } from '../../../render/blocks.js';
import { type NoticePart, notice } from '../../../render/notice.js';
import { toRequester } from '../../../render/owner-words.js';
import type { Desk } from '../../desk.js';
import type { Click } from '../../payloads.js';
import { meet } from '../../people/speaker.js';
import { isDirect, tellClicker } from '../clicked.js';
import { beginWatch } from '../watch/begin.js';
import { stopButton } from '../watch/buttons.js';
import { tellPerson } from '../watch/tell.js';
import { findAsk, type OwnerAsk, type Recipient, repliesTo, sayDone, sayNo } from './request.js';
import { showReplies } from './show.js';

const MEET_MS = 3_000;
const TOO_OLD = 'I no longer know this request: it is more than a week old.';
const OWN = 'You asked for this yourself, so somebody else has to say that it is done.';

/** The request, if whoever clicked may answer it; otherwise they are told why not. */
async function answerable(click: Click, desk: Desk): Promise<OwnerAsk | undefined> {
  const ask = await findAsk(desk.notes, click.value);
  if (ask === undefined) {
    await tellClicker(click, desk, TOO_OLD);
    return undefined;
  }
  // In a channel anybody may click; a guest or a stranger is no owner.
  const met = await meet(click.userId, click.teamId, desk.sources, AbortSignal.timeout(MEET_MS));
  if (!met.ok) await tellClicker(click, desk, met.sentence);
  else if (ask.asked.question.userId === click.userId) await tellClicker(click, desk, OWN);
  else return ask;
  desk.log.info(
    { ask: ask.id, user: click.userId, button: click.actionId },
    'Somebody who may not answered a request',
  );
  return undefined;
}

/** Where the clicked message stands: the sending may not have told yet. */
function here({ channelId, messageTs, userId }: Click): readonly Recipient[] {
  if (channelId === undefined || messageTs === undefined) return [];
  return [{ channel: channelId, ts: messageTs, ...(isDirect(channelId) ? { userId } : {}) }];
}

async function tellRequester(
  ask: OwnerAsk,
  what: string,
  parts: readonly NoticePart[],
  desk: Desk,
  buttons: readonly AnswerButton[] = [],
): Promise<void> {
  const { userId, channelId, threadTs } = ask.asked.question;
  await tellPerson(
    { userId, channelId, threadTs },
    `owner ${ask.id} ${what}`,
    notice(parts, { buttons }),
    desk,
  );
}

/** Everything here may be done twice, and happens once. The watch comes first: its job outlives this process. */
export async function done(click: Click, desk: Desk): Promise<void> {
  const ask = await answerable(click, desk);
  if (ask === undefined) return;
  const at = desk.clock.now();
  const { first, value } = await sayDone(desk.notes, ask.id, { userId: click.userId, at });
  await beginWatch(ask.asked, { since: 'done', id: ask.id }, desk);
  await showReplies(ask, desk, here(click));
  desk.log.info({ ask: ask.id, user: click.userId, first }, 'An owner says it is done');
  const parts = toRequester.done(value.userId, ask.asked.place);
  await tellRequester(ask, 'done', parts, desk, [stopButton(ask.id)]);
}

async function no(how: 'cant' | 'notme', click: Click, desk: Desk): Promise<void> {
  const ask = await answerable(click, desk);
  if (ask === undefined) return;
  const { place } = ask.asked;
  await sayNo(desk.notes, ask.id, how, click.userId, desk.clock.now());
  await showReplies(ask, desk, here(click));
  desk.log.info({ ask: ask.id, user: click.userId, how }, 'An owner cannot help');
  if (how === 'cant')
    await tellRequester(ask, `cant ${click.userId}`, toRequester.cant(click.userId, place), desk);
  const { done, noes } = await repliesTo(desk.notes, ask.id);
  const saidNo = new Set(noes.map(({ userId }) => userId));
  const all =
    ask.recipients.length > 0 &&
    ask.recipients.every(({ userId }) => userId !== undefined && saidNo.has(userId));
  if (all && done === undefined) await tellRequester(ask, 'nobody left', toRequester.nobodyLeft(place), desk);
}

export const cant = (click: Click, desk: Desk): Promise<void> => no('cant', click, desk);
export const notMe = (click: Click, desk: Desk): Promise<void> => no('notme', click, desk);

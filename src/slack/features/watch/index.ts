/** The button "Watch until mended": asks again along the times Google says changes take, and says when it works. */
import type { AnswerButton } from '../../../render/blocks.js';
import { notice } from '../../../render/notice.js';
import { watching } from '../../../render/watch-words.js';
import type { Asked } from '../../asking/kept/asked.js';
import type { Desk, Feature, Given } from '../../desk.js';
import type { Click } from '../../payloads.js';
import { plainMessage, type SlackMessage, withNote } from '../../saying/message.js';
import { heardOut, isDirect, ownQuestion, redraw, tellClicker } from '../clicked.js';
import { beginWatch, seatFor, WATCH_KIND } from './begin.js';
import { STOP_WATCHING, stopButton, swapButton, WATCH, watchButton } from './buttons.js';
import { ownerOf, release, reviveWatch, seatedAt } from './state.js';
import { look } from './turn.js';

const AT_ONCE = 4;

/** Something stands in the way, and somebody can mend it. */
function mendable({ answer }: Given): boolean {
  if (answer.kind === 'probe')
    return answer.report.verdict === 'blocked' || answer.report.verdict === 'failing';
  if (answer.kind !== 'why') return false;
  const { verdict, fixes, where } = answer.report;
  return verdict !== 'allowed' && where.resource !== '' && fixes.length > 0;
}

/** The message with its button as it has to be: "Stop watching" while a watch of this is on. */
export async function watched(
  message: SlackMessage,
  asked: Asked,
  reference: string,
  desk: Desk,
): Promise<SlackMessage> {
  const on = await seatedAt(desk.notes, seatFor(asked));
  if (on === undefined) return message;
  const blocks = swapButton(message.blocks, WATCH, stopButton(on.id, reference));
  return { text: message.text, blocks };
}

/** The answer's message with this button in the place of the one that was clicked, and a line below; where it can be drawn. */
async function drawn(
  click: Click,
  reference: string | undefined,
  put: AnswerButton,
  note: string,
  desk: Desk,
): Promise<SlackMessage | undefined> {
  const { message } = click;
  if (Array.isArray(message?.blocks)) {
    const text = typeof message.text === 'string' ? message.text : note;
    return { text, blocks: swapButton(message.blocks, click.actionId, put) };
  }
  const kept = reference === undefined ? undefined : await desk.kept.find(reference);
  if (kept?.question.userId !== click.userId) return undefined;
  const { answer, question, audience, about, timeZone } = kept;
  const given = { answer, question, reference, audience, about };
  const buttons = desk.buttonsFor(given).map((one) => (one.actionId === WATCH ? put : one));
  return withNote(desk.render(answer, audience, about, timeZone, buttons), note);
}

const isPublic = ({ ephemeral, channelId }: Click): boolean => !ephemeral && !isDirect(channelId);

/** Changes the clicked button, and tells the clicker what that means; where everybody reads, they are told by themselves. */
async function relabel(
  click: Click,
  reference: string,
  put: AnswerButton,
  note: string,
  desk: Desk,
): Promise<void> {
  const { channelId, messageTs } = click;
  if (isPublic(click)) {
    const alone = put.actionId === STOP_WATCHING ? [put] : [];
    await desk.out.privately(click, notice([{ line: [{ text: note }] }], { buttons: alone }));
    return;
  }
  const message = await drawn(click, reference, put, note, desk);
  if (message === undefined) return tellClicker(click, desk, note);
  if (click.ephemeral) return redraw(click, desk, message);
  if (channelId !== undefined && messageTs !== undefined) await desk.out.edit(channelId, messageTs, message);
  await tellClicker(click, desk, note);
}

async function watch(click: Click, desk: Desk): Promise<void> {
  const own = await ownQuestion(click, desk);
  if (own === undefined) return;
  const { asked, reference } = own;
  if (asked.gist.works) return tellClicker(click, desk, WORKS);
  const begun = await beginWatch(asked, { since: 'click' }, desk);
  desk.log.info(
    { watch: begun.id, user: click.userId, reference, first: begun.first },
    begun.first ? 'Began to watch' : 'Was to watch what is watched already',
  );
  const note = watching(begun.publicly ? 'here' : 'direct', desk.jobs.health().kind === 'redis');
  // A line of its own has no answer to be drawn again.
  const stops = stopButton(begun.id, isPublic(click) ? undefined : reference);
  await relabel(click, reference, stops, note, desk);
}

const WORKS = 'As far as I see, nothing stands in the way. If it fails all the same, check again.';
const STOPPED = 'I am not watching this any more.';
const OVER = 'That watch is over already.';
const NOT_YOURS = 'Somebody else asked me to watch this, so only they can stop it.';

async function stop(click: Click, desk: Desk): Promise<void> {
  const [id = '', reference] = click.value.split(' ');
  const of = await ownerOf(desk.notes, id);
  const facts = { watch: id, user: click.userId };
  if (of !== undefined && of.userId !== click.userId) {
    desk.log.info(facts, 'Somebody else wanted to stop a watch');
    return tellClicker(click, desk, NOT_YOURS);
  }
  await release(desk.notes, id);
  desk.log.info(facts, 'Stopped watching');
  const note = of === undefined ? OVER : STOPPED;
  // Under a line of the watch's own, nothing is left to be pressed.
  if (reference === undefined) return redraw(click, desk, plainMessage(note));
  await relabel(click, reference, watchButton(reference), note, desk);
}

export const watchUntilMended: Feature = {
  name: 'watch',
  kinds: [WATCH_KIND],
  offers: (given) =>
    given.reference === undefined || !mendable(given) ? [] : [watchButton(given.reference)],
  actions: { [WATCH]: heardOut(watch), [STOP_WATCHING]: heardOut(stop) },
  start: (desk) =>
    desk.jobs.work(WATCH_KIND, {
      revive: reviveWatch,
      concurrency: AT_ONCE,
      handle: (job) => look(job, desk),
    }),
};

/** A click on a button of an answer: whose answer it was, and how the message it stands in gets other words. */
import { type AskTerms, askAs, type Reply } from '../asking/asking.js';
import type { Kept } from '../asking/kept/answers.js';
import type { Asked } from '../asking/kept/asked.js';
import type { Desk, Handler, Question } from '../desk.js';
import { whatWentWrong } from '../log.js';
import type { Click } from '../payloads.js';
import { plainMessage, type SlackMessage } from '../saying/message.js';
import { openResponseUrl, parseResponseUrl } from '../saying/response-url.js';
import { threadOf } from './thread-reply/thread.js';

const GONE = 'I no longer have that answer. Ask me again, and the buttons of the new answer work.';
const NOT_YOURS =
  'That answer was given to somebody else, so its buttons are theirs. Ask me yourself with /iap why me, and you get your own.';

const NOT_YET = 'I am still looking at this. Try again in a moment.';

/** Says something to whoever clicked, where they are. */
export async function tellClicker(click: Click, desk: Desk, words: string): Promise<void> {
  const { userId, channelId, threadTs } = click;
  await desk.out.privately({ userId, channelId, threadTs }, plainMessage(words));
}

/** The handler of a button; should it fail, whoever clicked hears of it, with a reference to quote. */
export function heardOut(handler: Handler<Click>): Handler<Click> {
  return async (click, desk) => {
    try {
      await handler(click, desk);
    } catch (error) {
      const reference = desk.newReference();
      const facts = { reference, user: click.userId, button: click.actionId, error: whatWentWrong(error) };
      desk.log.error(facts, 'A button failed');
      await tellClicker(
        click,
        desk,
        `Something went wrong inside me. Try again; if it stays, quote ${reference}.`,
      );
    }
  };
}

/** The answer the button belongs to, if it was given to whoever clicked; otherwise they are told, and it is nothing. */
export async function ownAnswer(click: Click, desk: Desk): Promise<Kept | undefined> {
  const kept = await desk.kept.find(click.value);
  return kept?.question.userId === click.userId ? kept : refuseClick(click, desk, kept !== undefined);
}

async function refuseClick(click: Click, desk: Desk, known: boolean): Promise<undefined> {
  const facts = { user: click.userId, reference: click.value, button: click.actionId };
  desk.log.info(
    facts,
    known ? 'Somebody else clicked a button of an answer' : 'A button of an answer came too late',
  );
  await tellClicker(click, desk, known ? NOT_YOURS : GONE);
  return undefined;
}

/** The value of a button in a public reply: the answer is that of the thread. */
export const OF_THIS_THREAD = 'of this thread';

/** The answer a button belongs to: by its reference, or the one of the thread it stands in. */
async function belongsTo(
  click: Click,
  desk: Desk,
): Promise<{ readonly userId?: string | undefined; readonly reference?: string | undefined }> {
  if (click.value !== OF_THIS_THREAD) return { reference: click.value };
  const { channelId, threadTs } = click;
  if (channelId === undefined || threadTs === undefined) return {};
  return (await threadOf(desk.notes, channelId, threadTs)) ?? {};
}

/** The same for what works for a day: the question and its answer in short, and the answer's reference. */
export async function ownQuestion(
  click: Click,
  desk: Desk,
): Promise<{ readonly asked: Asked; readonly reference: string } | undefined> {
  const { userId, reference } = await belongsTo(click, desk);
  const asked = reference === undefined ? undefined : await desk.kept.asked(reference);
  if (reference !== undefined && asked?.question.userId === click.userId) return { asked, reference };
  const others = asked !== undefined || (userId !== undefined && userId !== click.userId);
  if (others || userId === undefined || reference !== undefined) return refuseClick(click, desk, others);
  await tellClicker(click, desk, NOT_YET);
  return undefined;
}

/** Whether a channel is a conversation with one person. */
export const isDirect = (channelId: string | undefined): boolean => channelId?.startsWith('D') === true;

/**
 * Puts the message in the place of the one that was clicked, where only the clicker reads it: an ephemeral message, or
 * their conversation with us. What everybody reads is left alone and the clicker is told by themselves. Never throws.
 */
export async function redraw(click: Click, desk: Desk, message: SlackMessage): Promise<void> {
  const { userId, channelId, threadTs, messageTs } = click;
  if (click.ephemeral) {
    const url = parseResponseUrl(click.responseUrl, desk.loopback);
    const address = url && openResponseUrl(url, desk.clock, desk.posting);
    if ((await address?.post(message, true, desk.stopping)) === 'delivered') return;
  } else if (channelId !== undefined && messageTs !== undefined && isDirect(channelId)) {
    if (await desk.out.edit(channelId, messageTs, message)) return;
  }
  await desk.out.privately({ userId, channelId, threadTs }, message);
}

/** The message with another one's words above it. */
export const above = (upper: SlackMessage, lower: SlackMessage): SlackMessage => ({
  text: upper.text,
  blocks: [...upper.blocks, ...lower.blocks].slice(0, 50),
});

/** Asks, and waits no longer than a person would. Undefined when there is no answer by then. */
export async function askInTime(
  question: Question,
  desk: Desk,
  signal: AbortSignal = desk.stopping,
  terms: Omit<AskTerms, 'signal'> = {},
): Promise<Reply | undefined> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(desk.times.answerMs)]);
  const late = new Promise<undefined>((resolve) => {
    if (end.aborted) resolve(undefined);
    end.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([askAs(question, desk, { ...terms, signal: end }), late]);
}

/** The button "Check again": asks the same as the same person, reads anew, and says what is different now. */
import type { Answer } from '../../render/answer.js';
import type { AnswerButton } from '../../render/blocks.js';
import { differenceOf, gistOf } from '../../render/gist.js';
import { notice } from '../../render/notice.js';
import { worksAgain } from '../../render/watch-words.js';
import type { Reply } from '../asking/asking.js';
import type { Asked } from '../asking/kept/asked.js';
import type { Desk, Feature } from '../desk.js';
import type { Click } from '../payloads.js';
import { plainMessage, type SlackMessage } from '../saying/message.js';
import { above, askInTime, heardOut, ownQuestion, redraw, tellClicker } from './clicked.js';
import { inPublic } from './watch/begin.js';
import { watched } from './watch/index.js';

export const CHECK_AGAIN = 'check_again';
/** Not more often than this per person. */
const PAUSE_MS = 5_000;

const WAIT = 'I have just looked, or am still at it. Give me a few seconds between two checks.';
const NO_ANSWER =
  'I could not check again in time. What I told you before may be out of date; try once more in a minute.';

/** Reasons that rest on facts with tiny quotas: only for these are those read anew as well (`design.md` §5). */
const SLOW =
  /^(?:deny|boundary|foreign-boundary|access-level|role-|custom-role|policy-not|oauth|host-not|service-|iap-|identity-|gcip|org-policy)/;

/** What has to be read anew so that a mend is seen. */
function freshnessFor({ what, gist }: Asked): true | 'fast' {
  const { works, sure, code } = gist;
  return what === 'why' && sure && !works && code !== undefined && !SLOW.test(code) ? 'fast' : true;
}

/** What is different, above the new answer. */
function compared(before: Asked, reply: Reply, answer: Answer, desk: Desk): SlackMessage {
  const now = new Date(desk.clock.now());
  const gist = gistOf(answer, before.about, now);
  if (gist === undefined) return reply.message;
  const said = differenceOf(before.gist, gist, now.getTime() - before.at);
  return above(plainMessage(said), reply.message);
}

async function checkAgain(click: Click, desk: Desk): Promise<void> {
  const own = await ownQuestion(click, desk);
  if (own === undefined) return;
  const { asked } = own;
  const pause = await desk.notes.claim(`check again ${click.userId}`, true, PAUSE_MS, () => true);
  if (!pause.first) return tellClicker(click, desk, WAIT);
  const question = { ...asked.question, origin: 'button', fresh: freshnessFor(asked) } as const;
  const reply = await askInTime(question, desk);
  const facts = { user: click.userId, before: own.reference, reference: reply?.reference };
  if (reply === undefined) {
    desk.log.warn(facts, 'Checking again took too long');
    return tellClicker(click, desk, NO_ANSWER);
  }
  // What cannot be compared is no new answer: the old one stays where it is.
  if (reply.answer?.kind !== asked.what || reply.reference === undefined) {
    await desk.out.privately(click, reply.message);
    return;
  }
  const message = compared(asked, reply, reply.answer, desk);
  await redraw(click, desk, await watched(message, asked, reply.reference, desk));
  desk.log.info(facts, 'Checked an answer again');
  await tellThread(asked, reply.answer, own.reference, desk);
}

/** A thread that was told that somebody cannot get in is told, once, that they can. */
async function tellThread(asked: Asked, answer: Answer, reference: string, desk: Desk): Promise<void> {
  const { what, about, place, person, question } = asked;
  const { channelId, threadTs, userId } = question;
  const works = gistOf(answer, about, new Date(desk.clock.now()))?.works === true && !asked.gist.works;
  if (!works || channelId === undefined || threadTs === undefined || !(await inPublic(asked, desk))) return;
  const view = { what, about, place, person, userId, publicly: true, since: 'click' } as const;
  const message = notice(worksAgain(view));
  await desk.out.post({ id: `works again ${reference}`, channel: channelId, threadTs, message });
}

export const againButton = (reference: string): AnswerButton => ({
  actionId: CHECK_AGAIN,
  label: 'Check again',
  value: reference,
});

export const again: Feature = {
  name: 'check-again',
  offers: ({ answer, reference }) =>
    reference === undefined || (answer.kind !== 'why' && answer.kind !== 'probe')
      ? []
      : [againButton(reference)],
  actions: { [CHECK_AGAIN]: heardOut(checkAgain) },
};

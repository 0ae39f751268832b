/** The shortcut "Why can't I get in?" on a message, and the one that asks for the service: answered to whoever uses it, alone. */
import { answerCommand } from '../../asking/command.js';
import type { Desk, Feature } from '../../desk.js';
import type { SeenServices } from '../../directory.js';
import { whatWentWrong } from '../../log.js';
import { serviceNamed } from '../../named.js';
import { isRaw, type Raw, type Shortcut, type Submission, textAt } from '../../payloads.js';
import { meet } from '../../people/speaker.js';
import { recognise } from '../../recognizer/index.js';
import { plainMessage } from '../../saying/message.js';
import { within } from '../../within.js';
import { type Carried, chosenIn, mistakesIn, WHICH, whichView } from './which.js';

/** Slack lets a window be opened for three seconds. */
const MEET_MS = 1_000;
const STANDING_MS = 2_000;

const NOT_IN_MESSAGE = 'I cannot tell from that message which service it is about.';
const ALONE = 'Only you will see the answer.';

/** The service a message is about: what it is said of, else the one it names, also in what it quotes or shares. */
function serviceIn(message: Raw, { directory }: SeenServices): string | undefined {
  const { text, blocks } = message;
  const read = recognise({ text, blocks, ts: '' }, { directory, botUserId: undefined, team: undefined });
  const shared = Array.isArray(message.attachments) ? message.attachments.filter(isRaw) : [];
  return (
    (read.fires ? read.service : undefined) ??
    serviceNamed(message, directory) ??
    shared
      .map((one) => serviceNamed({ text: textAt(one, 'text') ?? textAt(one, 'fallback') }, directory))
      .find((name) => name !== undefined)
  );
}

/** Whoever wrote a message, if a person did. */
const authorOf = (message: Raw | undefined): string | undefined =>
  textAt(message, 'bot_id') === undefined ? textAt(message, 'user') : undefined;

type Asker = Pick<Shortcut, 'userId' | 'teamId'>;

/** The person themselves; whoever wrote the message only for an administrator, who helps them. */
async function whoFor({ userId, teamId }: Asker, author: string | undefined, desk: Desk): Promise<string> {
  if (author === undefined || author === userId) return 'me';
  const met = await meet(userId, teamId, desk.sources, AbortSignal.timeout(STANDING_MS));
  const admin = met.ok && (await within(STANDING_MS, met.isAdmin(), false));
  return admin ? `<@${author}>` : 'me';
}

/** Asks and answers as a command does: at the shortcut's own address, else to the person alone, else directly. */
const ask = (by: Shortcut | Submission, where: string, who: string, keep: Carried, desk: Desk) =>
  answerCommand(
    {
      text: '',
      words: ['why', who, ...(where === '' ? [] : [where])],
      userId: by.userId,
      teamId: by.teamId,
      channelId: keep.channelId,
      responseUrl: keep.responseUrl,
      triggerId: by.triggerId,
    },
    desk,
    'shortcut',
  );

/** Opens the window, unless the person is refused: then they hear that at once. */
async function askWhich(shortcut: Shortcut, seen: SeenServices, told: string, keep: Carried, desk: Desk) {
  const { userId, teamId, triggerId } = shortcut;
  const meeting = meet(userId, teamId, desk.sources, AbortSignal.timeout(MEET_MS));
  const met = await within(MEET_MS, meeting, undefined);
  if (met?.ok === false && met.why === 'refused') return ask(shortcut, '', 'me', keep, desk);
  try {
    await desk.client.views.open({ trigger_id: triggerId, view: whichView(seen, told, keep) });
  } catch (error) {
    desk.log.warn({ user: userId, error: whatWentWrong(error) }, 'A window could not be opened');
    const instead = `${told} Slack did not let me open a window to ask: type /iap why me and the name of the service.`;
    await desk.out.privately({ userId, channelId: keep.channelId }, plainMessage(instead));
  }
}

async function whyHere(shortcut: Shortcut, desk: Desk): Promise<void> {
  const { message, channelId, responseUrl } = shortcut;
  const author = authorOf(message);
  const keep: Carried = {
    ...(channelId === undefined ? {} : { channelId }),
    ...(responseUrl === undefined ? {} : { responseUrl }),
    ...(author === undefined ? {} : { author }),
  };
  const seen = await desk.directory.seen();
  const service = message === undefined ? undefined : serviceIn(message, seen);
  if (service === undefined) return askWhich(shortcut, seen, `${NOT_IN_MESSAGE} ${ALONE}`, keep, desk);
  await ask(shortcut, service, await whoFor(shortcut, author, desk), keep, desk);
}

async function whySomewhere(shortcut: Shortcut, desk: Desk): Promise<void> {
  const told = `I look whether you can get in, and what stops you if not. ${ALONE}`;
  await askWhich(shortcut, await desk.directory.seen(), told, {}, desk);
}

async function chosen(submission: Submission, desk: Desk): Promise<void> {
  const { where, carried } = chosenIn(submission);
  await ask(submission, where, await whoFor(submission, carried.author, desk), carried, desk);
}

export const shortcut: Feature = {
  name: 'shortcut',
  shortcuts: { why_here: whyHere, why_somewhere: whySomewhere },
  checks: { [WHICH]: async (submission, desk) => mistakesIn(submission, await desk.directory.seen()) },
  submissions: { [WHICH]: chosen },
};

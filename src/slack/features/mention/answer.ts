/** The job behind a mention or a direct message: asks as the writer, and says each thing once where it belongs. */

import type { Job, JobEnd } from '../../../store/ports-jobs.js';
import { askWithin } from '../../asking/ask-within.js';
import type { Reply } from '../../asking/asking.js';
import { broken, cutOff, tooLate } from '../../asking/outcome.js';
import type { Desk, Question } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { plainMessage, type SlackMessage, withNote } from '../../saying/message.js';
import { dress } from '../thread-reply/dress.js';
import { nameOf, publicWords } from '../thread-reply/public-words.js';
import type { Spoken } from './accept.js';
import { whileLooking } from './looking.js';
import { publicityOf } from './public.js';
import { wantedIn } from './question.js';

/** How long a public word may wait for its turn before the private answer goes without it; it still goes out. */
const TURN_MS = 5_000;

const TOLD_PRIVATELY = 'I looked, and told whoever asked what I found. Only they can see it.';

/**
 * The same words as in a reply to an access request; about somebody else, or about no one place, only that there is an
 * answer. Whatever goes wrong with them does not keep the answer from its asker.
 */
function publicLine({ answer, about }: Made, threadTs: string, desk: Desk): SlackMessage {
  const why = answer?.kind === 'why' && about === 'self' ? answer.report : undefined;
  try {
    if (why === undefined || nameOf({ service: undefined, why }) === undefined)
      return plainMessage(TOLD_PRIVATELY);
    const said = publicWords({ service: undefined, whose: 'own', why, probe: undefined });
    const words = { ...said, headline: [...said.headline], lines: said.lines.map((line) => [...line]) };
    const state = { version: 0, words, putAt: 0, because: [], bare: true, ended: false };
    return dress({ channel: '', threadTs, state, buttons: [], now: new Date(desk.clock.now()) });
  } catch (error) {
    desk.log.error({ error: whatWentWrong(error) }, 'There are no public words for an answer');
    return plainMessage(TOLD_PRIVATELY);
  }
}

/** Answers name the command, which threads do not take. */
const IN_CHANNELS = 'Here, write my name instead of /iap.';
const IN_DIRECT = 'Here, /iap can be left out.';

/** One line for whoever says something that is no question. */
function hint(example: string): SlackMessage {
  return plainMessage(
    `I did not understand that. Ask for example \u201cwhy me ${example}\u201d or \u201cprobe ${example}\u201d; \u201chelp\u201d lists everything.`,
  );
}

/** So many failures are more than bad luck: then the person hears that it failed. */
const TRIES = 3;

/** Answers what was said to us, or says that it cannot. A throw leaves the job to be done again, here or in another process. */
export async function answerSpoken(job: Job<Spoken>, desk: Desk): Promise<JobEnd> {
  try {
    return await answer(job, desk);
  } catch (error) {
    if (job.signal.aborted || job.attempt < TRIES) throw error;
    const { message, reference } = broken(error, desk);
    await alone(job.payload, job.payload.threadTs, message, job, desk);
    return { kind: 'dead', reason: `failed with reference ${reference ?? 'none'}` };
  }
}

async function answer(job: Job<Spoken>, desk: Desk): Promise<JobEnd> {
  const spoken = job.payload;
  if (job.was(PRIVATE) !== undefined) return { kind: 'done' };
  const { directory, services } = await desk.directory.seen();
  const wanted = wantedIn(spoken.said, directory);
  if (wanted.kind === 'nothing') return { kind: 'done' };
  const lost = wanted.kind === 'lost';
  const made = await ask(spoken, lost ? ['help'] : wanted.words, job, desk);
  const message =
    lost && made.answer?.kind === 'help'
      ? hint(services[0]?.name ?? 'dashboard')
      : withHelp(made, spoken.direct);
  const delivered = spoken.direct
    ? await sayDirectly(spoken, message, job, desk)
    : await sayInChannel(spoken, { ...made, message, ...(lost ? { answer: undefined } : {}) }, job, desk);
  const facts = { reference: made.reference, delivered, user: spoken.userId, channel: spoken.channel };
  if (delivered === 'nowhere') desk.log.error(facts, 'An answer could not be delivered by any way');
  else desk.log.info(facts, 'Answered a mention');
  return { kind: 'done' };
}

type Made = Pick<Reply, 'message' | 'reference' | 'answer' | 'about'>;

const unanswered = { answer: undefined, about: 'self' } as const;

/** The answer, or words why there is none. */
async function ask(
  { userId, teamId, channel, ts, threadTs, direct }: Spoken,
  words: readonly string[],
  job: Job<Spoken>,
  desk: Desk,
): Promise<Made> {
  const question: Question = {
    ...{ userId, teamId, words },
    // In a channel the answer opens a thread, and what its buttons say to everybody belongs there.
    threadTs: direct ? threadTs : (threadTs ?? ts),
    origin: 'mention',
    channelId: channel,
    fresh: false,
  };
  const limit = AbortSignal.timeout(desk.times.answerMs);
  const asking = askWithin(question, desk, AbortSignal.any([job.signal, limit]));
  const made = await whileLooking(channel, threadTs ?? ts, desk, asking);
  if (made !== undefined) return made;
  if (!job.signal.aborted) return { ...tooLate(desk.times.answerMs, desk), ...unanswered };
  // Kept in a shared memory, the question is answered by whoever comes after us.
  if (desk.jobs.health().kind === 'redis') throw new Error('stopped before there was an answer');
  return { ...cutOff(desk), ...unanswered };
}

const withHelp = ({ answer, message }: Pick<Made, 'answer' | 'message'>, direct: boolean): SlackMessage =>
  answer?.kind === 'help' || answer?.kind === 'mistake'
    ? withNote(message, direct ? IN_DIRECT : IN_CHANNELS)
    : message;

const idOf = ({ channel, ts }: Spoken): string => `mention ${channel} ${ts}`;

/** In a direct message nobody else reads along, so all of it stands there. */
async function sayDirectly(
  spoken: Spoken,
  message: SlackMessage,
  job: Job<Spoken>,
  desk: Desk,
): Promise<string> {
  const { channel, threadTs } = spoken;
  const posted = await desk.out.posted(
    { id: idOf(spoken), channel, threadTs, message },
    AbortSignal.timeout(TURN_MS),
  );
  if (posted.ok || posted.why === 'late') return 'direct message';
  return alone(spoken, undefined, message, job, desk);
}

/** What everybody may read goes into the thread, and everything else to the writer alone. */
async function sayInChannel(spoken: Spoken, made: Made, job: Job<Spoken>, desk: Desk): Promise<string> {
  const { channel, ts, threadTs } = spoken;
  const publicity = publicityOf(made.answer);
  if (publicity === 'nothing' || made.answer === undefined)
    return alone(spoken, threadTs, made.message, job, desk);
  const message =
    publicity === 'line'
      ? publicLine(made, threadTs ?? ts, desk)
      : withHelp({ answer: made.answer, message: desk.render(made.answer, 'asker', 'other') }, false);
  const post = { id: idOf(spoken), channel, threadTs: threadTs ?? ts, message };
  const posted = await desk.out.posted(post, AbortSignal.timeout(TURN_MS));
  const out = posted.ok || posted.why === 'late';
  if (publicity === 'whole' && out) return 'thread';
  // Slack shows words for one person in a thread only where there is a thread already.
  return alone(spoken, threadTs ?? (posted.ok ? ts : undefined), made.message, job, desk);
}

/** The step in which something is said to one person. */
const PRIVATE = 'private';

/**
 * Nothing tells afterwards whether words for one person were shown, so after a kill in that very moment they are said
 * again: twice is better than never.
 */
const alone = (
  { userId, channel, direct }: Spoken,
  threadTs: string | undefined,
  message: SlackMessage,
  job: Job<Spoken>,
  desk: Desk,
): Promise<string> =>
  job.step<string>(PRIVATE, {
    revive: (value) => (typeof value === 'string' ? value : undefined),
    find: async () => undefined,
    act: () => desk.out.privately({ userId, threadTs, ...(direct ? {} : { channelId: channel }) }, message),
  });

/** One `/iap …` from acknowledgement to answer; whatever happens in between, the person hears the end. */
import { createHash } from 'node:crypto';
import type { Desk, Origin } from '../desk.js';
import { whatWentWrong } from '../log.js';
import { type ReplyTimes, startReply } from '../saying/reply.js';
import { openResponseUrl, parseResponseUrl } from '../saying/response-url.js';
import { waysRound } from '../saying/web-client.js';
import { within } from '../within.js';
import { askAs } from './asking.js';
import { cutOff, tooLate } from './outcome.js';
import { wordsOf } from './words.js';

/** What is used of Slack's command payload. */
export interface Command {
  readonly text: string;
  /** Instead of the words of the text, where nobody typed it. */
  readonly words?: readonly string[] | undefined;
  readonly userId: string;
  /** The workspace it was typed in. */
  readonly teamId: string | undefined;
  /** Undefined: only the response address and a direct message are left. */
  readonly channelId: string | undefined;
  /** This and the trigger are one per command as typed, and the same in every delivery of it. */
  readonly responseUrl: string | undefined;
  readonly triggerId: string | undefined;
}

export interface CommandTimes extends ReplyTimes {
  /** Handed to the question as its own deadline, milliseconds. */
  readonly questionMs: number;
  /** After this the person is told that there is no answer, milliseconds from the command. */
  readonly answerMs: number;
}

/** Slack keeps a response address for half an hour; no delivery of the same command comes later. */
const ONCE_MS = 30 * 60_000;
/** A shared store that is slow must not keep the person waiting. */
const CLAIM_MS = 1_000;

/** Answers one command that has been acknowledged. Resolves when the answer is delivered or every way failed. */
export async function answerCommand(command: Command, desk: Desk, origin: Origin = 'command'): Promise<void> {
  const { log, clock, times } = desk;
  if (!(await isFirst(command, desk))) return log.info({}, 'A command was delivered twice; answered once');
  const startedAt = clock.now();
  const url = parseResponseUrl(command.responseUrl, desk.loopback);
  if (url === undefined) log.warn({}, 'A command came without a response address of Slack');
  const address = url === undefined ? undefined : openResponseUrl(url, clock, desk.posting);
  const reply = startReply(address, waysRound(desk.client, command), times, clock, log);

  const words = command.words ?? wordsOf(command.text);
  const end = new AbortController();
  const stop = (): void => end.abort();
  const timer = setTimeout(stop, times.answerMs);
  if (desk.stopping.aborted) stop();
  desk.stopping.addEventListener('abort', stop, { once: true });
  const made = await Promise.race([
    askAs({ ...command, words, origin, threadTs: undefined, fresh: false }, desk, {
      signal: end.signal,
      progress: reply.progress,
    }),
    aborted(end.signal),
  ]);
  clearTimeout(timer);
  desk.stopping.removeEventListener('abort', stop);
  const outcome = made ?? (desk.stopping.aborted ? cutOff(desk) : tooLate(times.answerMs, desk));
  const delivery = await reply.finish(outcome.message);
  end.abort();
  const facts = { reference: outcome.reference, delivery, ms: clock.now() - startedAt, user: command.userId };
  if (delivery === 'nowhere') log.error(facts, 'An answer could not be delivered by any way');
  else log.info(facts, 'Answered a command');
}

function aborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** Whether this is the first delivery of the command. A store that fails or is slow makes no command unanswered. */
async function isFirst(command: Command, desk: Desk): Promise<boolean> {
  const { triggerId, responseUrl, userId, channelId, text, words } = command;
  if (triggerId === undefined && responseUrl === undefined) return true;
  // Hashed: what people ask about has no place in the keys of a shared store.
  const key = createHash('sha256')
    .update(JSON.stringify([triggerId, responseUrl, userId, channelId, words ?? text]))
    .digest('hex');
  try {
    return await within(CLAIM_MS, desk.once.claim(`slack-command ${key}`, ONCE_MS), true);
  } catch (error) {
    desk.log.warn({ error: whatWentWrong(error) }, 'Could not check whether a command was answered before');
    return true;
  }
}

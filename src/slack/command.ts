/** One `/iap …` from acknowledgement to answer; whatever happens in between, the person hears the end. */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Ask } from '../app.js';
import type { Clock, Once } from '../store/ports.js';
import type { KeptAnswers } from './evidence.js';
import { type Log, whatWentWrong } from './log.js';
import type { Render } from './message.js';
import { answered, broken, cutOff, isAbout, notAnswered, type Outcome, tooLate } from './outcome.js';
import { type ReplyTimes, startReply, type WayRound } from './reply.js';
import { openResponseUrl, type Posting, parseResponseUrl } from './response-url.js';
import { meet, type SpeakerSources } from './speaker.js';
import { wordsOf } from './words.js';

/** What is used of Slack's command payload. */
export interface Command {
  readonly text: string;
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

export interface CommandPorts {
  readonly ask: Ask;
  readonly render: Render;
  readonly sources: SpeakerSources;
  readonly once: Once;
  readonly clock: Clock;
  /** Where answers stay for their evidence. */
  readonly kept: KeptAnswers;
  readonly newReference: () => string;
  readonly waysRound: (command: Command) => readonly WayRound[];
  readonly posting: Posting;
  /** Whether answers may go to this computer: only when Slack itself is emulated on it. */
  readonly loopback: boolean;
  readonly times: CommandTimes;
  /** Aborts when the bot can wait no longer at shutdown. */
  readonly stopping: AbortSignal;
  readonly log: Log;
}

/** Slack keeps a response address for half an hour; no delivery of the same command comes later. */
const ONCE_MS = 30 * 60_000;
/** A shared store that is slow must not keep the person waiting. */
const CLAIM_MS = 1_000;
/** How much longer than the answer the look-up of administrators may take. */
const STANDING_MS = 1_000;

/** Answers one command that has been acknowledged. Resolves when the answer is delivered or every way failed. */
export async function answerCommand(command: Command, ports: CommandPorts): Promise<void> {
  const { log, clock, times } = ports;
  if (!(await isFirst(command, ports))) return log.info({}, 'A command was delivered twice; answered once');
  const startedAt = clock.now();
  const url = parseResponseUrl(command.responseUrl, ports.loopback);
  if (url === undefined) log.warn({}, 'A command came without a response address of Slack');
  const address = url === undefined ? undefined : openResponseUrl(url, clock, ports.posting);
  const reply = startReply(address, ports.waysRound(command), times, clock, log);

  const end = new AbortController();
  const stop = (): void => end.abort();
  const timer = setTimeout(stop, times.answerMs);
  if (ports.stopping.aborted) stop();
  ports.stopping.addEventListener('abort', stop, { once: true });
  const made = await Promise.race([
    makeAnswer(command, ports, reply.progress, end.signal),
    aborted(end.signal),
  ]);
  clearTimeout(timer);
  ports.stopping.removeEventListener('abort', stop);
  const outcome = made ?? (ports.stopping.aborted ? cutOff(ports) : tooLate(times.answerMs, ports));
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

async function makeAnswer(
  command: Command,
  ports: CommandPorts,
  progress: (step: string) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const met = await meet(command.userId, command.teamId, ports.sources, signal);
    if (!met.ok) return notAnswered(met, ports);
    const words = wordsOf(command.text);
    // Looked up while the question runs, and not waited for much longer than the answer itself.
    const standing = met.standing();
    const answer = await ports.ask(words.length === 0 ? ['help'] : words, {
      speaker: met.speaker,
      signal,
      timeoutMs: ports.times.questionMs,
      fresh: false,
      progress,
      mayAskAbout: met.mayAskAbout,
      isAdmin: met.isAdmin,
    });
    const known = await within(STANDING_MS, standing, 'unsure');
    const audience = known === 'admin' ? 'admin' : 'asker';
    const about = isAbout(answer, met.speaker.self) ? 'self' : 'other';
    const { timeZone } = met;
    const outcome = answered(answer, { audience, about, timeZone }, ports, met.notes());
    if (outcome.reference !== undefined)
      ports.kept.keep(outcome.reference, { answer, userId: command.userId, audience, about, timeZone });
    return outcome;
  } catch (error) {
    return broken(error, ports);
  }
}

/** Whether this is the first delivery of the command. A store that fails or is slow makes no command unanswered. */
async function isFirst(command: Command, ports: CommandPorts): Promise<boolean> {
  const { triggerId, responseUrl, userId, channelId, text } = command;
  if (triggerId === undefined && responseUrl === undefined) return true;
  // Hashed: what people ask about has no place in the keys of a shared store.
  const key = createHash('sha256')
    .update(JSON.stringify([triggerId, responseUrl, userId, channelId, text]))
    .digest('hex');
  try {
    return await within(CLAIM_MS, ports.once.claim(`slack-command ${key}`, ONCE_MS), true);
  } catch (error) {
    ports.log.warn({ error: whatWentWrong(error) }, 'Could not check whether a command was answered before');
    return true;
  }
}

/** The result, or `otherwise` when it takes longer than that many milliseconds. */
async function within<T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> {
  const timer = new AbortController();
  try {
    return await Promise.race([work, wait(ms, otherwise, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}

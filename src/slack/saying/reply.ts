/** The life of one answer to a command: silence, "Looking …", at most two edits, the answer; and the ways round a dead end. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../store/ports.js';
import { type Log, whatWentWrong } from '../log.js';
import { plainMessage, type SlackMessage, textOnly } from './message.js';
import type { Posted, ResponseUrl } from './response-url.js';

/** All in milliseconds. */
export interface ReplyTimes {
  /** An answer that is there before this is the only message the person sees. */
  readonly lookingAfterMs: number;
  /** Between edits; Slack itself asks for at most one a second. */
  readonly progressEveryMs: number;
  /** For one post. */
  readonly postMs: number;
}

/** Another way to the person when the response address fails; throws when it does not work either. */
export interface WayRound {
  readonly name: 'ephemeral' | 'direct message';
  readonly send: (message: SlackMessage) => Promise<unknown>;
}

export type Delivery = 'response_url' | WayRound['name'] | 'nowhere';

export interface Reply {
  /** Says what is being done now, in a few words; shown if the answer takes long enough. */
  progress(step: string): void;
  /** Delivers the answer and ends the reply. Never throws; `nowhere` when every way failed. */
  finish(message: SlackMessage): Promise<Delivery>;
}

/** Slack's limit at these addresses is about one post a second. */
const LIMITED_MS = 1_000;
/** Of Slack's five posts, kept for the answer and for trying it a second time: one line and two edits are left. */
const KEPT_FOR_ANSWER = 2;

/**
 * Starts the reply. `address` is undefined when the command brought none that may be used. Each post waits for the one
 * before, so that an old line never lands on top of the answer. Slack may show each post to a command as a new message
 * although it is asked to replace (bolt-js #2287), hence few of them and none for a quick answer.
 */
export function startReply(
  address: ResponseUrl | undefined,
  waysRound: readonly WayRound[],
  times: ReplyTimes,
  clock: Clock,
  log: Log,
): Reply {
  let usable = address;
  let step = '';
  let shownStep = '';
  let started = false;
  let lastAt = 0;
  let shown = false;
  let finished = false;
  let timer: NodeJS.Timeout | undefined;
  let current: { readonly done: Promise<void>; readonly abort: () => void } | undefined;

  function schedule(inMs: number): void {
    if (finished || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      postProgress();
    }, inMs);
  }

  function postProgress(): void {
    if (finished || current !== undefined || usable === undefined || usable.left <= KEPT_FOR_ANSWER) return;
    started = true;
    shownStep = step;
    const controller = new AbortController();
    const done = send(progressMessage(step), controller.signal).then(() => {
      current = undefined;
      lastAt = clock.now();
      if (step !== shownStep) schedule(times.progressEveryMs);
    });
    current = { done, abort: () => controller.abort() };
  }

  async function send(message: SlackMessage, signal: AbortSignal): Promise<Posted> {
    if (usable === undefined) return 'gone';
    const posted = await usable.post(message, shown, signal);
    if (posted === 'delivered' || posted === 'unsure' || posted === 'silent') shown = true;
    if (posted === 'gone' || posted === 'spent') usable = undefined;
    if (posted !== 'delivered') log.warn({ posted }, 'Slack did not take a post to the response address');
    return posted;
  }

  async function byAddress(message: SlackMessage): Promise<boolean> {
    const never = new AbortController().signal;
    const first = await send(message, never);
    if (first === 'delivered') return true;
    // After `silent` a second post here would likely be a second message, and no faster: other ways are tried at once.
    if (first === 'limited') await wait(LIMITED_MS);
    if (first === 'limited' || first === 'unsure') return (await send(message, never)) === 'delivered';
    return first === 'refused' && (await send(textOnly(message), never)) === 'delivered';
  }

  schedule(times.lookingAfterMs);
  return {
    progress(next) {
      step = next;
      if (started && current === undefined && next !== shownStep)
        schedule(Math.max(0, lastAt + times.progressEveryMs - clock.now()));
    },
    async finish(message) {
      finished = true;
      clearTimeout(timer);
      if (current !== undefined) await orAbort(current, times.postMs / 2);
      if (await byAddress(message)) return 'response_url';
      for (const way of waysRound) {
        for (const form of [message, textOnly(message)]) {
          try {
            await way.send(form);
            return way.name;
          } catch (error) {
            log.warn({ way: way.name, error: whatWentWrong(error) }, 'A way round to the person failed');
          }
        }
      }
      return 'nowhere';
    },
  };
}

function progressMessage(step: string): SlackMessage {
  return plainMessage(step === '' ? 'Looking …' : `${step} …`);
}

/** Waits for the post under way, but not long: the answer matters more. */
async function orAbort(post: { readonly done: Promise<void>; readonly abort: () => void }, ms: number) {
  const timer = setTimeout(post.abort, ms);
  await post.done;
  clearTimeout(timer);
}

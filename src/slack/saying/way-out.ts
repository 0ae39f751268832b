/** The way out to channels: posts paced and in order through the outbox, edits, and words for one person alone. */
import { setTimeout as wait } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import type { Outbox, OutboxFate } from '../../store/ports-outbox.js';
import { type Log, whatWentWrong } from '../log.js';
import { type Composer, type Composers, createComposers, type Reference } from './composed.js';
import { type SlackMessage, textOnly } from './message.js';
import { PASSING, quiet, saidBy, threaded } from './sender.js';
import { patiently } from './web-client.js';

/** A message for a channel or a thread. */
export interface Post {
  /** The same id is sent once, whoever puts it. */
  readonly id: string;
  readonly channel: string;
  readonly threadTs?: string | undefined;
  /** The words, or how they are made when their turn has come. */
  readonly message: SlackMessage | Reference;
  /** Goes out although the channel's budget is used up. */
  readonly pressing?: boolean | undefined;
  /** Goes before everything that waits in the channel: for what the others point to. */
  readonly first?: boolean | undefined;
}

/** What a change of one of our messages came to. */
export type Changed =
  | { readonly ok: true }
  /** `retryAfterMs`: Slack's limit; without it trying again makes no sense. */
  | { readonly ok: false; readonly retryAfterMs: number | undefined };

export type Posted =
  | { readonly ok: true; readonly ts: string }
  | { readonly ok: false; readonly why: 'failed' | 'over-budget' | 'late'; readonly detail: string };

export interface WayOut {
  /** Puts a post into its channel's queue, or tells what became of it. Never rejects. */
  post(post: Post): Promise<OutboxFate>;
  /** What became of a post; undefined when nobody knows it (any more). Asking puts nothing, also where a store is away. */
  fate(channel: string, id: string): Promise<OutboxFate | undefined>;
  /** Puts it and waits until it is out; `late` when the signal ends first (it still goes out). */
  posted(post: Post, signal: AbortSignal): Promise<Posted>;
  /** Changes one of our own messages; false when Slack did not. Never rejects. */
  edit(channel: string, ts: string, message: SlackMessage): Promise<boolean>;
  /** The same, and says when it may be tried again. Never rejects. */
  change(channel: string, ts: string, message: SlackMessage): Promise<Changed>;
  /** Names who makes the words of a kind of reference; once per kind, before the first such post. */
  composes(kind: string, composer: Composer): void;
  /** Says something to one person: where they are (an ephemeral message), else as a direct message. Never rejects. */
  privately(to: Person, message: SlackMessage): Promise<'ephemeral' | 'direct message' | 'nowhere'>;
  /** A direct message. Gives where it stands, so that it can be changed; nothing when Slack did not take it. */
  directly(
    userId: string,
    message: SlackMessage,
  ): Promise<{ readonly channel: string; readonly ts: string } | undefined>;
}

export interface Person {
  readonly userId: string;
  /** Undefined: only a direct message is left. */
  readonly channelId?: string | undefined;
  readonly threadTs?: string | undefined;
}

const LOOK_EVERY_MS = 150;
/** After an edit to which Slack gave no answer. */
const LOOK_AGAIN_MS = 5_000;

const content = (message: SlackMessage) => ({ text: message.text, blocks: [...message.blocks] });

export function createWayOut(
  outbox: Outbox,
  client: webApi.WebClient,
  log: Log,
  composers: Composers = createComposers(),
): WayOut {
  const put = ({ id, channel, message, threadTs, pressing, first }: Post): Promise<OutboxFate> =>
    outbox.put({
      id,
      channel,
      body: {
        ...('compose' in message ? message : content(message)),
        ...(threadTs === undefined ? {} : { threadTs }),
      },
      ...(pressing === true ? { pressing } : {}),
      ...(first === true ? { first } : {}),
    });
  const failed = (what: string, error: unknown): void =>
    log.warn({ error: whatWentWrong(error) }, `Slack did not take ${what}`);

  const directly: WayOut['directly'] = async (userId, message) => {
    try {
      const opened = await patiently(() => client.conversations.open({ users: userId }));
      const channel = opened.channel?.id ?? userId;
      const answer = await patiently(() =>
        client.chat.postMessage({ channel, ...quiet, ...content(message) }),
      );
      return answer.ts === undefined ? undefined : { channel: answer.channel ?? channel, ts: answer.ts };
    } catch (error) {
      failed('a direct message', error);
      return undefined;
    }
  };

  const change: WayOut['change'] = async (channel, ts, message) => {
    try {
      await patiently(() => client.chat.update({ channel, ts, ...content(message) }));
      return { ok: true };
    } catch (error) {
      failed('an edit', error);
      if (error instanceof webApi.WebAPIRateLimitedError)
        return { ok: false, retryAfterMs: error.retryAfter * 1_000 };
      const said = saidBy(error);
      return { ok: false, retryAfterMs: said === undefined || PASSING.has(said) ? LOOK_AGAIN_MS : undefined };
    }
  };

  return {
    post: put,
    fate: (channel, id) => outbox.fate(channel, id),
    directly,
    async posted(post, signal) {
      for (let fate = await put(post); ; fate = (await outbox.fate(post.channel, post.id)) ?? fate) {
        switch (fate.kind) {
          case 'sent':
            return { ok: true, ts: fate.ts };
          case 'failed':
            return { ok: false, why: 'failed', detail: fate.reason };
          case 'over-budget':
            return { ok: false, why: 'over-budget', detail: new Date(fate.until).toISOString() };
          case 'waiting':
            break;
        }
        if (signal.aborted) return { ok: false, why: 'late', detail: 'it still waits for its turn' };
        await wait(LOOK_EVERY_MS);
      }
    },
    edit: async (channel, ts, message) => (await change(channel, ts, message)).ok,
    change,
    composes: (kind, composer) => void composers.set(kind, composer),
    async privately({ userId, channelId, threadTs }, message) {
      if (channelId !== undefined) {
        try {
          await patiently(() =>
            client.chat.postEphemeral({
              channel: channelId,
              user: userId,
              ...content(message),
              ...threaded(threadTs),
            }),
          );
          return 'ephemeral';
        } catch (error) {
          failed('a message for one person', error);
        }
      }
      const forms = [message, textOnly(message)];
      for (const form of forms) if (await directly(userId, form)) return 'direct message';
      return 'nowhere';
    },
  };
}

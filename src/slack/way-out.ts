/** The way out to channels: posts paced and in order through the outbox, edits, and words for one person alone. */
import { setTimeout as wait } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Outbox, OutboxFate, OutboxMessage, OutboxSender, Sending } from '../store/ports-outbox.js';
import { type Log, whatWentWrong } from './log.js';
import { type SlackMessage, textOnly } from './message.js';
import { textAt } from './payloads.js';
import { patiently, type Workspace } from './web-client.js';

/** A message for a channel or a thread. */
export interface Post {
  /** The same id is sent once, whoever puts it. */
  readonly id: string;
  readonly channel: string;
  readonly threadTs?: string | undefined;
  readonly message: SlackMessage;
}

export type Posted =
  | { readonly ok: true; readonly ts: string }
  | { readonly ok: false; readonly why: 'failed' | 'over-budget' | 'late'; readonly detail: string };

export interface WayOut {
  /** Puts a post into its channel's queue, or tells what became of it. Never rejects. */
  post(post: Post): Promise<OutboxFate>;
  /** The same, and waits until it is out; `late` when the signal ends first (it still goes out). */
  posted(post: Post, signal: AbortSignal): Promise<Posted>;
  /** Changes one of our own messages; false when Slack did not. Never rejects. */
  edit(channel: string, ts: string, message: SlackMessage): Promise<boolean>;
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

/** The kind of our metadata, by which a message is found again after a crash. */
const METADATA = 'iap_doctor_post';
const LOOK_EVERY_MS = 150;

const bodySchema = z.object({
  threadTs: z.string().optional(),
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })),
});

const quiet = { unfurl_links: false, unfurl_media: false } as const;
const threaded = (threadTs: string | undefined) => (threadTs === undefined ? {} : { thread_ts: threadTs });
const content = (message: SlackMessage) => ({ text: message.text, blocks: [...message.blocks] });

/** What Slack says of blocks it does not like; the same words go out as text then. */
const BAD_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);
/** Said of a failure that may pass; nothing was posted. */
const PASSING = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

const saidBy = (error: unknown): string | undefined =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;

/** Sends what the outbox gives it, and finds what a dead process may have sent. */
export function createSender(client: webApi.WebClient, workspace: Workspace, log: Log): OutboxSender {
  return {
    // Every reply has a thread of its own; what can be said once for many is decided before it is put here.
    merge: () => undefined,
    async find({ id, channel, body }) {
      const read = bodySchema.safeParse(body);
      if (!read.success) return undefined;
      const { threadTs, text } = read.data;
      const seen = await patiently<{ messages?: unknown }>(() =>
        threadTs === undefined
          ? client.conversations.history({ channel, limit: 100, include_all_metadata: true })
          : client.conversations.replies({ channel, ts: threadTs, limit: 200, include_all_metadata: true }),
      );
      return foundIn(seen.messages, id, text, workspace);
    },
    post: (message) => send(message, client, log),
  };
}

const postSchema = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().optional(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.object({ id: z.string() }).optional() })
    .optional()
    .catch(undefined),
});

/** Our own message with this id; where Slack gives no metadata back, the one with the same text. */
function foundIn(
  messages: unknown,
  id: string,
  text: string,
  { botId, botUserId }: Workspace,
): string | undefined {
  const posts = (Array.isArray(messages) ? messages : []).flatMap((one: unknown) => {
    const read = postSchema.safeParse(one);
    return read.success ? [read.data] : [];
  });
  const ours = posts.filter(
    (one) =>
      (botId !== undefined && one.bot_id === botId) || (botUserId !== undefined && one.user === botUserId),
  );
  const marked = ours.find(
    ({ metadata }) => metadata?.event_type === METADATA && metadata.event_payload?.id === id,
  );
  return (marked ?? ours.find((one) => one.metadata === undefined && one.text === text))?.ts;
}

async function send(message: OutboxMessage, client: webApi.WebClient, log: Log): Promise<Sending> {
  const read = bodySchema.safeParse(message.body);
  if (!read.success) return { kind: 'failed', reason: 'a message nobody understands' };
  const { threadTs, text, blocks } = read.data;
  const metadata = { event_type: METADATA, event_payload: { id: message.id } };
  const post = (withBlocks: boolean) =>
    client.apiCall('chat.postMessage', {
      channel: message.channel,
      text,
      ...(withBlocks && blocks.length > 0 ? { blocks } : {}),
      ...threaded(threadTs),
      ...quiet,
      metadata,
    });
  try {
    const answer = await post(true).catch((error: unknown) => {
      if (!BAD_BLOCKS.has(saidBy(error) ?? '')) throw error;
      log.error({ error: whatWentWrong(error) }, 'Slack did not take the blocks of a message');
      return post(false);
    });
    const ts = textAt(answer, 'ts');
    return ts === undefined ? { kind: 'failed', reason: 'Slack gave no time stamp' } : { kind: 'sent', ts };
  } catch (error) {
    if (error instanceof webApi.WebAPIRateLimitedError)
      return { kind: 'throttled', retryAfterMs: error.retryAfter * 1_000 };
    const said = saidBy(error);
    // Without a word from Slack it may have been posted; the outbox looks before it tries again.
    if (said === undefined || PASSING.has(said)) throw error;
    return { kind: 'failed', reason: said };
  }
}

export function createWayOut(outbox: Outbox, client: webApi.WebClient, log: Log): WayOut {
  const put = (post: Post): Promise<OutboxFate> =>
    outbox.put({
      id: post.id,
      channel: post.channel,
      body: { ...content(post.message), ...(post.threadTs === undefined ? {} : { threadTs: post.threadTs }) },
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

  return {
    post: put,
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
    async edit(channel, ts, message) {
      try {
        await patiently(() => client.chat.update({ channel, ts, ...content(message) }));
        return true;
      } catch (error) {
        failed('an edit', error);
        return false;
      }
    },
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

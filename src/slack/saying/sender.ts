/** Sends what a channel's queue gives it, and finds what a dead process may have sent. */
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { OutboxMessage, OutboxSender, Sending } from '../../store/ports-outbox.js';
import { type Log, whatWentWrong } from '../log.js';
import { rawAt, textAt } from '../payloads.js';
import { type Composers, createComposers } from './composed.js';
import { patiently, type Workspace } from './web-client.js';

/** The kind of our metadata, by which a message is found again after a crash. */
const METADATA = 'iap_doctor_post';

const wordsSchema = z.object({
  threadTs: z.string().optional(),
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })),
});
const referenceSchema = z.object({
  threadTs: z.string().optional(),
  compose: z.string(),
  about: z.string(),
});
const bodySchema = z.union([referenceSchema, wordsSchema]);

export const quiet = { unfurl_links: false, unfurl_media: false } as const;
export const threaded = (threadTs: string | undefined) =>
  threadTs === undefined ? {} : { thread_ts: threadTs };

/** What Slack says of blocks it does not like; the same words go out as text then. */
const BAD_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);
/** Said of a failure that may pass; nothing was posted. */
export const PASSING = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

export const saidBy = (error: unknown): string | undefined =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;

/** Sends what the outbox gives it, and finds what a dead process may have sent. */
export function createSender(
  client: webApi.WebClient,
  workspace: Workspace,
  log: Log,
  composers: Composers = createComposers(),
): OutboxSender {
  /** Tells whoever made the words that they are out; a failure there takes nothing back. */
  const sent = async (body: z.infer<typeof bodySchema>, channel: string, ts: string): Promise<void> => {
    if (!('compose' in body)) return;
    try {
      await composers.get(body.compose)?.sent(body.about, channel, ts);
    } catch (error) {
      log.warn({ error: whatWentWrong(error) }, 'A message is out, and nobody could be told');
    }
  };
  return {
    // Every reply has a thread of its own; what can be said once for many is decided before it is put here.
    merge: () => undefined,
    async find({ id, channel, body }) {
      const read = bodySchema.safeParse(body);
      if (!read.success) return undefined;
      const { threadTs } = read.data;
      const text =
        'compose' in read.data
          ? await composers.get(read.data.compose)?.said?.(read.data.about, channel)
          : read.data.text;
      const seen = await patiently<{ messages?: unknown }>(() =>
        threadTs === undefined
          ? client.conversations.history({ channel, limit: 100, include_all_metadata: true })
          : client.conversations.replies({ channel, ts: threadTs, limit: 200, include_all_metadata: true }),
      );
      const ts = foundIn(seen.messages, id, text, workspace);
      if (ts !== undefined) await sent(read.data, channel, ts);
      return ts;
    },
    async post(message) {
      const read = bodySchema.safeParse(message.body);
      if (!read.success) return { kind: 'failed', reason: 'a message nobody understands' };
      const body = read.data;
      const words =
        'compose' in body
          ? await composers.get(body.compose)?.compose(body.about, message.channel)
          : { text: body.text, blocks: body.blocks };
      if (words === undefined) return { kind: 'failed', reason: 'there was nothing to say any more' };
      const end = await send({ ...message, ...words, threadTs: body.threadTs }, client, log);
      if (end.kind === 'sent') await sent(body, message.channel, end.ts);
      return end;
    },
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
  text: string | undefined,
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
  return (marked ?? ours.find((one) => text !== undefined && one.metadata === undefined && one.text === text))
    ?.ts;
}

interface Ready extends Pick<OutboxMessage, 'id' | 'channel'> {
  readonly threadTs: string | undefined;
  readonly text: string;
  readonly blocks: readonly object[];
}

async function send(message: Ready, client: webApi.WebClient, log: Log): Promise<Sending> {
  const { threadTs, text, blocks } = message;
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
    if (ts === undefined) return { kind: 'failed', reason: 'Slack gave no time stamp' };
    const shown = rawAt(answer, 'message');
    const astray = threadTs !== undefined && shown !== undefined && shown.thread_ts === undefined;
    if (astray && (await takenBack(message.channel, threadTs, ts, client, log)))
      return { kind: 'failed', reason: 'the thread has been deleted' };
    return { kind: 'sent', ts };
  } catch (error) {
    if (error instanceof webApi.WebAPIRateLimitedError)
      return { kind: 'throttled', retryAfterMs: error.retryAfter * 1_000 };
    const said = saidBy(error);
    // Without a word from Slack it may have been posted; the outbox looks before it tries again.
    if (said === undefined || PASSING.has(said)) throw error;
    return { kind: 'failed', reason: said };
  }
}

/**
 * Slack posts a reply to a deleted message at the top of the channel (slack-go/slack issue 1571). True when that happened,
 * and it has been deleted again.
 */
async function takenBack(
  channel: string,
  threadTs: string,
  ts: string,
  client: webApi.WebClient,
  log: Log,
): Promise<boolean> {
  try {
    await patiently(() => client.conversations.replies({ channel, ts: threadTs, limit: 1 }));
    return false;
  } catch (error) {
    if (saidBy(error) !== 'thread_not_found') return false;
  }
  try {
    // Nothing is deleted before it has been seen to stand where it should not.
    const top = await patiently(() =>
      client.conversations.history({ channel, latest: ts, oldest: ts, inclusive: true, limit: 1 }),
    );
    const ours = top.messages?.find((one) => one.ts === ts);
    if (ours === undefined || ours.thread_ts !== undefined) return false;
    await patiently(() => client.chat.delete({ channel, ts }));
  } catch (error) {
    log.warn({ channel, error: whatWentWrong(error) }, 'A reply to a deleted message stands in the channel');
  }
  return true;
}

/** `chat.postMessage` and `chat.postEphemeral`: what the app says, and where it may say it. */
import type { Context } from '../context.js';
import { type Args, flagOf, textOf } from '../http.js';
import { refusal } from '../limits.js';
import type { Content } from '../types.js';
import { wireMessage } from '../wire.js';
import type { Channel } from '../workspace.js';
import { attachmentsOf, metadataOf } from './extras.js';
import { ApiError, blocksOf, channelOf, type Method, need, personsChannel } from './method.js';

export const chatPostMethods: readonly Method[] = [
  {
    name: 'chat.postMessage',
    token: 'bot',
    scopes: ['chat:write'],
    run: (args, context) => {
      const { workspace, rates } = context;
      const channel = personsChannel(args, context) ?? channelOf(args, context);
      open(channel, context, context.scopes.includes('chat:write.public'));
      const content = contentOf(args, context, 'chat.postMessage');
      const metadata = metadataOf(args);
      const attachments = attachmentsOf(args);
      const threadTs = threadIn(channel, textOf(args.thread_ts));
      rates.posted(channel.id);
      const message = workspace.post({
        ...content,
        channel: channel.id,
        threadTs,
        user: workspace.bot.userId,
        botId: workspace.bot.botId,
        subtype:
          threadTs !== undefined && flagOf(args.reply_broadcast) === true ? 'thread_broadcast' : undefined,
        ...(metadata === undefined ? {} : { metadata }),
        ...(attachments.length === 0 ? {} : { attachments }),
      });
      const shown = { ...wireMessage(message, workspace), ...(metadata === undefined ? {} : { metadata }) };
      return { channel: channel.id, ts: message.ts, message: shown };
    },
  },
  {
    name: 'chat.postEphemeral',
    token: 'bot',
    tier: 4,
    scopes: ['chat:write'],
    run: (args, context) => {
      const { workspace } = context;
      const channel = channelOf(args, context);
      const user = need(args, 'user', 'user_not_in_channel');
      open(channel, context, false);
      if (!channel.members.has(user)) throw new ApiError('user_not_in_channel');
      const message = workspace.postEphemeral({
        ...contentOf(args, context, 'chat.postEphemeral'),
        channel: channel.id,
        threadTs: textOf(args.thread_ts),
        user,
        via: 'chat.postEphemeral',
      });
      return { message_ts: message.ts };
    },
  },
];

function open(channel: Channel, { workspace }: Context, publicToo: boolean): void {
  const allowed = channel.members.has(workspace.bot.userId) || (channel.kind === 'public' && publicToo);
  if (!allowed) throw new ApiError('not_in_channel');
  if (channel.archived) throw new ApiError('is_archived');
}

/**
 * Where a reply goes: into the thread, also when a reply was named; at the top of the channel when the message is
 * gone. Slack does not fail then; only the answer's missing `thread_ts` tells (slack-go #1571, caipe #1034).
 */
function threadIn(channel: Channel, threadTs: string | undefined): string | undefined {
  const parent = channel.messages.find((one) => one.ts === threadTs);
  return parent === undefined ? undefined : (parent.threadTs ?? parent.ts);
}

/** Text and blocks of a call, checked against Slack's limits. */
function contentOf(args: Args, context: Context, where: string): Content {
  const blocks = blocksOf(args.blocks);
  const text = textOf(args.text) ?? '';
  if (text === '' && blocks.length === 0) {
    if (args.attachments === undefined) throw new ApiError('no_text');
    return { text, blocks };
  }
  const wrong = context.check(where, { text, blocks });
  if (wrong.length > 0) throw refusal(wrong);
  return { text, blocks };
}

/** `chat.*` and `reactions.add`: what the app says, and where it may say it. */

import type { Context } from '../context.js';
import type { Args } from '../http.js';
import { textOf } from '../http.js';
import type { ChannelMessage } from '../types.js';
import { wireMessage } from '../wire.js';
import { ApiError, blocksOf, channelOf, contentOf, type Method, need } from './method.js';

const WRITE = ['chat:write'];

export const chatMethods: readonly Method[] = [
  {
    name: 'chat.postMessage',
    token: 'bot',
    scopes: WRITE,
    run: (args, context) => {
      const { workspace } = context;
      const channel = channelOf(args, context);
      const allowed =
        channel.members.has(workspace.bot.userId) ||
        (channel.kind === 'public' && context.scopes.includes('chat:write.public'));
      if (!allowed) throw new ApiError('not_in_channel');
      const message = workspace.post({
        ...contentOf(args, context, 'chat.postMessage'),
        channel: channel.id,
        threadTs: textOf(args.thread_ts),
        user: workspace.bot.userId,
        botId: workspace.bot.botId,
        subtype: undefined,
      });
      return { channel: channel.id, ts: message.ts, message: wireMessage(message, workspace) };
    },
  },
  {
    name: 'chat.postEphemeral',
    token: 'bot',
    scopes: WRITE,
    run: (args, context) => {
      const { workspace } = context;
      const channel = channelOf(args, context);
      const user = need(args, 'user', 'user_not_in_channel');
      if (!channel.members.has(workspace.bot.userId)) throw new ApiError('not_in_channel');
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
  {
    name: 'chat.update',
    token: 'bot',
    scopes: WRITE,
    run: (args, context) => {
      const { workspace } = context;
      const channel = channelOf(args, context);
      const old = ownMessage(args, context, 'cant_update_message');
      if ((textOf(args.text) ?? '').length > 4_000) throw new ApiError('msg_too_long');
      // Text without blocks removes the blocks; blocks without text keep the text.
      const text = textOf(args.text) ?? old.text;
      const blocks = args.blocks === undefined ? [] : blocksOf(args.blocks);
      const content = contentOf({ text, blocks }, context, 'chat.update');
      const message = workspace.change(channel, old.ts, content) ?? old;
      return { channel: channel.id, ts: message.ts, text, message: wireMessage(message, workspace) };
    },
  },
  {
    name: 'chat.delete',
    token: 'bot',
    scopes: WRITE,
    run: (args, context) => {
      const old = ownMessage(args, context, 'cant_delete_message');
      context.workspace.remove(channelOf(args, context), old.ts);
      return { channel: old.channel, ts: old.ts };
    },
  },
  {
    name: 'chat.getPermalink',
    token: 'bot',
    scopes: [],
    run: (args, context) => {
      const channel = channelOf(args, context);
      const ts = need(args, 'message_ts', 'message_not_found');
      if (!channel.messages.some((message) => message.ts === ts)) throw new ApiError('message_not_found');
      const base = `https://${context.workspace.team.domain}.slack.test/archives/${channel.id}`;
      return { channel: channel.id, permalink: `${base}/p${ts.replace('.', '')}` };
    },
  },
  {
    name: 'reactions.add',
    token: 'bot',
    scopes: ['reactions:write'],
    run: (args, context) => {
      const name = need(args, 'name', 'invalid_name');
      const done = context.workspace.react(
        channelOf(args, context),
        need(args, 'timestamp', 'no_item_specified'),
        name,
      );
      if (done === undefined) throw new ApiError('message_not_found');
      if (done === 'already') throw new ApiError('already_reacted');
      return {};
    },
  },
];

function ownMessage(args: Args, context: Context, foreign: string): ChannelMessage {
  const channel = channelOf(args, context);
  const ts = need(args, 'ts', 'message_not_found');
  const message = channel.messages.find((one) => one.ts === ts);
  if (message === undefined || message.subtype === 'tombstone') throw new ApiError('message_not_found');
  if (message.user !== context.workspace.bot.userId) throw new ApiError(foreign);
  return message;
}

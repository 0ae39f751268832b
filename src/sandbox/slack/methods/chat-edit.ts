/** `chat.update`, `chat.delete`, `chat.getPermalink`: the app's messages after they were posted. */
import type { Context } from '../context.js';
import { type Args, textOf } from '../http.js';
import { refusal } from '../limits.js';
import { permalink } from '../permalink.js';
import type { ChannelMessage } from '../types.js';
import { wireMessage } from '../wire.js';
import { metadataOf } from './extras.js';
import { ApiError, blocksOf, channelOf, type Method, need } from './method.js';

export const chatEditMethods: readonly Method[] = [
  {
    name: 'chat.update',
    token: 'bot',
    scopes: ['chat:write'],
    run: (args, context) => {
      const { workspace } = context;
      const channel = channelOf(args, context);
      const old = ownMessage(args, context, 'cant_update_message');
      if (channel.archived) throw new ApiError('is_archived');
      if (args.text === undefined && args.blocks === undefined && args.attachments === undefined)
        throw new ApiError('no_text');
      // Text without blocks removes the blocks; blocks without text keep the text.
      const text = textOf(args.text) ?? old.text;
      const content = { text, blocks: args.blocks === undefined ? [] : blocksOf(args.blocks) };
      const wrong = context.check('chat.update', content, { update: true });
      if (wrong.length > 0) throw refusal(wrong);
      // Without new metadata the old stays; `{}` takes it away.
      const metadata = metadataOf(args);
      const message =
        workspace.change(channel, old.ts, { ...content, ...(metadata === undefined ? {} : { metadata }) }) ??
        old;
      return { channel: channel.id, ts: message.ts, text, message: wireMessage(message, workspace) };
    },
  },
  {
    name: 'chat.delete',
    token: 'bot',
    scopes: ['chat:write'],
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
      const message = channel.messages.find((one) => one.ts === ts);
      if (message === undefined) throw new ApiError('message_not_found');
      return { channel: channel.id, permalink: permalink(message, context.workspace) };
    },
  },
];

function ownMessage(args: Args, context: Context, foreign: string): ChannelMessage {
  const channel = channelOf(args, context);
  const ts = need(args, 'ts', 'message_not_found');
  const message = channel.messages.find((one) => one.ts === ts);
  if (message === undefined || message.subtype === 'tombstone') throw new ApiError('message_not_found');
  if (message.botId !== context.workspace.bot.botId) throw new ApiError(foreign);
  return message;
}

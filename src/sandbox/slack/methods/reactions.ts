/** `reactions.*`: the app's own, and a look at everybody's. */
import type { Context } from '../context.js';
import type { Args } from '../http.js';
import { wireMessage } from '../wire.js';
import type { Channel } from '../workspace.js';
import { ApiError, channelOf, type Method, need } from './method.js';

export const reactionMethods: readonly Method[] = [
  {
    name: 'reactions.add',
    token: 'bot',
    scopes: ['reactions:write'],
    run: (args, context) => {
      const name = nameOf(args);
      const { channel, ts } = item(args, context);
      const done = context.workspace.react(channel, ts, name);
      if (done === undefined) throw new ApiError('message_not_found');
      if (done === 'already') throw new ApiError('already_reacted');
      return {};
    },
  },
  {
    name: 'reactions.remove',
    token: 'bot',
    tier: 2,
    scopes: ['reactions:write'],
    run: (args, context) => {
      const name = nameOf(args);
      const { channel, ts } = item(args, context);
      const done = context.workspace.react(channel, ts, name, { how: 'removed' });
      if (done === undefined) throw new ApiError('message_not_found');
      if (done === 'already') throw new ApiError('no_reaction');
      return {};
    },
  },
  {
    name: 'reactions.get',
    token: 'bot',
    scopes: ['reactions:read'],
    run: (args, context) => {
      const { channel, ts } = item(args, context);
      const message = channel.messages.find((one) => one.ts === ts);
      if (message === undefined) throw new ApiError('message_not_found');
      return { type: 'message', channel: channel.id, message: wireMessage(message, context.workspace) };
    },
  },
];

/** Emoji names come without colons. */
function nameOf(args: Args): string {
  const name = need(args, 'name', 'invalid_name');
  if (!/^[a-z0-9_+'-]+(?:::skin-tone-[2-6])?$/.test(name)) throw new ApiError('invalid_name');
  return name;
}

function item(args: Args, context: Context): { readonly channel: Channel; readonly ts: string } {
  const channel = channelOf(args, context);
  if (!channel.members.has(context.workspace.bot.userId)) throw new ApiError('not_in_channel');
  return { channel, ts: need(args, 'timestamp', 'no_item_specified') };
}

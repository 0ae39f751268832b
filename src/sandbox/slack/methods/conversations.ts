/** `conversations.*` and `users.conversations`: which channels there are, who is in them, direct messages. */
import type { Context } from '../context.js';
import { type Args, textOf } from '../http.js';
import { wireChannel } from '../wire.js';
import type { Channel } from '../workspace.js';
import { ApiError, channelOf, type Method, need, needScope } from './method.js';
import { page } from './page.js';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const BY_KIND = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;

export const conversationMethods: readonly Method[] = [
  {
    name: 'conversations.open',
    token: 'bot',
    scopes: ['im:write'],
    run: (args, context) => {
      const user = need(args, 'users', 'users_list_not_supplied');
      const person = context.workspace.users.get(user);
      if (person === undefined) throw new ApiError('user_not_found');
      if (person.deleted === true) throw new ApiError('user_disabled');
      if (person.id === context.workspace.bot.userId) throw new ApiError('cannot_dm_bot');
      return { channel: { id: context.workspace.directMessages(user).id } };
    },
  },
  {
    name: 'conversations.info',
    token: 'bot',
    scopes: READ,
    run: (args, context) => ({ channel: wireChannel(visible(args, context), context.workspace) }),
  },
  {
    name: 'conversations.list',
    token: 'bot',
    tier: 2,
    scopes: READ,
    run: (args, context) => listed(args, context, () => true),
  },
  {
    name: 'users.conversations',
    token: 'bot',
    scopes: READ,
    run: (args, context) => {
      const user = textOf(args.user) ?? context.workspace.bot.userId;
      return listed(args, context, (channel) => channel.members.has(user));
    },
  },
  {
    name: 'conversations.members',
    token: 'bot',
    tier: 4,
    scopes: READ,
    run: (args, context) => {
      const { items, more } = page([...visible(args, context).members], args);
      return { members: items, ...more };
    },
  },
];

function visible(args: Args, context: Context): Channel {
  const channel = channelOf(args, context);
  needScope(context, BY_KIND[channel.kind]);
  return channel;
}

function listed(args: Args, context: Context, fits: (channel: Channel) => boolean) {
  const types = (textOf(args.types) ?? 'public_channel').split(',').map((type) => type.trim());
  const wanted = (kind: Channel['kind']) => types.includes(kind === 'im' ? 'im' : `${kind}_channel`);
  const bot = context.workspace.bot.userId;
  const channels = [...context.workspace.channels.values()].filter(
    (one) => wanted(one.kind) && (one.kind === 'public' || one.members.has(bot)) && fits(one),
  );
  const { items, more } = page(channels, args);
  return { channels: items.map((channel) => wireChannel(channel, context.workspace)), ...more };
}

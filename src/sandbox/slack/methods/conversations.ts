/** `conversations.*`: reading channels, opening direct messages. */

import type { Context } from '../context.js';
import { type Args, numberOf, textOf } from '../http.js';
import type { ChannelMessage } from '../types.js';
import { wireChannel, wireMessage } from '../wire.js';
import { ApiError, channelOf, type Method, need } from './method.js';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

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
      return { channel: { id: context.workspace.directMessages(user).id } };
    },
  },
  {
    name: 'conversations.info',
    token: 'bot',
    scopes: READ,
    run: (args, context) => ({ channel: wireChannel(channelOf(args, context), context.workspace) }),
  },
  {
    name: 'conversations.list',
    token: 'bot',
    scopes: READ,
    run: (args, { workspace }) => {
      const types = (textOf(args.types) ?? 'public_channel').split(',');
      const wanted = (kind: string) => types.includes(kind === 'im' ? 'im' : `${kind}_channel`);
      return {
        channels: [...workspace.channels.values()]
          .filter((channel) => wanted(channel.kind))
          .map((channel) => wireChannel(channel, workspace)),
        response_metadata: { next_cursor: '' },
      };
    },
  },
  {
    name: 'conversations.members',
    token: 'bot',
    scopes: READ,
    run: (args, context) => {
      const { items, more } = page([...channelOf(args, context).members], args);
      return { members: items, ...more };
    },
  },
  {
    name: 'conversations.history',
    token: 'bot',
    scopes: HISTORY,
    run: (args, context) => {
      const channel = readable(args, context);
      const top = channel.messages.filter((one) => one.threadTs === undefined || one.threadTs === one.ts);
      return messages(within([...top].reverse(), args), args, context);
    },
  },
  {
    name: 'conversations.replies',
    token: 'bot',
    scopes: HISTORY,
    run: (args, context) => {
      const ts = need(args, 'ts', 'thread_not_found');
      const thread = readable(args, context).messages.filter((one) => one.ts === ts || one.threadTs === ts);
      if (thread.length === 0) throw new ApiError('thread_not_found');
      return messages(within(thread, args), args, context);
    },
  },
];

function readable(args: Args, context: Context) {
  const channel = channelOf(args, context);
  if (!channel.members.has(context.workspace.bot.userId)) throw new ApiError('not_in_channel');
  return channel;
}

function within(list: readonly ChannelMessage[], args: Args): ChannelMessage[] {
  const oldest = numberOf(args.oldest) ?? 0;
  const latest = numberOf(args.latest) ?? Number.POSITIVE_INFINITY;
  const inclusive = args.inclusive === 'true' || args.inclusive === true;
  return list.filter((one) => {
    const ts = Number(one.ts);
    return inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
  });
}

function messages(list: readonly ChannelMessage[], args: Args, { workspace }: Context) {
  const { items, more } = page(list, args);
  return { messages: items.map((one) => wireMessage(one, workspace)), ...more };
}

function page<T>(list: readonly T[], args: Args) {
  const limit = Math.min(numberOf(args.limit) ?? 100, 1_000);
  const start = Number(textOf(args.cursor)?.replace('next:', '') ?? '0');
  if (!Number.isInteger(start)) throw new ApiError('invalid_cursor');
  const next = start + limit < list.length ? `next:${start + limit}` : '';
  return {
    items: list.slice(start, start + limit),
    more: { has_more: next !== '', response_metadata: { next_cursor: next } },
  };
}

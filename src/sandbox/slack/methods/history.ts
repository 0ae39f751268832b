/** `conversations.history` and `conversations.replies`: what was said, read back page by page. */
import type { Context } from '../context.js';
import { type Args, flagOf, numberOf } from '../http.js';
import type { ChannelMessage } from '../types.js';
import { wireStored } from '../wire.js';
import type { Channel } from '../workspace.js';
import { ApiError, channelOf, type Method, need, needScope } from './method.js';
import { page } from './page.js';

const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const BY_KIND = { public: 'channels:history', private: 'groups:history', im: 'im:history' } as const;

export const historyMethods: readonly Method[] = [
  {
    name: 'conversations.history',
    token: 'bot',
    scopes: HISTORY,
    run: (args, context) => {
      const channel = readable(args, context);
      const top = channel.messages.filter(
        (one) => one.threadTs === undefined || one.threadTs === one.ts || one.subtype === 'thread_broadcast',
      );
      return messages(within([...top].reverse(), args), channel, args, context);
    },
  },
  {
    name: 'conversations.replies',
    token: 'bot',
    scopes: HISTORY,
    run: (args, context) => {
      const ts = need(args, 'ts', 'thread_not_found');
      const channel = readable(args, context);
      // Any message of a thread may be named.
      const root = channel.messages.find((one) => one.ts === ts);
      const first = root?.threadTs ?? ts;
      const thread = channel.messages.filter((one) => one.ts === first || one.threadTs === first);
      if (root === undefined) throw new ApiError('thread_not_found');
      return messages(within(thread, args), channel, args, context);
    },
  },
];

function readable(args: Args, context: Context): Channel {
  const channel = channelOf(args, context);
  needScope(context, BY_KIND[channel.kind]);
  if (!channel.members.has(context.workspace.bot.userId)) throw new ApiError('not_in_channel');
  return channel;
}

function within(list: readonly ChannelMessage[], args: Args): ChannelMessage[] {
  const oldest = numberOf(args.oldest) ?? 0;
  const latest = numberOf(args.latest) ?? Number.POSITIVE_INFINITY;
  const inclusive = flagOf(args.inclusive) === true;
  return list.filter((one) => {
    const ts = Number(one.ts);
    return inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
  });
}

function messages(list: readonly ChannelMessage[], channel: Channel, args: Args, { workspace }: Context) {
  const { items, more } = page(list, args);
  const metadata = flagOf(args.include_all_metadata) === true;
  return { messages: items.map((one) => wireStored(one, channel, workspace, metadata)), ...more };
}

/** `team.info`, `bots.info`, `usergroups.users.list`, `assistant.threads.setStatus`: the workspace around the people. */
import { textOf } from '../http.js';
import { ApiError, channelOf, type Method, need } from './method.js';

export const teamMethods: readonly Method[] = [
  {
    name: 'team.info',
    token: 'bot',
    scopes: ['team:read'],
    run: (_args, { workspace: { team } }) => ({
      team: { ...team, url: `https://${team.domain}.slack.test/`, email_domain: '' },
    }),
  },
  {
    name: 'bots.info',
    token: 'bot',
    scopes: ['users:read'],
    // The bots of Workflow Builder are nobody's app (caipe #1624).
    run: (args, { workspace: { bot, appId } }) => {
      if (textOf(args.bot) !== bot.botId) throw new ApiError('bot_not_found');
      const { botId: id, userId, name } = bot;
      return { bot: { id, app_id: appId, user_id: userId, name, deleted: false, updated: 1_700_000_000 } };
    },
  },
  {
    name: 'usergroups.users.list',
    token: 'bot',
    tier: 2,
    scopes: ['usergroups:read'],
    run: (args, { usergroups }) => {
      const users = usergroups[textOf(args.usergroup) ?? ''];
      if (users === undefined) throw new ApiError('no_such_subteam');
      return { users };
    },
  },
  {
    name: 'assistant.threads.setStatus',
    token: 'bot',
    scopes: ['chat:write', 'assistant:write'],
    run: (args, context) => {
      const channel = channelOf({ channel: args.channel_id }, context);
      const threadTs = need(args, 'thread_ts', 'invalid_thread_ts');
      if (!channel.members.has(context.workspace.bot.userId)) throw new ApiError('not_in_channel');
      if (!channel.messages.some((one) => one.ts === threadTs)) throw new ApiError('invalid_thread_ts');
      const status = textOf(args.status) ?? '';
      context.workspace.happenings.add({ type: 'status', channel: channel.id, threadTs, status });
      return {};
    },
  },
];

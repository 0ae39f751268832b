/** Messages, channels and views in the shapes Slack sends them. */
import type { ChannelMessage, EphemeralMessage, View } from './types.js';
import { wireBlocks } from './wire-blocks.js';
import type { Channel, Workspace } from './workspace.js';

/** A message as it stands in events, interactions and answers of the Web API. */
export function wireMessage(message: ChannelMessage | EphemeralMessage, workspace: Workspace): object {
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  if (message.kind === 'ephemeral')
    return {
      type: 'message',
      user: workspace.bot.userId,
      ts: message.ts,
      text: message.text,
      team: workspace.team.id,
      ...ownBot(workspace),
      ...blocksOf(message),
      ...thread,
    };
  return {
    ...(message.user === '' ? {} : { user: message.user }),
    type: 'message',
    ts: message.ts,
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    ...message.wire,
    text: message.text,
    ...teamsOf(message, workspace),
    ...(message.botId === workspace.bot.botId ? ownBot(workspace) : {}),
    ...(message.botId === undefined ? {} : { bot_id: message.botId }),
    ...((message.attachments ?? []).length === 0 ? {} : { attachments: message.attachments }),
    ...blocksOf(message),
    ...thread,
    ...inThread(message, workspace),
    ...(message.editedAt === undefined ? {} : { edited: { user: message.user, ts: message.editedAt } }),
    ...reactionsOf(message),
  };
}

const blocksOf = (message: ChannelMessage | EphemeralMessage): object =>
  message.blocks.length === 0 ? {} : { blocks: wireBlocks(message.blocks, message.ts) };

function ownBot({ bot, appId, team }: Workspace): object {
  const profile = { id: bot.botId, app_id: appId, name: bot.name, deleted: false, updated: 1_700_000_000 };
  return { bot_id: bot.botId, app_id: appId, bot_profile: { ...profile, team_id: team.id } };
}

/** Strangers, and everybody in a shared channel, come with their own workspace. */
function teamsOf(message: ChannelMessage, workspace: Workspace): object {
  if (message.user === '') return {};
  const team = workspace.users.get(message.user)?.teamId ?? workspace.team.id;
  const shared = workspace.channels.get(message.channel)?.shared === true || team !== workspace.team.id;
  return { team, ...(shared ? { user_team: team, source_team: team } : {}) };
}

function inThread(message: ChannelMessage, workspace: Workspace): object {
  const { threadTs, ts, subtype } = message;
  if (threadTs === undefined || threadTs === ts) return {};
  const channel = workspace.channels.get(message.channel);
  const parent = channel?.messages.find((one) => one.ts === threadTs);
  if (channel === undefined || parent === undefined) return {};
  return {
    ...(parent.user === '' ? {} : { parent_user_id: parent.user }),
    ...(subtype === 'thread_broadcast' ? { root: wireStored(parent, channel, workspace) } : {}),
  };
}

function reactionsOf(message: ChannelMessage): object {
  const names = [...new Set(message.reactions.map((reaction) => reaction.name))];
  const reactions = names.map((name) => {
    const users = message.reactions.filter((one) => one.name === name).map((one) => one.user);
    return { name, users, count: users.length };
  });
  return reactions.length === 0 ? {} : { reactions };
}

/**
 * A message as it is read back: the first of a thread tells of its replies, and `metadata` is there when asked for
 * (docs `conversations.replies`, `include_all_metadata`).
 */
export function wireStored(
  message: ChannelMessage,
  channel: Channel,
  workspace: Workspace,
  withMetadata = false,
): object {
  const replies = channel.messages.filter((one) => one.threadTs === message.ts && one.ts !== message.ts);
  const people = [...new Set(replies.map((one) => one.user).filter((user) => user !== ''))];
  return {
    ...wireMessage(message, workspace),
    ...(replies.length === 0
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users_count: people.length,
          latest_reply: replies.at(-1)?.ts,
          reply_users: people,
          is_locked: false,
          subscribed: people.includes(workspace.bot.userId),
        }),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
}

export function wireChannel(channel: Channel, workspace: Workspace): object {
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: channel.kind === 'im',
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: channel.archived,
    is_ext_shared: channel.shared,
    is_member: channel.members.has(workspace.bot.userId),
    num_members: channel.members.size,
    ...(channel.kind === 'im'
      ? { user: [...channel.members].find((id) => id !== workspace.bot.userId) }
      : {}),
  };
}

/** A view as Slack returns it; `values` are the inputs of a submission. */
export function wireView(view: View, workspace: Workspace, values: object = {}): object {
  const blocks = Array.isArray(view.view.blocks) ? wireBlocks(view.view.blocks, view.id) : [];
  return {
    ...view.view,
    blocks,
    id: view.id,
    team_id: workspace.team.id,
    hash: view.hash,
    callback_id: view.callbackId,
    private_metadata: view.privateMetadata,
    root_view_id: view.rootViewId,
    previous_view_id: view.previousViewId ?? null,
    state: { values },
    app_id: workspace.appId,
    app_installed_team_id: workspace.team.id,
    bot_id: workspace.bot.botId,
  };
}

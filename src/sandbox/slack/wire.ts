/** Channels, messages and views in the shapes Slack sends them. */
import type { ChannelMessage, EphemeralMessage, View } from './types.js';
import type { Channel, Workspace } from './workspace.js';

export function wireMessage(message: ChannelMessage | EphemeralMessage, workspace: Workspace): object {
  const sender = message.kind === 'ephemeral' ? workspace.bot.userId : message.user;
  const botId = message.kind === 'ephemeral' ? workspace.bot.botId : message.botId;
  return {
    type: 'message',
    user: sender,
    ts: message.ts,
    text: message.text,
    team: workspace.team.id,
    ...(botId === undefined ? {} : { bot_id: botId, app_id: workspace.appId }),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.kind === 'ephemeral' ? {} : wireExtras(message)),
  };
}

function wireExtras(message: ChannelMessage): object {
  const names = [...new Set(message.reactions.map((reaction) => reaction.name))];
  const reactions = names.map((name) => {
    const users = message.reactions.filter((one) => one.name === name).map((one) => one.user);
    return { name, users, count: users.length };
  });
  return {
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    ...(message.editedAt === undefined ? {} : { edited: { user: message.user, ts: message.editedAt } }),
    ...(reactions.length === 0 ? {} : { reactions }),
  };
}

export function wireChannel(channel: Channel, workspace: Workspace): object {
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: channel.kind === 'im',
    is_private: channel.kind !== 'public',
    is_archived: false,
    is_member: channel.members.has(workspace.bot.userId),
    num_members: channel.members.size,
    ...(channel.kind === 'im'
      ? { user: [...channel.members].find((id) => id !== workspace.bot.userId) }
      : {}),
  };
}

/** A view as Slack returns it; `values` are the inputs of a submission. */
export function wireView(view: View, workspace: Workspace, values: object = {}): object {
  return {
    ...view.view,
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

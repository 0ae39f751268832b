/** The payloads Slack sends: commands, events, clicks, submissions, shortcuts. */
import type { ChannelMessage, EphemeralMessage, View } from './types.js';
import { wireMessage, wireView } from './wire.js';
import type { Channel, Workspace } from './workspace.js';

/** Private channels and direct messages are called by their kind. */
function nameFor(channel: Channel | undefined): string {
  if (channel?.kind === 'private') return 'privategroup';
  return channel?.kind === 'im' ? 'directmessage' : (channel?.name ?? 'unknown');
}

/** Fields of a slash command. Source: Slack "Enabling interactivity with slash commands". */
export function commandPayload(
  workspace: Workspace,
  command: {
    readonly command: string;
    readonly text: string;
    readonly user: string;
    readonly channel: string;
    readonly responseUrl: string;
    readonly triggerId: string;
  },
): Readonly<Record<string, string>> {
  return {
    token: 'verification-token',
    team_id: workspace.team.id,
    team_domain: workspace.team.domain,
    channel_id: command.channel,
    channel_name: nameFor(workspace.channels.get(command.channel)),
    user_id: command.user,
    user_name: workspace.users.get(command.user)?.name ?? 'unknown',
    command: command.command,
    text: command.text,
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: command.responseUrl,
    trigger_id: command.triggerId,
  };
}

function sharedChannel(workspace: Workspace, event: object): boolean {
  const id: unknown = Reflect.get(event, 'channel');
  return typeof id === 'string' && workspace.channels.get(id)?.shared === true;
}

/** An `event_callback` around an event. */
export function eventPayload(workspace: Workspace, event: object): object {
  const authorization = {
    enterprise_id: null,
    team_id: workspace.team.id,
    user_id: workspace.bot.userId,
    is_bot: true,
    is_enterprise_install: false,
  };
  return {
    token: 'verification-token',
    team_id: workspace.team.id,
    context_team_id: workspace.team.id,
    context_enterprise_id: null,
    api_app_id: workspace.appId,
    event,
    type: 'event_callback',
    event_id: workspace.nextId('Ev'),
    event_time: Math.floor(workspace.clock.now() / 1_000),
    authorizations: [authorization],
    is_ext_shared_channel: sharedChannel(workspace, event),
    event_context: workspace.nextId('4-'),
  };
}

/** What every interaction carries. */
function interaction(workspace: Workspace, type: string, user: string, triggerId: string): object {
  const name = workspace.users.get(user)?.name ?? 'unknown';
  return {
    type,
    user: { id: user, username: name, name, team_id: workspace.users.get(user)?.teamId ?? workspace.team.id },
    api_app_id: workspace.appId,
    token: 'verification-token',
    trigger_id: triggerId,
    team: { id: workspace.team.id, domain: workspace.team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A click on an element of a message. Ephemeral messages do not come along, as with Slack. */
export function clickPayload(
  workspace: Workspace,
  click: {
    readonly user: string;
    readonly message: ChannelMessage | EphemeralMessage;
    readonly action: object;
    readonly responseUrl: string;
    readonly triggerId: string;
  },
): object {
  const { message } = click;
  const channel = workspace.channels.get(message.channel);
  const ephemeral = message.kind === 'ephemeral';
  return {
    ...interaction(workspace, 'block_actions', click.user, click.triggerId),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: ephemeral,
      ...(ephemeral ? {} : { is_app_unfurl: false }),
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: nameFor(channel) },
    ...(ephemeral ? {} : { message: wireMessage(message, workspace) }),
    state: { values: {} },
    response_url: click.responseUrl,
    actions: [{ ...click.action, action_ts: workspace.nextTs() }],
  };
}

/** A click inside a modal or on the Home tab. */
export function viewClickPayload(
  workspace: Workspace,
  click: { readonly user: string; readonly view: View; readonly action: object; readonly triggerId: string },
): object {
  return {
    ...interaction(workspace, 'block_actions', click.user, click.triggerId),
    container: { type: 'view', view_id: click.view.id },
    view: wireView(click.view, workspace),
    actions: [{ ...click.action, action_ts: workspace.nextTs() }],
  };
}

/** A modal submitted (`values` by block and action id) or closed. */
export function viewPayload(
  workspace: Workspace,
  what: {
    readonly type: 'view_submission' | 'view_closed';
    readonly user: string;
    readonly view: View;
    readonly values: object;
    readonly triggerId: string;
  },
): object {
  return {
    ...interaction(workspace, what.type, what.user, what.triggerId),
    view: wireView(what.view, workspace, what.values),
    ...(what.type === 'view_submission' ? { response_urls: [] } : { is_cleared: false }),
  };
}

/** A shortcut: on a message when one is given, else the global kind, which has no response address. */
export function shortcutPayload(
  workspace: Workspace,
  shortcut: {
    readonly user: string;
    readonly callbackId: string;
    readonly triggerId: string;
    readonly on: { readonly message: ChannelMessage; readonly responseUrl: string } | undefined;
  },
): object {
  const type = shortcut.on === undefined ? 'shortcut' : 'message_action';
  const channel = workspace.channels.get(shortcut.on?.message.channel ?? '');
  return {
    ...interaction(workspace, type, shortcut.user, shortcut.triggerId),
    callback_id: shortcut.callbackId,
    action_ts: workspace.nextTs(),
    ...(shortcut.on === undefined
      ? {}
      : {
          message_ts: shortcut.on.message.ts,
          message: wireMessage(shortcut.on.message, workspace),
          channel: { id: shortcut.on.message.channel, name: nameFor(channel) },
          response_url: shortcut.on.responseUrl,
        }),
  };
}

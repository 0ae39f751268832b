/** Turns what happens in channels into the events an app is subscribed to. */
import type { ChannelMessage, Happening } from './types.js';
import { wireMessage } from './wire.js';
import type { Channel, Workspace } from './workspace.js';

/** What the app's manifest asks for. */
export const SUBSCRIPTIONS = [
  'message.channels',
  'message.groups',
  'message.im',
  'app_mention',
  'app_home_opened',
] as const;

const BY_KIND = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;
const CHANNEL_TYPE = { public: 'channel', private: 'group', im: 'im' } as const;

type OfMessage = Extract<Happening, { type: 'message' | 'message_changed' | 'message_deleted' }>;

/**
 * The events that one happening causes, for these subscriptions; none in channels the app has not been invited to.
 * A post that mentions the app is two events, as with Slack, and an edit of it is two more. Edits and deletions come as `message` with a subtype,
 * `hidden`, and no user on top, the app's own included.
 */
export function eventsOf(
  happening: Happening,
  subscriptions: readonly string[],
  workspace: Workspace,
): object[] {
  if (
    happening.type !== 'message' &&
    happening.type !== 'message_changed' &&
    happening.type !== 'message_deleted' &&
    happening.type !== 'reaction'
  )
    return [];
  const { message } = happening;
  const channel = workspace.channels.get(message.channel);
  if (channel === undefined || !channel.members.has(workspace.bot.userId)) return [];
  const wants = (subscription: string) => subscriptions.includes(subscription);
  if (happening.type === 'reaction')
    return wants(`reaction_${happening.how}`) ? [reactionEvent(happening, workspace)] : [];
  const events: object[] = [];
  if (wants(BY_KIND[channel.kind])) events.push(messageEvent(happening, channel, workspace));
  if (happening.type === 'message_deleted') return events;
  if (wants('app_mention') && mentions(happening, channel, workspace))
    events.push(mentionEvent(happening, channel, workspace));
  if (happening.type === 'message' && message.subtype === 'channel_join' && wants('member_joined_channel'))
    events.push(joinedEvent(message, channel, workspace));
  return events;
}

/**
 * Whether this calls the app by name. In direct messages there is nobody else to mention; the app's own words do not
 * count (bolt-js #1573), those of other apps do (posthog #60116). An edit counts again (inkeep/agents #2284).
 */
function mentions(
  happening: Exclude<OfMessage, { type: 'message_deleted' }>,
  channel: Channel,
  { bot }: Workspace,
): boolean {
  const { message } = happening;
  if (channel.kind === 'im' || message.botId === bot.botId || message.subtype === 'channel_join')
    return false;
  if (!message.text.includes(`<@${bot.userId}`)) return false;
  return happening.type === 'message' || message.editedAt !== happening.previous.editedAt;
}

/** Like the message, but files do not show in its subtype (seratch-slack-types #8), and an edit only in `edited`. */
function mentionEvent({ message }: OfMessage, channel: Channel, workspace: Workspace): object {
  const { subtype, ...event } = { subtype: undefined, ...posted(message, channel, workspace) };
  return {
    ...event,
    ...(subtype === undefined || subtype === 'file_share' ? {} : { subtype }),
    type: 'app_mention',
    event_ts: message.editedAt ?? message.ts,
  };
}

function posted(message: ChannelMessage, channel: Channel, workspace: Workspace): object {
  return { ...wireMessage(message, workspace), channel: channel.id, event_ts: message.ts };
}

function joinedEvent({ user, ts }: ChannelMessage, channel: Channel, { team }: Workspace): object {
  const channelType = channel.kind === 'private' ? 'G' : 'C';
  return {
    type: 'member_joined_channel',
    user,
    channel: channel.id,
    channel_type: channelType,
    team: team.id,
    event_ts: ts,
  };
}

function reactionEvent(
  { message, name, user, how }: Extract<Happening, { type: 'reaction' }>,
  workspace: Workspace,
): object {
  return {
    type: `reaction_${how}`,
    user,
    reaction: name,
    item: { type: 'message', channel: message.channel, ts: message.ts },
    ...(message.user === '' ? {} : { item_user: message.user }),
    event_ts: workspace.nextTs(),
  };
}

function messageEvent(happening: OfMessage, channel: Channel, workspace: Workspace): object {
  const place = { channel: channel.id, channel_type: CHANNEL_TYPE[channel.kind], hidden: true };
  if (happening.type === 'message')
    return { ...posted(happening.message, channel, workspace), channel_type: place.channel_type };
  const ts = workspace.nextTs();
  switch (happening.type) {
    case 'message_changed':
      return {
        type: 'message',
        subtype: 'message_changed',
        message: wireMessage(happening.message, workspace),
        previous_message: wireMessage(happening.previous, workspace),
        ...place,
        ts,
        event_ts: ts,
      };
    case 'message_deleted':
      return {
        type: 'message',
        subtype: 'message_deleted',
        previous_message: wireMessage(happening.message, workspace),
        deleted_ts: happening.message.ts,
        ...place,
        ts,
        event_ts: ts,
      };
  }
}

/** Turns what happens in channels into the events an app is subscribed to. */
import type { ChannelMessage, Happening } from './types.js';
import { wireMessage } from './wire.js';
import type { Channel, Workspace } from './workspace.js';

const BY_KIND = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;
const CHANNEL_TYPE = { public: 'channel', private: 'group', im: 'im' } as const;

/**
 * The events that one happening causes, for these subscriptions; none in channels the app has not been invited to.
 * A post that mentions the app is two events, as with Slack. Edits and deletions come as `message` with a subtype,
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
    happening.type !== 'message_deleted'
  )
    return [];
  const channel = workspace.channels.get(happening.message.channel);
  if (channel === undefined || !channel.members.has(workspace.bot.userId)) return [];
  const events: object[] = [];
  if (subscriptions.includes(BY_KIND[channel.kind])) events.push(messageEvent(happening, channel, workspace));
  const mentioned = happening.message.text.includes(`<@${workspace.bot.userId}`);
  if (happening.type === 'message' && mentioned && subscriptions.includes('app_mention'))
    events.push({ ...posted(happening.message, channel, workspace), type: 'app_mention' });
  return events;
}

function posted(message: ChannelMessage, channel: Channel, workspace: Workspace): object {
  return {
    ...wireMessage(message, workspace),
    channel: channel.id,
    channel_type: CHANNEL_TYPE[channel.kind],
    event_ts: message.ts,
  };
}

function messageEvent(
  happening: Extract<Happening, { type: 'message' | 'message_changed' | 'message_deleted' }>,
  channel: Channel,
  workspace: Workspace,
): object {
  const place = { channel: channel.id, channel_type: CHANNEL_TYPE[channel.kind], hidden: true };
  const ts = workspace.nextTs();
  switch (happening.type) {
    case 'message':
      return posted(happening.message, channel, workspace);
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

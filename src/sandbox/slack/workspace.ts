/** The emulated workspace: people, channels and what has been said in them. */
import type { Clock } from '../../store/ports.js';
import { createHappenings, type Happenings } from './happenings.js';
import type {
  ChannelMessage,
  Content,
  EmulatedChannel,
  EmulatedUser,
  EphemeralMessage,
  View,
  Violation,
} from './types.js';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: Set<string>;
  readonly messages: ChannelMessage[];
}

export interface Identity {
  readonly team: { readonly id: string; readonly domain: string; readonly name: string };
  readonly appId: string;
  readonly bot: { readonly userId: string; readonly botId: string; readonly name: string };
}

/** All that is visible in the workspace. Changed only through the methods, so that everything is in `happenings`. */
export interface Workspace extends Identity {
  readonly clock: Clock;
  readonly happenings: Happenings;
  readonly users: ReadonlyMap<string, EmulatedUser>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly ephemerals: readonly EphemeralMessage[];
  /** Open modals of a person, the one on top last. */
  readonly modals: ReadonlyMap<string, readonly View[]>;
  readonly homes: ReadonlyMap<string, View>;
  readonly violations: Violation[];
  /** A new unique time stamp, `1700000000.000001`. */
  nextTs(): string;
  nextId(prefix: string): string;
  /** The direct messages between the bot and a person, opened on demand. */
  directMessages(user: string): Channel;
  post(message: Omit<ChannelMessage, 'kind' | 'ts' | 'editedAt' | 'reactions'>): ChannelMessage;
  change(channel: Channel, ts: string, content: Content): ChannelMessage | undefined;
  react(channel: Channel, ts: string, name: string): 'done' | 'already' | undefined;
  remove(channel: Channel, ts: string): ChannelMessage | undefined;
  postEphemeral(message: Omit<EphemeralMessage, 'kind' | 'ts' | 'from' | 'earlier'>): EphemeralMessage;
  /** What Slack itself tells one person, for instance that a command failed. */
  slackbot(user: string, channel: string, text: string): void;
  changeEphemeral(ts: string, content: Content): EphemeralMessage | undefined;
  removeEphemeral(ts: string): EphemeralMessage | undefined;
  setModals(user: string, views: readonly View[]): void;
  setHome(user: string, view: View): void;
}

export function createWorkspace(
  identity: Identity,
  people: readonly EmulatedUser[],
  rooms: readonly EmulatedChannel[],
  clock: Clock,
): Workspace {
  const happenings = createHappenings();
  const botUser: EmulatedUser = { id: identity.bot.userId, name: identity.bot.name, isBot: true };
  const users = new Map([...people, botUser].map((user) => [user.id, user]));
  const channels = new Map<string, Channel>();
  const ephemerals: EphemeralMessage[] = [];
  const modals = new Map<string, readonly View[]>();
  const homes = new Map<string, View>();
  let serial = 0;
  for (const room of rooms) {
    const members = new Set(room.members ?? people.map((user) => user.id));
    if (room.botIsMember !== false) members.add(botUser.id);
    channels.set(room.id, {
      id: room.id,
      name: room.name,
      kind: room.kind ?? 'public',
      members,
      messages: [],
    });
  }

  const nextTs = (): string => {
    serial++;
    return `${Math.floor(clock.now() / 1_000)}.${String(serial).padStart(6, '0')}`;
  };
  const nextId = (prefix: string): string =>
    `${prefix}${(++serial).toString(36).toUpperCase().padStart(8, '0')}`;

  const at = (channel: Channel, ts: string) => channel.messages.findIndex((message) => message.ts === ts);

  return {
    ...identity,
    clock,
    happenings,
    users,
    channels,
    ephemerals,
    modals,
    homes,
    violations: [],
    nextTs,
    nextId,
    directMessages(user) {
      const id = `D${user.slice(1)}`;
      const known = channels.get(id);
      if (known !== undefined) return known;
      const members = new Set([user, botUser.id]);
      const opened: Channel = { id, name: 'directmessage', kind: 'im', members, messages: [] };
      channels.set(id, opened);
      return opened;
    },
    post(given) {
      const message: ChannelMessage = {
        ...given,
        kind: 'message',
        ts: nextTs(),
        editedAt: undefined,
        reactions: [],
      };
      channels.get(given.channel)?.messages.push(message);
      happenings.add({ type: 'message', message });
      return message;
    },
    change(channel, ts, content) {
      const index = at(channel, ts);
      const previous = channel.messages[index];
      if (previous === undefined) return undefined;
      const message: ChannelMessage = { ...previous, ...content, editedAt: nextTs() };
      channel.messages[index] = message;
      happenings.add({ type: 'message_changed', message, previous });
      return message;
    },
    react(channel, ts, name) {
      const index = at(channel, ts);
      const previous = channel.messages[index];
      if (previous === undefined) return undefined;
      if (previous.reactions.some((reaction) => reaction.name === name && reaction.user === botUser.id))
        return 'already';
      const message = { ...previous, reactions: [...previous.reactions, { name, user: botUser.id }] };
      channel.messages[index] = message;
      happenings.add({ type: 'reaction', message, name });
      return 'done';
    },
    remove(channel, ts) {
      const index = at(channel, ts);
      const [message] = index < 0 ? [] : channel.messages.splice(index, 1);
      if (message !== undefined) happenings.add({ type: 'message_deleted', message });
      return message;
    },
    postEphemeral(given) {
      const message: EphemeralMessage = {
        ...given,
        kind: 'ephemeral',
        ts: nextTs(),
        from: 'app',
        earlier: [],
      };
      ephemerals.push(message);
      happenings.add({ type: 'ephemeral', message });
      return message;
    },
    slackbot(user, channel, text) {
      const message: EphemeralMessage = {
        kind: 'ephemeral',
        channel,
        user,
        text,
        blocks: [],
        ts: nextTs(),
        threadTs: undefined,
        from: 'slackbot',
        via: 'slack',
        earlier: [],
      };
      ephemerals.push(message);
      happenings.add({ type: 'ephemeral', message });
    },
    changeEphemeral(ts, content) {
      const index = ephemerals.findIndex((message) => message.ts === ts);
      const old = ephemerals[index];
      if (old === undefined) return undefined;
      const earlier = [...old.earlier, { text: old.text, blocks: old.blocks }];
      const message: EphemeralMessage = { ...old, text: content.text, blocks: content.blocks, earlier };
      ephemerals[index] = message;
      happenings.add({ type: 'ephemeral_changed', message });
      return message;
    },
    removeEphemeral(ts) {
      const index = ephemerals.findIndex((message) => message.ts === ts);
      const [message] = index < 0 ? [] : ephemerals.splice(index, 1);
      if (message !== undefined) happenings.add({ type: 'ephemeral_deleted', message });
      return message;
    },
    setModals(user, views) {
      modals.set(user, views);
    },
    setHome(user, view) {
      homes.set(user, view);
      happenings.add({ type: 'home', user, view });
    },
  };
}

/** The emulated workspace: people, channels and what has been said in them. */
import type { Clock } from '../../store/ports.js';
import { createEphemerals, type Ephemerals } from './ephemerals.js';
import { createHappenings, type Happenings } from './happenings.js';
import type { ChannelMessage, Content, EmulatedChannel, EmulatedUser, View, Violation } from './types.js';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: Set<string>;
  readonly messages: ChannelMessage[];
  archived: boolean;
  readonly shared: boolean;
}

/** What a change of a message may touch. */
export type Change = Partial<
  Pick<ChannelMessage, 'text' | 'blocks' | 'attachments' | 'metadata' | 'subtype' | 'user' | 'wire'>
>;

export interface Identity {
  readonly team: { readonly id: string; readonly domain: string; readonly name: string };
  readonly appId: string;
  readonly bot: { readonly userId: string; readonly botId: string; readonly name: string };
}

/** All that is visible in the workspace. Changed only through the methods, so that everything is in `happenings`. */
export interface Workspace extends Identity, Omit<Ephemerals, 'all'> {
  readonly clock: Clock;
  readonly happenings: Happenings;
  readonly users: ReadonlyMap<string, EmulatedUser>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly ephemerals: Ephemerals['all'];
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
  /** Edits a message; an edit that `shows` is marked as one, an unfurled link is not. */
  change(
    channel: Channel,
    ts: string,
    change: Change | Content,
    options?: { readonly shows?: boolean },
  ): ChannelMessage | undefined;
  /** Adds or takes away a reaction, the app's own when no user is given. */
  react(
    channel: Channel,
    ts: string,
    name: string,
    options?: { readonly user?: string; readonly how?: 'added' | 'removed' },
  ): 'done' | 'already' | undefined;
  /** Deletes a message. One with replies leaves a tombstone, as with Slack. */
  remove(channel: Channel, ts: string): ChannelMessage | undefined;
  setModals(user: string, views: readonly View[]): void;
  setHome(user: string, view: View): void;
}

/** What is left of a message that had replies. */
const TOMBSTONE = {
  text: 'This message was deleted.',
  blocks: [],
  user: 'USLACKBOT',
  botId: undefined,
  subtype: 'tombstone',
  attachments: [],
  wire: { hidden: true },
} as const satisfies Partial<ChannelMessage>;

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
      archived: room.archived ?? false,
      shared: room.shared ?? false,
    });
  }

  const nextTs = (): string => {
    serial++;
    return `${Math.floor(clock.now() / 1_000)}.${String(serial).padStart(6, '0')}`;
  };
  const nextId = (prefix: string): string =>
    `${prefix}${(++serial).toString(36).toUpperCase().padStart(8, '0')}`;

  const { all: ephemerals, ...ephemeral } = createEphemerals(happenings, nextTs);
  const at = (channel: Channel, ts: string) => channel.messages.findIndex((message) => message.ts === ts);

  return {
    ...identity,
    ...ephemeral,
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
      const opened: Channel = {
        id,
        name: 'directmessage',
        kind: 'im',
        members,
        messages: [],
        archived: false,
        shared: false,
      };
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
    change(channel, ts, change, options = {}) {
      const index = at(channel, ts);
      const previous = channel.messages[index];
      if (previous === undefined) return undefined;
      const editedAt = options.shows === false ? previous.editedAt : nextTs();
      const message: ChannelMessage = { ...previous, ...change, editedAt };
      channel.messages[index] = message;
      happenings.add({ type: 'message_changed', message, previous });
      return message;
    },
    react(channel, ts, name, { user = botUser.id, how = 'added' } = {}) {
      const index = at(channel, ts);
      const previous = channel.messages[index];
      if (previous === undefined) return undefined;
      const others = previous.reactions.filter((one) => one.name !== name || one.user !== user);
      const had = others.length < previous.reactions.length;
      if (had === (how === 'added')) return 'already';
      const reactions = how === 'added' ? [...others, { name, user }] : others;
      const message = { ...previous, reactions };
      channel.messages[index] = message;
      happenings.add({ type: 'reaction', message, name, user, how });
      return 'done';
    },
    remove(channel, ts) {
      const index = at(channel, ts);
      const message = channel.messages[index];
      if (message === undefined) return undefined;
      if (channel.messages.some((one) => one.threadTs === ts && one.ts !== ts)) {
        const left: ChannelMessage = { ...message, ...TOMBSTONE };
        channel.messages[index] = left;
        happenings.add({ type: 'message_changed', message: left, previous: message });
        return message;
      }
      channel.messages.splice(index, 1);
      happenings.add({ type: 'message_deleted', message });
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

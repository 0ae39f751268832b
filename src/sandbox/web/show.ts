/** From the emulated Slack's own shapes to those of the page: people, channels, messages and views. */
import type {
  ChannelMessage,
  EmulatedUser,
  EphemeralMessage,
  Channel as Room,
  View as SlackView,
} from '../slack/index.js';
import { wireBlocks } from '../slack/wire-blocks.js';
import type { Stage } from '../stage.js';
import { worldScenarios } from '../world.js';
import type { Block, Channel, Message, Person, Shortcut, View, Workspace } from './protocol.js';

const isRecord = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a `plain_text` object. */
const plainOf = (value: unknown): string =>
  isRecord(value) && typeof value.text === 'string' ? value.text : '';

function personOf({
  id,
  name,
  realName,
  email = '',
  isRestricted,
  isUltraRestricted,
  isStranger,
}: EmulatedUser): Person {
  const own = worldScenarios.filter(({ who }) => who === email);
  const about = own.map(({ where, about: what }) => `${where.replace('https://', '')}: ${what}`).join(' · ');
  return {
    id,
    name,
    realName: realName ?? name,
    email,
    ...(about === '' ? {} : { about }),
    im: imOf(id),
    guest: isRestricted === true || isUltraRestricted === true || isStranger === true,
  };
}

export function channelOf(room: Room, stage: Stage): Channel {
  const known = stage.channels.find(({ id }) => id === room.id);
  const bot = stage.slack.state.bot.userId;
  const im = room.kind === 'im' ? [...room.members].find((member) => member !== bot) : undefined;
  return {
    id: room.id,
    name: room.name,
    kind: room.kind,
    ...(im === undefined ? {} : { im }),
    members: [...room.members],
    optedIn: known?.optedIn ?? false,
    topic: known?.topic ?? '',
  };
}

export function messageOf(message: ChannelMessage | EphemeralMessage, stage: Stage): Message {
  const { channel, ts, threadTs, text } = message;
  const blocks = wireBlocks(message.blocks, ts) as readonly Block[];
  const bot = stage.slack.state.bot.userId;
  const base = { channel, ts, text, blocks, ...(threadTs === undefined ? {} : { threadTs }) };
  if (message.kind === 'ephemeral')
    return {
      ...base,
      from: message.from === 'slackbot' ? 'slackbot' : bot,
      onlyFor: message.user,
      edited: false,
      reactions: [],
    };
  const reactions = new Map<string, string[]>();
  for (const { name, user } of message.reactions) reactions.set(name, [...(reactions.get(name) ?? []), user]);
  return {
    ...base,
    from: message.botId !== undefined || message.user === '' ? bot : message.user,
    edited: message.editedAt !== undefined,
    reactions: [...reactions].map(([name, people]) => ({ name, people })),
  };
}

export function viewOf({ id, type, callbackId, view }: SlackView): View {
  const submit = plainOf(view.submit);
  return {
    id,
    kind: type,
    callbackId,
    title: plainOf(view.title),
    ...(submit === '' ? {} : { submit }),
    close: plainOf(view.close) || 'Cancel',
    blocks: (Array.isArray(view.blocks) ? wireBlocks(view.blocks, id) : []) as readonly Block[],
  };
}

const shortcutOf = ({ callbackId, name }: Shortcut): Shortcut => ({ callbackId, name });

/** Direct messages have the person's id with another letter, in the emulated Slack. */
export const imOf = (person: string): string => `D${person.slice(1)}`;

/** Everything visible in the workspace at this moment. */
export function workspaceOf(stage: Stage): Workspace {
  const { state } = stage.slack;
  const rooms = [...state.channels.values()];
  return {
    team: { id: state.team.id, name: state.team.name },
    bot: { userId: state.bot.userId, name: state.bot.name },
    people: stage.people.map(personOf),
    channels: rooms.map((room) => channelOf(room, stage)),
    messages: rooms.flatMap(({ messages }) => messages.map((message) => messageOf(message, stage))),
    ephemerals: state.ephemerals.map((message) => messageOf(message, stage)),
    modals: Object.fromEntries([...state.modals].map(([person, views]) => [person, views.map(viewOf)])),
    homes: Object.fromEntries([...state.homes].map(([person, view]) => [person, viewOf(view)])),
    commands: stage.manifest.commands,
    shortcuts: stage.manifest.shortcuts.filter(({ type }) => type === 'message').map(shortcutOf),
    globalShortcuts: stage.manifest.shortcuts.filter(({ type }) => type === 'global').map(shortcutOf),
  };
}

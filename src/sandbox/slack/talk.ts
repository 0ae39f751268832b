/** What people and machines say in channels: messages, replies, edits, deletions, forwards, posts of bots and workflows. */

import { composed, draft, type SayOptions } from './compose.js';
import type { Context } from './context.js';
import { ApiError } from './methods/method.js';
import { permalink } from './permalink.js';
import type { Block, ChannelMessage } from './types.js';
import { wireMessage } from './wire.js';
import type { Channel } from './workspace.js';

export type { SayOptions } from './compose.js';

export interface BotPost {
  readonly name?: string;
  readonly botId?: string;
  readonly threadTs?: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly Block[];
  /** `bot_message` without a user, as old integrations post; by default `bot_id` alone tells. */
  readonly classic?: boolean;
}

export interface Talk {
  /** Posts what a person types (`D1` are the direct messages between `U1` and the app); Slack's text and rich text are made of it, and events go out as subscribed. */
  say(user: string, channel: string, text: string, options?: SayOptions): ChannelMessage;
  /** Edits a person's message: `message_changed`. */
  edit(message: ChannelMessage, text: string): ChannelMessage;
  /** Deletes a message: `message_deleted`, or a tombstone where there are replies. */
  delete(message: ChannelMessage): void;
  /** Slack adds the preview of a link: `message_changed` without an edit. */
  unfurl(message: ChannelMessage, preview: Block): ChannelMessage;
  /** Shares a message to a channel, with or without a word of one's own. */
  forward(user: string, message: ChannelMessage, to: string, comment?: string): ChannelMessage;
  /**
   * A step of Workflow Builder posts: no user, a name of its own, a bot that `bots.info` does not know. A `modern` one
   * shows only in its bot's profile.
   */
  postAsWorkflow(
    channel: string,
    text: string,
    options?: { readonly name?: string; readonly threadTs?: string; readonly modern?: boolean },
  ): ChannelMessage;
  /** Another app posts. */
  postAsBot(channel: string, text: string, options?: BotPost): ChannelMessage;
  react(user: string, message: ChannelMessage, name: string): void;
  unreact(user: string, message: ChannelMessage, name: string): void;
  /** Joins a channel; the app's own id invites the app. */
  join(user: string, channel: string): ChannelMessage;
  /** Leaves it, or is removed from it. */
  leave(user: string, channel: string): void;
}

export function createTalk({ workspace }: Context): Talk {
  const place = (id: string): Channel => {
    const person = `U${id.slice(1)}`;
    const direct = id.startsWith('D') && workspace.users.has(person);
    const channel = direct ? workspace.directMessages(person) : workspace.channels.get(id);
    if (channel === undefined) throw new Error(`There is no channel ${id}`);
    return channel;
  };
  const changed = (message: ChannelMessage | undefined): ChannelMessage => {
    if (message === undefined) throw new ApiError('message_not_found');
    return message;
  };

  return {
    say: (user, channel, text, options) =>
      workspace.post(draft(user, place(channel), text, workspace, options)),
    edit: (message, text) =>
      changed(workspace.change(place(message.channel), message.ts, composed(text, workspace))),
    delete(message) {
      changed(workspace.remove(place(message.channel), message.ts));
    },
    unfurl(message, preview) {
      const attachments = [...(message.attachments ?? []), preview];
      return changed(workspace.change(place(message.channel), message.ts, { attachments }, { shows: false }));
    },
    forward(user, message, to, comment = '') {
      const attachments = [shared(message)];
      return workspace.post(draft(user, place(to), comment, workspace, { attachments }));
    },
    postAsWorkflow(channel, text, { name = 'Access request', threadTs, modern = false } = {}) {
      const id = workspace.nextId('Wf');
      return workspace.post({
        ...composed(text, workspace),
        channel: place(channel).id,
        threadTs,
        user: modern ? `U${id}` : '',
        botId: `B${id}`,
        subtype: modern ? undefined : 'bot_message',
        wire: modern
          ? { bot_profile: { id: `B${id}`, name, is_workflow_bot: true, team_id: workspace.team.id } }
          : { username: name, workflow_id: id, icons: { emoji: ':memo:' } },
      });
    },
    postAsBot(channel, text, options = {}) {
      const { name = 'monitoring', botId = 'B0OTHER', threadTs, classic = false } = options;
      const profile = { id: botId, app_id: 'A0OTHER', name, deleted: false, team_id: workspace.team.id };
      return workspace.post({
        text,
        blocks: options.blocks ?? [],
        channel: place(channel).id,
        threadTs,
        user: classic ? '' : 'U0OTHERBOT',
        botId,
        subtype: classic ? 'bot_message' : undefined,
        ...(options.attachments === undefined ? {} : { attachments: options.attachments }),
        wire: classic ? { username: name } : { app_id: 'A0OTHER', bot_profile: profile },
      });
    },
    react(user, message, name) {
      workspace.react(place(message.channel), message.ts, name, { user });
    },
    unreact(user, message, name) {
      workspace.react(place(message.channel), message.ts, name, { user, how: 'removed' });
    },
    join(user, channel) {
      place(channel).members.add(user);
      const text = `<@${user}> has joined the channel`;
      const subtype = 'channel_join';
      return workspace.post({
        text,
        blocks: [],
        channel,
        threadTs: undefined,
        user,
        botId: undefined,
        subtype,
      });
    },
    leave(user, channel) {
      place(channel).members.delete(user);
    },
  };

  /** A forwarded message as an attachment; its words are nobody's who forwards it. */
  function shared(message: ChannelMessage): Block {
    const author = workspace.users.get(message.user);
    const url = permalink(message, workspace);
    return {
      ts: message.ts,
      author_id: message.user,
      channel_id: message.channel,
      channel_team: workspace.team.id,
      is_msg_unfurl: true,
      is_share: true,
      message_blocks: [
        {
          team: workspace.team.id,
          channel: message.channel,
          ts: message.ts,
          message: { blocks: Reflect.get(wireMessage(message, workspace), 'blocks') ?? [] },
        },
      ],
      id: 1,
      original_url: url,
      fallback: `[${message.ts}] ${author?.name ?? 'unknown'}: ${message.text}`,
      text: message.text,
      author_name: author?.realName ?? author?.name ?? 'unknown',
      author_subname: author?.name ?? 'unknown',
      mrkdwn_in: ['text'],
      footer: `Posted in #${place(message.channel).name}`,
      from_url: url,
    };
  }
}

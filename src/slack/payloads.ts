/** Slack's payloads as they are used here: read field by field, and nothing when somebody or something is missing. */
import type { SlashCommand } from '@slack/bolt';
import type { Command } from './asking/command.js';

/** An object as it came; nothing about it is known. */
export type Raw = Readonly<Record<string, unknown>>;

/** A click on a button, or a choice in a menu. */
export interface Click {
  readonly actionId: string;
  /** The button's value, or the chosen option's. */
  readonly value: string;
  readonly userId: string;
  readonly teamId: string | undefined;
  readonly triggerId: string;
  readonly channelId: string | undefined;
  /** The message it stands in. */
  readonly messageTs: string | undefined;
  readonly threadTs: string | undefined;
  /** Whether only the clicker sees that message. */
  readonly ephemeral: boolean;
  readonly responseUrl: string | undefined;
  /** The modal or Home tab it stands in. */
  readonly viewId: string | undefined;
  /** The message as it stands; Slack gives none for ephemeral ones. */
  readonly message?: Raw | undefined;
}

/** A shortcut: on a message, or a global one. */
export interface Shortcut {
  readonly callbackId: string;
  readonly userId: string;
  readonly teamId: string | undefined;
  readonly triggerId: string;
  readonly channelId: string | undefined;
  readonly message: Raw | undefined;
  readonly responseUrl: string | undefined;
}

/** A modal that was sent off. */
export interface Submission {
  readonly callbackId: string;
  readonly userId: string;
  readonly teamId: string | undefined;
  readonly triggerId: string | undefined;
  readonly privateMetadata: string;
  /** `view.state.values`. */
  readonly values: Raw;
}

/** An event of the Events API. */
export interface SlackEvent {
  readonly type: string;
  readonly eventId: string | undefined;
  readonly teamId: string | undefined;
  readonly event: Raw;
}

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at a path; nothing when there is none. */
export function rawAt(value: unknown, ...path: readonly string[]): Raw | undefined {
  let at: unknown = value;
  for (const step of path) at = isRaw(at) ? at[step] : undefined;
  return isRaw(at) ? at : undefined;
}

/** The text at a path; nothing when it is empty or something else. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const text = rawAt(value, ...path.slice(0, -1))?.[last];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Slack's command payload; nothing when it names nobody who could be answered. */
export function commandOf(command: SlashCommand): Command | undefined {
  const userId = textAt(command, 'user_id');
  if (userId === undefined) return undefined;
  return {
    text: textAt(command, 'text') ?? '',
    userId,
    teamId: textAt(command, 'team_id'),
    channelId: textAt(command, 'channel_id'),
    responseUrl: textAt(command, 'response_url'),
    triggerId: textAt(command, 'trigger_id'),
  };
}

/** `block_actions`: one of its actions; nothing for a button that only leads somewhere. */
export function clickOf(action: unknown, body: unknown): Click | undefined {
  const actionId = textAt(action, 'action_id');
  const value = textAt(action, 'value') ?? textAt(action, 'selected_option', 'value');
  const userId = textAt(body, 'user', 'id');
  const triggerId = textAt(body, 'trigger_id');
  if (actionId === undefined || userId === undefined || triggerId === undefined || value === undefined)
    return undefined;
  return {
    actionId,
    value,
    userId,
    triggerId,
    teamId: textAt(body, 'team', 'id') ?? textAt(body, 'user', 'team_id'),
    channelId: textAt(body, 'channel', 'id') ?? textAt(body, 'container', 'channel_id'),
    messageTs: textAt(body, 'container', 'message_ts') ?? textAt(body, 'message', 'ts'),
    threadTs: textAt(body, 'container', 'thread_ts') ?? textAt(body, 'message', 'thread_ts'),
    ephemeral: rawAt(body, 'container')?.is_ephemeral === true,
    responseUrl: textAt(body, 'response_url'),
    viewId: textAt(body, 'view', 'id'),
    message: rawAt(body, 'message'),
  };
}

/** `message_action` and `shortcut`. */
export function shortcutOf(body: unknown): Shortcut | undefined {
  const callbackId = textAt(body, 'callback_id');
  const userId = textAt(body, 'user', 'id');
  const triggerId = textAt(body, 'trigger_id');
  if (callbackId === undefined || userId === undefined || triggerId === undefined) return undefined;
  return {
    callbackId,
    userId,
    triggerId,
    teamId: textAt(body, 'team', 'id') ?? textAt(body, 'user', 'team_id'),
    channelId: textAt(body, 'channel', 'id'),
    message: rawAt(body, 'message'),
    responseUrl: textAt(body, 'response_url'),
  };
}

/** `view_submission`. */
export function submissionOf(body: unknown): Submission | undefined {
  const callbackId = textAt(body, 'view', 'callback_id');
  const userId = textAt(body, 'user', 'id');
  if (callbackId === undefined || userId === undefined) return undefined;
  return {
    callbackId,
    userId,
    teamId: textAt(body, 'team', 'id') ?? textAt(body, 'user', 'team_id'),
    triggerId: textAt(body, 'trigger_id'),
    privateMetadata: textAt(body, 'view', 'private_metadata') ?? '',
    values: rawAt(body, 'view', 'state', 'values') ?? {},
  };
}

/** `event_callback`. */
export function eventOf(body: unknown): SlackEvent | undefined {
  const event = rawAt(body, 'event');
  const type = textAt(event, 'type');
  if (textAt(body, 'type') !== 'event_callback' || event === undefined || type === undefined)
    return undefined;
  return { type, event, eventId: textAt(body, 'event_id'), teamId: textAt(body, 'team_id') };
}

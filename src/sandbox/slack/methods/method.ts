/** What a Web API method of the emulator is, and the errors it answers with. */

import type { Context } from '../context.js';
import { type Args, isRecord, parseJson, textOf } from '../http.js';
import type { Block, Content } from '../types.js';
import type { Channel } from '../workspace.js';

export interface Method {
  readonly name: string;
  /** Which token it takes. */
  readonly token: 'bot' | 'app' | 'none';
  /** One of these scopes is needed; none when empty. */
  readonly scopes: readonly string[];
  /** Gives the fields beside `ok: true`, or throws an {@link ApiError}. */
  readonly run: (args: Args, context: Context) => Readonly<Record<string, unknown>>;
}

/** `{ok: false, error}` and what goes with it. */
export class ApiError extends Error {
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(error: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.extra = extra;
  }
}

export function need(args: Args, name: string, error: string): string {
  const value = textOf(args[name]);
  if (value === undefined) throw new ApiError(error);
  return value;
}

/** The channel an argument names; the id of a person means the direct messages with them. */
export function channelOf(args: Args, context: Context): Channel {
  const id = need(args, 'channel', 'channel_not_found');
  const { workspace } = context;
  if (/^[UW]/.test(id) && workspace.users.has(id)) return workspace.directMessages(id);
  const channel = workspace.channels.get(id);
  if (channel === undefined || (channel.kind === 'private' && !channel.members.has(workspace.bot.userId)))
    throw new ApiError('channel_not_found');
  return channel;
}

/** Text and blocks of a call, checked against Slack's limits. */
export function contentOf(args: Args, context: Context, where: string): Content {
  const blocks = blocksOf(args.blocks);
  const text = textOf(args.text) ?? '';
  if (text === '' && blocks.length === 0 && args.attachments === undefined) throw new ApiError('no_text');
  const wrong = context.check(where, { text, blocks });
  if (wrong.length > 0) throw new ApiError('invalid_blocks', { response_metadata: { messages: wrong } });
  return { text: text.slice(0, 40_000), blocks };
}

/** Blocks arrive as a JSON string in a form and as a list in JSON. */
export function blocksOf(value: unknown): Block[] {
  if (value === undefined || value === '') return [];
  const list = typeof value === 'string' ? parseJson(value) : value;
  if (!Array.isArray(list) || !list.every(isRecord)) throw new ApiError('invalid_blocks_format');
  return list;
}

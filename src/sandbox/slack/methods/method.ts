/** What a Web API method of the emulator is, and the errors it answers with. */

import type { Context } from '../context.js';
import { type Args, isRecord, parseJson, textOf } from '../http.js';
import type { Tier } from '../rates.js';
import type { Block } from '../types.js';
import type { Channel } from '../workspace.js';

export interface Method {
  readonly name: string;
  /** Which token it takes. */
  readonly token: 'bot' | 'app' | 'none';
  /** One of these scopes is needed; none when empty. */
  readonly scopes: readonly string[];
  /** Its rate tier; 3 when nothing is said. */
  readonly tier?: Tier;
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

export function needScope({ scopes }: Context, needed: string): void {
  if (!scopes.includes(needed)) throw new ApiError('missing_scope', { needed, provided: scopes.join(',') });
}

/** The channel an argument names by its id. */
export function channelOf(args: Args, { workspace }: Context): Channel {
  const channel = workspace.channels.get(need(args, 'channel', 'channel_not_found'));
  if (channel === undefined || (channel.kind === 'private' && !channel.members.has(workspace.bot.userId)))
    throw new ApiError('channel_not_found');
  return channel;
}

/** The direct messages with the person whose id stands for a channel (docs `chat.postMessage`, "Post to a DM"). */
export function personsChannel(args: Args, { workspace }: Context): Channel | undefined {
  const id = textOf(args.channel) ?? '';
  return /^[UW]/.test(id) && workspace.users.has(id) ? workspace.directMessages(id) : undefined;
}

/** Blocks arrive as a JSON string in a form and as a list in JSON. */
export function blocksOf(value: unknown): Block[] {
  if (value === undefined || value === '') return [];
  const list = typeof value === 'string' ? parseJson(value) : value;
  if (!Array.isArray(list) || !list.every(isRecord)) throw new ApiError('invalid_blocks_format');
  return list;
}

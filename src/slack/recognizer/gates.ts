/** What is decided about a message without reading its words. Pure. */
import type { Directory } from './context.js';

/** A message event of Slack, as far as it is looked at. */
export interface SeenMessage {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly subtype?: string | undefined;
  readonly user?: string | undefined;
  readonly botId?: string | undefined;
  /** Posted by a Workflow Builder form: the person who filled it in stands only in the text. */
  readonly workflowId?: string | undefined;
  readonly ts: string;
  readonly threadTs?: string | undefined;
  readonly hidden?: boolean | undefined;
  /** Workspace of whoever wrote it. */
  readonly userTeam?: string | undefined;
}

export interface RecognizerSettings {
  readonly directory: Directory;
  readonly botUserId: string | undefined;
  /** Our own workspace; messages of people of others are left alone. */
  readonly team: string | undefined;
}

/** Which gate a message did not pass. */
export type Gate =
  | 'edited'
  | 'bot'
  | 'thread-reply'
  | 'other-workspace'
  | 'mentions-us'
  | 'empty'
  | 'no-phrase'
  | 'no-context'
  | 'negative';

export interface Silent {
  readonly fires: false;
  readonly gate: Gate;
  readonly because: readonly string[];
}

export const silent = (gate: Gate, ...because: readonly string[]): Silent => ({
  fires: false,
  gate,
  because,
});

/** `thread_broadcast` is a thread reply; every other subtype changes something or is Slack's own. */
const ALLOWED_SUBTYPES: ReadonlySet<string> = new Set(['file_share', 'bot_message']);

/** The gate that stops a message, if any: edits and deletions, bots without a form, threads, other workspaces, mentions of us. */
export function gateOf(message: SeenMessage, { botUserId, team }: RecognizerSettings): Silent | undefined {
  const { subtype, hidden, botId, workflowId, threadTs, ts, userTeam } = message;
  if (subtype === 'thread_broadcast') return silent('thread-reply', subtype);
  if (hidden === true || (subtype !== undefined && !ALLOWED_SUBTYPES.has(subtype)))
    return silent('edited', subtype ?? 'hidden');
  if ((botId !== undefined || subtype === 'bot_message') && workflowId === undefined) return silent('bot');
  if (threadTs !== undefined && threadTs !== ts) return silent('thread-reply');
  if (team !== undefined && userTeam !== undefined && userTeam !== team) return silent('other-workspace');
  // The mention is an event of its own, and answered as such.
  if (botUserId !== undefined && botUserId !== '' && mentions(message, botUserId))
    return silent('mentions-us');
  return undefined;
}

function mentions({ text, blocks }: SeenMessage, userId: string): boolean {
  if (typeof text === 'string' && text.includes(`<@${userId}`)) return true;
  return holdsUser(blocks, userId, 0);
}

const DEEPEST = 10;

function holdsUser(value: unknown, userId: string, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  if ('user_id' in value && value.user_id === userId) return true;
  if ('text' in value && typeof value.text === 'string' && value.text.includes(`<@${userId}`)) return true;
  return Object.values(value).some((inner) => holdsUser(inner, userId, depth + 1));
}

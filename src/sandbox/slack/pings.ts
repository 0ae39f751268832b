/** Whom a message would notify or link to: what text from outside must never be able to do. */
import { isRecord } from './http.js';

const MARKUP = /<(?:[@#!][^<>]*|[a-z][a-z0-9+.-]*:[^<>]*)>/gi;

/**
 * Every mention, broadcast and link in a message: from mrkdwn text (the fallback text too, which Slack reads for
 * notifications) and from rich text elements. Plain text objects and escaped text hold none.
 */
export function pingsOf(content: { readonly text: string; readonly blocks: readonly object[] }): string[] {
  return [...(content.text.match(MARKUP) ?? []), ...content.blocks.flatMap(inBlocks)];
}

function inBlocks(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(inBlocks);
  if (!isRecord(value)) return [];
  if (value.type === 'plain_text' || value.type === 'raw_text') return [];
  if ((value.type === 'mrkdwn' || value.type === 'markdown') && typeof value.text === 'string')
    return value.text.match(MARKUP) ?? [];
  const own =
    value.type === 'user' ||
    value.type === 'usergroup' ||
    value.type === 'broadcast' ||
    value.type === 'channel'
      ? [`${value.type} ${String(value.user_id ?? value.usergroup_id ?? value.range ?? value.channel_id)}`]
      : [];
  return [...own, ...Object.values(value).flatMap(inBlocks)];
}

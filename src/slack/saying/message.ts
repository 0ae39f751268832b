/** A Slack message as data, and the few sentences this layer says itself; everything else is rendered elsewhere. */
import type { types } from '@slack/bolt';
import type { Answer, Audience } from '../../render/answer.js';
import type { AnswerButton } from '../../render/blocks.js';

/** What is posted: blocks, and the text shown in notifications and where blocks cannot be. The text is mrkdwn. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly types.KnownBlock[];
}

/** Makes a message of an answer: for whom, whether it is about the reader, in which time zone they are, with which buttons. Pure. */
export type Render = (
  answer: Answer,
  audience: Audience,
  about: 'self' | 'other',
  timeZone?: string,
  buttons?: readonly AnswerButton[],
) => SlackMessage;

/** Slack's limits for a section's text and for the blocks of one message. */
const LONGEST_SECTION = 3_000;
const MOST_BLOCKS = 50;

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${Array.from(text.slice(0, most - 1))
    .join('')
    .replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Makes text safe in mrkdwn: with these three replaced no mention, link or broadcast can form. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A message of plain sentences: whatever stands in them is shown as it is and pings nobody. */
export function plainMessage(text: string): SlackMessage {
  const shown = cut(text.trim() === '' ? '…' : text, LONGEST_SECTION);
  return {
    text: escapeMrkdwn(cut(shown, 500)),
    blocks: [{ type: 'section', text: { type: 'plain_text', text: shown, emoji: false } }],
  };
}

/** The message with one more line of small print; left out when there is no room for a block. */
export function withNote(message: SlackMessage, note: string | undefined): SlackMessage {
  if (note === undefined || message.blocks.length >= MOST_BLOCKS) return message;
  const line: types.KnownBlock = {
    type: 'context',
    elements: [{ type: 'plain_text', text: cut(note, 2_000), emoji: false }],
  };
  return { text: message.text, blocks: [...message.blocks, line] };
}

/** The message as text alone, for when Slack does not take its blocks. */
export function textOnly(message: SlackMessage): SlackMessage {
  return { text: cut(message.text, LONGEST_SECTION), blocks: [] };
}

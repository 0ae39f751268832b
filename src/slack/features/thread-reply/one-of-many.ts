/** The private answer of one of many: what it means for them first, and no button that everybody would press. Pure. */
import type { types } from '@slack/bolt';
import { escapeMrkdwn, type SlackMessage } from '../../saying/message.js';
import type { Alone } from './hit.js';

/** Slack's limit for the blocks of one message. */
const MOST_BLOCKS = 50;

/** The message with the words on top, without those buttons. */
export function asOneOfMany(message: SlackMessage, { words, without }: Alone): SlackMessage {
  const opening: types.KnownBlock = {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: words, style: { bold: true } }] },
    ],
  };
  const blocks = message.blocks.flatMap((block): types.KnownBlock[] => {
    if (block.type !== 'actions') return [block];
    const elements = block.elements.filter(
      (one) => !('action_id' in one && one.action_id !== undefined && without.includes(one.action_id)),
    );
    return elements.length === 0 ? [] : [{ ...block, elements }];
  });
  return {
    text: `${escapeMrkdwn(words)} ${message.text}`,
    blocks: [opening, ...blocks].slice(0, MOST_BLOCKS),
  };
}

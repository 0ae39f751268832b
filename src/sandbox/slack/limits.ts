/** The few limits of messages that the emulator always enforces; a fuller validator can be handed to it. */
import { isRecord } from './http.js';
import type { Content } from './types.js';

/** Says what is wrong with a message, one sentence each; empty when Slack would take it. */
export type ValidateMessage = (message: {
  readonly text: string;
  readonly blocks: readonly object[];
}) => string[];

const MOST_BLOCKS = 50;
const LONGEST_TEXT_OBJECT = 3_000;
const LONGEST_HEADER = 150;
const LONGEST_ID = 255;

/** Source: Block Kit reference, "Blocks" and "Composition objects". */
export function basicLimits(message: Content): string[] {
  const wrong: string[] = [];
  if (message.blocks.length > MOST_BLOCKS) wrong.push(`no more than ${MOST_BLOCKS} blocks allowed`);
  const ids = new Set<string>();
  message.blocks.forEach((block, index) => {
    const where = `[json-pointer:/blocks/${index}]`;
    if (typeof block.type !== 'string') wrong.push(`missing type ${where}`);
    if (typeof block.block_id === 'string') {
      if (block.block_id.length > LONGEST_ID) wrong.push(`block_id too long ${where}`);
      if (ids.has(block.block_id)) wrong.push(`block_id already exists ${where}`);
      ids.add(block.block_id);
    }
    if (block.type === 'section' && block.text === undefined && block.fields === undefined)
      wrong.push(`must provide one of text or fields ${where}`);
    for (const text of textObjects(block)) {
      const most = block.type === 'header' ? LONGEST_HEADER : LONGEST_TEXT_OBJECT;
      if (text.length > most) wrong.push(`must be less than ${most + 1} characters ${where}`);
      if (text.length === 0) wrong.push(`must be more than 0 characters ${where}`);
    }
  });
  return wrong;
}

function textObjects(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textObjects);
  if (!isRecord(value)) return [];
  if ((value.type === 'mrkdwn' || value.type === 'plain_text') && typeof value.text === 'string')
    return [value.text];
  return Object.values(value).flatMap(textObjects);
}

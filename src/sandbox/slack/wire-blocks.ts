/** Blocks as Slack gives them back: each with a `block_id`, one made up where the app gave none. */
import { createHash } from 'node:crypto';
import { isRecord } from './http.js';

/** The id of a block in the message or view `of`; the same every time it is asked. */
export function blockId(block: Readonly<Record<string, unknown>>, index: number, of: string): string {
  if (typeof block.block_id === 'string' && block.block_id !== '') return block.block_id;
  return createHash('sha256').update(`${of} ${index}`).digest('base64url').slice(0, 5);
}

export function wireBlocks(blocks: readonly unknown[], of: string): object[] {
  return blocks.filter(isRecord).map((block, index) => ({ ...block, block_id: blockId(block, index, of) }));
}

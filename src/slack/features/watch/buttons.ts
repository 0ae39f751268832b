/** How the button under an answer shows that a watch is on, and how it is taken back. */
import type { types } from '@slack/bolt';
import type { AnswerButton } from '../../../render/blocks.js';
import { button } from '../../../render/slack-elements.js';
import { isRaw, type Raw } from '../../payloads.js';
export const WATCH = 'watch';
export const STOP_WATCHING = 'watch_stop';

/** Its value is the watch and, where there is one, the answer it stands under. */
export const stopButton = (id: string, reference?: string): AnswerButton => ({
  actionId: STOP_WATCHING,
  label: 'Stop watching',
  value: reference === undefined ? id : `${id} ${reference}`,
});
export const watchButton = (reference: string): AnswerButton => ({
  actionId: WATCH,
  label: 'Watch until mended',
  value: reference,
});

function swapped(element: unknown, actionId: string, put: AnswerButton): unknown {
  return isRaw(element) && element.action_id === actionId ? (button(put) ?? element) : element;
}

/** The blocks with one button in the place of another; everything else as it is. */
export function swapButton(
  blocks: readonly unknown[],
  actionId: string,
  put: AnswerButton,
): readonly types.KnownBlock[] {
  return blocks.filter(isRaw).map((block: Raw) => {
    if (block.type !== 'actions' || !Array.isArray(block.elements)) return known(block);
    return known({ ...block, elements: block.elements.map((one: unknown) => swapped(one, actionId, put)) });
  });
}

/** Slack's own blocks, given back to Slack. */
const known = (block: Raw): types.KnownBlock => block as unknown as types.KnownBlock;

/** The element a person presses or chooses from, as it stands in `actions` of the payload. */
import { isRecord } from './http.js';
import { ApiError } from './methods/method.js';
import type { Block } from './types.js';

/** Which of several elements with one action id, and what was chosen where there is a choice. */
export interface Pressed {
  readonly blockId?: string;
  /** The value of an option. */
  readonly value?: string;
}

/** Throws when there is no such element or no such option. Source: Slack "block_actions payloads". */
export function pressed(
  blocks: readonly Block[],
  actionId: string,
  { blockId, value }: Pressed = {},
): object {
  for (const block of blocks) {
    if (blockId !== undefined && block.block_id !== blockId) continue;
    const candidates = [block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    const element = candidates.find((one) => isRecord(one) && one.action_id === actionId);
    if (!isRecord(element)) continue;
    const { type, text, value: own, style } = element;
    const rest = Object.fromEntries(
      Object.entries({ text, value: own, style, ...chosen(element, value) }).filter(
        ([, is]) => is !== undefined,
      ),
    );
    return { type, action_id: actionId, block_id: block.block_id ?? 'block', ...rest };
  }
  throw new ApiError(`no element with the action id ${actionId}`);
}

/** What was chosen, for elements with options. */
function chosen(element: Block, value: string | undefined): object {
  if (!Array.isArray(element.options) || value === undefined) return {};
  const option = element.options.filter(isRecord).find((one) => one.value === value);
  if (option === undefined) throw new ApiError(`no option with the value ${value}`);
  return element.type === 'checkboxes' ? { selected_options: [option] } : { selected_option: option };
}

/** What a press or a choice on an interactive element sends: the entry of `actions`. Source: Slack "block_actions payload". */
import { isRecord } from './http.js';
import { ApiError } from './methods/method.js';
import { blockId } from './wire-blocks.js';

/** Which of several elements with one action id, and what was chosen where there is a choice. */
export interface Pressed {
  readonly blockId?: string;
  /** The value of an option in a menu, an overflow or among radio buttons; of the button itself otherwise. */
  readonly value?: string;
  /** The values of all options ticked in checkboxes or a multiple menu. */
  readonly values?: readonly string[];
  /** What was typed or picked in another kind of element, as Slack names it, e.g. `{selected_user: 'U1'}`. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The element with an action id in the blocks of `of` (a time stamp or view id), as it stands in `actions`. Throws when
 * there is no such element or no such option.
 */
export function pressed(
  blocks: readonly unknown[],
  of: string,
  actionId: string,
  which: Pressed = {},
): object {
  for (const [index, block] of blocks.entries()) {
    if (!isRecord(block)) continue;
    const id = blockId(block, index, of);
    if (which.blockId !== undefined && which.blockId !== id) continue;
    const element = elementsOf(block).find((one) => one.action_id === actionId && fits(one, which));
    if (element === undefined) continue;
    return {
      type: element.type,
      action_id: actionId,
      block_id: id,
      ...picked(element, which),
      ...which.fields,
    };
  }
  throw new ApiError(`no element with the action id ${actionId}`);
}

const fits = (element: Json, { value }: Pressed): boolean =>
  element.type !== 'button' || value === undefined || element.value === value;

/** Interactive elements of a block: accessory, the element of an input, elements of a row, those of nested blocks. */
function elementsOf(block: Json): Json[] {
  const inner = [block.accessory, block.element, block.actions, block.elements].flat().filter(isRecord);
  return inner.flatMap((one) => (typeof one.action_id === 'string' ? [one] : elementsOf(one)));
}

function picked(element: Json, which: Pressed): object {
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return {
        ...fieldsOf(element, 'placeholder', 'initial_option'),
        selected_option: option(element, which.value),
      };
    case 'checkboxes':
    case 'multi_static_select':
      return {
        selected_options: (which.values ?? (which.value === undefined ? [] : [which.value])).map((value) =>
          option(element, value),
        ),
      };
    default:
      return fieldsOf(element, 'text', 'value', 'style', 'url', 'confirm');
  }
}

function fieldsOf(element: Json, ...names: readonly string[]): object {
  return Object.fromEntries(
    names.flatMap((name) => (element[name] === undefined ? [] : [[name, element[name]]])),
  );
}

function option(element: Json, value: string | undefined): Json {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isRecord) : [];
  const all = [element.options, ...groups.map((group) => group.options)].flat().filter(isRecord);
  const found = all.find((one) => value === undefined || one.value === value);
  if (found === undefined) throw new ApiError(`no option with the value ${value ?? ''}`);
  return found;
}

/**
 * Inputs of a submission, each with the type of its element: `{block: {action: 'text'}}` and `{value: 'text'}` are both
 * taken for what was typed.
 */
export function submitted(view: Json, values: Readonly<Record<string, unknown>>): object {
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  const types = new Map<unknown, unknown>(
    blocks
      .filter(isRecord)
      .flatMap(elementsOf)
      .map((one) => [one.action_id, one.type]),
  );
  const input = (actionId: string, given: unknown): Json => {
    const type = types.get(actionId) ?? 'plain_text_input';
    return { type, ...(isRecord(given) ? given : { value: given }) };
  };
  return Object.fromEntries(
    Object.entries(values).map(([block, actions]) => [
      block,
      isRecord(actions)
        ? Object.fromEntries(Object.entries(actions).map(([id, given]) => [id, input(id, given)]))
        : actions,
    ]),
  );
}

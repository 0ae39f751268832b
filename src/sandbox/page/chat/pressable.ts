/** What can be pressed or chosen in Block Kit, in the order in which it is shown. */
import type { Block } from '../../web/protocol.js';

export interface Pressed {
  readonly actionId: string;
  readonly blockId?: string;
  /** What was chosen, for menus. */
  readonly value?: string;
}

/** What Slack asks before it tells the app. */
export interface Confirm {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

export interface Button extends Pressed {
  readonly confirm?: Confirm;
  /** An address the button opens as well; only http and https. */
  readonly url?: string;
}

type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textIn = (value: unknown): string =>
  typeof value === 'string' ? value : isJson(value) ? textIn(value.text) : '';

/** The elements of a block that somebody can do something with. */
export function elementsOf(block: Block): readonly Json[] {
  const list = Array.isArray(block.elements) && block.type === 'actions' ? block.elements : [];
  return [block.accessory, ...list].filter(isJson);
}

/** An address that may be opened, or undefined: `javascript:` and the like never are. */
export function safeUrl(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:' ? href : undefined;
}

/** The question of a button or a menu, with Slack's own words for what it leaves out. */
export function confirmOf(confirm: unknown): Confirm | undefined {
  if (!isJson(confirm)) return undefined;
  return {
    title: textIn(confirm.title) || 'Are you sure?',
    text: textIn(confirm.text),
    yes: textIn(confirm.confirm) || 'Yes',
    no: textIn(confirm.deny) || 'No',
  };
}

/** The buttons, in order; the n-th button drawn is the n-th of these. */
export function buttonsOf(blocks: readonly Block[]): readonly Button[] {
  return blocks.flatMap((block) =>
    elementsOf(block)
      .filter(({ type }) => type === 'button')
      .map(({ action_id: id, url, confirm }) => {
        const to = safeUrl(url);
        const question = confirmOf(confirm);
        return {
          actionId: textIn(id),
          ...(typeof block.block_id === 'string' ? { blockId: block.block_id } : {}),
          ...(to === undefined ? {} : { url: to }),
          ...(question === undefined ? {} : { confirm: question }),
        };
      }),
  );
}

/** Whether the page has to draw a block by itself: menus and fields, for which native controls are used. */
export function isOwn(block: Block): boolean {
  return (
    block.type === 'input' || elementsOf(block).some(({ type }) => type !== 'button' && type !== 'image')
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** The options of a menu. */
export function optionsOf(element: Json): readonly Option[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isJson) : [];
  const lists = [element.options, ...groups.map((group) => group.options)];
  return lists
    .flatMap((list) => (Array.isArray(list) ? list.filter(isJson) : []))
    .map((one) => ({ value: textIn(one.value), label: textIn(one.text) }));
}

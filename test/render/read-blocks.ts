/** Reads blocks back as a person would see them, so that golden answers can be read in the tests. */
import type { KnownBlock, RichTextBlockElement, RichTextElement } from '@slack/types';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every string in a value, or those under one key. */
export function stringsOf(value: unknown, key?: string): string[] {
  if (typeof value === 'string') return key === undefined ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => stringsOf(item, key));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : stringsOf(inner, key),
  );
}

function piece(element: RichTextElement): string {
  switch (element.type) {
    case 'text':
      if (element.style?.code) return `\`${element.text}\``;
      return element.style?.bold ? `*${element.text}*` : element.text;
    case 'link':
      return `[${element.text ?? ''}](${element.url})`;
    default:
      return `<${element.type}>`;
  }
}

const line = (elements: readonly RichTextElement[]): string => elements.map(piece).join('');

function rich(element: RichTextBlockElement): string[] {
  switch (element.type) {
    case 'rich_text_section':
    case 'rich_text_quote':
      return [line(element.elements)];
    case 'rich_text_preformatted':
      return [`    ${line(element.elements).replaceAll('\n', '\n    ')}`];
    case 'rich_text_list':
      return element.elements.map((item) => `${'  '.repeat(element.indent ?? 0)}• ${line(item.elements)}`);
  }
}

function read(block: KnownBlock): string[] {
  switch (block.type) {
    case 'rich_text':
      return block.elements.flatMap(rich);
    case 'context':
      return [`(${block.elements.map((one) => (one.type === 'image' ? '' : one.text)).join(' ')})`];
    case 'actions':
      return [
        block.elements.map((one) => (one.type === 'button' ? `[${one.text.text}]` : one.type)).join(' '),
      ];
    default:
      return [`<${block.type}>`];
  }
}

/** One line per line of the message, a blank line between blocks. */
export function readBlocks(blocks: readonly KnownBlock[]): string {
  return blocks.map((block) => read(block).join('\n')).join('\n\n');
}

/** A Slack message as plain text, for the prompt: what the blocks say, top to bottom. */

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The words of a link and where it leads, since nobody can click here. */
const linkText = (words: string, url: string): string =>
  words === '' || words === url ? url : `${words} (${url})`;

/** Rich text and text objects, inline. */
function inline(value: unknown): string {
  if (!isRecord(value)) return '';
  switch (value.type) {
    case 'text':
    case 'plain_text':
    case 'mrkdwn':
      return text(value.text);
    case 'link':
      return linkText(text(value.text), text(value.url));
    case 'date':
      return text(value.fallback);
    case 'user':
      return `@${text(value.user_id)}`;
    case 'emoji':
      return '';
    default:
      return list(value.elements).map(inline).join('');
  }
}

function richText(element: unknown): string[] {
  if (!isRecord(element)) return [];
  switch (element.type) {
    case 'rich_text_list':
      return list(element.elements).map((item) => `  \u2022 ${inline(item)}`);
    case 'rich_text_preformatted':
      return inline(element)
        .split('\n')
        .map((line) => `    ${line}`);
    case 'rich_text_quote':
      return inline(element)
        .split('\n')
        .map((line) => `> ${line}`);
    default:
      return [inline(element)];
  }
}

function block(value: unknown): string[] {
  if (!isRecord(value)) return [];
  switch (value.type) {
    case 'divider':
      return [''];
    case 'header':
    case 'section':
      return [inline(value.text), ...list(value.fields).map(inline)].filter((line) => line !== '');
    case 'rich_text':
      return list(value.elements).flatMap(richText);
    case 'context':
      return [list(value.elements).map(inline).join(' ')];
    case 'actions':
      return [
        list(value.elements)
          .map((e) => (isRecord(e) ? `[${inline(e.text)}]` : ''))
          .join('  '),
      ];
    default:
      return [];
  }
}

/** The whole message; its fallback text where it has no blocks. */
export function messageText(message: { readonly text: string; readonly blocks: readonly unknown[] }): string {
  const lines = message.blocks.flatMap(block);
  return lines.length > 0 ? lines.join('\n') : message.text;
}

/** The `text` of a message from its rich text: mrkdwn with Slack's own marks, the way it stands beside `blocks`. */
import type { Inline, RichElement, Style } from './elements.js';

/** `&`, `<` and `>` as entities. Source: Slack "Formatting text", "Escaping text". */
export const escapeEntities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function textOfRich(elements: readonly RichElement[]): string {
  return elements.map(textOf).join('\n');
}

function textOf(element: RichElement): string {
  switch (element.type) {
    case 'rich_text_section':
      return inlineText(element.elements);
    case 'rich_text_preformatted':
      return `\`\`\`${inlineText(element.elements)}\`\`\``;
    case 'rich_text_quote':
      return inlineText(element.elements)
        .split('\n')
        .map((line) => `&gt; ${line}`)
        .join('\n');
    case 'rich_text_list':
      return element.elements
        .map(
          (one, index) => `${element.style === 'bullet' ? '•' : `${index + 1}.`} ${inlineText(one.elements)}`,
        )
        .join('\n');
  }
}

/** Neighbours of one style stand in one pair of marks. */
function inlineText(elements: readonly Inline[]): string {
  const runs: { readonly style: Style | undefined; text: string }[] = [];
  for (const element of elements) {
    const style = 'style' in element ? element.style : undefined;
    const last = runs.at(-1);
    if (last !== undefined && JSON.stringify(last.style) === JSON.stringify(style))
      last.text += inline(element);
    else runs.push({ style, text: inline(element) });
  }
  return runs.map(({ style, text }) => styled(text, style)).join('');
}

function inline(element: Inline): string {
  switch (element.type) {
    case 'text':
      return escapeEntities(element.text);
    case 'link': {
      const label = element.text === undefined ? '' : `|${escapeEntities(element.text)}`;
      return `<${escapeEntities(element.url)}${label}>`;
    }
    case 'user':
      return `<@${element.user_id}>`;
    case 'usergroup':
      return `<!subteam^${element.usergroup_id}>`;
    case 'channel':
      // Slack leaves the label empty in messages.
      return `<#${element.channel_id}|>`;
    case 'broadcast':
      return `<!${element.range}>`;
    case 'emoji':
      return `:${element.name}:`;
  }
}

function styled(text: string, style: Style | undefined): string {
  if (style === undefined) return text;
  const code = style.code === true ? `\`${text}\`` : text;
  const strike = style.strike === true ? `~${code}~` : code;
  const italic = style.italic === true ? `_${strike}_` : strike;
  return style.bold === true ? `*${italic}*` : italic;
}

/** The words of a Slack message by what they are: what the person says, and what they pasted. Quotes and forwards are left out. */

type Json = Readonly<Record<string, unknown>>;

export interface MessageParts {
  /** What the person wrote themselves, links and mentions as Slack's own `<…>` marks. */
  readonly prose: string;
  /** Code, in which people paste error texts: never a request by itself. */
  readonly pasted: string;
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Beyond this nobody asks for access; the beginning is looked at. */
const LONGEST = 4_000;
const DEEPEST = 8;

class Collected {
  prose = '';
  pasted = '';

  inline(value: unknown, depth: number): void {
    if (!isRecord(value) || depth > DEEPEST) return;
    switch (value.type) {
      case 'text':
        if (isRecord(value.style) && value.style.code === true) this.pasted += ` ${text(value.text)} `;
        else this.prose += text(value.text);
        return;
      case 'link':
        this.prose += ` <${text(value.url)}${text(value.text) === '' ? '' : `|${text(value.text)}`}> `;
        return;
      case 'user':
        this.prose += ` <@${text(value.user_id)}> `;
        return;
      default:
        for (const inner of list(value.elements)) this.inline(inner, depth + 1);
        if (value.type === 'rich_text_section') this.prose += '\n';
    }
  }

  richText(block: Json): void {
    for (const element of list(block.elements)) {
      if (!isRecord(element)) continue;
      switch (element.type) {
        case 'rich_text_quote':
          // Somebody else's words.
          break;
        case 'rich_text_preformatted':
          for (const inner of list(element.elements))
            if (isRecord(inner)) this.pasted += ` ${text(inner.text) || text(inner.url)} `;
          this.pasted += '\n';
          break;
        default:
          this.inline(element, 0);
          this.prose += '\n';
      }
    }
  }
}

/** The same from mrkdwn text, for messages without blocks. */
function fromText(raw: string): MessageParts {
  let pasted = '';
  const keep = (_whole: string, inside: string): string => {
    pasted += ` ${inside} `;
    return ' ';
  };
  const prose = raw
    .slice(0, LONGEST * 4)
    .replace(/```([\s\S]*?)(?:```|$)/g, keep)
    .replace(/`([^`\n]+)`/g, keep)
    .split('\n')
    .filter((line) => !/^\s*(?:>|&gt;)/.test(line))
    .join('\n');
  return { prose, pasted };
}

const cut = ({ prose, pasted }: MessageParts): MessageParts => ({
  prose: prose.slice(0, LONGEST).trim(),
  pasted: pasted.slice(0, LONGEST).trim(),
});

/**
 * Reads a message event. Blocks that people type (`rich_text`) win over `text`, which shows quotes and code as markup
 * (Slack "Formatting text", "rich text block"). Attachments are forwards and unfurls: somebody else's words.
 */
export function partsOf(event: { readonly text?: unknown; readonly blocks?: unknown }): MessageParts {
  const blocks = list(event.blocks).filter(isRecord);
  const typed = blocks.filter((block) => block.type === 'rich_text');
  if (typed.length === 0) return cut(fromText(text(event.text)));
  const collected = new Collected();
  for (const block of typed) collected.richText(block);
  return cut(collected);
}

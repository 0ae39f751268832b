/** The only way strings get into Slack blocks: as text elements, which Slack never reads as markup, and never too long. */
import type {
  Button,
  ConfirmationDialog,
  PlainTextElement,
  RichTextElement,
  RichTextList,
  RichTextPreformatted,
  RichTextSection,
} from '@slack/types';
import { cleanCode, cleanLine, cleanSpan, webUrl } from './clean.js';
import type { Line, Span } from './outline-types.js';

/** Slack's limits used here (`facts/slack.md` §2.1). */
export const LIMITS = {
  messageBlocks: 50,
  modalBlocks: 100,
  blockId: 255,
  actionElements: 25,
  contextElements: 10,
  contextText: 2000,
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
} as const;

/** Text for the one place that is always mrkdwn, a message's fallback `text`: the three characters Slack asks to escape. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const weight = (character: string): number => {
  if (character === '&') return 5;
  return character === '<' || character === '>' ? 4 : character.length;
};

/** Length in UTF-16 units once escaped: Slack stores text escaped, so this is never less than what it counts. */
export function slackLength(text: string): number {
  let total = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x26) total += 4;
    else if (unit === 0x3c || unit === 0x3e) total += 3;
  }
  return total;
}

/** The front of a very long string, so that cleaning it does not cost more than what will be shown of it. */
const front = (text: string, max: number): string =>
  text.length > 4 * max + 200 ? text.slice(0, 4 * max + 200) : text;

/** At most `max` of {@link slackLength}, whole characters, with an ellipsis where something was left out. */
export function cut(text: string, max: number): string {
  if (text.length <= max && slackLength(text) <= max) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += weight(character);
    if (used > max) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Plain text of Slack, one line, cleaned; never empty, which Slack refuses. `:smile:` stays as written. */
export function plainText(text: string, max: number): PlainTextElement {
  const shown = cut(cleanLine(front(text, max)), max);
  return { type: 'plain_text', text: shown === '' ? '–' : shown, emoji: false };
}

function element(span: Span, text: string, loud: boolean): RichTextElement {
  const bold = loud || span.style === 'bold';
  const style = { ...(bold ? { bold } : {}), ...(span.style === 'code' ? { code: true } : {}) };
  const styled = bold || span.style === 'code' ? { style } : {};
  const url = span.url === undefined ? undefined : webUrl(span.url);
  return url === undefined || slackLength(url) > LIMITS.url
    ? { type: 'text', text, ...styled }
    : { type: 'link', url, text, ...styled };
}

/** Most pieces of one line; backticks in data could make thousands. */
const MAX_SPANS = 40;

/** A line as a rich text section of at most `max`; nothing when there is nothing to say. `loud` makes all of it bold. */
export function section(line: Line, max: number, loud = false): RichTextSection | undefined {
  const elements: RichTextElement[] = [];
  let left = max;
  const spans = line.slice(0, MAX_SPANS);
  for (const [i, span] of spans.entries()) {
    const raw = front(span.text, left);
    const clean = span.style === 'code' ? cleanLine(raw) : cleanSpan(raw);
    const clipped = raw.length < span.text.length && slackLength(clean) <= left;
    const dropped = clipped || (i === spans.length - 1 && line.length > spans.length) ? '…' : '';
    const text = `${cut(clean, left)}${dropped}`;
    if (clean === '' && dropped === '') continue;
    elements.push(element(span, text, loud));
    left -= slackLength(text);
    if (left <= 1) break;
  }
  return elements.length === 0 ? undefined : { type: 'rich_text_section', elements };
}

/** A command to copy, whole; nothing when it is longer than `max`, because half a command must not be copied. */
export function preformatted(text: string, max: number): RichTextPreformatted | undefined {
  const code = cleanCode(text);
  if (code === '' || slackLength(code) > max) return undefined;
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: code }] };
}

export function bullets(sections: readonly RichTextSection[], indent: number): RichTextList {
  return { type: 'rich_text_list', style: 'bullet', indent, elements: [...sections] };
}

/** A button of an answer; what it does is known to whoever handles `actionId`. */
export interface AnswerButton {
  readonly actionId: string;
  readonly label: string;
  readonly value?: string;
  readonly style?: 'primary' | 'danger';
  readonly url?: string;
  /** Asked before the click counts. */
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly yes: string;
    readonly no: string;
  };
}

/** Slack's limits of a confirmation dialog. */
const CONFIRM = { title: 100, text: 300, answer: 30 } as const;

const confirmation = ({
  title,
  text,
  yes,
  no,
}: NonNullable<AnswerButton['confirm']>): ConfirmationDialog => ({
  title: plainText(title, CONFIRM.title),
  text: plainText(text, CONFIRM.text),
  confirm: plainText(yes, CONFIRM.answer),
  deny: plainText(no, CONFIRM.answer),
});

/** The button for Slack; nothing when its id, value or address is one Slack would refuse, since cutting them would break it. */
export function button(wanted: AnswerButton): Button | undefined {
  const { actionId, label, value, style, url, confirm } = wanted;
  if (actionId === '' || actionId.length > LIMITS.blockId) return undefined;
  if (value !== undefined && (value === '' || slackLength(value) > LIMITS.buttonValue)) return undefined;
  const safe = url === undefined ? undefined : webUrl(url);
  if (url !== undefined && (safe === undefined || slackLength(safe) > LIMITS.url)) return undefined;
  return {
    type: 'button',
    action_id: actionId,
    text: plainText(label, LIMITS.buttonText),
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(safe === undefined ? {} : { url: safe }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm) }),
  };
}

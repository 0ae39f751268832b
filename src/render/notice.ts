/** Short messages of the bot's own: lines in which names, addresses and other people's words stand as data, never as markup. */
import type { KnownBlock, RichTextElement, RichTextQuote, RichTextSection } from '@slack/types';
import type { Line, Snippet, Span } from './outline-types.js';
import {
  type AnswerButton,
  button,
  cut,
  escapeText,
  LIMITS,
  plainText,
  preformatted,
  section,
  slackLength,
} from './slack-elements.js';
import { lineText } from './spans.js';

/** A piece of a line. `user` and `channel` are ids of Slack; `at` is a moment in milliseconds, shown in the reader's zone. */
export type Piece = Span | { readonly user: string } | { readonly channel: string } | { readonly at: number };

export interface NoticePart {
  readonly line?: readonly Piece[];
  /** Somebody's own words. */
  readonly quote?: string;
  readonly code?: readonly Snippet[];
}

export interface NoticeMore {
  readonly buttons?: readonly AnswerButton[];
  /** Small print below. */
  readonly context?: string;
}

/** How much a line and a command may hold; the roomiest that Slack takes as a message is used. */
interface Room {
  readonly line: number;
  readonly code: number;
}
const ROOMS: readonly Room[] = [
  { line: 1_500, code: 2_500 },
  { line: 500, code: 1_500 },
  { line: 200, code: 600 },
];
const SMALLEST: Room = { line: 100, code: 200 };
/** As for answers: well below where Slack refuses blocks as too long (`blocks.ts`). */
const SIZE = 10_000;

const TEXT = 2_500;
const USER = /^[UW][A-Z0-9]{1,30}$/;
const CHANNEL = /^[CGD][A-Z0-9]{1,30}$/;
const TOO_LONG = 'too long for Slack: ask me in the terminal';

const isSpan = (piece: Piece): piece is Span => 'text' in piece;

/** The time of day, for what cannot show the reader's own. */
const utcTime = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`;

function elementsOf(pieces: readonly Piece[], room: Room): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let run: Span[] = [];
  const flush = (): void => {
    elements.push(...(section(run, room.line)?.elements ?? []));
    run = [];
  };
  for (const piece of pieces) {
    if (isSpan(piece)) {
      run.push(piece);
      continue;
    }
    flush();
    if ('at' in piece) {
      const timestamp = Math.floor(piece.at / 1_000);
      elements.push({ type: 'date', timestamp, format: '{time}', fallback: utcTime(piece.at) });
    } else if ('user' in piece) {
      // An id that is none is shown to nobody: Slack would refuse the whole message.
      if (USER.test(piece.user)) elements.push({ type: 'user', user_id: piece.user });
      else elements.push({ type: 'text', text: 'somebody' });
    } else if (CHANNEL.test(piece.channel)) elements.push({ type: 'channel', channel_id: piece.channel });
    else elements.push({ type: 'text', text: 'a channel' });
  }
  flush();
  return elements;
}

function richText(part: NoticePart, room: Room): KnownBlock[] {
  const elements: (RichTextSection | RichTextQuote | NonNullable<ReturnType<typeof preformatted>>)[] = [];
  const inLine = elementsOf(part.line ?? [], room);
  if (inLine.length > 0) elements.push({ type: 'rich_text_section', elements: inLine });
  const quoted = part.quote === undefined ? undefined : section([{ text: part.quote }], room.line);
  if (quoted) elements.push({ type: 'rich_text_quote', elements: quoted.elements });
  for (const { label, text } of part.code ?? []) {
    const named = section([{ text: `${label}:` }], room.line);
    if (named) elements.push(named);
    const whole = preformatted(text, room.code);
    const instead = section([{ text: `(${TOO_LONG})` }], room.line);
    if (whole) elements.push(whole);
    else if (instead) elements.push(instead);
  }
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

/** The words of a line in a message's `text`, which is always mrkdwn: everything from outside is escaped. */
function words(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (isSpan(piece)) return escapeText(lineText([piece]));
      if ('at' in piece) return utcTime(piece.at);
      if ('user' in piece) return USER.test(piece.user) ? `<@${piece.user}>` : 'somebody';
      return CHANNEL.test(piece.channel) ? `<#${piece.channel}>` : 'a channel';
    })
    .join('');
}

/** A message of these parts, buttons below them, small print at the end. The first line is what a notification shows. */
export function notice(
  parts: readonly NoticePart[],
  { buttons = [], context }: NoticeMore = {},
): { text: string; blocks: KnownBlock[] } {
  const [first] = parts;
  const drawn = (room: Room): KnownBlock[] => parts.flatMap((part) => richText(part, room));
  const fits = ROOMS.find((room) => slackLength(JSON.stringify(drawn(room))) <= SIZE);
  const blocks = drawn(fits ?? SMALLEST);
  const elements = buttons
    .map(button)
    .filter((one) => one !== undefined)
    .slice(0, LIMITS.actionElements);
  if (elements.length > 0) blocks.push({ type: 'actions', elements });
  if (context !== undefined)
    blocks.push({ type: 'context', elements: [plainText(context, LIMITS.contextText)] });
  const text = words(first?.line ?? []);
  return {
    text:
      text.length > TEXT ? escapeText(cut(lineText(spansOf(first?.line)), TEXT / 5)) : text || 'iap-doctor',
    blocks,
  };
}

const spansOf = (pieces: readonly Piece[] = []): Line => pieces.filter(isSpan);

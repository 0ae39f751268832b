/** Makes a Slack message of public words: strings travel as text elements, so nothing in them pings, links or breaks out. Pure. */
import type { types } from '@slack/bolt';
import type { AnswerButton } from '../../../render/blocks.js';
import { cleanSpan, webUrl } from '../../../render/clean.js';
import { button, cut, escapeText, plainText } from '../../../render/slack-elements.js';
import { moment } from '../../../render/words.js';
import type { SlackMessage } from '../../saying/message.js';
import type { Piece, PublicWords } from './public-words.js';
import type { ReplyState } from './state.js';

export const NOT_A_REQUEST = 'thread-not-a-request';
export const QUIET = 'thread-quiet';
export const UNQUIET = 'thread-quiet-undo';

/** More than any of our sentences; a service may have a very long name. */
const LONGEST = 600;

type Element = types.RichTextElement;

function elementOf(piece: Piece, bold: boolean, now: Date): Element | undefined {
  const style = bold ? { style: { bold: true } } : {};
  if (typeof piece === 'string') {
    const text = cut(cleanSpan(piece), LONGEST);
    return text === '' ? undefined : { type: 'text', text, ...style };
  }
  if ('code' in piece) {
    const text = cut(cleanSpan(piece.code), LONGEST);
    return text === '' ? undefined : { type: 'text', text, style: { code: true } };
  }
  if ('link' in piece) {
    const url = webUrl(piece.link);
    return url === undefined
      ? { type: 'text', text: piece.text, ...style }
      : { type: 'link', url, text: piece.text, ...style };
  }
  const at = Date.parse(piece.at);
  if (Number.isNaN(at)) return { type: 'text', text: 'some time ago', ...style };
  // Everybody reads it in their own time zone.
  const today = now.getTime() - at < 12 * 3_600_000;
  const fallback = moment(piece.at, now);
  const format = today ? '{time}' : '{date_short_pretty} at {time}';
  return { type: 'date', timestamp: Math.floor(at / 1_000), format, fallback, ...style };
}

const said = (piece: Piece, now: Date): string => {
  if (typeof piece === 'string') return cleanSpan(piece);
  if ('code' in piece) return cleanSpan(piece.code);
  return 'link' in piece ? piece.text : moment(piece.at, now);
};

/** The headline, and the rest as one paragraph below it. */
function textOf({ headline, lines, rank }: PublicWords, now: Date): readonly types.RichTextBlock[] {
  const rest = lines.flatMap((line, i): readonly Piece[] => (i === 0 ? line : [' ', ...line]));
  const parts = [
    { pieces: headline, bold: rank > 0 && rest.length > 0 },
    { pieces: rest, bold: false },
  ];
  return parts.flatMap(({ pieces, bold }): readonly types.RichTextBlock[] => {
    const elements = pieces.flatMap((piece) => elementOf(piece, bold, now) ?? []);
    return elements.length === 0
      ? []
      : [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
  });
}

const quietButton: types.Button = {
  type: 'button',
  action_id: QUIET,
  text: plainText('Quiet here for a week', 75),
  value: 'week',
  confirm: {
    title: plainText('Quiet for a week?', 100),
    text: plainText(
      'I will not answer messages in this channel for a week. Commands and mentions still work. Everybody sees that it was you.',
      300,
    ),
    confirm: plainText('Be quiet', 30),
    deny: plainText('Go on answering', 30),
  },
};

export interface Dressed {
  readonly channel: string;
  readonly threadTs: string;
  readonly state: ReplyState;
  /** Of other features. */
  readonly buttons: readonly AnswerButton[];
  readonly now: Date;
}

function quietLine({ by, until }: NonNullable<ReplyState['quiet']>, now: Date): types.RichTextBlock {
  const end: Element = {
    type: 'date',
    timestamp: Math.floor(until / 1_000),
    format: '{date_short}',
    fallback: moment(new Date(until).toISOString(), now),
  };
  const elements: Element[] = [
    { type: 'user', user_id: by },
    { type: 'text', text: ' asked me to be quiet in this channel until ' },
    end,
    { type: 'text', text: '.' },
  ];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function buttonsOf({ state, buttons, threadTs }: Dressed): readonly types.Button[] {
  const { words, quiet } = state;
  const plain = state.bare || state.ended || words.rank === 0;
  const offered: readonly AnswerButton[] = [
    ...(plain ? [] : buttons),
    ...(plain ? [] : [{ actionId: NOT_A_REQUEST, label: 'Not an access request', value: threadTs }]),
    ...(quiet === undefined ? [] : [{ actionId: UNQUIET, label: 'Undo: answer here again', value: 'now' }]),
  ];
  return [
    ...offered.flatMap((one) => button(one) ?? []),
    ...(plain || quiet !== undefined ? [] : [quietButton]),
  ];
}

/** The whole message; every version has block ids of its own, as Slack wants it of edits. */
export function dress(dressed: Dressed): SlackMessage {
  const { threadTs, state, now } = dressed;
  const { words, quiet, version } = state;
  const buttons = buttonsOf(dressed);
  const blocks: types.KnownBlock[] = [
    ...textOf(words, now),
    ...(quiet === undefined ? [] : [quietLine(quiet, now)]),
    ...(buttons.length === 0 ? [] : [{ type: 'actions' as const, elements: [...buttons] }]),
  ];
  const text = [words.headline, ...words.lines]
    .map((line) => line.map((piece) => said(piece, now)).join(''))
    .join(' ');
  return {
    text: escapeText(cut(text, 2_000)),
    blocks: blocks.map((block, i) => ({ ...block, block_id: `reply:${threadTs}:${version}:${i}` })),
  };
}

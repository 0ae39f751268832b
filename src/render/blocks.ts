/** Answers for Slack: Block Kit within every limit, nothing from outside read as markup, overflow cut and said. */
import type { KnownBlock, RichTextBlockElement, RichTextSection } from '@slack/types';
import type { Answer, Audience } from './answer.js';
import { cleanLine } from './clean.js';
import { outlineOf } from './outline.js';
import type { Item, Line, Outline, Part, Snippet, View } from './outline-types.js';
import {
  type AnswerButton,
  bullets,
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
import { number } from './words.js';

export type { AnswerButton } from './slack-elements.js';

/** A button whose value is a question: a click asks it, as if it were typed. */
export const ASK = 'ask';

export interface BlockOptions {
  readonly about: View['about'];
  readonly now: Date;
  /** Makes the block ids of this rendering its own; give another one for every update of a message. */
  readonly seed?: string;
  readonly buttons?: readonly AnswerButton[];
  readonly timeZone?: string;
}

/** How much one rendering may hold; the roomiest one that fits is taken. */
interface Room {
  readonly line: number;
  readonly items: number;
  readonly code: number;
  readonly parts: number;
}

const ROOMS: readonly Room[] = [
  { line: 1500, items: 10, code: 2500, parts: 20 },
  { line: 700, items: 6, code: 1500, parts: 20 },
  { line: 300, items: 4, code: 900, parts: 16 },
  { line: 160, items: 2, code: 400, parts: 12 },
];
const SMALLEST: Room = { line: 120, items: 1, code: 200, parts: 8 };

/**
 * Slack refuses messages above about 13,200 characters of blocks as `msg_blocks_too_long`; it publishes no number
 * (slackapi/bolt-js issue 2509). This stays well below. Modals are not counted that way.
 */
const MESSAGE_BUDGET = { blocks: LIMITS.messageBlocks, size: 10_000 } as const;
const MODAL_BUDGET = { blocks: LIMITS.modalBlocks, size: 40_000 } as const;
const MODAL_ROOM: Room = { line: 500, items: 60, code: 2500, parts: 20 };

/** No rich text block holds more than this, so that none is near a limit Slack does not publish. */
const BLOCK_TEXT = 3000;

const TOO_LONG: Line = [{ text: '(too long for Slack: the terminal and --json have it whole)' }];

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** Builds the rich text of one outline in one room, and remembers whether it had to leave something out. */
class Sheet {
  private readonly room: Room;
  readonly blocks: KnownBlock[] = [];
  shortened = false;

  constructor(room: Room) {
    this.room = room;
  }

  add(elements: readonly RichTextBlockElement[]): void {
    let chunk: RichTextBlockElement[] = [];
    let size = 0;
    for (const element of elements) {
      const weight = slackLength(JSON.stringify(element));
      if (chunk.length > 0 && size + weight > BLOCK_TEXT) {
        this.blocks.push({ type: 'rich_text', elements: chunk });
        chunk = [];
        size = 0;
      }
      chunk.push(element);
      size += weight;
    }
    if (chunk.length > 0) this.blocks.push({ type: 'rich_text', elements: chunk });
  }

  private line(line: Line, loud = false): readonly RichTextSection[] {
    if (line.reduce((sum, span) => sum + span.text.length, 0) > this.room.line) this.shortened = true;
    return present(section(line, this.room.line, loud));
  }

  headline(outline: Outline): void {
    const [head] = this.line(outline.headline, true);
    const [tail] = this.line(outline.tail);
    const elements = [...(head?.elements ?? []), ...(tail?.elements ?? [])];
    if (elements.length > 0) this.add([{ type: 'rich_text_section', elements }]);
  }

  private code(snippets: readonly Snippet[]): RichTextBlockElement[] {
    const labelled = snippets.length > 1;
    return snippets.flatMap((snippet): RichTextBlockElement[] => {
      const label = labelled ? this.line([{ text: `${snippet.label}:` }]) : [];
      const block = preformatted(snippet.text, this.room.code);
      if (block !== undefined) return [...label, block];
      this.shortened = true;
      return [...this.line([{ text: `${snippet.label}: ` }, ...TOO_LONG])];
    });
  }

  private items(items: readonly Item[]): RichTextBlockElement[] {
    const elements: RichTextBlockElement[] = [];
    let run: RichTextSection[] = [];
    const flush = (): void => {
      if (run.length > 0) elements.push(bullets(run, 0));
      run = [];
    };
    for (const item of items) {
      run.push(...this.line(item.line));
      const code = this.code(item.code ?? []);
      const notes = this.notes(item.notes ?? []);
      if (code.length === 0 && notes.length === 0) continue;
      flush();
      elements.push(...code);
      if (notes.length > 0) elements.push(bullets(notes, 1));
    }
    flush();
    return elements;
  }

  private notes(notes: readonly Line[]): RichTextSection[] {
    return notes.slice(0, this.room.items).flatMap((note) => this.line(note));
  }

  part(part: Part): void {
    const label: Line = part.label === undefined ? [] : [{ text: `${part.label}: `, style: 'bold' }];
    const shown = (part.items ?? []).slice(0, this.room.items);
    const left = (part.hidden ?? 0) + (part.items?.length ?? 0) - shown.length;
    if ((part.items?.length ?? 0) > shown.length) this.shortened = true;
    this.add([
      ...this.line([...label, ...(part.line ?? [])]),
      ...this.code(part.code ?? []),
      ...this.notes(part.notes ?? []),
      ...this.items(shown),
      ...(left > 0 ? this.line([{ text: `… and ${number(left)} more` }]) : []),
    ]);
  }

  parts(parts: readonly Part[]): void {
    for (const part of parts.slice(0, this.room.parts)) this.part(part);
    const left = parts.length - this.room.parts;
    if (left <= 0) return;
    this.shortened = true;
    this.add(this.line([{ text: `… and ${number(left)} more sections` }]));
  }

  buttons(wanted: readonly AnswerButton[]): void {
    const known = new Set<string>();
    const elements = wanted
      .flatMap((one) => present(button(one)))
      .filter(({ action_id: id = '' }) => !known.has(id) && known.add(id))
      .slice(0, LIMITS.actionElements);
    if (elements.length > 0) this.blocks.push({ type: 'actions', elements });
  }

  context(bits: readonly string[]): void {
    const all = this.shortened ? [...bits, 'shortened for Slack'] : bits;
    if (all.length === 0) return;
    const text = plainText(all.join(' · '), Math.min(LIMITS.contextText, this.room.line));
    this.blocks.push({ type: 'context', elements: [text] });
  }
}

/** Length of the blocks as they travel. */
function size(blocks: readonly KnownBlock[]): number {
  return slackLength(JSON.stringify(blocks));
}

function fits(blocks: readonly KnownBlock[], budget: { blocks: number; size: number }): boolean {
  return blocks.length <= budget.blocks && size(blocks) <= budget.size;
}

function withIds(blocks: readonly KnownBlock[], seed: string): KnownBlock[] {
  const prefix = cleanLine(seed).slice(0, 200) || 'answer';
  return blocks.map((block, i) => ({ ...block, block_id: `${prefix}:${i}` }));
}

function sheetOf(outline: Outline, room: Room, buttons: readonly AnswerButton[]): KnownBlock[] {
  const sheet = new Sheet(room);
  sheet.headline(outline);
  sheet.parts(outline.parts);
  sheet.buttons(buttons);
  sheet.context(outline.context);
  return sheet.blocks;
}

/** What a notification shows, and what old clients and screen readers get: the verdict, the cause and the first step. */
function fallback(outline: Outline): string {
  const parts = outline.parts.filter(({ key }) => key === 'cause' || key === 'todo').slice(0, 2);
  const said = parts.map(
    ({ label, line }) => `${label === undefined ? '' : `${label}: `}${lineText(line ?? [])}`,
  );
  const whole = [lineText([...outline.headline, ...outline.tail]), ...said]
    .map(cleanLine)
    .filter((t) => t !== '');
  return escapeText(cut(whole.join(' '), 2500)) || 'iap-doctor';
}

function viewFor(audience: Audience, options: BlockOptions, evidence: boolean): View {
  const { about, now, timeZone } = options;
  const zone = timeZone === undefined ? {} : { timeZone };
  return { audience, about, now, surface: 'slack', full: evidence, evidence, ...zone };
}

/**
 * The answer as one Slack message for this reader. The sender adds `unfurl_links: false, unfurl_media: false` and
 * leaves `parse` and `link_names` alone. Evidence is not in it: see {@link renderEvidence}.
 */
export function renderBlocks(
  answer: Answer,
  audience: Audience,
  options: BlockOptions,
): { text: string; blocks: KnownBlock[] } {
  const outline = outlineOf(answer, viewFor(audience, options, false));
  const older = outline.more === undefined ? [] : [{ actionId: ASK, label: 'Older', value: outline.more }];
  const buttons = [...(options.buttons ?? []), ...older];
  const seed = options.seed ?? outline.context[0] ?? answer.kind;
  const drawn = ROOMS.map((room) => () => sheetOf(outline, room, buttons));
  for (const draw of drawn) {
    const blocks = draw();
    if (fits(blocks, MESSAGE_BUDGET)) return { text: fallback(outline), blocks: withIds(blocks, seed) };
  }
  return { text: fallback(outline), blocks: withIds(sheetOf(outline, SMALLEST, buttons), seed) };
}

/** Everything that was found, with what was read for it, as blocks of a modal; the asker sees the findings' own words only. */
export function renderEvidence(answer: Answer, audience: Audience, options: BlockOptions): KnownBlock[] {
  const outline = outlineOf(answer, viewFor(audience, options, true));
  const parts = outline.parts.filter(({ key }) => key === 'evidence');
  const seed = `evidence:${options.seed ?? outline.context[0] ?? answer.kind}`;
  const whole = { ...outline, parts };
  const blocks = sheetOf(whole, MODAL_ROOM, []);
  return withIds(fits(blocks, MODAL_BUDGET) ? blocks : sheetOf(whole, SMALLEST, []), seed);
}

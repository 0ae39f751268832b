/** Answers for the terminal: the verdict, one screen of what matters, reference and cost on the last line. */
import { annotationsOf } from '../expect/annotations.js';
import type { Answer, Audience } from './answer.js';
import { cleanCode, cleanLine } from './clean.js';
import { Ink, type Paint } from './ink.js';
import { outlineOf } from './outline.js';
import type { Item, Line, Mood, Outline, Part, Snippet, View } from './outline-types.js';
import { number } from './words.js';
import { type Word, wrap } from './wrap.js';

export interface TextOptions {
  /** Whether to use ANSI colours; the caller knows whether there is a terminal. */
  readonly colour: boolean;
  /** Columns; under 40 counts as 40. */
  readonly width: number;
  readonly about: View['about'];
  /** Everything there is, not only what fits on a screen. */
  readonly debug: boolean;
  readonly now: Date;
  /** Whoever has the credentials is an administrator unless said otherwise. */
  readonly audience?: Audience;
  readonly timeZone?: string;
}

const MARK: Readonly<Record<Mood, { readonly mark: string; readonly paint: Paint | undefined }>> = {
  good: { mark: '✓ ', paint: 'green' },
  bad: { mark: '✗ ', paint: 'red' },
  unsure: { mark: '? ', paint: 'yellow' },
  plain: { mark: '', paint: undefined },
};

/** Lays out one outline. */
class Page {
  private readonly lines: string[] = [];
  private readonly ink: Ink;
  private readonly width: number;
  private readonly debug: boolean;

  constructor(options: TextOptions) {
    this.debug = options.debug;
    this.ink = new Ink(options.colour, options.debug ? 5000 : 2000);
    this.width = Math.max(40, Math.min(Math.trunc(options.width) || 80, 200));
  }

  render(outline: Outline): string {
    const { mark, paint } = MARK[outline.mood];
    const words = [...this.ink.words(outline.headline, 'bold', paint), ...this.ink.words(outline.tail)];
    this.flow(words, this.ink.paint(mark, 'bold', paint), ' '.repeat(mark.length));
    let tallBefore = true;
    for (const part of outline.parts) {
      const start = this.lines.length;
      this.part(part);
      // One-line parts stand together; everything taller gets room.
      const tall = this.lines.length - start > 1;
      if (tall || tallBefore) this.lines.splice(start, 0, '');
      tallBefore = tall;
    }
    if (outline.context.length > 0) {
      this.lines.push('');
      this.context(outline.context);
    }
    return this.lines.join('\n');
  }

  private part(part: Part): void {
    const label = part.label === undefined ? '' : `${part.label}:`;
    const line = part.line ?? [];
    const head = label === '' ? [] : this.ink.words([{ text: `${label} ` }], 'bold');
    if (head.length > 0 || line.length > 0) this.flow([...head, ...this.ink.words(line)], '  ', '  ');
    this.under(part, '    ');
    // A line of evidence is one line, so that it can be searched for.
    for (const item of part.items ?? []) this.item(item, part.key === 'evidence');
    if ((part.hidden ?? 0) === 0) return;
    const where = this.debug ? '--json has all' : '--debug shows more';
    this.lines.push(this.ink.paint(`  … and ${number(part.hidden ?? 0)} more (${where})`, 'dim'));
  }

  private item(item: Item, unbroken: boolean): void {
    this.flow(this.ink.words(item.line), '  - ', '    ');
    if (!unbroken) this.under(item, '      ');
    for (const note of unbroken ? (item.notes ?? []) : [])
      this.lines.push(
        `      ${this.ink
          .words(note, 'dim')
          .map((word) => word.print)
          .join('')}`,
      );
  }

  private context(bits: readonly string[]): void {
    const words = bits.flatMap((bit, i): Word[] => {
      const text = `${cleanLine(bit)}${i < bits.length - 1 ? ' ·' : ''}`;
      return [
        { text: ' ', print: ' ' },
        { text, print: this.ink.paint(text, 'dim') },
      ];
    });
    this.flow(words, '', '');
  }

  private under(
    part: { readonly code?: readonly Snippet[]; readonly notes?: readonly Line[] },
    indent: string,
  ): void {
    for (const snippet of part.code ?? []) this.snippet(snippet, indent);
    for (const note of part.notes ?? []) this.flow(this.ink.words(note), indent, indent);
  }

  /** Commands are never wrapped or shortened: what is copied must be what was meant. */
  private snippet(snippet: Snippet, indent: string): void {
    const lines = cleanCode(snippet.text).split('\n');
    if (lines.length > 1) this.lines.push(indent + this.ink.paint(`${cleanLine(snippet.label)}:`, 'dim'));
    const deeper = lines.length > 1 ? `${indent}  ` : indent;
    for (const line of lines) this.lines.push((deeper + this.ink.paint(line, 'cyan')).trimEnd());
  }

  private flow(words: readonly Word[], first: string, next: string): void {
    for (const line of wrap(words, this.width, first, next)) this.lines.push(line.trimEnd());
  }
}

/** A snapshot on standard output is the document itself, so that it can be redirected into a file. */
const isDocument = (answer: Answer): boolean =>
  answer.kind === 'snapshot' && answer.report.out === null && answer.report.read;

/** What programs read, and no renderer may touch. */
function verbatim(answer: Answer): readonly string[] {
  if (answer.kind === 'snapshot') return isDocument(answer) ? [answer.report.text.trimEnd()] : [];
  return answer.kind === 'expect' && answer.github ? annotationsOf(answer.report) : [];
}

/** The answer as text, without a line break at the end. Nothing but line breaks and, when asked, colours is unprintable. */
export function renderText(answer: Answer, options: TextOptions): string {
  const view: View = {
    audience: options.audience ?? 'admin',
    about: options.about,
    surface: 'terminal',
    now: options.now,
    full: options.debug,
    evidence: true,
    ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
  };
  const page = new Page(options).render(outlineOf(answer, view));
  return [...verbatim(answer), ...(isDocument(answer) ? [] : [page])].join('\n');
}

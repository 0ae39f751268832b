/** Terminal words with or without colour: the one place where a string from outside becomes something printed. */
import { cleanLine, cleanSpan } from './clean.js';
import type { Line, Span } from './outline-types.js';
import type { Word } from './wrap.js';

export type Paint = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'underline';

/** SGR on and off (ECMA-48 §8.3.117). These are the only escapes ever written. */
const SGR: Readonly<Record<Paint, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** Writes with or without colour. */
export class Ink {
  private readonly colour: boolean;
  /** Longest line of prose in characters; nobody reads on beyond that, and JSON has it whole. */
  private readonly longest: number;

  constructor(colour: boolean, longest: number) {
    this.colour = colour;
    this.longest = longest;
  }

  paint(text: string, ...paints: readonly (Paint | undefined)[]): string {
    if (!this.colour) return text;
    return paints.reduce((inner: string, paint) => {
      if (paint === undefined) return inner;
      const [on, off] = SGR[paint];
      return `\u001b[${on}m${inner}\u001b[${off}m`;
    }, text);
  }

  /** The words of one span. Without colour, code keeps its backticks, so that it still stands out and can be searched. */
  private span(span: Span): { text: string; paints: readonly Paint[] }[] {
    const text = cleanSpan(span.text);
    const quoted = span.style === 'code' && !this.colour ? `\`${text.trim()}\`` : text;
    const paints: Paint[] = span.style === 'bold' ? ['bold'] : span.style === 'code' ? ['cyan'] : [];
    const url = span.url === undefined ? '' : cleanLine(span.url);
    if (url === '') return [{ text: quoted, paints }];
    const link = { text: url, paints: ['underline'] as const };
    return url === text.trim() ? [link] : [{ text: `${quoted} `, paints }, link];
  }

  private clip(line: Line): Line {
    let left = this.longest;
    const clipped: Span[] = [];
    for (const span of line) {
      if (left <= 0) return [...clipped, { text: '…' }];
      clipped.push(span.text.length <= left ? span : { ...span, text: `${span.text.slice(0, left)}…` });
      left -= span.text.length;
    }
    return clipped;
  }

  words(line: Line, ...also: readonly (Paint | undefined)[]): Word[] {
    return this.clip(line)
      .flatMap((span) => this.span(span))
      .flatMap(({ text, paints }) =>
        text.split(/( )/).flatMap((word): Word[] => {
          if (word === '') return [];
          return [{ text: word, print: word === ' ' ? ' ' : this.paint(word, ...paints, ...also) }];
        }),
      );
  }
}

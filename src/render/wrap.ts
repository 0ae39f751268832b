/** Wraps styled words to a terminal's width without counting the colours. */

/** A word or a blank as it is shown: how wide it is, and how it is printed. */
export interface Word {
  readonly text: string;
  readonly print: string;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** Columns a text takes: marks none, East Asian wide letters and pictures two, everything else one. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    width += WIDE.test(character) && character.charCodeAt(0) > 0xff ? 2 : 1;
  }
  return width;
}

/**
 * Lines of at most `width` columns where words allow it; a word longer than that stands whole on its own line, so
 * that addresses and names can be copied. The first line starts with `first`, the others with `next`.
 */
export function wrap(words: readonly Word[], width: number, first: string, next: string): string[] {
  const lines: string[] = [];
  let line = first;
  let used = columns(first);
  let empty = true;
  let glue = '';
  for (const word of words) {
    if (word.text === ' ') {
      glue = word.print;
      continue;
    }
    const size = columns(word.text);
    if (!empty && used + (glue === '' ? 0 : 1) + size > width && glue !== '') {
      lines.push(line);
      line = next + word.print;
      used = columns(next) + size;
    } else {
      const gap = empty ? '' : glue;
      line += gap + word.print;
      used += (gap === '' ? 0 : 1) + size;
    }
    empty = false;
    glue = '';
  }
  lines.push(line);
  return lines;
}

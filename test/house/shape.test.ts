/** Files stay small and say what they are for. */
import { describe, expect, it } from 'vitest';
import { filesUnder, read, SOURCES } from './files.js';

const lines = (file: string): number => read(file).trimEnd().split('\n').length;

describe('source files', () => {
  it('are never longer than 300 lines', () => {
    expect(SOURCES.filter((file) => lines(file) > 300).map((file) => `${file}: ${lines(file)}`)).toEqual([]);
  });

  it('are shorter than 90 lines in the middle', () => {
    const sorted = SOURCES.map(lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(90);
  });

  it('open with a sentence on what they are for', () => {
    const all = [...SOURCES, ...filesUnder('test', /\.ts$/), ...filesUnder('scripts', /\.m?ts$/)];
    const mute = all.filter((file) => {
      const opening = /^(?:#!.*\n)?\/\*\*([\s\S]*?)\*\//
        .exec(read(file))?.[1]
        ?.replace(/\n\s*\*/g, ' ')
        .trim();
      return opening === undefined || !/^\S.{15,}[.?!"]/s.test(opening);
    });
    expect(mute).toEqual([]);
  });

  it('hold no notes to oneself and no way past the compiler', () => {
    const marks = /\b(?:TODO|FIXME|XXX|HACK)\b|@ts-(?:ignore|expect-error|nocheck)|\bas any\b/;
    const marked = SOURCES.flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, i) => (marks.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
    );
    expect(marked).toEqual([]);
  });

  it('export by name only', () => {
    expect(SOURCES.filter((file) => /^export default\b/m.test(read(file)))).toEqual([]);
  });
});

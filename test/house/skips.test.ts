/** No test is left out in silence. */
import { describe, expect, it } from 'vitest';
import { filesUnder, importsOf, read } from './files.js';

describe('tests', () => {
  const tests = filesUnder('test', /\.tsx?$/).filter((file) => file !== 'test/house/skips.test.ts');

  it('are never focused or left out by hand', () => {
    const marked = tests.flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, i) =>
          /\b(?:it|test|describe|suite)\b[.\w]*\.(?:skip|only|todo|fails)\b|\bx(?:it|describe)\(/.test(line)
            ? [`${file}:${i + 1}`]
            : [],
        ),
    );
    expect(marked).toEqual([]);
  });

  it('leave themselves out only for want of something that is demanded where CI is set', () => {
    const skipping = tests.filter(
      (file) => /\b(?:skipIf|runIf)\b/.test(read(file)) && file.endsWith('.test.ts'),
    );
    const loose = skipping.filter(
      (file) =>
        !importsOf(file).some(
          (one) => one.file?.startsWith('test/support/') && /process\.env\.CI\b/.test(read(one.file)),
        ),
    );
    expect(loose).toEqual([]);
    expect(tests.filter((file) => /\b(?:context|ctx|task)\.skip\(/.test(read(file)))).toEqual([]);
  });

  it('say in their titles what is promised', () => {
    const untold = tests.filter((file) => /\b(?:it|describe)\(\s*(['"`])\s*\1/.test(read(file)));
    expect(untold).toEqual([]);
  });
});

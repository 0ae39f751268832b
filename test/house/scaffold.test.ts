/** The scaffold makes what it says: a check that compiles, is formatted, listed, tested and documented. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './files.js';

const COPIED = [
  'src',
  'commands',
  'scripts',
  'docs',
  'deploy',
  'manifest.yml',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'biome.json',
];
const bin = (name: string): string => join(ROOT, 'node_modules/.bin', name);

describe('npm run new', () => {
  let copy = '';
  const run = (program: string, ...words: string[]) =>
    spawnSync(program, words, { cwd: copy, encoding: 'utf8' });
  const scaffold = (...words: string[]) => run(bin('tsx'), 'scripts/new.ts', ...words);

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'iap-doctor-scaffold-'));
    for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    cpSync(join(ROOT, 'test/house'), join(copy, 'test/house'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('refuses what it cannot make, with the usage', () => {
    for (const words of [
      [],
      ['verb', 'x'],
      ['check'],
      ['check', 'Not_A_Name'],
      ['check', 'account'],
      ['check', 'no-grant'],
    ]) {
      const done = scaffold(...words);
      expect(done.status, words.join(' ')).toBe(2);
      expect(done.stderr).toContain('Usage: npm run new -- check NAME');
    }
  });

  it('makes a check that passes the same checks as all others', () => {
    const made = scaffold('check', 'brand-new-check');
    expect(made.stderr).toBe('');
    const files = made.stdout.split('\n').filter((line) => /^(?:src|test|docs)\//.test(line));
    expect(files).toEqual([
      'src/diagnosis/checks/brand-new-check.ts',
      'test/diagnosis/checks/brand-new-check.test.ts',
      'src/diagnosis/checks/index.ts',
      'docs/reasons.md',
    ]);
    const list = readFileSync(join(copy, 'src/diagnosis/checks/index.ts'), 'utf8');
    expect(list.match(/brandNewCheck/g)).toHaveLength(2);
    expect(readFileSync(join(copy, 'docs/reasons.md'), 'utf8')).toContain(
      '### brand-new-check\n- **Means.**',
    );

    const [check = '', test = ''] = files;
    const compiled = run(bin('tsc'), '-p', 'tsconfig.build.json', '--noEmit');
    expect(
      compiled.stdout.split('\n').filter((line) => /checks\/(?:brand-new-check|index)\.ts/.test(line)),
    ).toEqual([]);
    const linted = run(bin('biome'), 'check', check, 'src/diagnosis/checks/index.ts', test);
    expect(linted.status, linted.stdout + linted.stderr).toBe(0);
    const tested = run(
      bin('vitest'),
      'run',
      '--root',
      copy,
      test,
      'test/house/lists.test.ts',
      'test/house/docs.test.ts',
    );
    expect(tested.status, tested.stdout).toBe(0);
  }, 60_000);
});

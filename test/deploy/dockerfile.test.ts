/** The image can be built: everything that is copied into it exists, and is not kept from it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, read } from '../house/files.js';

const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
  (match[1] ?? '').split(' ').map((file) => file.replace(/^\.\//, '')),
);
const ignored = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

it('copies only what is there, and nothing that is ignored', () => {
  expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'commands']));
  expect(copied.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  // Everything is ignored but what is named.
  expect(ignored[0]).toBe('*');
  expect(copied.filter((file) => !ignored.includes(`!${file}`))).toEqual([]);
});

it('brings along everything that the build reads', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const build = `${scripts.build} ${scripts.page ?? ''}`;
  for (const file of ['tsconfig.build.json', 'vite.config.ts'])
    if (build.includes(file) || (file.startsWith('vite') && build.includes('vite')))
      expect(copied).toContain(file);
});

/** What the program loads at its start, whatever is asked: the parts of a probe and their packages are not among it. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { importsOf, packageOf, ROOT, read } from './files.js';

const LATER = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** The specifiers that are imported only when they are needed. */
const lazyOf = (file: string): Set<string> =>
  new Set([...read(file).matchAll(LATER)].map((match) => match[1] ?? ''));

/** Every file and package that is loaded before the first question. */
function loadedBy(root: string): { readonly files: Set<string>; readonly packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file) || !existsSync(join(ROOT, file))) return;
    files.add(file);
    const lazy = lazyOf(file);
    for (const one of importsOf(file)) {
      if (one.typeOnly || lazy.has(one.specifier)) continue;
      if (one.file === undefined) packages.add(packageOf(one.specifier));
      else visit(one.file);
    }
  };
  visit(root);
  return { files, packages };
}

it('a question that is no probe loads none of its parts', () => {
  const { files, packages } = loadedBy('src/cli.ts');
  expect(files).toContain(join('commands', 'probe.ts'));
  expect(files.size).toBeGreaterThan(100);
  expect([...files].filter((file) => dirname(file).startsWith('src/probe'))).toEqual([]);
  for (const name of ['@grpc/grpc-js', 'jose', '@slack/bolt', 'ioredis'])
    expect(packages).not.toContain(name);
});

it('a probe that speaks no gRPC does not load its library', () => {
  const { files, packages } = loadedBy('commands/probe-run.ts');
  expect(files).toContain('src/probe/walk.ts');
  expect(packages).not.toContain('@grpc/grpc-js');
});

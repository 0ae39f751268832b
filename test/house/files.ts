/** The source files of the house and what each imports, read without a compiler. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Every file under a folder of the project whose name matches, as paths from the project's root. */
export function filesUnder(folder: string, name: RegExp): string[] {
  const top = join(ROOT, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** Every source file: what is shipped, not what tests it. */
export const SOURCES: readonly string[] = [
  ...filesUnder('src', /\.tsx?$/),
  ...filesUnder('commands', /\.tsx?$/),
];

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export interface Import {
  /** What stands in the quotes. */
  readonly specifier: string;
  /** The file it means, from the project's root; undefined for packages. */
  readonly file: string | undefined;
  /** Gone once compiled. */
  readonly typeOnly: boolean;
}

const STATIC = /^(import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?(['"])([^'"\n]+)\3/gm;
const DYNAMIC = /\bimport\(\s*(['"])([^'"\n]+)\1\s*\)/g;

/** Every import and re-export of a file. Formatted code starts each of them on a line of its own. */
export function importsOf(path: string): Import[] {
  const text = read(path).replace(/^\s*\/\/.*$|\/\*[\s\S]*?\*\//gm, '');
  const found = [...text.matchAll(STATIC)].map((match) => ({
    specifier: match[4] ?? '',
    typeOnly: match[2] !== undefined,
  }));
  const later = [...text.matchAll(DYNAMIC)].map((match) => ({ specifier: match[2] ?? '', typeOnly: false }));
  return [...found, ...later].map((one) => ({ ...one, file: fileOf(path, one.specifier) }));
}

function fileOf(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(from), specifier);
  const candidates = [path.replace(/\.js$/, '.ts'), path.replace(/\.jsx?$/, '.tsx'), path];
  return candidates.find((candidate) => existsSync(join(ROOT, candidate))) ?? path;
}

/** The package of a specifier: `googleapis` of `googleapis/build/x.js`, `@slack/bolt`, `node:fs`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

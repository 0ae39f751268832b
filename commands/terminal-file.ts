/** Reading the files that terminal verbs are given: a sentence when one cannot be read. */
import { readFile } from 'node:fs/promises';
import type { Typed } from '../src/names/asked.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a directory',
};

/** The text of a file. `nearest` is a whole command that would be right. */
export async function readText(file: string, nearest: string): Promise<Typed<string>> {
  try {
    return { ok: true, value: await readFile(file, 'utf8') };
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    return {
      ok: false,
      mistake: { message: `${file} ${REASONS[code] ?? `cannot be read (${code})`}.`, nearest },
    };
  }
}

/** Writes a case file; where that fails the person is told, because they asked for the file. */
import { writeFile } from 'node:fs/promises';
import { type CaseFile, writeCase } from '../src/case/case-file.js';
import { pseudonymise } from '../src/case/pseudonyms.js';
import type { TypedMistake } from '../src/names/asked.js';

/** Only the owner may read it: it holds who has access to what. */
export async function saveCase(
  file: string,
  made: CaseFile,
  pseudonyms: boolean,
): Promise<TypedMistake | undefined> {
  const text = writeCase(made);
  try {
    await writeFile(file, pseudonyms ? pseudonymise(text) : text, { mode: 0o600 });
    return undefined;
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    return { message: `I could not write ${file} (${code}).`, nearest: '--save case.json' };
  }
}

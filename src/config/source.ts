/** Finds and reads the configuration file, and knows on which line each of its values stands. */
import { existsSync, readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { ConfigMistake } from '../config.js';

export type Path = readonly PropertyKey[];

/** The file as data, with the lines of its values. */
export interface Source {
  readonly file: string;
  readonly data: unknown;
  /** The line of a value; of its key with `key`; of the nearest thing around it when it is not there. */
  lineOf(path: Path, key?: string): number | undefined;
}

export type SourceResult =
  | { readonly ok: true; readonly source: Source | undefined }
  | { readonly ok: false; readonly mistakes: readonly ConfigMistake[] };

const DEFAULT_FILE = 'iap-doctor.yaml';
/** Nobody writes a megabyte by hand: something else was named by mistake. */
const LARGEST = 1_000_000;

/** The file to read: the one named on the command line, else by `IAP_DOCTOR_CONFIG`, else `./iap-doctor.yaml` if present. */
export function fileToRead(file: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const named = file ?? (env.IAP_DOCTOR_CONFIG || undefined);
  return named ?? (existsSync(DEFAULT_FILE) ? DEFAULT_FILE : undefined);
}

/** Reads the file. Unreadable files and broken YAML are mistakes like any other. */
export function readSource(file: string): SourceResult {
  const mistake = (message: string, expected: string, line?: number): ConfigMistake => ({
    file,
    line,
    path: '',
    message,
    expected,
  });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const sentence = READ_ERRORS[code] ?? `cannot be read (${code})`;
    return { ok: false, mistakes: [mistake(`the file ${sentence}`, 'a readable YAML file')] };
  }
  if (text.length > LARGEST)
    return {
      ok: false,
      mistakes: [mistake('the file is larger than a megabyte', 'a YAML file written by hand')],
    };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, intAsBigInt: true, prettyErrors: false });
  if (document.errors.length > 0)
    return {
      ok: false,
      mistakes: document.errors.map((error) =>
        mistake(`not valid YAML: ${sentenceOf(error)}`, 'valid YAML', lines.linePos(error.pos[0]).line),
      ),
    };
  try {
    const data: unknown = document.toJS();
    return { ok: true, source: { file, data, lineOf: (path, key) => lineOf(document, lines, path, key) } };
  } catch {
    return {
      ok: false,
      mistakes: [mistake('not valid YAML: too many aliases', 'a YAML file written by hand')],
    };
  }
}

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a directory',
};

function sentenceOf(error: { readonly code: string; readonly message: string }): string {
  if (error.code === 'DUPLICATE_KEY') return 'the same key stands twice';
  if (error.code === 'MULTIPLE_DOCS') return 'there is more than one document';
  return error.message.split('\n')[0] ?? error.message;
}

function lineOf(
  document: Document,
  lines: LineCounter,
  path: Path,
  key: string | undefined,
): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    const whole = length === path.length;
    if (whole && key !== undefined && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (isScalar(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
    }
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

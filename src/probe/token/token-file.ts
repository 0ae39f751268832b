/** Reads a credential from a file: a bare token, a header's value, or the JSON that Google's own tools print. */
import { open } from 'node:fs/promises';
import { Secret } from '../../google/ports-secret.js';
import { withinSignal } from '../wire/deadline.js';

/** What was in the file; else one sentence for whoever named it. */
export type TokenFile =
  | { readonly ok: true; readonly text: Secret; readonly hints: readonly string[] }
  | { readonly ok: false; readonly sentence: string };

/** More than any token: headers of more than 16 kB are refused by about every server. */
const LARGEST = 64 * 1024;

/** Reads `file` (`-`: standard input). Never throws; ends with `signal`, also where a pipe never ends. */
export async function readTokenFile(file: string, signal: AbortSignal): Promise<TokenFile> {
  const name = file === '-' ? 'standard input' : file;
  const read = await withinSignal(fromFile(file === '-' ? '/dev/stdin' : file, name), signal);
  return read ?? { ok: false, sentence: `${name} gave no token in time: nothing was written to it.` };
}

async function fromFile(path: string, name: string): Promise<TokenFile> {
  try {
    const handle = await open(path, 'r');
    try {
      const stat = await handle.stat();
      if (stat.isDirectory())
        return { ok: false, sentence: `${name} is a folder; give a file with a token.` };
      const bytes = await firstOf(handle);
      if (bytes.length > LARGEST)
        return { ok: false, sentence: `${name} is larger than ${LARGEST / 1024} kB; no token is.` };
      const open = process.platform !== 'win32' && stat.isFile() && (stat.mode & 0o077) !== 0;
      const hint = `${name} can be read by others on this computer: chmod 600 ${name}`;
      return tokenIn(decode(bytes), name, open ? [hint] : []);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { ok: false, sentence: `${name} could not be read: ${reason(error)}.` };
  }
}

async function firstOf(handle: Awaited<ReturnType<typeof open>>): Promise<Buffer> {
  const buffer = Buffer.alloc(LARGEST + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

/** PowerShell's `>` writes UTF-16 with a byte order mark. */
function decode(bytes: Buffer): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('utf8');
}

function reason(error: unknown): string {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EACCES' || code === 'EPERM' ? 'it may not be read by this user' : code;
}

/** Where Google's tools put tokens in their JSON, identity tokens first. */
const FIELDS = ['id_token', 'idToken', 'token', 'access_token', 'accessToken', 'signedJwt'];

/** The token in a text. Keys and refresh tokens are refused: they are never to be sent to an app. Pure. */
export function tokenIn(text: string, name: string, hints: readonly string[]): TokenFile {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed === '') return { ok: false, sentence: `${name} is empty; it should hold a token.` };
  if (/PRIVATE KEY/.test(trimmed))
    return {
      ok: false,
      sentence: `${name} holds a private key and no token: nothing was sent. To probe as that service account, use --as with its address.`,
    };
  if (!trimmed.startsWith('{')) return { ok: true, text: new Secret(text), hints };
  const value = parsed(trimmed);
  if (value === undefined)
    return { ok: false, sentence: `${name} begins like JSON but cannot be read as such.` };
  // `gcloud config config-helper --format=json` nests them.
  const token = FIELDS.flatMap((field) => [value[field], inner(value.credential)[field]]).find(isToken);
  if (token !== undefined) return { ok: true, text: new Secret(token), hints };
  const instead =
    'refresh_token' in value
      ? 'It holds a refresh token, which belongs to Google alone: nothing was sent.'
      : `I look for ${FIELDS.slice(0, 4).join(', ')}.`;
  return { ok: false, sentence: `${name} is JSON without a token in it. ${instead}` };
}

const isToken = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return inner(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const inner = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

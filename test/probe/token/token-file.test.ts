/** Tokens from files: every form Google's tools print, and a clear sentence for everything that is no token. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTokenFile, tokenIn } from '../../../src/probe/token/token-file.js';
import { idClaims, jwtOf } from './jwts.js';

const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-token-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const forever = new AbortController().signal;
const token = jwtOf(idClaims);

function file(name: string, content: string | Buffer, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}
const textOf = async (path: string): Promise<string | undefined> => {
  const read = await readTokenFile(path, forever);
  return read.ok ? read.text.reveal().trim() : undefined;
};

describe('a file with a token', () => {
  it.each([
    ['bare', `${token}\n`],
    ['the header of curl', `Bearer ${token}`],
  ])('%s', async (name, content) => {
    expect(await textOf(file(`${name}.txt`, content))).toBe(content.trim());
  });

  it.each([
    [
      'of the metadata server',
      { access_token: 'ya29.abc', expires_in: 3599, token_type: 'Bearer' },
      'ya29.abc',
    ],
    ['of gcloud', { token }, token],
    ['of IAM Credentials', { accessToken: 'ya29.def', expireTime: 'x' }, 'ya29.def'],
    ['of gcloud config config-helper', { credential: { access_token: 'ya29.x', id_token: token } }, token],
    [
      'of OAuth, where the identity token counts',
      { access_token: 'ya29.x', id_token: token, scope: 'x' },
      token,
    ],
  ])('JSON %s', async (name, json, expected) => {
    expect(await textOf(file(`${name}.json`, JSON.stringify(json)))).toBe(expected);
  });

  it('written by PowerShell in UTF-16', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${token}\r\n`, 'utf16le')]);
    expect(await textOf(file('powershell.txt', bytes))).toBe(token);
  });

  it('that others may read is used, with a hint', async () => {
    const path = file('open.txt', token, 0o644);
    const read = await readTokenFile(path, forever);
    expect(read).toMatchObject({ ok: true, hints: [expect.stringContaining(`chmod 600 ${path}`)] });
    expect(await readTokenFile(file('shut.txt', token), forever)).toMatchObject({ ok: true, hints: [] });
  });
});

describe('a file without one', () => {
  it.each([
    [
      'that is not there',
      () => join(folder, 'nowhere.txt'),
      /nowhere\.txt could not be read: there is no such file/,
    ],
    ['that is empty', () => file('empty.txt', ' \n'), /empty\.txt is empty/],
    [
      'that is a folder',
      () => {
        mkdirSync(join(folder, 'folder'));
        return join(folder, 'folder');
      },
      /is a folder/,
    ],
    ['that is too large', () => file('large.txt', 'a'.repeat(70_000)), /larger than 64 kB/],
    ['that is broken JSON', () => file('broken.json', '{"token": '), /cannot be read as such/],
    [
      'that is JSON of something else',
      () => file('other.json', '{"name":"x"}'),
      /JSON without a token.*id_token/,
    ],
    [
      'with the credentials of a person',
      () =>
        file(
          'adc.json',
          JSON.stringify({ type: 'authorized_user', refresh_token: '1//abc', client_secret: 'x' }),
        ),
      /refresh token, which belongs to Google alone: nothing was sent/,
    ],
    [
      'with the key of a service account',
      () =>
        file(
          'key.json',
          JSON.stringify({ type: 'service_account', private_key: '-----BEGIN PRIVATE KEY-----' }),
        ),
      /private key.*nothing was sent.*--as/,
    ],
  ])('%s', async (_what, path, sentence) => {
    const read = await readTokenFile(path(), forever);
    expect(read.ok ? '' : read.sentence).toMatch(sentence);
  });

  it('says nothing of what is in it', () => {
    for (const text of ['{"secret_thing": "abcdefghijkl"}', '{abcdefghijkl', 'PRIVATE KEY abcdefghijkl'])
      expect(JSON.stringify(tokenIn(text, 'f', []))).not.toContain('abcdefghijkl');
  });

  it('ends with the question where a pipe never ends', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const question = new AbortController();
    const reading = readTokenFile(pipe, question.signal);
    question.abort();
    expect(await reading).toMatchObject({ ok: false, sentence: expect.stringContaining('in time') });
    // Lets go of the reader that waits for a writer.
    writeFileSync(pipe, '');
  });
});

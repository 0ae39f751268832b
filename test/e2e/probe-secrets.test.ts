/** The built program against the company's front door: whatever tokens are handed out, none is in its output or its files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEPLOYER } from '../sandbox/front/harness.js';
import { openProbeStreet, type ProbeStreet } from '../support/probe-street.js';
import { secretGrep } from '../support/secret-grep.js';

const grep = secretGrep();
let street: ProbeStreet;
let minted = 0;
beforeAll(async () => {
  street = await openProbeStreet();
  const { tokens } = street.google.switches;
  const kept =
    <A extends unknown[]>(what: string, make: (...words: A) => string) =>
    (...words: A): string => {
      const token = make(...words);
      minted += 1;
      grep.addToken(`${what} ${minted}`, token);
      return token;
    };
  tokens.signIdToken = kept('identity token', tokens.signIdToken.bind(tokens));
  const sign = tokens.signJwt.bind(tokens);
  tokens.signJwt = (account, payload) => {
    const signed = sign(account, payload);
    grep.addToken('self-signed JWT', signed.signedJwt);
    minted += 1;
    return signed;
  };
});
afterAll(() => street.close());

const as = ['--as', DEPLOYER];
const CASES: readonly (readonly [string, () => readonly string[], number])[] = [
  ['as somebody, in words', () => ['dashboard', ...as], 1],
  ['as somebody, as JSON', () => ['dashboard', ...as, '--json'], 1],
  ['as somebody, with the raw trace', () => ['dashboard', ...as, '--debug'], 1],
  [
    'with a token for another audience',
    () => ['dashboard', '--token-file', street.tokenFile(DEPLOYER, { aud: 'x' }), '--json'],
    1,
  ],
  [
    'with a token that has expired',
    () => ['hr', '--token-file', street.tokenFile(DEPLOYER, { exp: 1 }), '--debug'],
    1,
  ],
  ['with an opaque token', () => ['hr', '--token-file', street.file(opaque()), '--debug', '--json'], 0],
  ['over gRPC', () => ['orders', ...as, '--grpc', '--json', '--debug'], 1],
  ['with assertion tests', () => ['grafana', ...as, '--jwt-test', '--json'], 1],
  ['without a credential', () => ['dashboard', '--json', '--debug'], 0],
];

function opaque(): string {
  const text = street.google.switches.tokens.accessToken(DEPLOYER, ['openid']);
  grep.addToken('access token', text);
  return text;
}

describe('probe', () => {
  it.each(CASES)('tells no secret %s', async (_what, words, least) => {
    const before = minted;
    const ended = await street.probe(...words());
    expect([0, 1, 3]).toContain(ended.code);
    expect(minted - before).toBeGreaterThanOrEqual(least);
    expect(grep.leaks(ended.stdout)).toEqual([]);
    expect(grep.leaks(ended.stderr)).toEqual([]);
    expect(ended.stdout + ended.stderr).not.toMatch(/state=(?!%5B|\[)[\w%-]{12,}|NONCE_(?!\[)[\w-]{12,}/);
  });

  it('writes none into the traces it leaves', () => {
    const traces = readdirSync(street.folder).filter((name) => name.endsWith('.trace.txt'));
    expect(traces.length).toBeGreaterThanOrEqual(4);
    for (const name of traces) {
      const text = readFileSync(join(street.folder, name), 'utf8');
      expect(text).toMatch(/authorization|HEADERS/i);
      expect(grep.leaks(text), name).toEqual([]);
      expect(text).not.toMatch(/state=(?!%5B|\[)[\w%-]{12,}|NONCE_(?!\[)[\w-]{12,}/);
    }
  });
});

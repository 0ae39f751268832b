/** Reading a credential: its kind, its claims, what is odd about it, and never a piece of its signature. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../src/probe/token/read-credential.js';
import { takeApart } from '../../../src/probe/token/take-apart.js';
import { CLIENT, idClaims, jwtOf, NOW, ownClaims, SA } from './jwts.js';

const ACCESS = `ya29.c.c0${'AbCdEf0123456789'.repeat(6)}`;

describe('the kind of a credential', () => {
  it('tells an identity token of Google with all that may be told of it', () => {
    const facts = readCredential(jwtOf(idClaims), { origin: 'token.txt', header: 'authorization' });
    expect(facts).toEqual({
      kind: 'id-token',
      origin: 'token.txt',
      header: 'authorization',
      aud: [CLIENT],
      iss: 'https://accounts.google.com',
      email: SA,
      sub: '104',
      alg: 'RS256',
      kid: 'k1',
      issuedAt: NOW - 60_000,
      expiresAt: NOW + 3_540_000,
      scopes: [],
      oddities: [],
    });
  });

  it.each([
    ['an identity token by the short issuer', jwtOf({ ...idClaims, iss: 'accounts.google.com' }), 'id-token'],
    ['what a service account signed for itself', jwtOf(ownClaims), 'self-signed-jwt'],
    ['what somebody else issued', jwtOf({ ...ownClaims, iss: 'https://login.acme.test' }), 'jwt'],
    ['a person as issuer and subject', jwtOf({ ...ownClaims, iss: 'a@b.test', sub: 'a@b.test' }), 'jwt'],
    ['an issuer that only looks like Google', jwtOf({ iss: 'https://accounts.google.com.evil.test' }), 'jwt'],
    ['an access token of Google', ACCESS, 'access-token'],
    ['any opaque token', 'c2VjcmV0LXRva2VuLW9mLXNvbWVib2R5', 'access-token'],
    ['an encrypted token', `${jwtOf({}, { alg: 'dir', enc: 'A256GCM' })}.AAAA.BBBB`, 'jwt'],
    ['words', 'not a token at all', 'unreadable'],
    ['nothing', ' \n', 'unreadable'],
    ['a JWT cut within its header', jwtOf(idClaims).slice(0, 20), 'unreadable'],
    ['a JWT cut within its claims', jwtOf(idClaims).slice(0, 120), 'unreadable'],
    ['claims that are no object', jwtOf([1, 2]), 'unreadable'],
  ])('%s', (_what, text, kind) => {
    expect(readCredential(text).kind).toBe(kind);
  });

  it('takes the issuer for the address of a self-signed JWT', () => {
    expect(readCredential(jwtOf(ownClaims))).toMatchObject({ email: SA, aud: ['https://dash.acme.test/*'] });
  });

  it('has no address for an identity token minted without one', () => {
    const { email: _, ...without } = idClaims;
    expect(readCredential(jwtOf(without))).toMatchObject({ kind: 'id-token', email: undefined });
  });

  it('reads several audiences, and the scopes of a JWT', () => {
    const facts = readCredential(jwtOf({ ...idClaims, aud: ['a', 7, 'b'], scope: 'openid email' }));
    expect(facts).toMatchObject({ aud: ['a', 'b'], scopes: ['openid', 'email'] });
  });

  it.each([
    ['a text', '1732266000'],
    ['not a number', Number.NaN],
    ['beyond all dates', 1e30],
    ['an object', {}],
  ])('has no expiry where exp is %s', (_what, exp) => {
    expect(readCredential(jwtOf({ ...idClaims, exp })).expiresAt).toBeUndefined();
  });
});

describe('oddities', () => {
  const token = jwtOf(idClaims);
  it.each([
    ['nothing odd', token, []],
    ['a line break at the end, as every file has', `${token}\r\n`, []],
    ['the word Bearer once', `Bearer ${token}`, ['bearer-included']],
    ['the word Bearer twice', `Bearer bearer ${token}`, ['bearer-doubled']],
    ['quotes', `"${token}"`, ['quoted']],
    ['quotes of a word processor', `\u201c${token}\u201d`, ['quoted']],
    ['one quote left over', `${token}'`, ['quoted']],
    ['quotes around the whole value', `'Bearer ${token}'`, ['quoted', 'bearer-included']],
    ['a whole header line', `Authorization: Bearer ${token}`, ['header-name', 'bearer-included']],
    ['a byte order mark', `\ufeff${token}`, ['byte-order-mark']],
    ['a line break within', `${token.slice(0, 80)}\n${token.slice(80)}`, ['line-break']],
    ['a blank within', `${token.slice(0, 80)} ${token.slice(80)}`, ['spaces']],
    ['a signature that is gone', token.slice(0, token.lastIndexOf('.') + 1), ['truncated']],
    ['a signature that lost its end', token.slice(0, -1), ['truncated']],
    ['a signature of another length', token.slice(0, -40), ['signature-length']],
    ['a JWT without a signature', jwtOf(idClaims, { alg: 'none' }, ''), ['unsigned']],
    [
      'a signature Google took out',
      jwtOf(idClaims, { alg: 'RS256' }, 'SIGNATURE_REMOVED_BY_GOOGLE'),
      ['signature-removed'],
    ],
    ['words', 'hello', ['not-a-jwt']],
    ['a refresh token', `1//0g${'a'.repeat(40)}`, ['not-a-jwt', 'refresh-token']],
    ['an API key', `AIza${'a'.repeat(35)}`, ['not-a-jwt', 'api-key']],
    ['a client secret', 'GOCSPX-abcdefghijklmnop', ['not-a-jwt', 'client-secret']],
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
      ['line-break', 'not-a-jwt', 'private-key'],
    ],
  ])('%s', (_what, text, oddities) => {
    // A cut may happen to leave a whole number of bytes: only signatures of the right length are cut here.
    expect(readCredential(text).oddities).toEqual(oddities);
  });

  it('reads the claims through all of them', () => {
    const wrapped = `\ufeffAuthorization: Bearer "Bearer ${token.slice(0, 99)}\r\n${token.slice(99)}"\n`;
    expect(readCredential(wrapped)).toMatchObject({ kind: 'id-token', email: SA });
  });
});

describe('what a client would send', () => {
  it.each([
    ['a bare token', 'abc.def.ghi\n', 'Bearer abc.def.ghi'],
    ['the value of a header', 'bearer abc', 'bearer abc'],
    ['Bearer twice', 'Bearer Bearer abc', 'Bearer Bearer abc'],
    ['a header line', 'Proxy-Authorization: Bearer abc', 'Bearer abc'],
    ['quotes, which stay', '"abc"', 'Bearer "abc"'],
    ['a wrapped token, joined', 'Bearer\nabc\r\n  def', 'Bearer abcdef'],
  ])('%s', (_what, text, value) => {
    expect(takeApart(text).value).toBe(value);
  });

  it('is one line for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(takeApart(text).value).not.toMatch(/[\r\n\u2028\u2029]/);
      }),
    );
  });
});

/** Every piece of 12 characters of a text. */
const pieces = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - 11) }, (_, at) => text.slice(at, at + 12));

describe('the signature', () => {
  const claim = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()));
  const claims = fc.record(
    { iss: claim, sub: claim, aud: claim, email: claim, iat: claim, exp: claim, scope: claim },
    { requiredKeys: [] },
  );
  const signature = fc
    .uint8Array({ minLength: 16, maxLength: 64 })
    .map((bytes) => Buffer.from(bytes).toString('base64url'));

  it('is never told, nor any 12 characters of the token, whatever the claims are', () => {
    fc.assert(
      fc.property(claims, signature, fc.constantFrom('', 'Bearer ', '"', '\ufeff'), (body, end, before) => {
        const token = jwtOf(body, { alg: 'RS256', kid: 'k1' }, end);
        const told = JSON.stringify(readCredential(before + token));
        for (const piece of pieces(token)) expect(told.includes(piece)).toBe(false);
      }),
    );
  });

  it('is not told either when a claim repeats it, whole or in part', () => {
    fc.assert(
      fc.property(signature, fc.nat(4), (end, cut) => {
        const trick = { ...idClaims, email: end, aud: [end.slice(cut), `x${end}x`], sub: `ya29.${end}` };
        const token = jwtOf(trick, { alg: 'RS256', kid: end }, end);
        const told = JSON.stringify(readCredential(token));
        for (const piece of pieces(end)) expect(told.includes(piece)).toBe(false);
      }),
    );
  });

  it('is not told of a token inside a claim', () => {
    const other = jwtOf(idClaims);
    const told = JSON.stringify(readCredential(jwtOf({ ...idClaims, sub: other, aud: `x ${ACCESS}` })));
    for (const piece of [...pieces(other), ...pieces(ACCESS)]) expect(told).not.toContain(piece);
  });

  it('has no trace of an opaque or broken text in what is told', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (text) => {
        const told = JSON.stringify(readCredential(text));
        const blank = JSON.stringify(readCredential(''));
        for (const piece of pieces(text)) expect(told.includes(piece) && !blank.includes(piece)).toBe(false);
      }),
    );
  });
});

describe('the time it takes', () => {
  it.each([
    ['quotes', `x${'"'.repeat(60_000)}x`],
    ['Bearers', 'Bearer '.repeat(9_000)],
    ['dots', '.'.repeat(60_000)],
    ['blanks', `x${' '.repeat(60_000)}x`],
    ['a long claim', jwtOf({ ...idClaims, sub: 'a'.repeat(40_000) })],
  ])('is short for 60 kB of %s', (_what, text) => {
    const before = performance.now();
    readCredential(text);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('claims', () => {
  it('are one line of at most 300 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const { sub, aud } = readCredential(jwtOf({ ...idClaims, sub: text, aud: Array(50).fill(text) }));
        expect((sub ?? '').length).toBeLessThanOrEqual(300);
        expect(sub ?? '').not.toMatch(/\p{Cc}/u);
        expect(aud.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});

/** The grep for secrets finds them in every disguise, and finds nothing where nothing is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretGrep } from '../support/secret-grep.js';
import { idClaims, jwtOf } from './token/jwts.js';

const secret = 'Q7f-3xZ_hk2Lw9Rt5Vb1Nc8Yd';
const disguises: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['in pieces of twelve characters', (text) => text.slice(5, 17)],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in base64 behind something else', (text) => Buffer.from(`x${text}yz`).toString('base64')],
  ['in base64url', (text) => Buffer.from(`ab${text}`).toString('base64url')],
  ['in hexadecimal', (text) => Buffer.from(text).toString('hex')],
  ['in upper case hexadecimal', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['with percent signs', (text) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')],
  ['with JSON escapes', (text) => [...text].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')],
  ['wrapped over lines', (text) => `${text.slice(0, 9)}\n    ${text.slice(9, 18)}\n    ${text.slice(18)}`],
];

describe('a secret', () => {
  it.each(disguises)('is found %s', (_what, disguise) => {
    const grep = secretGrep();
    grep.add('it', secret);
    expect(grep.leaks(`before ${disguise(secret)} after`)).toMatchObject([{ what: 'it' }]);
    expect(grep.leaks('before [removed] after')).toEqual([]);
  });

  it('is found wherever it stands and whatever it is', () => {
    const bytes = fc
      .uint8Array({ minLength: 12, maxLength: 40 })
      .map((b) => Buffer.from(b).toString('base64url'));
    fc.assert(
      fc.property(
        bytes,
        fc.string(),
        fc.string(),
        fc.constantFrom(...disguises),
        (text, before, after, [, disguise]) => {
          const grep = secretGrep();
          grep.add('it', text);
          if (text.length >= 17)
            expect(grep.leaks(`${before} ${disguise(text)} ${after}`).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is a token\u2019s signature as well as the token, and a cookie\u2019s value and nonce', () => {
    const token = jwtOf(idClaims);
    const grep = secretGrep();
    grep.addToken('the token', `Bearer ${token}`);
    grep.addCookies('the cookie', ['GCP_IAP_XSRF_NONCE_abcDEF012345xyz=1; Path=/', `s=${secret}; Secure`]);
    expect(grep.leaks(token.slice(-20)).map(({ what }) => what)).toEqual(['the signature of the token']);
    expect(grep.leaks(token.slice(0, 40)).map(({ what }) => what)).toEqual(['the token']);
    expect(grep.leaks('NONCE_abcDEF012345xyz')).toHaveLength(1);
    expect(grep.leaks(`s=${secret}`)).toHaveLength(1);
    expect(grep.leaks(JSON.stringify(idClaims))).toEqual([]);
  });
});

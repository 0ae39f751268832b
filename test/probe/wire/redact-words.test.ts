/** What IAP says of a credential stays readable when everything secret is taken out. */
import { describe, expect, it } from 'vitest';
import { redactText } from '../../../src/probe/wire/redact.js';
import { idClaims, jwtOf } from '../token/jwts.js';

describe('words of IAP', () => {
  it.each([
    'Invalid IAP credentials: Invalid bearer token. Invalid JWT audience.',
    'Invalid IAP credentials: empty token',
    'Invalid IAP credentials: Unable to parse JWT',
    "Invalid IAP credentials: JWT 'email' claim isn't a string",
    "Invalid IAP credentials: JWT audience doesn't match this application ('aud' claim (https://x.test/a) doesn't match expected value (123-abc.apps.googleusercontent.com))",
    'Invalid GCIP ID token: empty token',
    'Basic authentication failed',
  ])('%s', (words) => {
    expect(redactText(words, [])).toBe(words);
  });

  it.each([
    ['a token behind the word', `Bearer ${jwtOf(idClaims)}`],
    ['an opaque one', 'got "Bearer s3cr3t-0paque"'],
    ['one that begins like a word', 'bearer tokenABCDEF123456'],
    ['a password', 'basic dXNlcjpwYXNzd29yZA=='],
  ])('%s is not one of them', (_what, text) => {
    expect(redactText(text, [])).toMatch(/(?:bearer|basic) \[removed\]"?$/i);
  });
});

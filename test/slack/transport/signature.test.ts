/** Slack's signature: right bytes, right secret, a stamp within five minutes either way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sign } from '../../../src/sandbox/slack/index.js';
import { signatureFault } from '../../../src/slack/transport/signature.js';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const NOW = 1_531_420_618_000;
const request = (body: string, seconds = NOW / 1_000, secret = SECRET) => ({
  timestamp: String(seconds),
  signature: sign(secret, seconds, body),
  body: Buffer.from(body),
});

describe('a signed request', () => {
  it('matches the example in Slack’s documentation', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
    const given = { timestamp: '1531420618', signature, body: Buffer.from(body) };
    expect(signatureFault(given, SECRET, NOW)).toBeUndefined();
  });

  it('is refused with another secret, another body or another stamp', () => {
    expect(signatureFault(request('a', NOW / 1_000, 'other'), SECRET, NOW)).toBe('mismatch');
    expect(signatureFault({ ...request('a'), body: Buffer.from('b') }, SECRET, NOW)).toBe('mismatch');
    const stamp = String(NOW / 1_000 + 1);
    expect(signatureFault({ ...request('a'), timestamp: stamp }, SECRET, NOW)).toBe('mismatch');
  });

  it('is refused more than five minutes old or more than five minutes early', () => {
    const at = (offset: number) => signatureFault(request('a', NOW / 1_000 + offset), SECRET, NOW);
    expect(at(-300)).toBeUndefined();
    expect(at(-301)).toBe('too-old');
    expect(at(300)).toBeUndefined();
    expect(at(301)).toBe('in-the-future');
  });

  it('is refused without its headers or with unreadable ones', () => {
    const good = request('a');
    expect(signatureFault({ ...good, signature: undefined }, SECRET, NOW)).toBe('missing');
    for (const timestamp of [undefined, '', 'soon', '1e9', '-5', '9'.repeat(13)])
      expect(signatureFault({ ...good, timestamp }, SECRET, NOW)).toBe('missing');
    for (const signature of ['', 'v0=', 'v1=00', good.signature.toUpperCase(), `${good.signature}00`])
      expect(signatureFault({ ...good, signature }, SECRET, NOW)).toBe('mismatch');
  });

  it('is accepted for every body, byte for byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (body) => {
        expect(signatureFault(request(body), SECRET, NOW)).toBeUndefined();
      }),
    );
  });
});

/** Texts that come from outside and are shown to people: short, on one line, and without secrets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine, redact } from '../../src/google/redact.js';
import { durationMs, readErrorBody, retryAfterMs } from '../../src/google/reply-error.js';

describe('redact and oneLine', () => {
  it('remove a known token wherever it stands', () => {
    const token = fc.stringMatching(/^[A-Za-z0-9._-]{12,60}$/);
    fc.assert(
      fc.property(token, fc.string(), fc.string(), (secret, before, after) => {
        expect(redact(`${before}${secret}${after}`, [secret])).not.toContain(secret);
      }),
    );
  });

  it('never give more than was asked for, nor a line break or half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 700 }),
        fc.integer({ min: 1, max: 300 }),
        (text, limit) => {
          const line = oneLine(text, limit);
          expect([...line].length).toBeLessThanOrEqual(limit);
          expect(line).not.toMatch(/[\r\n\t\u2028\u2029]|\p{Cs}/u);
        },
      ),
    );
  });

  it('leave ordinary sentences as they are', () => {
    const sentence =
      "Permission 'iap.web.getIamPolicy' denied for alice@acme.test on projects/1 (or it may not exist).";
    expect(oneLine(redact(sentence, ['ya29.something-long']), 300)).toBe(sentence);
  });
});

describe('reading errors', () => {
  it('takes any body without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        const error = readErrorBody(body);
        expect(Array.isArray(error.reasons)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (error) => {
        expect(() => readErrorBody(JSON.stringify({ error }))).not.toThrow();
      }),
    );
  });

  it('knows the forms of Google and of OAuth', () => {
    expect(readErrorBody('{"error":"invalid_grant","error_description":"Bad Request"}')).toMatchObject({
      fromApi: true,
      message: 'Bad Request',
      reasons: ['invalid_grant'],
    });
    expect(
      readErrorBody('[{"error":{"code":403,"message":"m","status":"S","details":[{"reason":"R"},7]}}]'),
    ).toEqual({
      fromApi: true,
      message: 'm',
      reasons: ['S', '403', 'R'],
      retryMs: undefined,
    });
    expect(readErrorBody('<html>')).toMatchObject({ fromApi: false, message: undefined });
  });

  it('reads waiting times, and only those', () => {
    const now = Date.parse('2026-11-22T09:00:00Z');
    expect(retryAfterMs('3', now)).toBe(3000);
    expect(retryAfterMs('Sun, 22 Nov 2026 09:00:05 GMT', now)).toBe(5000);
    expect(retryAfterMs('Sun, 22 Nov 2026 08:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(undefined, now)).toBeUndefined();
    expect(durationMs('1.5s')).toBe(1500);
    expect(durationMs('1.5')).toBeUndefined();
    expect(durationMs('-1s')).toBeUndefined();
  });
});

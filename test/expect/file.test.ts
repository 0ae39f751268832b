/** What an expectation file may look like, and what is said of one that is wrong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readExpectations } from '../../src/expect/file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'iap-doctor-expect-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string) {
  const file = join(folder, 'access.yaml');
  writeFileSync(file, text);
  return readExpectations(file);
}

const short = (text: string): readonly string[] => {
  const found = read(text);
  if (!found.ok) throw new Error(JSON.stringify(found.mistakes));
  return found.expectations.map(({ who, where, expected }) => `${who.asked} ${where.asked} ${expected}`);
};

describe('an expectation file', () => {
  it('is a list, by itself or under expect', () => {
    const entry = '- { who: ana@acme.test, where: dashboard, verdict: allowed }\n';
    expect(short(entry)).toEqual(['ana@acme.test dashboard allowed']);
    expect(short(`expect:\n${entry}`)).toEqual(['ana@acme.test dashboard allowed']);
    expect(short(`expectations:\n${entry}`)).toEqual(['ana@acme.test dashboard allowed']);
  });

  it('names several people and places at once', () => {
    const text = '- where: [payroll, orders]\n  allowed: [bea@acme.test]\n  denied: ana@acme.test\n';
    expect(short(text)).toEqual([
      'bea@acme.test payroll allowed',
      'ana@acme.test payroll denied',
      'bea@acme.test orders allowed',
      'ana@acme.test orders denied',
    ]);
  });

  it('takes the spellings people use', () => {
    expect(short('- { user: ana@acme.test, service: dashboard, expected: deny }')).toEqual([
      'ana@acme.test dashboard denied',
    ]);
    expect(short('- { who: ana@acme.test, where: dashboard, verdict: yes }')).toEqual([
      'ana@acme.test dashboard allowed',
    ]);
  });

  it('carries the circumstances of the request and the line it stands on', () => {
    const found = read(
      '- who: ana@acme.test\n  where: https://dash.acme.test/x\n  verdict: denied\n  at: 2026-12-24T09:00:00+01:00\n  ip: 203.0.113.7\n  host: dash.acme.test\n  path: /admin?x=1\n  access-level: corp\n  code: not-in-group\n  because: reasons\n',
    );
    expect(found).toMatchObject({
      ok: true,
      expectations: [
        {
          given: {
            at: '2026-12-24T08:00:00.000Z',
            ip: '203.0.113.7',
            host: 'dash.acme.test',
            path: '/admin',
            levels: ['corp'],
          },
          code: 'not-in-group',
          because: 'reasons',
          line: 1,
        },
      ],
    });
  });

  it('has every mistake named at once, with its line and the right form', () => {
    const found = read(
      '- whoo: ana@acme.test\n  where: dashboard\n  verdict: allowed\n- { who: ana@acme.test, where: dashboard, verdict: maybe, at: noon }\n- who: me\n  where: dashboard\n  verdict: allowed\n- 5\n',
    );
    if (found.ok) throw new Error('nothing was wrong');
    const said = found.mistakes.map(({ line, message, expected }) => `${line} ${message} | ${expected}`);
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^1 there is no such key \| did you mean who\?/),
        expect.stringMatching(/^4 this is not a verdict/),
        expect.stringMatching(/^4 this is not a moment/),
        expect.stringMatching(/^5 .*address/),
        expect.stringMatching(/^8 this is not an entry/),
      ]),
    );
  });

  it.each(['', '[]', 'expect: []', 'expect: 5', 'a: b', '{', 'expect:\n - {where: dashboard}'])(
    'that holds nothing to check is a mistake, never a pass: %j',
    (text) => {
      const found = read(text);
      expect(found.ok).toBe(false);
      expect(found.ok ? [] : found.mistakes).not.toEqual([]);
    },
  );

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const found = read(stringify(value));
        return found.ok ? found.expectations.length > 0 : found.mistakes.length > 0;
      }),
      { numRuns: 200 },
    );
  });
});

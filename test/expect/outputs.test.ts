/** What pipelines read: JUnit XML that is well-formed and annotations that stay one line, whatever a policy holds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationsOf } from '../../src/expect/annotations.js';
import { junitOf } from '../../src/expect/junit.js';
import type { ExpectReport, Result } from '../../src/expect/report.js';

const result = (over: Partial<Result>): Result => ({
  who: 'ana@acme.test',
  where: 'dashboard',
  expected: 'allowed',
  expectedCode: null,
  verdict: 'denied',
  code: 'not-in-group',
  outcome: 'broken',
  text: 'They are not in the group.',
  adminText: 'They are not in dash-users@acme.test.',
  fix: null,
  because: null,
  circumstances: '',
  line: 3,
  ...over,
});

const report = (...results: readonly Result[]): ExpectReport => ({
  schema: 'iap-doctor.expect/1',
  id: 'TESTTEST',
  file: 'access.yaml',
  source: { kind: 'live', file: null, proposed: null },
  outcome: 'broken',
  met: 0,
  broken: 1,
  open: 0,
  results,
  hits: null,
  blindSpots: [],
  ms: 1234,
});

describe('JUnit', () => {
  it('counts what is broken as failures and what could not be told as errors', () => {
    const xml = junitOf({
      ...report(result({}), result({ outcome: 'open', verdict: 'unknown' }), result({ outcome: 'met' })),
      open: 1,
      met: 1,
    });
    expect(xml).toMatch(/<testsuites tests="3" failures="1" errors="1" time="1\.234">/);
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml.match(/<error /g)).toHaveLength(1);
    expect(xml).toContain('expected allowed, is denied (not-in-group)');
  });

  it('keeps markup and characters XML cannot hold out of its structure', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (who, text) => {
        const xml = junitOf(report(result({ who, adminText: `]]>${text}<x a="b">&`, because: who })));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 has no way to write
        const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
        const tags = xml.match(/<[^>]*>/g)?.map((tag) => /^<[?/]?([a-z]+)/.exec(tag)?.[1]);
        expect(controls.test(xml)).toBe(false);
        expect(tags).toEqual([
          'xml',
          'testsuites',
          'testsuite',
          'testcase',
          'failure',
          'failure',
          'testcase',
          'testsuite',
          'testsuites',
        ]);
        expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i);
      }),
      { numRuns: 200 },
    );
  });
});

describe('GitHub annotations', () => {
  it('name file and line, an error for what is broken and a warning for what is open', () => {
    const lines = annotationsOf(
      report(result({}), result({ outcome: 'open', verdict: null }), result({ outcome: 'met' })),
    );
    expect(lines).toEqual([
      '::error file=access.yaml,line=3,title=ana@acme.test at dashboard%3A expected allowed%2C is denied::They are not in dash-users@acme.test.',
      '::warning file=access.yaml,line=3,title=ana@acme.test at dashboard%3A expected allowed%2C is not to be told::They are not in dash-users@acme.test.',
    ]);
  });

  it('stay one command each, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (who, text) => {
        const [line = ''] = annotationsOf(
          report(result({ who, adminText: `\n::error::${text}`, because: text })),
        );
        expect(line).not.toMatch(/[\r\n\u2028\u2029\u0085]/);
        expect(line.startsWith('::error file=access.yaml,line=3,title=')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

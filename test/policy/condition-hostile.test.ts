/** Texts made to hang or crash the evaluation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributesOf, describeCondition } from '../../src/policy/condition/index.js';
import { condition, evaluateText } from './condition-support.js';

const many = (part: string, times: number) => part.repeat(times);

const HOSTILE: readonly (readonly [what: string, expression: string])[] = [
  ['brackets', `${many('(', 100_000)}true${many(')', 100_000)}`],
  ['lists', `${many('[', 60)}1${many(']', 60)} == []`],
  ['negations', `${many('!', 3_900)}true`],
  ['a long name', `a${many('.b', 1_900)} == 1`],
  ['a long chain of comparisons', `1${many(' < 1', 1_900)}`],
  ['choices', `${many('true ? true : ', 2_000)}true`],
  ['unclosed quotes', many('"\\', 8_000)],
  ['comments', many('//', 8_000)],
  ['a megabyte', many('true && ', 131_072)],
  ['calls in calls', `${many('f(', 60)}1${many(')', 60)}`],
  [
    'hundreds of unknown paths',
    Array.from({ length: 400 }, (_, at) => `request.path == "/${at}"`).join(' || '),
  ],
  [
    'many unknown paths under negation',
    Array.from({ length: 30 }, (_, at) => `(request.path == "/${at}") != (request.host == "${at}")`).join(
      ' && ',
    ),
  ],
  [
    'a clock in many zones that never strikes',
    Array.from(
      { length: 12 },
      (_, at) => `request.time.getMinutes("+0${at % 10}:0${at % 7}") == ${at * 4}`,
    ).join(' && '),
  ],
];

describe('hostile conditions', () => {
  it.each(HOSTILE)('answers quickly on %s', (_what, expression) => {
    const start = process.cpuUsage();
    const { truth } = evaluateText(expression, { path: undefined, host: undefined });
    describeCondition(condition(expression));
    attributesOf(expression);
    expect(['true', 'false', 'unknown', 'error']).toContain(truth);
    // Processor time, so that a busy machine does not count against it.
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });

  it('cannot tell, rather than fail, where the text is beyond what it reads', () => {
    const result = evaluateText(many('true && ', 131_072));
    expect(result).toMatchObject({ truth: 'unknown', error: undefined });
    expect(result.missing).toHaveLength(1);
  });

  it('never throws, whatever the text', () => {
    const words = fc.constantFrom(
      ...[
        'request',
        '.',
        'time',
        'path',
        '(',
        ')',
        '[',
        ']',
        '"',
        "'",
        '!',
        '&&',
        '||',
        '?',
        ':',
        ',',
        '<',
        '==',
      ],
      ...[
        'in',
        'timestamp',
        '"2026-01-01T00:00:00Z"',
        '1',
        '-',
        '{',
        '}',
        'true',
        ' ',
        '\n',
        '\\',
        'has',
        'r"',
      ],
      ...[
        'exists',
        'x',
        'resource.matchTag',
        'api.getAttribute',
        'request.auth.access_levels',
        '//',
        '0x',
        '1e9',
      ],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(texts, fc.option(fc.string()), fc.option(fc.string()), (expression, host, path) => {
        const given = { host: host ?? undefined, path: path ?? undefined };
        expect(() => evaluateText(expression, given)).not.toThrow();
        expect(() => describeCondition(condition(expression))).not.toThrow();
        expect(() => attributesOf(expression)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});

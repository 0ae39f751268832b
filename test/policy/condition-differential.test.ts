/** Our evaluation against the CEL library's on random expressions. */
import { isCelError, run } from '@bufbuild/cel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTEXT, CORP, evaluateText, levels } from './condition-support.js';

const NOW = run(`timestamp("${CONTEXT.at}")`);
if (isCelError(NOW)) throw NOW;

/** The same request, as plain CEL variables. */
const BINDINGS = {
  request: {
    time: NOW,
    host: CONTEXT.host ?? '',
    path: CONTEXT.path ?? '',
    auth: { access_levels: [CORP] },
  },
  resource: { service: CONTEXT.resource.service, type: CONTEXT.resource.type },
};

function theirs(expression: string): 'true' | 'false' | 'error' {
  const value: unknown = run(expression, BINDINGS);
  return value === true ? 'true' : value === false ? 'false' : 'error';
}

const ints = fc.constantFrom('0', '1', '2', '10', '-3');
const zones = fc.constantFrom('', '"UTC"', '"Europe/Berlin"', '"America/New_York"', '"+05:30"', '"-03:00"');
const clocks = fc.constantFrom(
  'getHours',
  'getDayOfWeek',
  'getDate',
  'getDayOfMonth',
  'getMonth',
  'getFullYear',
);
const times = fc.constantFrom(
  'request.time',
  'timestamp("2026-11-04T10:30:00Z")',
  // Not within the hour after midnight of any zone used: there the library's named zones are a day ahead.
  'timestamp("2026-03-29T12:30:00.5+01:00")',
  '(request.time + duration("3600s"))',
  '(request.time - duration("36h"))',
);
const strings = fc.constantFrom(
  'request.host',
  'request.path',
  '"dash.acme.test"',
  '"/app"',
  '""',
  '"/app/home"',
);

const { bool } = fc.letrec<{ bool: string; int: string; string: string }>((tie) => ({
  int: fc.oneof(
    { depthSize: 'small' },
    ints,
    fc.tuple(times, clocks, zones).map(([time, clock, zone]) => `${time}.${clock}(${zone})`),
    fc
      .tuple(tie('int'), fc.constantFrom('+', '-', '*', '/', '%'), tie('int'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
  ),
  string: fc.oneof(
    { depthSize: 'small' },
    strings,
    fc.tuple(tie('string'), tie('string')).map(([a, b]) => `(${a} + ${b})`),
  ),
  bool: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'true',
      'false',
      `"${CORP}" in request.auth.access_levels`,
      '1',
      '"x"',
      'resource.nothing',
    ),
    fc
      .tuple(tie('int'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('int'))
      .map(([a, operator, b]) => `${a} ${operator} ${b}`),
    fc
      .tuple(times, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), times)
      .map(([a, operator, b]) => `${a} ${operator} ${b}`),
    fc
      .tuple(tie('string'), fc.constantFrom('==', '!=', '<', '>='), tie('string'))
      .map(([a, operator, b]) => `${a} ${operator} ${b}`),
    fc
      .tuple(strings, fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('string'))
      .map(([a, method, b]) => `${a}.${method}(${b})`),
    fc.tuple(tie('int'), fc.array(tie('int'), { maxLength: 3 })).map(([a, list]) => `${a} in [${list}]`),
    fc.tuple(tie('bool'), tie('bool')).map(([a, b]) => `(${a}) && (${b})`),
    fc.tuple(tie('bool'), tie('bool')).map(([a, b]) => `${a} || ${b}`),
    fc.tuple(tie('bool'), tie('bool')).map(([a, b]) => `((${a}) == (${b}))`),
    fc.tuple(tie('bool'), tie('bool'), tie('bool')).map(([a, b, c]) => `((${a}) ? (${b}) : (${c}))`),
    tie('bool').map((a) => `!(${a})`),
  ),
}));

describe('against the CEL library itself, everything known', () => {
  it('comes to the same truth or error on random expressions', () => {
    let errors = 0;
    fc.assert(
      fc.property(bool, (expression) => {
        const expected = theirs(expression);
        if (expected === 'error') errors += 1;
        const only = { levels: levels({ [CORP]: 'true' }) };
        // A false one is asked by its opposite: what is false is also searched for its next moment, which takes time.
        const asked = expected === 'false' ? `!(${expression})` : expression;
        const wanted = expected === 'false' ? 'true' : expected;
        expect(`${asked} is ${evaluateText(asked, only).truth}`).toBe(`${asked} is ${wanted}`);
      }),
      { numRuns: 1000 },
    );
    expect(errors).toBeGreaterThan(0);
  });
});

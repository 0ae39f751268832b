/** The Logging query language: what real filters mean, and that reading them never goes wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFilter, nanos } from '../../../src/sandbox/google/log-filter/match.js';
import { type FilterTree, parseFilter } from '../../../src/sandbox/google/log-filter/parse.js';
import { FilterError } from '../../../src/sandbox/google/log-filter/tokens.js';
import type { LogEntry } from '../../../src/sandbox/google/model.js';

const base: LogEntry = {
  insertId: 'a1',
  logName: 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Fdata_access',
  timestamp: '2026-11-22T08:00:00.123456789Z',
  receiveTimestamp: '2026-11-22T08:00:01Z',
  severity: 'ERROR',
  resource: { type: 'gce_backend_service', labels: { project_id: 'acme-prod', 'k8s-pod/app': 'web' } },
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: 'iap.googleapis.com',
    methodName: 'AuthorizeUser',
    status: { code: 7, message: 'Permission Denied.' },
    authenticationInfo: {},
    requestMetadata: { callerIp: '203.0.113.7', requestAttributes: { host: 'dash.acme.test', path: '/' } },
    authorizationInfo: [
      {
        resource: 'projects/1/iap_web/compute/services/2/versions/bs_0',
        permission: 'iap.webServiceVersions.accessViaIAP',
      },
    ],
    serviceData: {
      policyDelta: {
        bindingDeltas: [
          { action: 'ADD', role: 'roles/viewer', member: 'user:ana@acme.test' },
          { action: 'REMOVE', role: 'roles/owner', member: 'user:omar@acme.test' },
        ],
      },
    },
  },
};
const passes = (filter: string, entry: LogEntry = base): boolean => logFilter(filter)(entry);

describe('filters the product really sends', () => {
  it.each([
    '',
    'protoPayload.serviceName="iap.googleapis.com" protoPayload.methodName="AuthorizeUser" protoPayload.status.code=7',
    'protoPayload.serviceName="iap.googleapis.com"\nAND protoPayload.methodName="AuthorizeUser"\nAND severity>=ERROR',
    'protoPayload.requestMetadata.requestAttributes.host="dash.acme.test"',
    'timestamp>="2026-11-22T08:00:00Z" AND timestamp<"2026-11-22T09:00:00Z"',
    'timestamp>="2026-11-22T08:00:00.123456789Z" timestamp<="2026-11-22T08:00:00.123456789Z"',
    'timestamp>="2026-11-22T10:00:00+02:00"',
    'timestamp>="2026-11-22"',
    'protoPayload.methodName=("SetIamPolicy" OR "AuthorizeUser")',
    'protoPayload.methodName:"authorize"',
    'protoPayload.serviceData.policyDelta.bindingDeltas.member="user:omar@acme.test"',
    'protoPayload.authorizationInfo.permission="iap.webServiceVersions.accessViaIAP"',
    'NOT protoPayload.authorizationInfo.granted=true',
    '-protoPayload.authorizationInfo.granted:*',
    'resource.type=gce_backend_service',
    'resource.labels."k8s-pod/app"="web"',
    'log_id("cloudaudit.googleapis.com/data_access")',
    'logName="projects/acme-prod/logs/cloudaudit.googleapis.com%2Fdata_access"',
    'protoPayload."@type"="type.googleapis.com/google.cloud.audit.AuditLog"',
    '"203.0.113.7"',
    'protoPayload.serviceData:"ana@acme.test"',
    'protoPayload.methodName=~"^Authorize"',
    'protoPayload.methodName!~"^Set"',
    'severity!=INFO -- a comment\nAND resource.type:gce',
  ])('matches %j', (filter) => {
    expect(passes(filter)).toBe(true);
  });

  it.each([
    'protoPayload.status.code=5',
    'protoPayload.status.code>7',
    'severity>ERROR',
    'timestamp<"2026-11-22T08:00:00.123456789Z"',
    'protoPayload.authenticationInfo.principalEmail="ana@acme.test"',
    'protoPayload.authenticationInfo.principalEmail!="ana@acme.test"',
    'protoPayload.authorizationInfo.granted=false',
    'protoPayload.methodName=("SetIamPolicy" OR "UpdateMembership")',
    'resource.type="http_load_balancer" OR logName:"activity"',
    'protoPayload.serviceData.policyDelta.bindingDeltas.action!="ADD"',
    '"nowhere in it"',
  ])('does not match %j', (filter) => {
    expect(passes(filter)).toBe(false);
  });

  it('ignores the case of values but not of AND, OR and NOT', () => {
    expect(passes('protoPayload.methodName="authorizeuser"')).toBe(true);
    expect(passes('severity=ERROR or severity=INFO')).toBe(false);
  });

  it('binds NOT closer than OR, and OR closer than AND', () => {
    const [yes, no] = ['severity=ERROR', 'severity=INFO'];
    expect(passes(`${yes} OR ${yes} AND ${no}`)).toBe(false);
    expect(passes(`${yes} OR (${yes} AND ${no})`)).toBe(true);
    expect(passes(`NOT ${yes} OR ${yes}`)).toBe(true);
    expect(passes(`NOT (${yes} OR ${yes})`)).toBe(false);
  });

  it.each([
    'severity=',
    '(severity=ERROR',
    'severity=ERROR)',
    '= 5',
    'a AND',
    'OR a',
    '"open',
    'x=("a" OR)',
    'insertId = abc:def',
  ])('refuses %j as Google does', (filter) => {
    expect(() => parseFilter(filter)).toThrow(FilterError);
  });
});

// Filters as data, with their meaning written down apart from the evaluator under test.
type Sample =
  | { readonly kind: 'is'; readonly field: 'x' | 'y'; readonly value: string }
  | { readonly kind: 'not'; readonly part: Sample }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Sample[] };

const value = fc.string({ unit: 'binary', maxLength: 6 });
const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('is' as const),
      field: fc.constantFrom('x' as const, 'y' as const),
      value,
    }),
    fc.record({ kind: fc.constant('not' as const), part: tie('sample') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('sample'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

function quoted(text: string): string {
  const escaped = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === '\\') return `\\${char}`;
    return code < 32 ? `\\u${code.toString(16).padStart(4, '0')}` : char;
  });
  return `"${escaped.join('')}"`;
}

/** Written with as few parentheses as precedence allows; AND by the word or by a space. */
function write(tree: Sample, within: 'and' | 'or' | 'not', spaced: boolean): string {
  switch (tree.kind) {
    case 'is':
      return `jsonPayload.${tree.field}=${quoted(tree.value)}`;
    case 'not':
      return `NOT ${write(tree.part, 'not', spaced)}`;
    case 'or': {
      const text = tree.parts.map((part) => write(part, 'or', spaced)).join(' OR ');
      return within === 'not' ? `(${text})` : text;
    }
    case 'and': {
      const text = tree.parts.map((part) => write(part, 'and', spaced)).join(spaced ? ' ' : ' AND ');
      return within === 'and' ? text : `(${text})`;
    }
  }
}

function means(tree: Sample, entry: { readonly x?: string; readonly y?: string }): boolean {
  switch (tree.kind) {
    case 'is':
      return entry[tree.field]?.toLowerCase() === tree.value.toLowerCase();
    case 'not':
      return !means(tree.part, entry);
    case 'or':
      return tree.parts.some((part) => means(part, entry));
    case 'and':
      return tree.parts.every((part) => means(part, entry));
  }
}

describe('any filter', () => {
  it('means what its tree means, however few parentheses it is written with', () => {
    const maybe = fc.option(value, { nil: undefined });
    fc.assert(
      fc.property(sample, maybe, maybe, fc.boolean(), (tree, x, y, spaced) => {
        const payload = { ...(x === undefined ? {} : { x }), ...(y === undefined ? {} : { y }) };
        const text = write(tree, 'and', spaced);
        expect(passes(text, { ...base, jsonPayload: payload })).toBe(means(tree, payload));
      }),
    );
  });

  it('is read or refused with a FilterError, never anything else', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      '-',
      '"',
      '=',
      ':',
      '!=',
      'a.b',
      '"q"',
      '\\',
      ',',
      ' ',
      '\n',
      '--',
      'log_id(',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join(' ')),
        ),
        (text) => {
          let tree: FilterTree | undefined;
          try {
            tree = parseFilter(text);
          } catch (error) {
            expect(error).toBeInstanceOf(FilterError);
          }
          if (tree) expect(tree.kind).toBeTypeOf('string');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds any text that was put into a field, quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(passes(`jsonPayload.x=${quoted(text)}`, { ...base, jsonPayload: { x: text } })).toBe(true);
      }),
    );
  });
});

describe('moments', () => {
  it('keep their order down to the nanosecond', () => {
    const part = fc.tuple(
      fc.integer({ min: 0, max: 4_102_444_799 }),
      fc.integer({ min: 0, max: 999_999_999 }),
    );
    const text = ([seconds, fraction]: [number, number]): string =>
      `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(fraction).padStart(9, '0')}Z`;
    fc.assert(
      fc.property(part, part, (a, b) => {
        const expected = a[0] === b[0] ? Math.sign(a[1] - b[1]) : Math.sign(a[0] - b[0]);
        const [left = 0n, right = 0n] = [nanos(text(a)), nanos(text(b))];
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(expected);
      }),
    );
  });

  it('that are none are nothing', () => {
    for (const text of ['yesterday', '2026-13-01T00:00:00Z', '2026-11-22T25:00:00Z', ''])
      expect(nanos(text)).toBeUndefined();
  });
});

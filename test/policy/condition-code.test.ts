/** Which reason a failed condition stands for. */
import { describe, expect, it } from 'vitest';
import { conditionMissCode, conditionMissDetail, keepsFalse } from '../../src/policy/condition-code.js';
import type { LevelResult } from '../../src/policy/results.js';
import { clause, context, hidden, outcome } from './kit.js';

const CORP = 'accessPolicies/1/accessLevels/corp';
const level = (more: Partial<LevelResult>): LevelResult => ({
  name: CORP,
  truth: 'false',
  failed: undefined,
  detail: '',
  missing: [],
  broken: false,
  ...more,
});
const withLevel = (more: Partial<LevelResult>) => context({ levels: new Map([[CORP, level(more)]]) });
const asksCorp = clause('access-level', 'false', { level: CORP });

describe('one clause', () => {
  it.each([
    ['expiry', 'condition-expired'],
    ['hours', 'condition-hours'],
    ['path', 'condition-path'],
    ['host', 'condition-host'],
    ['resource-name', 'condition-unsupported-attribute'],
    ['resource-type', 'condition-unsupported-attribute'],
    ['unknown-attribute', 'condition-unsupported-attribute'],
    ['tag', 'condition-not-met'],
    ['destination', 'condition-not-met'],
    ['other', 'condition-not-met'],
  ] as const)('%s stands for %s', (kind, code) => {
    expect(conditionMissCode(outcome('false', { clauses: [clause(kind, 'false')] }), context())).toBe(code);
  });

  it.each([
    [{ failed: 'ip' }, 'access-level-ip'],
    [{ failed: 'device' }, 'access-level-device'],
    [{ failed: 'other' }, 'access-level-other'],
    [{ broken: true, failed: 'other' }, 'access-level-broken'],
  ] as const)('an access level with %j stands for %s', (more, code) => {
    expect(conditionMissCode(outcome('false', { clauses: [asksCorp] }), withLevel(more))).toBe(code);
  });

  it('calls a level unknown only when all levels were seen', () => {
    const result = outcome('false', { clauses: [asksCorp] });
    expect(conditionMissCode(result, context())).toBe('access-level-unknown-name');
    const unseen = context({ levelsComplete: hidden('access-levels-not-readable') });
    expect(conditionMissCode(result, unseen)).toBe('access-level-other');
  });

  it('does not call a grant expired that has not begun', () => {
    const result = outcome('false', {
      clauses: [clause('expiry', 'false')],
      nextTrueAt: '2026-11-23T00:00:00Z',
    });
    expect(conditionMissCode(result, context())).toBe('condition-hours');
  });
});

describe('several clauses', () => {
  it('names what can never be met before what another request would meet', () => {
    const clauses = [clause('path', 'false'), clause('host', 'true'), clause('expiry', 'false')];
    expect(conditionMissCode(outcome('false', { clauses }), context())).toBe('condition-expired');
  });

  it('leaves out what holds', () => {
    const clauses = [clause('expiry', 'true'), clause('hours', 'false'), clause('host', 'unknown')];
    const result = outcome('false', { clauses });
    expect(conditionMissCode(result, context())).toBe('condition-hours');
    expect(conditionMissDetail(result)).toBe('hours is false');
  });

  it('leaves a type that is ruled out to the clause it guards', () => {
    const guard = clause('resource-type', 'false', { negated: true, text: 'resource.type != "x"' });
    const both = outcome('false', { clauses: [guard, clause('path', 'false')] });
    expect(conditionMissCode(both, context())).toBe('condition-path');
    const alone = outcome('false', { clauses: [guard] });
    expect(conditionMissCode(alone, context())).toBe('condition-unsupported-attribute');
  });

  it.each([
    ['request.path == "/x"', true, 'true', true],
    ['request.path == "/x"', true, 'false', false],
    ['request.path != "/x"', true, 'false', true],
    ['request.path != "/x"', false, 'true', true],
    ['request.path == "a!=b"', true, 'true', true],
  ] as const)(
    'reads %s with negated %s and %s as keeping the condition false: %s',
    (text, negated, truth, keeps) => {
      expect(keepsFalse(clause('path', truth, { negated, text }))).toBe(keeps);
    },
  );

  it('tells a level or path on which Google stumbles from a malformed condition', () => {
    const error = { kind: 'runtime', text: 'stumbled' } as const;
    const level = outcome('error', { error, clauses: [{ ...asksCorp, truth: 'error' }] });
    expect(conditionMissCode(level, withLevel({ truth: 'error', broken: true }))).toBe('access-level-broken');
    const path = outcome('error', { error, clauses: [clause('path', 'error'), clause('hours', 'false')] });
    expect(conditionMissCode(path, context())).toBe('condition-path');
    const other = outcome('error', { error, clauses: [clause('hours', 'error')] });
    expect(conditionMissCode(other, context())).toBe('condition-malformed');
  });
});

it.each([
  ['syntax', 'condition-malformed'],
  ['malformed-time', 'condition-malformed'],
  ['runtime', 'condition-malformed'],
  ['unsupported-attribute', 'condition-unsupported-attribute'],
  ['unknown-level', 'access-level-unknown-name'],
] as const)('an error of kind %s stands for %s', (kind, code) => {
  const result = outcome('error', { error: { kind, text: 'why' } });
  expect(conditionMissCode(result, context())).toBe(code);
  expect(conditionMissDetail(result)).toBe('why');
});

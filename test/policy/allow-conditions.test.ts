/** Real conditions end to end: the reason code an administrator would find in the docs. */
import { describe, expect, it } from 'vitest';
import { evaluateAllow } from '../../src/policy/allow.js';
import type { LevelResult, RequestContext } from '../../src/policy/results.js';
import { ACCESSOR, context, hidden, identity, known, LEAF, node, rolesOf, WEB } from './kit.js';

const CORP = 'accessPolicies/1/accessLevels/corp';
const corp = (more: Partial<LevelResult>): Partial<RequestContext> => ({
  levels: new Map([
    [
      CORP,
      { name: CORP, truth: 'false', failed: undefined, detail: '', missing: [], broken: false, ...more },
    ],
  ]),
});
const asks = (level: string) => `"${level}" in request.auth.access_levels`;
const ask = (expression: string, more: Partial<RequestContext> = {}) =>
  evaluateAllow({
    nodes: [node(LEAF, [ACCESSOR, 'user:maya@acme.test', expression])],
    permission: WEB,
    identity: identity(),
    roles: rolesOf(),
    // A Sunday, 09:00 UTC.
    context: context(more),
  });

describe('a condition that does not hold', () => {
  it.each<[string, string, Partial<RequestContext>?]>([
    ['condition-expired', 'request.time < timestamp("2026-11-01T00:00:00Z")'],
    [
      'condition-expired',
      'request.time < timestamp("2026-11-01T00:00:00Z") && request.path.startsWith("/x")',
    ],
    ['condition-hours', 'request.time > timestamp("2026-12-01T00:00:00Z")'],
    ['condition-hours', 'request.time.getDayOfWeek("Europe/Berlin") >= 1'],
    ['condition-malformed', 'request.time < timestamp("tomorrow")'],
    ['condition-malformed', 'request.time.getHours("Mars/Olympus") < 9'],
    ['condition-malformed', 'request.time <'],
    ['condition-path', 'request.path.startsWith("/admin")'],
    ['condition-path', '!(request.path == "/")'],
    ['condition-path', 'request.path != "/"'],
    ['condition-path', 'resource.type != "iap.googleapis.com/WebServiceVersion" || request.path == "/x"'],
    ['condition-host', 'request.host == "www.acme.test"'],
    ['condition-unsupported-attribute', 'resource.name.endsWith("/2")'],
    ['condition-unsupported-attribute', 'resource.type == "iap.googleapis.com/WebService"'],
    ['condition-unsupported-attribute', 'resource.type != "iap.googleapis.com/WebServiceVersion"'],
    ['condition-unsupported-attribute', 'request.weather == "fine"'],
    ['access-level-ip', asks(CORP), corp({ failed: 'ip' })],
    ['access-level-device', asks(CORP), corp({ failed: 'device' })],
    ['access-level-other', asks(CORP), corp({ failed: 'other' })],
    ['access-level-broken', asks(CORP), corp({ truth: 'error', broken: true })],
    ['access-level-unknown-name', asks('accessPolicies/1/accessLevels/Corp'), corp({ truth: 'true' })],
    ['condition-not-met', "resource.matchTag('7/env', 'prod')"],
  ])('is %s: %s', (code, expression, more) => {
    expect(ask(expression, more)).toMatchObject({
      truth: 'false',
      grants: [],
      misses: [{ code, failedOn: 'condition' }],
    });
  });
});

describe('a condition that cannot be told', () => {
  it.each<[string, string, Partial<RequestContext>]>([
    ['condition-needs-context', 'request.path.startsWith("/admin")', { path: undefined }],
    ['access-levels-not-readable', asks(CORP), { levelsComplete: hidden('access-levels-not-readable') }],
    ['condition-needs-context', asks(CORP), corp({ truth: 'unknown', missing: ['the device'] })],
    ['policy-not-readable', "resource.hasTagKey('7/env')", { tags: hidden('policy-not-readable', 'tags') }],
  ])('is %s: %s', (code, expression, more) => {
    expect(ask(expression, more)).toMatchObject({
      truth: 'unknown',
      misses: [],
      unknowns: [{ missing: { code } }],
    });
  });
});

it('grants where the condition holds', () => {
  const expression = `request.host == "dash.acme.test" && ${asks(CORP)}`;
  expect(ask(expression, corp({ truth: 'true' }))).toMatchObject({
    truth: 'true',
    grants: [{ conditionResult: { truth: 'true' }, condition: { expression } }],
  });
  expect(ask('resource.hasTagKey("7/env")', { tags: known([]) }).truth).toBe('false');
});

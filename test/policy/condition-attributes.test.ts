/** Every attribute that IAP offers to conditions, known, unknown and not offered. */
import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../src/policy/results.js';
import { CORP, evaluateText, HOME, levels, PROD, TUNNEL, UNREAD } from './condition-support.js';

type Case = readonly [expression: string, truth: string, changes?: Partial<RequestContext>];

const inLevels = (name: string) => `"${name}" in request.auth.access_levels`;

const CASES: readonly Case[] = [
  ['request.host == "dash.acme.test"', 'true'],
  ['request.host == "dash.acme.test"', 'true', { host: 'DASH.Acme.test.' }],
  ['request.host == "xn--caf-dma.fr"', 'true', { host: 'café.fr' }],
  ['request.host == "café.fr"', 'false', { host: 'café.fr' }],
  ['request.host.endsWith(".acme.test")', 'true', { host: 'dash.acme.test:443' }],
  ['request.host == "dash.acme.test"', 'unknown', { host: undefined }],
  ['request.path.startsWith("/app")', 'true'],
  ['request.path == "/app/home"', 'true', { path: '/app/home?next=/admin' }],
  ['request.path.startsWith("/app")', 'unknown', { path: undefined }],
  ['request.path.startsWith("/")', 'true', { path: undefined }],
  ['request.path.startsWith("app")', 'false', { path: undefined }],
  ['request.path == "app"', 'false', { path: undefined }],
  ['request.path != "app"', 'true', { path: undefined }],
  // raw and normal form must both pass
  ['request.path.startsWith("/app")', 'false', { path: '/app/../admin' }],
  ['request.path.startsWith("/admin")', 'false', { path: '/app/../admin' }],
  ['!request.path.startsWith("/admin")', 'false', { path: '/app/../admin' }],
  ['request.path.startsWith("/internal")', 'true', { path: '/internal;p/admin' }],
  ['request.path.startsWith("/internal/")', 'false', { path: '/internal;p/admin' }],
  ['request.path.endsWith("/admin")', 'unknown', { path: '/internal;p/admin' }],
  ['request.path.startsWith("/")', 'error', { path: '/a/..;b/c' }],
  ['request.host == "dash.acme.test"', 'true', { path: '/a/..;b/c' }],
  [inLevels(CORP), 'true'],
  [`!(${inLevels(CORP)})`, 'false'],
  [inLevels(HOME), 'false'],
  [inLevels('accessPolicies/1/accessLevels/device'), 'unknown'],
  [inLevels('accessPolicies/1/accessLevels/CORP'), 'error'],
  [inLevels('accessPolicies/2/accessLevels/corp'), 'error'],
  [inLevels('accessPolicies/1/accesslevels/corp'), 'error', { levelsComplete: UNREAD }],
  [inLevels('corp'), 'error', { levelsComplete: UNREAD }],
  [inLevels('accessPolicies/1/accessLevels/other'), 'unknown', { levelsComplete: UNREAD }],
  [inLevels(CORP), 'true', { levels: levels({ corp: 'true' }), levelsComplete: UNREAD }],
  [inLevels(CORP), 'error', { levels: levels({ [CORP]: 'error' }) }],
  ['resource.service == "iap.googleapis.com"', 'true'],
  ['resource.type == "iap.googleapis.com/WebServiceVersion"', 'true'],
  ['resource.type == "iap.googleapis.com/WebService"', 'false'],
  ['resource.name.startsWith("projects/1")', 'error'],
  ['!resource.name.startsWith("projects/1")', 'error'],
  ['resource.type != "storage.googleapis.com/Bucket" || resource.name.startsWith("x")', 'true'],
  ['destination.port == 22', 'error'],
  ['destination.port == 22 && destination.ip == "10.0.0.5"', 'true', TUNNEL],
  ['destination.port < 22', 'false', TUNNEL],
  ['destination.port == 22', 'unknown', { ...TUNNEL, destination: { ip: undefined, port: undefined } }],
  ['request.host == "x"', 'error', TUNNEL],
  ['request.path == "/x"', 'error', TUNNEL],
  ['resource.hasTagKey("700000000001/env")', 'true', { tags: { known: true, value: [PROD] } }],
  ['resource.hasTagKeyId("tagKeys/11")', 'true', { tags: { known: true, value: [PROD] } }],
  ['resource.matchTag("700000000001/env", "prod")', 'true', { tags: { known: true, value: [PROD] } }],
  ['resource.matchTag("700000000001/env", "pro")', 'false', { tags: { known: true, value: [PROD] } }],
  ['resource.matchTagId("tagKeys/11", "tagValues/22")', 'true', { tags: { known: true, value: [PROD] } }],
  ['resource.matchTagId("tagKeys/11", "tagValues/23")', 'false', { tags: { known: true, value: [PROD] } }],
  ['resource.matchTag("700000000001/env", "prod")', 'false'],
  ['resource.matchTag("700000000001/env", "prod")', 'unknown', { tags: UNREAD }],
  ['resource.matchTag("700000000001/env")', 'error'],
  ['api.getAttribute("iap.googleapis.com/new", "") == "x"', 'unknown'],
  ['request.auth.claims.email == "x"', 'error'],
  ['request.auth.principal == "x"', 'error'],
  ['request.method == "GET"', 'error'],
  ['origin.ip == "1.2.3.4"', 'error'],
  ['levels.corp', 'error'],
  ['device.is_corp_owned_device', 'error'],
  ['foo == 1', 'error'],
  ['request.time < timestamp("2027-01-01T00:00:00Z")', 'unknown', { at: 'tomorrow' }],
  ['request.auth.access_levels.exists(l, l == "x")', 'unknown'],
];

describe('the attributes of conditions on IAP', () => {
  it.each(CASES.map(([expression, truth, changes = {}]) => ({ expression, truth, changes })))(
    '$expression is $truth',
    ({ expression, truth, changes }) => {
      expect(evaluateText(expression, changes).truth).toBe(truth);
    },
  );

  it('tells the kinds of error apart', () => {
    expect(evaluateText('resource.name == "x"').error?.kind).toBe('unsupported-attribute');
    expect(evaluateText('foo == 1').error?.kind).toBe('unsupported-attribute');
    expect(evaluateText(inLevels('accessPolicies/1/accessLevels/gone')).error?.kind).toBe('unknown-level');
    expect(evaluateText(inLevels(CORP), { levels: levels({ [CORP]: 'error' }) }).error?.kind).toBe(
      'broken-level',
    );
  });
});

/** Every function and operator of conditions, with the errors Google would get. */
import { describe, expect, it } from 'vitest';
import { evaluateText } from './condition-support.js';

const NOW = 'timestamp("2026-11-04T10:30:15.250Z")';

const TRUE = [
  // comparisons and `in`
  '1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3 && 1 == 1 && 1 != 2',
  '"a" < "b" && "a" in ["a", "b"] && !("c" in ["a", "b"])',
  '1 == 1.0 && 1u == 1',
  '"1" != 1',
  '[1, 2] == [1, 2] && [1] != [2]',
  '1 + 2 == 3 && 7 / 2 == 3 && 7 % 2 == 1 && 2 * 3 == 6 && -(1) == -1 && "a" + "b" == "ab"',
  // texts
  '"/app/x".startsWith("/app") && "/app/x".endsWith("/x") && !"/app".startsWith("/apple")',
  // Google's own extraction examples
  '"projects/_/buckets/acme-orders-aaa/objects/data_lake/orders/order_date=2019-11-03/aef87g87ae0876".extract("/order_date={date}/") == "2019-11-03"',
  '"projects/_/buckets/acme-orders-aaa/objects/x".extract("buckets/{name}/") == "acme-orders-aaa"',
  '"a/orders/order_date=1".extract("/orders/{empty}order_date") == ""',
  '"projects/_/buckets/b/objects/data_lake".extract("{start}/objects/data_lake") == "projects/_/buckets/b"',
  '"a/orders/b/c".extract("orders/{end}") == "b/c"',
  '"a/b".extract("{all}") == "a/b"',
  '"a/orders/order_date=1".extract("/orders/{none}/order_date=") == ""',
  '"b then a".extract("a{x}b") == ""',
  // times
  'timestamp("2022-04-12T00:00:00.00Z") == date("2022-04-12")',
  'timestamp("2026-12-31T23:59:59+01:00") == timestamp("2026-12-31T22:59:59Z")',
  'timestamp("2026-01-01T00:00:00Z") + duration("3600s") == timestamp("2026-01-01T01:00:00Z")',
  'timestamp("2026-01-01T00:00:00Z") - duration("1h30m") == timestamp("2025-12-31T22:30:00Z")',
  'duration("90s") == duration("1m30s") && duration("1.5h") == duration("90m") && duration("-1s") < duration("0")',
  'timestamp("2026-01-02T00:00:00Z") - timestamp("2026-01-01T00:00:00Z") == duration("24h")',
  'request.time < date("2026-11-01") + duration("432000s")',
  // the clock, in UTC and in zones
  `${NOW}.getFullYear() == 2026 && ${NOW}.getMonth() == 10 && ${NOW}.getDate() == 4`,
  `${NOW}.getDayOfMonth() == 3 && ${NOW}.getDayOfWeek() == 3 && ${NOW}.getDayOfYear() == 307`,
  `${NOW}.getHours() == 10 && ${NOW}.getMinutes() == 30 && ${NOW}.getSeconds() == 15`,
  `${NOW}.getMilliseconds() == 250`,
  `${NOW}.getHours("Europe/Berlin") == 11 && ${NOW}.getHours("Asia/Kolkata") == 16`,
  `${NOW}.getMinutes("Asia/Kolkata") == 0 && ${NOW}.getHours("-08:00") == 2 && ${NOW}.getHours("UTC") == 10`,
  'timestamp("2026-07-01T00:30:00Z").getDayOfYear() == 181',
  'timestamp("2026-07-01T00:30:00Z").getHours("Europe/Berlin") == 2',
  'timestamp("2026-03-29T00:59:59Z").getHours("Europe/Berlin") == 1',
  'timestamp("2026-03-29T01:00:00Z").getHours("Europe/Berlin") == 3',
  'timestamp("2026-01-01T03:00:00Z").getFullYear("America/Los_Angeles") == 2025',
  'timestamp("2026-01-01T03:00:00Z").getDayOfYear("America/Los_Angeles") == 364',
  'timestamp("1969-12-31T23:59:59.5Z").getMilliseconds() == 500',
  'timestamp("1969-12-31T23:59:59.5Z").getSeconds() == 59',
  'duration("3725s").getHours() == 1 && duration("3725s").getMinutes() == 62',
  // api attributes
  'api.getAttribute("storage.googleapis.com/objectListPrefix", "") == ""',
  "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/pubsub.editor'])",
  '["a"].hasOnly(["a", "b"]) && !["a", "c"].hasOnly(["a", "b"])',
  '!compute.isForwardingRuleCreationOperation()',
  // shapes
  'true ? "a" == "a" : false',
  '(1 == 1 || 1 == 2) == true',
  '// a comment\n1 == 1',
];

const ERRORS: readonly (readonly [expression: string, kind: string])[] = [
  ['', 'syntax'],
  ['1 ==', 'syntax'],
  ['request.time <', 'syntax'],
  ['request.host = "x"', 'syntax'],
  ['"unclosed', 'syntax'],
  ['request.time < timestamp("2026-13-01T00:00:00Z")', 'malformed-time'],
  ['request.time < timestamp("2026-02-30T00:00:00Z")', 'malformed-time'],
  ['request.time < timestamp("2026-12-31")', 'malformed-time'],
  ['request.time < timestamp("2026-12-31T24:00:00Z")', 'malformed-time'],
  ['request.time < date("2026-12-31T00:00:00Z")', 'malformed-time'],
  ['request.time < date("31.12.2026")', 'malformed-time'],
  ['request.time - duration("1 day") < timestamp("2026-12-31T00:00:00Z")', 'malformed-time'],
  ['request.time.getHours("Europe/Berln") > 1', 'malformed-time'],
  ['request.time.getHours("europe/berlin") > 1', 'malformed-time'],
  ['request.time.getHours("+25:00") > 1', 'malformed-time'],
  ['request.time.getHours("") > 1', 'malformed-time'],
  ['request.path.matches("^/a")', 'runtime'],
  ['nothing("a")', 'runtime'],
  ['constructor("a") == "a"', 'runtime'],
  ['"a".toString() == "a"', 'runtime'],
  ['"a" < 1', 'runtime'],
  ['request.host', 'runtime'],
  ['!request.host', 'runtime'],
  ['!"x" in request.auth.access_levels', 'runtime'],
  ['request.auth.access_levels == []', 'runtime'],
  ['"x" in "xyz"', 'runtime'],
  ['"a".extract("no braces") == ""', 'runtime'],
  ['1 / 0 == 1', 'runtime'],
  ['9223372036854775807 + 1 > 0', 'runtime'],
  ['timestamp("9999-12-31T23:59:59Z") + duration("1s") > request.time', 'runtime'],
  ['request.time.getHours(1) == 1', 'runtime'],
  ['compute.matchLoadBalancingSchemes(["INTERNAL"])', 'runtime'],
  ['{"a": 1} == {"a": 1}', 'syntax'],
];

describe('the functions of conditions', () => {
  it.each(TRUE)('computes %s', (expression) => {
    expect(evaluateText(expression)).toMatchObject({ truth: 'true', error: undefined, missing: [] });
  });

  it.each(ERRORS)('fails as Google would on %s (%s)', (expression, kind) => {
    const result = evaluateText(expression);
    expect(result.truth).toBe('error');
    expect(result.error?.kind).toBe(kind);
    expect(result.error?.text).not.toBe('');
  });

  it('never allows through a condition with a malformed timestamp, wherever it stands', () => {
    const result = evaluateText('request.host == "dash.acme.test" || request.time < timestamp("soon")');
    expect(result).toMatchObject({ truth: 'error', error: { kind: 'malformed-time' } });
  });
});

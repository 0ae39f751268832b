/** How a condition is taken apart, what it lacks, and how it is put into words. */
import { describe, expect, it } from 'vitest';
import { attributesOf, describeCondition } from '../../src/policy/condition/index.js';
import { CORP, condition, DEVICE, evaluateText, HOME, levels, PROD, UNREAD } from './condition-support.js';

describe('the clauses of a condition', () => {
  it('are listed in order, each with its own text, kind, truth and sign', () => {
    const { clauses } = evaluateText(
      `!("${CORP}" in request.auth.access_levels) && (request.time.getHours("Europe/Berlin") >= 9 ||\n` +
        '  request.host != "a && b") && !request.path.startsWith("/admin") && resource.name == "x"',
    );
    expect(clauses.map(({ text, kind, truth, negated }) => ({ text, kind, truth, negated }))).toEqual([
      { text: `"${CORP}" in request.auth.access_levels`, kind: 'access-level', truth: 'true', negated: true },
      { text: 'request.time.getHours("Europe/Berlin") >= 9', kind: 'hours', truth: 'true', negated: false },
      { text: 'request.host != "a && b"', kind: 'host', truth: 'true', negated: true },
      { text: 'request.path.startsWith("/admin")', kind: 'path', truth: 'false', negated: true },
      { text: 'resource.name == "x"', kind: 'resource-name', truth: 'error', negated: false },
    ]);
  });

  it.each([
    ['request.time < timestamp("2026-12-01T00:00:00Z")', 'expiry'],
    ['!(request.time > timestamp("2026-12-01T00:00:00Z"))', 'expiry'],
    ['request.time > timestamp("2026-12-01T00:00:00Z")', 'hours'],
    ['request.time.getDayOfWeek() < 5', 'hours'],
    ['resource.type == "x"', 'resource-type'],
    ['resource.service == "x"', 'resource-type'],
    ['resource.matchTag("1/a", "b")', 'tag'],
    ['destination.port == 22', 'destination'],
    ['request.auth.claims.email == "x"', 'unknown-attribute'],
    ['1 == 2', 'other'],
    ['nonsense("x")', 'other'],
  ])('%s is of kind %s', (expression, kind) => {
    expect(evaluateText(expression).clauses[0]?.kind).toBe(kind);
  });

  it('carry the level as written and say what was compared', () => {
    const [level, host, limit] = evaluateText(
      `"${HOME}" in request.auth.access_levels && request.host == "x" && request.time < date("2026-10-01")`,
    ).clauses;
    expect(level).toMatchObject({ level: HOME, detail: 'access level home is not met: false by test' });
    expect(host).toMatchObject({ level: undefined, detail: 'request.host is dash.acme.test' });
    expect(limit?.detail).toBe(
      'the time is Wednesday 2026-11-04 10:30 UTC and the limit is 2026-10-01T00:00:00Z',
    );
  });

  it('give the hour in the zone that is asked about', () => {
    const [hours] = evaluateText('request.time.getHours("Asia/Tokyo") < 9').clauses;
    expect(hours?.detail).toBe('the time is Wednesday 2026-11-04 19:30 in Asia/Tokyo');
  });

  it('are read from the form of the path that fails', () => {
    const { clauses } = evaluateText('request.path.startsWith("/app")', { path: '/app/../admin' });
    expect(clauses[0]).toMatchObject({ truth: 'false', detail: 'request.path is /admin' });
  });
});

describe('what is missing', () => {
  it('is named with how to give it, only where the verdict flips with it', () => {
    const expression = `request.host == "dash.acme.test" && (request.path == "/x" || "${CORP}" in request.auth.access_levels)`;
    const unknown = { path: undefined, host: undefined, levels: levels({ [CORP]: 'true' }) };
    expect(evaluateText(expression, unknown).missing).toEqual([
      {
        attribute: 'request.host',
        wouldPassIf: 'true',
        needs: '--host, or the URL instead of the service name',
      },
    ]);
  });

  it('says which way a clause under a negation must come out', () => {
    const { missing } = evaluateText('!request.path.startsWith("/admin")', { path: undefined });
    expect(missing).toMatchObject([{ attribute: 'request.path', wouldPassIf: 'false' }]);
    const unequal = evaluateText('request.path != "/admin"', { path: undefined });
    expect(unequal.missing).toMatchObject([{ attribute: 'request.path', wouldPassIf: 'true' }]);
  });

  it('names an access level by its full name, with the flag and what its own evaluation lacks', () => {
    const { missing } = evaluateText(`"${DEVICE}" in request.auth.access_levels`);
    expect(missing[0]?.attribute).toBe(`access level ${DEVICE}`);
    expect(missing[0]?.needs).toContain('--access-level device');
    expect(missing[0]?.needs).toContain('the state of the device');
  });

  it('names a tag by its key, with the right that lets it be read', () => {
    const { missing } = evaluateText('resource.matchTag("700000000001/env", "prod")', { tags: UNREAD });
    expect(missing).toEqual([
      { attribute: 'tag 700000000001/env', wouldPassIf: 'true', needs: 'roles/resourcemanager.tagViewer' },
    ]);
    const known = evaluateText('resource.matchTag("700000000001/env", "prod")', {
      tags: { known: true, value: [PROD] },
    });
    expect(known.missing).toEqual([]);
  });
});

describe('attributesOf', () => {
  it('lists attributes, levels and tags', () => {
    expect(
      attributesOf(
        `"${CORP}" in request.auth.access_levels && !("${HOME}" in request.auth.access_levels) && ` +
          'request.time.getHours("UTC") > 1 && resource.matchTag("1/env", "prod") && request.path.startsWith("/x")',
      ),
    ).toEqual({
      attributes: ['request.auth.access_levels', 'request.time', 'request.path'],
      levels: [CORP, HOME],
      usesTags: true,
      problems: [],
    });
  });

  it('reads the words of an expression that does not parse', () => {
    const found = attributesOf(
      `"${CORP}" in request.auth.access_levels && request.time.getHours( > 1 && resource.matchTag("1/env"`,
    );
    expect(found.attributes).toEqual(['request.auth.access_levels', 'request.time']);
    expect(found.levels).toEqual([CORP]);
    expect(found.usesTags).toBe(true);
    expect(found.problems).toMatchObject([{ kind: 'syntax' }]);
  });
});

describe('describeCondition', () => {
  it.each([
    ['request.time < timestamp("2027-01-01T00:00:00Z")', 'until 31 Dec 2026'],
    ['request.time < timestamp("2026-12-31T23:59:59Z")', 'until 31 Dec 2026'],
    ['request.time <= timestamp("2026-12-31T17:00:00Z")', 'until 31 Dec 2026, 17:00 UTC'],
    ['request.time >= timestamp("2026-12-01T00:00:00Z")', 'from 1 Dec 2026'],
    ['!(request.time >= timestamp("2027-01-01T00:00:00Z"))', 'until 31 Dec 2026'],
    ['request.host == "dash.acme.test"', 'on host dash.acme.test'],
    ['request.host != "dash.acme.test"', 'not on host dash.acme.test'],
    ['request.host.endsWith(".acme.test")', 'on hosts ending in .acme.test'],
    ['request.path.startsWith("/admin")', 'on paths starting with /admin'],
    ['!request.path.startsWith("/admin")', 'not on paths starting with /admin'],
    [
      '"accessPolicies/1/accessLevels/corp_device" in request.auth.access_levels',
      'from access level corp_device',
    ],
    ['resource.matchTag("1/env", "prod")', 'where tag 1/env is prod'],
    ['destination.port == 22', 'to port 22'],
    ['principal.subject == "a@acme.test"', 'for a@acme.test'],
    ['request.host == "a" || request.host == "b"', 'on host a or on host b'],
    ['request.host == "a" && request.time < date("2027-01-01")', 'on host a and until 31 Dec 2026'],
    [
      'request.time.getDayOfWeek("Europe/Berlin") >= 1 && request.time.getDayOfWeek("Europe/Berlin") <= 5 && request.time.getHours("Europe/Berlin") >= 9 && request.time.getHours("Europe/Berlin") < 17',
      'on Monday to Friday between 09:00 and 17:00 (Europe/Berlin)',
    ],
    ['request.time.getHours() >= 9', 'between 09:00 and 24:00 (UTC)'],
  ])('says %s as “%s”', (expression, words) => {
    expect(describeCondition(condition(expression))).toBe(words);
  });

  it.each([
    'request.path.extract("/{x}/") == "a"',
    'request.host == ',
    '!(request.host == "a" && request.path == "/b")',
    'request.host == "a" && (request.path == "/b" || request.time.getHours() > 9)',
    'request.time.getHours() >= 9 && request.time.getHours("Asia/Tokyo") < 17',
    'request.time.getHours() != 9',
  ])('gives %s itself, being less simple', (expression) => {
    expect(describeCondition(condition(expression))).toBe(expression.trim());
  });
});

/** When a condition ended and when it becomes true again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateText } from './condition-support.js';

const OFFICE =
  'request.time.getDayOfWeek("Europe/Berlin") >= 1 && request.time.getDayOfWeek("Europe/Berlin") <= 5 && ' +
  'request.time.getHours("Europe/Berlin") >= 9 && request.time.getHours("Europe/Berlin") < 17';

describe('a limit that has passed', () => {
  it.each([
    ['request.time < timestamp("2026-10-01T00:00:00Z")', '2026-10-01T00:00:00Z'],
    ['timestamp("2026-10-01T12:00:00.5Z") >= request.time', '2026-10-01T12:00:00.500Z'],
    ['!(request.time >= timestamp("2026-10-01T00:00:00Z"))', '2026-10-01T00:00:00Z'],
    ['request.time < date("2026-09-01") + duration("86400s")', '2026-09-02T00:00:00Z'],
    ['request.host == "dash.acme.test" && request.time < date("2026-09-01")', '2026-09-01T00:00:00Z'],
    ['request.time < date("2026-09-01") && request.time < date("2026-08-01")', '2026-08-01T00:00:00Z'],
    ['request.time < date("2026-09-01") || request.time < date("2026-08-01")', '2026-09-01T00:00:00Z'],
    ['!(request.time > date("2026-09-01") || request.time > date("2026-08-01"))', '2026-08-01T00:00:00Z'],
    ['!(request.time > date("2026-09-01") && request.time > date("2026-08-01"))', '2026-09-01T00:00:00Z'],
    ['request.path == "/unknown" && request.time < date("2026-09-01")', '2026-09-01T00:00:00Z'],
  ])('is given for %s', (expression, at) => {
    expect(evaluateText(expression, { path: undefined })).toMatchObject({
      truth: 'false',
      expiredAt: at,
      nextTrueAt: undefined,
    });
  });

  it.each([
    'request.time < timestamp("2026-12-01T00:00:00Z")',
    'request.time > timestamp("2026-12-01T00:00:00Z")',
    'request.time < date("2026-09-01") || request.host == "other"',
    'request.time.getFullYear() < 2026',
    'request.host == "other"',
  ])('is not given for %s', (expression) => {
    expect(evaluateText(expression).expiredAt).toBeUndefined();
  });

  it('holds at the very moment only where the limit is inclusive', () => {
    const at = '2026-10-01T00:00:00Z';
    const past = (operator: string) => evaluateText(`request.time ${operator} timestamp("${at}")`, { at });
    expect(past('<')).toMatchObject({ truth: 'false', expiredAt: at });
    expect(past('<=')).toMatchObject({ truth: 'true', expiredAt: undefined });
    const notFrom = evaluateText(`!(request.time >= timestamp("${at}"))`, { at });
    expect(notFrom).toMatchObject({ truth: 'false', expiredAt: at });
  });
});

describe('the next moment a condition becomes true', () => {
  it.each([
    ['2026-11-04T06:15:20Z', '2026-11-04T08:00:00Z'], // Wednesday before hours: 09:00 in Berlin
    ['2026-11-06T18:00:00Z', '2026-11-09T08:00:00Z'], // Friday evening: Monday
    ['2026-03-27T20:00:00Z', '2026-03-30T07:00:00Z'], // over the change to summer time
  ])('finds the start of office hours from %s', (at, next) => {
    expect(evaluateText(OFFICE, { at })).toMatchObject({ truth: 'false', nextTrueAt: next });
  });

  it.each([
    ['request.time >= timestamp("2026-11-10T07:00:00Z")', '2026-11-10T07:00:00Z'],
    ['request.time > timestamp("2026-11-10T07:00:00Z")', '2026-11-10T07:00:00.001Z'],
    ['request.time - duration("2h") > date("2026-11-10")', '2026-11-10T02:00:00.001Z'],
    ['request.time.getMinutes() >= 45', '2026-11-04T10:45:00Z'],
    ['request.time.getMinutes("Asia/Kolkata") == 7', '2026-11-04T10:37:00Z'],
    ['request.time.getHours("+00:10") == 13', '2026-11-04T12:50:00Z'],
    ['request.time.getHours("Asia/Kathmandu") == 17', '2026-11-04T11:15:00Z'],
    ['request.time.getDate("America/New_York") == 9', '2026-11-09T05:00:00Z'],
    ['!(request.time.getDayOfWeek() == 3)', '2026-11-05T00:00:00Z'],
    ['request.time.getHours() == 12 && request.time > date("2026-11-06")', '2026-11-06T12:00:00Z'],
  ])('finds it for %s', (expression, next) => {
    expect(evaluateText(expression)).toMatchObject({ truth: 'false', nextTrueAt: next });
  });

  it.each([
    'request.time > timestamp("2027-01-01T00:00:00Z")', // beyond 14 days
    'request.time.getHours() == 25',
    'request.time.getSeconds() == 45',
    `${OFFICE} && request.host == "other"`,
    `(${OFFICE}) && request.path == "/unknown"`,
    'request.host == "other"',
  ])('is silent for %s', (expression) => {
    const result = evaluateText(expression, { at: '2026-11-07T12:00:00Z', path: undefined });
    expect(result.nextTrueAt).toBeUndefined();
  });

  it('waits for both forms of the path', () => {
    const expression = '(request.path.startsWith("/app") || request.time.getHours() >= 12)';
    expect(evaluateText(expression, { path: '/app/../x' })).toMatchObject({
      truth: 'false',
      nextTrueAt: '2026-11-04T12:00:00Z',
    });
  });

  it('is a moment at which the condition is true and right before which it is not', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', '+05:30');
    const start = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 1) });
    const hour = fc.integer({ min: 0, max: 23 });
    const weekday = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(zones, start, hour, weekday, (zone, from, hourOfDay, day) => {
        const expression = `request.time.getHours("${zone}") == ${hourOfDay} && request.time.getDayOfWeek("${zone}") == ${day}`;
        const at = new Date(from).toISOString();
        const { truth, nextTrueAt } = evaluateText(expression, { at });
        if (truth === 'true') return;
        expect(nextTrueAt).toBeDefined();
        const next = Date.parse(nextTrueAt ?? '');
        expect(next).toBeGreaterThan(from);
        // Asked by its opposite, so that no further search for a next moment starts.
        const notAt = (millis: number) =>
          evaluateText(`!(${expression})`, { at: new Date(millis).toISOString() }).truth;
        expect(evaluateText(expression, { at: nextTrueAt ?? '' }).truth).toBe('true');
        expect(notAt(next - 1)).toBe('true');
        for (let moment = from; moment < next; moment += 3_600_000) {
          expect(notAt(moment)).toBe('true');
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** The page of metrics can be read by Prometheus, and nothing from outside ever stands in a label. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAMILIES, type Family } from '../../src/metrics/families.js';
import { createGuard, MOST_WORDS } from '../../src/metrics/labels.js';
import { createPrometheus } from '../../src/metrics/prometheus.js';
import { readExposition, sumOf } from '../support/exposition.js';

const ABOUT = { version: '0.1.0', node: 'v22.11.0' };
const open = () => createPrometheus(ABOUT);

describe('the page of metrics', () => {
  it('describes every family, in base units, under names of its own', async () => {
    const { body, contentType } = await open().page();
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    const families = readExposition(body);
    for (const [name, { kind, help }] of Object.entries(FAMILIES) as [string, Family][]) {
      expect(families.get(`iap_doctor_${name}`), name).toMatchObject({ type: kind, help });
      expect(name.endsWith('_total'), name).toBe(kind === 'counter');
      if (kind === 'histogram') expect(name).toMatch(/_seconds$/);
    }
    expect(families.has('process_resident_memory_bytes')).toBe(true);
    expect(families.has('nodejs_eventloop_lag_seconds')).toBe(true);
    expect(sumOf(body, 'iap_doctor_build_info', ABOUT)).toBe(1);
  });

  it('counts and times, each under its labels', async () => {
    const metrics = open();
    metrics.count('google_requests_total', { api: 'iap', result: 'ok' });
    metrics.count('google_requests_total', { api: 'iap', result: 'ok' });
    metrics.count('google_requests_total', { api: 'iam', result: 'quota' });
    metrics.time('question_duration_seconds', { verb: 'why' }, 0.3);
    metrics.time('question_duration_seconds', { verb: 'why' }, Number.NaN);
    const { body } = await metrics.page();
    expect(sumOf(body, 'iap_doctor_google_requests_total', { api: 'iap', result: 'ok' })).toBe(2);
    expect(sumOf(body, 'iap_doctor_google_requests_total')).toBe(3);
    expect(sumOf(body, 'iap_doctor_question_duration_seconds_bucket', { le: '0.25' })).toBe(0);
    expect(sumOf(body, 'iap_doctor_question_duration_seconds_bucket', { le: '0.5' })).toBe(1);
    expect(sumOf(body, 'iap_doctor_question_duration_seconds_count')).toBe(1);
  });

  it('shares nothing with another registry in the same process', async () => {
    const [one, other] = [open(), open()];
    one.count('replies_total', { outcome: 'sent' });
    expect(sumOf((await other.page()).body, 'iap_doctor_replies_total')).toBe(0);
  });

  it('reads gauges when it is read, forgets what is no longer told, and leaves out what cannot be', async () => {
    const metrics = open();
    let letters = [{ labels: { kind: 'reply' }, value: 2 }];
    metrics.watch('dead_letters', () => letters);
    metrics.watch('redis_connected', () => undefined);
    metrics.watch('jobs', () => Promise.reject(new Error('away')));
    const first = await metrics.page();
    expect(sumOf(first.body, 'iap_doctor_dead_letters', { kind: 'reply' })).toBe(2);
    const families = readExposition(first.body);
    // A zero here would be an alert about a Redis that nobody configured.
    expect(families.get('iap_doctor_redis_connected')?.samples).toEqual([]);
    expect(families.get('iap_doctor_ready')?.samples).toEqual([]);
    expect(families.get('iap_doctor_jobs')?.samples).toEqual([]);
    letters = [];
    expect(readExposition((await metrics.page()).body).get('iap_doctor_dead_letters')?.samples).toEqual([]);
  });

  it('never shows a string from outside, whatever it is counted with', async () => {
    const hostile = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.constantFrom(
        'alice@acme.test',
        '<@U0ANA>',
        'https://dash.acme.test/a?token=1',
        '__proto__',
        'a"}\nx 1',
      ),
      fc.constantFrom('constructor', 'toString', 'xoxb-1-2-abc', `a${'b'.repeat(500)}`),
    );
    const metrics = open();
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (one, two) => {
        metrics.count('questions_total', { verb: one, surface: two, origin: one });
        metrics.count('google_requests_total', { api: one, result: two });
        metrics.count('cache_requests_total', { kind: one, result: two });
        metrics.time('stage_duration_seconds', { verb: one, stage: two }, 1);
        const families = readExposition((await metrics.page()).body);
        for (const name of ['questions_total', 'google_requests_total', 'cache_requests_total'])
          for (const sample of families.get(`iap_doctor_${name}`)?.samples ?? [])
            expect(Object.values(sample.labels)).toEqual(Object.values(sample.labels).map(() => 'other'));
      }),
      { numRuns: 60 },
    );
  });
});

describe('words in labels', () => {
  it('are codes, methods and versions', () => {
    const guard = createGuard('word');
    for (const word of ['no-grant', 'chat.postMessage', 'v22.11.0', '0.1.0', 'response_url', 'a'])
      expect(guard(word)).toBe(word);
    for (const word of ['', 'Hello', 'a b', 'a@b.c', '<@U1>', 'a/b', 'a:b', '-a', 'a-', 'x'.repeat(60)])
      expect(guard(word)).toBe('other');
  });

  it('are never more than a page can bear', () => {
    const guard = createGuard('word');
    const said = new Set(Array.from({ length: 3 * MOST_WORDS }, (_, i) => guard(`w${i}`)));
    expect(said.size).toBe(MOST_WORDS + 1);
    expect(guard('w0')).toBe('w0');
  });
});

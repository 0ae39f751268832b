/** How the answer to a probe reads: verdict first, the path in one line, bars for times, and nothing for whoever may not read it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/exit-code.js';
import { buildReport } from '../../src/probe/build-report.js';
import type { Observation } from '../../src/probe/observation.js';
import type { ProbeReport } from '../../src/probe/report.js';
import type { Conclusion } from '../../src/probe/symptoms/symptom.js';
import { renderBlocks, renderEvidence } from '../../src/render/blocks.js';
import { renderJson } from '../../src/render/json.js';
import { bucketsOf, histogram, sparkline } from '../../src/render/kinds/probe-latency.js';
import { validateMessage } from '../../src/render/slack-limits.js';
import { renderText } from '../../src/render/text.js';
import { AT, concludedOf, connected, idToken, recognised, reply, seenOf } from '../probe/observations.js';
import { probeContract } from '../support/probe-contract.js';

const now = new Date(AT);
const report = (seen: Partial<Observation>, concluded: Partial<Conclusion> = {}): ProbeReport =>
  buildReport(seenOf(seen), concludedOf(concluded), { id: '7Q2MK4XD', ms: 400 });
const shown = (made: ProbeReport, more: { debug?: boolean; audience?: 'asker' } = {}): string =>
  renderText(
    { kind: 'probe', report: made },
    { colour: false, width: 100, about: 'other', debug: false, now, ...more },
  );

const wrongAudience = (): ProbeReport =>
  report(
    {
      target: { ...seenOf().target, grpc: 'acme.orders.v1.Orders/List' },
      credential: idToken(),
      expectedAudience: { value: '123-abc.apps.googleusercontent.com', from: 'refusal' },
      reply: reply(401, { headers: { 'x-goog-iap-generated-response': ['true'] }, body: 'no' }),
    },
    {
      cause: recognised('token-audience'),
      fixes: [
        {
          title: 'Mint it for the expected audience',
          for: 'operator',
          overgrant: 0,
          gcloud: 'gcloud auth print-identity-token --audiences=123-abc.apps.googleusercontent.com',
          terraform: null,
          console: null,
          then: 'It works at once.',
        },
      ],
    },
  );

describe('a refusal at IAP', () => {
  it('reads in the promised order: verdict, path, cause, token, client, mend, evidence, reference', () => {
    const text = shown(wrongAudience());
    const order = [
      'orders refuses at IAP: the token is made for the wrong audience.',
      'dns 2 ms \u00b7 tcp 4 ms \u00b7 tls 11 ms (TLS 1.3, h2) \u00b7 iap \u2717 401 \u00b7 backend not reached',
      'Full words about token-audience',
      'aud =',
      '16 UNAUTHENTICATED: Received HTTP status code 401',
      'gcloud auth print-identity-token',
      'x-goog-iap-generated-response: true',
      '7Q2MK4XD',
    ];
    const at = order.map((piece) => text.indexOf(piece));
    expect(at).not.toContain(-1);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
  });

  it('tells somebody who is no administrator neither claims nor replies, and whom to ask', () => {
    const text = shown(wrongAudience(), { audience: 'asker' });
    expect(text).not.toMatch(/Full words|32555940559|ci@acme|gcloud|x-goog/);
    expect(text).toMatch(/Safe words about token-audience/);
    expect(text).toMatch(/ask whoever looks after/i);
  });

  it('fits into Slack, with the evidence behind its button', () => {
    const made = renderBlocks({ kind: 'probe', report: wrongAudience() }, 'admin', { about: 'other', now });
    expect(validateMessage(made)).toEqual([]);
    expect(made.text).toMatch(/^orders refuses at IAP/);
    expect(JSON.stringify(made.blocks)).not.toContain('x-goog-iap-generated-response');
    const behind = renderEvidence({ kind: 'probe', report: wrongAudience() }, 'admin', {
      about: 'other',
      now,
    });
    expect(JSON.stringify(behind)).toContain('x-goog-iap-generated-response');
  });

  it('is one JSON document in the order of the contract', () => {
    const document = JSON.parse(renderJson({ kind: 'probe', report: wrongAudience() }));
    probeContract.parse(document);
    expect(Object.keys(document).slice(0, 9)).toEqual([
      ...['schema', 'id', 'where', 'verdict', 'failedStage', 'answeredBy', 'cause', 'also', 'findings'],
    ]);
  });
});

describe('the first line', () => {
  const first = (...words: Parameters<typeof report>): string => shown(report(...words)).split('\n')[0] ?? '';
  it.each([
    ['through', { reply: reply(200), credential: idToken() }, {}, /lets the caller through: .* 200/],
    ['guarded', { bare: reply(302) }, { verdict: 'guarded', answeredBy: 'iap' }, /guarded/],
    [
      'exposed',
      { bare: reply(200) },
      { cause: recognised('exposed', { verdict: 'exposed' }) },
      /exposed: the app answers without/,
    ],
    [
      'refused target',
      { stages: [] },
      {
        cause: recognised('target-refused', { verdict: 'unknown', failedStage: 'guard', answeredBy: 'none' }),
      },
      /I did not probe orders/,
    ],
    [
      'unknown reply',
      { reply: reply(418) },
      { cause: recognised('reply-not-recognised', { verdict: 'unknown', failedStage: null }) },
      /can't tell/,
    ],
  ] as [string, Partial<Observation>, Partial<Conclusion>, RegExp][])(
    'says %s',
    (_what, seen, concluded, words) => {
      expect(first(seen, concluded)).toMatch(words);
    },
  );

  it('goes with the exit code of the contract', () => {
    const codeOf = (concluded: Partial<Conclusion>) =>
      exitCodeOf({ kind: 'probe', report: report({}, concluded) });
    expect(codeOf({ verdict: 'through' })).toBe(0);
    expect(codeOf({ verdict: 'guarded' })).toBe(0);
    for (const verdict of ['blocked', 'failing', 'exposed'] as const)
      expect(codeOf({ cause: recognised('token-audience', { verdict }) })).toBe(1);
    expect(codeOf({ cause: recognised('response-shape', { verdict: 'unknown' }) })).toBe(3);
    const target = recognised('target-refused', { verdict: 'unknown', failedStage: 'guard' });
    expect(codeOf({ cause: target })).toBe(2);
  });
});

describe('measured times', () => {
  it('stand as bars in the terminal and as one word in Slack', () => {
    const requestMs = [20, 21, 22, 23, 24, 30, 31, 90];
    const made = report({
      reply: reply(200),
      latency: { through: { connectMs: [12], requestMs, failures: 0 }, direct: undefined },
    });
    const text = shown(made);
    expect(text).toMatch(/p50 23 ms, p90 90 ms, p99 90 ms/);
    expect(text).toMatch(/20\u2013\d+ ms \u2588+ \d/);
    const slack = JSON.stringify(
      renderBlocks({ kind: 'probe', report: made }, 'admin', { about: 'other', now }),
    );
    expect(slack).toMatch(/[\u2581-\u2588]{4,}/);
    expect(slack).not.toMatch(/ms \u2588{8}/);
  });

  it('lose no sample, whatever the samples are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { maxLength: 300 }),
        (samples) => {
          const buckets = bucketsOf(samples);
          expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(samples.length);
          expect(buckets.length).toBeLessThanOrEqual(12);
          for (const bucket of buckets) expect(bucket.to).toBeGreaterThan(bucket.from);
          expect(histogram(samples).split('\n').length).toBeLessThanOrEqual(12);
          expect([...sparkline(samples)].length).toBeLessThanOrEqual(14);
        },
      ),
    );
  });
});

describe('whatever a server sends', () => {
  it('is shown as characters and never acted on', () => {
    const nasty = '\u001b[2J\u202eevil';
    const made = report(
      { reply: reply(500, { headers: { server: [nasty] }, body: nasty }), stages: connected },
      {
        cause: recognised('backend-error', {
          verdict: 'failing',
          failedStage: 'backend',
          answeredBy: 'backend',
        }),
      },
    );
    for (const text of [
      shown(made),
      shown(made, { debug: true }),
      renderJson({ kind: 'probe', report: made }),
    ])
      for (const raw of ['\u001b', '\u202e']) expect(text).not.toContain(raw);
  });
});

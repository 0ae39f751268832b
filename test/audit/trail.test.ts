/** Every question leaves one line that says who asked whom where and what came of it, and never what was typed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ended } from '../../src/audit/record.js';
import { createTrail, KEPT } from '../../src/audit/trail.js';
import { createLog } from '../../src/log.js';
import { silent } from '../../src/metrics/ports.js';
import { createPrometheus } from '../../src/metrics/prometheus.js';
import { createMemoryNotes } from '../../src/store/memory-notes.js';
import { denied } from '../render/fixtures.js';
import { readExposition, sumOf } from '../support/exposition.js';
import { createFakeClock } from '../support/fake-clock.js';

const counting = () => createPrometheus({ version: '1', node: 'v22' });
function open(metrics = counting()) {
  const lines: string[] = [];
  const clock = createFakeClock();
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const trail = createTrail({ notes: createMemoryNotes({ clock }), clock, log, metrics });
  const entries = (): Record<string, unknown>[] =>
    lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { trail, clock, lines, entries, metrics };
}

const ended = (more: Partial<Ended> = {}, question: Partial<Ended['question']> = {}): Ended => ({
  question: {
    userId: 'U0MAYA',
    teamId: 'T0ACME',
    words: ['why', 'me', 'dashboard'],
    origin: 'command',
    channelId: 'C0HELP',
    threadTs: undefined,
    ...question,
  },
  email: 'maya@acme.test',
  refused: undefined,
  answer: { kind: 'why', report: denied },
  reference: denied.id,
  audience: 'asker',
  ms: 412.6,
  ...more,
});

describe('a question', () => {
  it('leaves one line with everything about it', () => {
    const { trail, entries } = open();
    trail.heard(ended());
    expect(entries()).toHaveLength(1);
    expect(entries()[0]).toMatchObject({
      severity: 'INFO',
      time: expect.any(String),
      event: 'question',
      user: 'U0MAYA',
      email: 'maya@acme.test',
      team: 'T0ACME',
      about: denied.who.email,
      surface: 'slack',
      origin: 'command',
      channel: 'C0HELP',
      thread: null,
      verb: 'why',
      place: denied.where.name,
      verdict: 'denied',
      code: denied.cause?.code,
      reference: denied.id,
      ms: 413,
      audience: 'asker',
      refused: null,
    });
  });

  it.each<[string, Partial<Ended>, object]>([
    [
      'of a guest',
      { refused: 'guest', answer: undefined },
      { verdict: 'refused', refused: 'guest', about: null, verb: 'why' },
    ],
    [
      'about somebody else',
      {
        refused: 'about-others',
        answer: {
          kind: 'mistake',
          mistake: { message: 'no', nearest: undefined },
          usage: undefined,
          refused: { why: 'about-others', about: 'user:tom@acme.test' },
        },
      },
      { verdict: 'refused', refused: 'about-others', about: 'tom@acme.test' },
    ],
    [
      'of somebody Slack does not show',
      { refused: 'no-such-user', answer: undefined, email: undefined },
      { verdict: 'unavailable', refused: 'no-such-user', email: null },
    ],
    ['that broke something', { answer: undefined }, { verdict: 'failure', refused: null }],
    [
      'nobody understood',
      { answer: { kind: 'mistake', mistake: { message: 'x', nearest: undefined }, usage: undefined } },
      { verdict: 'mistake', code: null },
    ],
  ])('%s leaves one too', (_what, more, fields) => {
    const { trail, entries } = open();
    trail.heard(ended(more));
    expect(entries()).toEqual([expect.objectContaining(fields)]);
  });

  it('is counted by what came of it, with the time of its parts', async () => {
    const { trail, metrics } = open();
    trail.heard(ended());
    trail.heard(ended({ refused: 'guest', answer: undefined }, { origin: 'mention' }));
    const { body } = await metrics.page();
    expect(sumOf(body, 'iap_doctor_questions_total', { verb: 'why', origin: 'command' })).toBe(1);
    expect(sumOf(body, 'iap_doctor_questions_total', { verb: 'why', origin: 'mention' })).toBe(1);
    const code = denied.cause?.code ?? '';
    expect(sumOf(body, 'iap_doctor_verdicts_total', { verdict: 'denied', code })).toBe(1);
    expect(sumOf(body, 'iap_doctor_verdicts_total', { verdict: 'refused', code: 'none' })).toBe(1);
    expect(sumOf(body, 'iap_doctor_refusals_total', { why: 'guest' })).toBe(1);
    expect(sumOf(body, 'iap_doctor_question_duration_seconds_count', { verb: 'why' })).toBe(2);
    expect(sumOf(body, 'iap_doctor_stage_duration_seconds_count', { stage: 'facts' })).toBe(1);
    expect(trail.totals()).toMatchObject({
      questions: 2,
      byVerdict: { denied: 1, refused: 1 },
      refusals: { guest: 1 },
    });
  });

  it('never shows what was typed, a secret, or a second line, whatever comes', async () => {
    const secret = fc.constantFrom(
      'xoxb-12-34-abcdef',
      'ya29.a0AfH6SMBx',
      'xapp-1-A0-42-ffff',
      'Bearer abcdefgh123456',
    );
    const hostile = fc
      .tuple(
        fc.string({ unit: 'binary', maxLength: 30 }),
        secret,
        fc.constantFrom('\n', '\u2028', '\u202e', '"}', '\0'),
      )
      .map(([text, token, breaker]) => `${text}${breaker}${token}${breaker}${text}`);
    const metrics = counting();
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (one, two) => {
        const { trail, lines } = open(metrics);
        const typed = `typed-${one}`;
        trail.heard(
          ended(
            {
              email: two,
              answer: {
                kind: 'why',
                report: {
                  ...denied,
                  who: { ...denied.who, asked: one, email: one },
                  where: { ...denied.where, name: `https://dash.acme.test/a?session=planted-${two}` },
                },
              },
              reference: one,
            },
            { words: [typed, one], origin: two, threadTs: two },
          ),
        );
        expect(lines).toHaveLength(1);
        expect(lines[0]?.trimEnd()).not.toContain('\n');
        const stored = JSON.stringify(await trail.newest(10));
        for (const said of [lines.join(''), stored, (await metrics.page()).body]) {
          expect(said).not.toMatch(/xoxb-12|ya29\.a0|xapp-1-A0|abcdefgh123456|typed-|planted-/);
          expect(said).not.toMatch(/\\u202e|\u202e|\u2028/);
        }
        expect(await trail.newest(10)).toHaveLength(1);
        readExposition((await metrics.page()).body);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the trail', () => {
  it('keeps the newest, newest first, and no more than there is room for', async () => {
    const { trail, clock } = open();
    for (let i = 0; i < KEPT + 20; i += 1) {
      trail.heard(ended({}, { userId: `U${i}` }));
      clock.advance(1_000);
    }
    await trail.settled();
    const newest = await trail.newest(1_000);
    expect(newest).toHaveLength(KEPT);
    expect(newest.slice(0, 2).map(({ user }) => user)).toEqual([`U${KEPT + 19}`, `U${KEPT + 18}`]);
    expect(await trail.newest(3)).toHaveLength(3);
  });

  it('forgets after thirty days', async () => {
    const { trail, clock } = open();
    trail.heard(ended());
    clock.advance(29 * 86_400_000);
    expect(await trail.newest(5)).toHaveLength(1);
    trail.heard(ended());
    clock.advance(2 * 86_400_000);
    expect(await trail.newest(5)).toHaveLength(1);
  });

  it('overlooks what it cannot read, and a memory that fails', async () => {
    const clock = createFakeClock();
    const notes = createMemoryNotes({ clock });
    await notes.push('audit', { at: 'yesterday', user: 7 }, 500, 60_000);
    const log = { info: () => undefined };
    const trail = createTrail({ notes, clock, log, metrics: silent });
    expect(await trail.newest(5)).toEqual([]);
    const failing = { ...notes, push: () => Promise.reject(new Error('away')) };
    const other = createTrail({ notes: failing, clock, log, metrics: silent });
    other.heard(ended());
    await other.settled();
    expect(other.totals().questions).toBe(1);
  });
});

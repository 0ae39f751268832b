/** What administrators are shown of the bot itself: what was given up, what waits, and who asked what. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AskedQuestion, BotReport } from '../../src/diagnosis/status/bot.js';
import { auditStatus } from '../../src/diagnosis/status/status.js';
import type { Answer } from '../../src/render/answer.js';
import { renderBlocks } from '../../src/render/blocks.js';
import { renderJson } from '../../src/render/json.js';
import { validateMessage } from '../../src/render/slack-limits.js';
import { messageText } from '../../src/sandbox/message-text.js';
import { createMemoryFactCache } from '../../src/store/memory.js';
import { configWith } from '../slack/bench.js';
import { createFakeClock } from '../support/fake-clock.js';
import { NOW } from './fixtures.js';
import { HOSTILE, text } from './monsters.js';

const question: AskedQuestion = {
  at: '2026-11-05T08:12:00.000Z',
  user: 'U0MAYA',
  email: 'maya@acme.test',
  about: 'tom@acme.test',
  origin: 'mention',
  channel: 'C0HELP',
  verb: 'why',
  place: 'dashboard',
  verdict: 'refused',
  code: null,
  reference: '7Q2MK4XD',
  ms: 412,
  refused: 'about-others',
};
const bot: BotReport = {
  version: '0.1.0',
  since: '2026-11-05T07:00:00.000Z',
  slack: { mode: 'socket', ready: true, why: null },
  redis: { connected: false, problem: 'connection refused' },
  jobs: { waiting: 3, delayed: 1, active: 2, dead: 1, onlyHere: 4, complete: false },
  givenUp: [
    {
      kind: 'reply',
      id: 'C1:17',
      reason: 'channel_not_found',
      attempts: 5,
      at: '2026-11-05T08:00:00.000Z',
    },
  ],
  outbox: { waiting: 7, complete: true },
  asked: { questions: 12, byVerdict: { allowed: 2, denied: 10 }, refusals: { guest: 1 } },
  audit: [question],
};
const clock = createFakeClock();
const cache = createMemoryFactCache({ clock, version: '1', identity: 'me' });
const reported = (of: BotReport, auditOnly: boolean): Answer => {
  const { auditOnly: _only, ...report } = auditStatus(
    of,
    { config: configWith([]), cache, now: NOW.getTime(), ms: 12 },
    'ABCD2345',
  );
  return { kind: 'status', report: auditOnly ? { ...report, auditOnly } : report };
};
const slack = (answer: Answer, audience: 'asker' | 'admin' = 'admin') =>
  renderBlocks(answer, audience, { about: 'other', now: NOW, seed: 'S' });
const shown = (answer: Answer, audience?: 'asker' | 'admin'): string => messageText(slack(answer, audience));

describe('status of the bot, to an administrator', () => {
  it('names what was given up and why, what waits, and how Slack and Redis are', () => {
    const told = shown(reported(bot, false));
    expect(told).toMatch(/Given up: reply 08:00 UTC · 5 attempts · channel_not_found/);
    expect(told).toContain('3 jobs wait, 1 for later · 2 under way · 1 given up · 7 messages wait');
    expect(told).toContain('4 jobs are kept in this process alone');
    expect(told).toContain('the shared store could not be asked, so these are my own');
    expect(told).toContain('Socket Mode, connected · Redis does not answer (connection refused)');
    expect(told).toContain('12 questions since 07:00 UTC: 10 denied and 2 allowed · not answered: 1 guest.');
  });

  it('tells who asked whom where, and by which rule they were refused', () => {
    const told = shown(reported(bot, true));
    expect(told).toMatch(/^The last question I was asked\./);
    expect(told).toContain(
      '08:12 UTC · maya@acme.test asked why about tom@acme.test at dashboard · refused (about-others) · mention in C0HELP · 0.4 s · 7Q2MK4XD',
    );
    expect(told).not.toContain('Given up');
    const two = reported({ ...bot, audit: [question, question] }, true);
    expect(shown(two)).toMatch(/^The last 2 questions I was asked, newest first\./);
    expect(shown(reported({ ...bot, audit: [] }, true))).toMatch(/^I remember no questions\./);
  });

  it('stands in JSON as added fields', () => {
    const document = JSON.parse(renderJson(reported(bot, false))) as { readonly bot: BotReport };
    expect(document.bot).toEqual(bot);
  });
});

describe('status of the bot, to everybody else', () => {
  it('is nothing at all', () => {
    for (const only of [true, false])
      expect(shown(reported(bot, only), 'asker')).not.toMatch(/maya|tom@|Given up|asked|C0HELP|wait/);
  });
});

describe('hostile words in it', () => {
  it('make messages that Slack takes, however many there are', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.constantFrom(...HOSTILE)),
        fc.constantFrom(0, 1, 20, 100),
        fc.boolean(),
        (words, n, only) => {
          const hostile: AskedQuestion = {
            ...question,
            email: words,
            about: words,
            place: words,
            verdict: words,
          };
          const many: BotReport = {
            ...bot,
            audit: Array.from({ length: n }, () => hostile),
            givenUp: Array.from({ length: n }, () => ({ ...bot.givenUp[0], ...GIVEN_UP, reason: words })),
          };
          expect(validateMessage(slack(reported(many, only)), { update: true })).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

const GIVEN_UP = { kind: 'reply', id: 'C1:17', attempts: 5, at: '2026-11-05T08:00:00.000Z' } as const;

/** `status audit` is understood, is in Slack only, and is for administrators only. */
import { describe, expect, it } from 'vitest';
import { answerTo, understand } from '../../commands/ask.js';
import type { App, Asking } from '../../src/app.js';
import type { BotReport } from '../../src/diagnosis/status/bot.js';
import type { Google } from '../../src/google/ports.js';
import type { Answer } from '../../src/render/answer.js';
import { createMemoryFactCache } from '../../src/store/memory.js';
import { configWith } from '../slack/bench.js';

const clock = { now: () => 1_000 };
const NOBODY: BotReport = {
  version: '1',
  since: '2026-11-05T07:00:00.000Z',
  slack: { mode: 'socket', ready: true, why: null },
  redis: null,
  jobs: { waiting: 0, delayed: 0, active: 0, dead: 0, onlyHere: 0, complete: true },
  givenUp: [],
  outbox: { waiting: 0, complete: true },
  asked: { questions: 0, byVerdict: {}, refusals: {} },
  audit: [],
};

/** Asks, and gives the answer with how many questions the bot was asked for. */
async function ask(words: string, surface: 'slack' | 'terminal', admin: boolean) {
  const counts: number[] = [];
  const app: App = {
    config: configWith([]),
    // Nothing of Google is asked for by any of this.
    google: {} as Google,
    cache: createMemoryFactCache({ clock, version: '1', identity: 'me' }),
    clock,
    newReference: () => 'REF',
    bot: async (count) => {
      counts.push(count);
      return NOBODY;
    },
  };
  const asking: Asking = {
    speaker: { surface, self: undefined, resolveSlackUser: undefined },
    signal: new AbortController().signal,
    timeoutMs: 1_000,
    fresh: false,
    progress: () => undefined,
    mayAskAbout: () => true,
    isAdmin: () => admin,
  };
  const answer: Answer = await answerTo(
    understand(words.split(' '), surface, {}),
    app,
    asking,
    (_, error) => {
      throw error;
    },
  );
  return { answer, counts };
}

describe('status audit', () => {
  it('asks for as many questions as it was told, twenty where it was told nothing', async () => {
    expect(await ask('status audit', 'slack', true)).toMatchObject({
      counts: [20],
      answer: { kind: 'status', report: { auditOnly: true } },
    });
    expect((await ask('status audit 7', 'slack', true)).counts).toEqual([7]);
    expect((await ask('status AUDIT 100', 'slack', true)).counts).toEqual([100]);
  });

  it.each(['0', '101', 'x', '1.5'])('takes no %s for a number', async (number) => {
    const { answer, counts } = await ask(`status audit ${number}`, 'slack', true);
    expect(answer).toMatchObject({ kind: 'mistake', mistake: { nearest: '/iap status audit 20' } });
    expect(counts).toEqual([]);
  });

  it('is refused to everybody but administrators, without looking', async () => {
    const { answer, counts } = await ask('status audit', 'slack', false);
    expect(answer).toMatchObject({ kind: 'mistake', refused: { why: 'admins-only' } });
    expect(counts).toEqual([]);
  });

  it('is not there in a terminal, where nobody is asked', async () => {
    const { answer, counts } = await ask('status audit', 'terminal', true);
    expect(answer).toMatchObject({ kind: 'mistake', mistake: { message: expect.stringContaining('Slack') } });
    expect(counts).toEqual([]);
  });

  it.each(['status me', 'status audit 3 4'])('"%s" is one word too many', async (words) => {
    expect((await ask(words, 'slack', true)).answer).toMatchObject({
      kind: 'mistake',
      mistake: { message: 'status takes no words.' },
    });
  });
});

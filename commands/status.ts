/** `status`: what the bot itself can and cannot see, with the exact right that would cure each gap; and what it was asked. */
import type { App, Asking } from '../src/app.js';
import { Engine } from '../src/diagnosis/engine.js';
import { auditStatus, statusOf } from '../src/diagnosis/status/status.js';
import type { Answer } from '../src/render/answer.js';
import { asksAsAdmin } from './as-admin.js';
import { underDeadline } from './deadline.js';
import type { Prepared, Verb } from './verb.js';

/** Of the last questions, beside everything else, and where only they are asked for. */
const FEW = 5;
const USUAL = 20;
const MOST = 100;

const refuse = (message: string, nearest: string): Extract<Answer, { kind: 'mistake' }> => ({
  kind: 'mistake',
  mistake: { message, nearest },
  usage: undefined,
});

async function answer(app: App, asking: Asking): Promise<Answer> {
  // Which rights are missing is nobody's business but the administrators'; the others hear whether it works.
  const full = await asksAsAdmin(asking);
  asking.progress('Trying everything I should be able to see');
  const now = app.clock.now();
  const { google, config, cache, clock } = app;
  const { surface } = asking.speaker;
  const bot = full && surface === 'slack' ? app.bot?.(FEW) : undefined;
  const report = await underDeadline(asking, (signal) => {
    const deadline = now + asking.timeoutMs;
    // What was remembered proves nothing about the rights of this moment.
    const engine = new Engine({ cache, clock, signal, fresh: full || asking.fresh, deadline });
    return statusOf(engine, { google, config, cache, now, surface, full }, app.newReference());
  });
  const seen = await bot;
  return { kind: 'status', report: seen === undefined ? report : { ...report, bot: seen } };
}

/** The last questions and nothing else: nothing has to be tried for them. */
async function audit(count: number, app: App, asking: Asking): Promise<Answer> {
  if (asking.speaker.surface !== 'slack' || app.bot === undefined)
    return refuse('What I was asked is shown in Slack only: I am asked there.', 'status');
  if (!(await asksAsAdmin(asking)))
    return {
      ...refuse('What I was asked is for the administrators of this bot.', 'status'),
      refused: { why: 'admins-only', about: null },
    };
  const began = app.clock.now();
  const bot = await app.bot(count);
  const { config, cache, clock } = app;
  const ms = Math.max(0, clock.now() - began);
  return { kind: 'status', report: auditStatus(bot, { config, cache, now: began, ms }, app.newReference()) };
}

function prepare([word, number, extra]: readonly string[]): Prepared {
  if (word === undefined) return { ok: true, run: answer };
  const count = number === undefined ? USUAL : Number(number);
  if (word.toLowerCase() !== 'audit' || extra !== undefined)
    return { ok: false, mistake: { message: 'status takes no words.', nearest: 'status' } };
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    return {
      ok: false,
      mistake: { message: `I show from 1 to ${MOST} questions.`, nearest: `status audit ${USUAL}` },
    };
  return { ok: true, run: (app, asking) => audit(count, app, asking) };
}

export const status: Verb = {
  name: 'status',
  summary: 'what I can and cannot see, and what would let me',
  usage: { slack: 'status [audit [N]]', terminal: 'status' },
  flags: {},
  examples: ['status'],
  prepare,
};

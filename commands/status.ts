/** `status`: what the bot itself can and cannot see, with the exact right that would cure each gap. */
import type { App, Asking } from '../src/app.js';
import { Engine } from '../src/diagnosis/engine.js';
import { statusOf } from '../src/diagnosis/status/status.js';
import type { Answer } from '../src/render/answer.js';
import { asksAsAdmin } from './as-admin.js';
import { underDeadline } from './deadline.js';
import type { Verb } from './verb.js';

const usage = 'status';

async function answer(app: App, asking: Asking): Promise<Answer> {
  // Which rights are missing is nobody's business but the administrators'; the others hear whether it works.
  const full = await asksAsAdmin(asking);
  asking.progress('Trying everything I should be able to see');
  const now = app.clock.now();
  const { google, config, cache, clock } = app;
  const report = await underDeadline(asking, (signal) => {
    const deadline = now + asking.timeoutMs;
    // What was remembered proves nothing about the rights of this moment.
    const engine = new Engine({ cache, clock, signal, fresh: full || asking.fresh, deadline });
    const { surface } = asking.speaker;
    return statusOf(engine, { google, config, cache, now, surface, full }, app.newReference());
  });
  return { kind: 'status', report };
}

export const status: Verb = {
  name: 'status',
  summary: 'what I can and cannot see, and what would let me',
  usage: { slack: usage, terminal: usage },
  flags: {},
  examples: ['status'],
  prepare: ([extra]) =>
    extra === undefined
      ? { ok: true, run: answer }
      : { ok: false, mistake: { message: 'status takes no words.', nearest: usage } },
};

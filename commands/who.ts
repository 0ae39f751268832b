/** `who <where>`: everyone who can pass, and through what. */
import type { App, Asking } from '../src/app.js';
import { Engine } from '../src/diagnosis/engine.js';
import { answerWho } from '../src/diagnosis/who/answer.js';
import type { AskedWhere } from '../src/names/asked.js';
import { parseWhere } from '../src/names/typed.js';
import type { Answer } from '../src/render/answer.js';
import { asksAsAdmin } from './as-admin.js';
import { underDeadline } from './deadline.js';
import type { Prepared, Verb } from './verb.js';

const usage = 'who <where>';

async function answer(where: AskedWhere, app: App, asking: Asking): Promise<Answer> {
  if (!(await asksAsAdmin(asking)))
    return {
      kind: 'mistake',
      mistake: {
        message:
          'Who can pass is about everybody, so only the administrators of this bot may ask it. You can ask about yourself.',
        nearest: 'why me',
      },
      usage: undefined,
      refused: { why: 'admins-only', about: null },
    };
  asking.progress('Looking for the place');
  const now = app.clock.now();
  const deadline = now + asking.timeoutMs;
  const answered = await underDeadline(asking, (signal) => {
    const engine = new Engine({ cache: app.cache, clock: app.clock, signal, fresh: asking.fresh, deadline });
    const base = { google: app.google, config: app.config, now };
    return answerWho(engine, base, where, app.newReference(), { deadline, progress: asking.progress });
  });
  return answered.kind === 'report'
    ? { kind: 'who', report: answered.report }
    : { kind: 'mistake', mistake: answered.mistake, usage: undefined };
}

function prepare(words: readonly string[]): Prepared {
  const [word, extra] = words;
  if (word === undefined)
    return { ok: false, mistake: { message: 'Where is it about?', nearest: 'who dashboard' } };
  if (extra !== undefined) {
    return {
      ok: false,
      mistake: {
        message: `who takes one place; \u201c${extra}\u201d is one word too many.`,
        nearest: `who ${word}`,
      },
    };
  }
  const where = parseWhere(word);
  if (!where.ok) return where;
  return { ok: true, run: (app, asking) => answer(where.value, app, asking) };
}

export const who: Verb = {
  name: 'who',
  summary: 'everyone who can get in somewhere, and through what',
  usage: { slack: usage, terminal: usage },
  flags: {},
  examples: ['who dashboard', 'who https://dash.example.com'],
  prepare,
};

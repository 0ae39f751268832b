/** `changes [<where> | <who>]`: who changed what about access lately, whom it hit, and whether it is the cause. */
import type { App, Asking } from '../src/app.js';
import { answerChanges } from '../src/diagnosis/changes/answer.js';
import { Engine } from '../src/diagnosis/engine.js';
import { subjectMember } from '../src/names/index.js';
import type { Answer } from '../src/render/answer.js';
import { asksAsAdmin } from './as-admin.js';
import { type ChangesWords, readChangesWords } from './changes-words.js';
import { underDeadline } from './deadline.js';
import { momentOf } from './since.js';
import { subjectOf } from './subject.js';
import type { Verb } from './verb.js';

const mistake = (message: string, nearest: string | undefined): Extract<Answer, { kind: 'mistake' }> => ({
  kind: 'mistake',
  mistake: { message, nearest },
  usage: undefined,
});

const iso = (at: number): string => new Date(at).toISOString();

/** Waits, at most until the question is over. */
const waitUnder =
  (signal: AbortSignal) =>
  (ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve(!signal.aborted);
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
    });

async function answer(words: ChangesWords, app: App, asking: Asking): Promise<Answer> {
  const subject = words.who === undefined ? undefined : await subjectOf(words.who, asking, 'changes');
  if (subject && !subject.ok) return { kind: 'mistake', mistake: subject.mistake, usage: undefined };
  const about = subject?.value;
  const allowed = about === undefined ? await asksAsAdmin(asking) : await asking.mayAskAbout(about.subject);
  if (!allowed)
    return {
      ...mistake(
        'You can ask what changed for yourself. Changes of others, and of whole services, are for the administrators of this bot.',
        'changes me',
      ),
      refused: about
        ? { why: 'about-others', about: subjectMember(about.subject) }
        : { why: 'admins-only', about: null },
    };
  const now = app.clock.now();
  const to = Math.min(now, words.until === undefined ? now : momentOf(words.until, now));
  const from = momentOf(words.since, words.since.kind === 'ago' ? to : now);
  if (from >= to)
    return mistake(
      `The time asked about ends before it begins: ${iso(from)} to ${iso(to)}.`,
      'changes --since 24h',
    );
  asking.progress('Looking for changes');
  const deadline = now + asking.timeoutMs;
  const typed = [about?.asked, words.where?.asked].filter((word) => word !== undefined);
  const answered = await underDeadline(asking, (signal) => {
    const engine = new Engine({ cache: app.cache, clock: app.clock, signal, fresh: asking.fresh, deadline });
    const base = { google: app.google, config: app.config, now };
    const window = { from: iso(from), to: iso(to) };
    const asked = {
      words: typed.length === 0 ? null : typed.join(' '),
      subject: about?.subject,
      where: words.where,
      all: words.all,
      window,
    };
    const options = {
      deadline,
      progress: asking.progress,
      wait: waitUnder(signal),
      now: () => app.clock.now(),
    };
    return answerChanges(engine, base, asked, app.newReference(), options);
  });
  return answered.kind === 'report'
    ? { kind: 'changes', report: answered.report }
    : { kind: 'mistake', mistake: answered.mistake, usage: undefined };
}

export const changes: Verb = {
  name: 'changes',
  summary: 'who changed what about access lately, and whom it hit',
  usage: {
    slack: 'changes [<where> | <who>] [since 24h]',
    terminal: 'changes [<where> | <who>] [--since 24h]',
  },
  flags: {
    since: {
      type: 'string',
      placeholder: '24h',
      help: 'how far back: 30m, 24h, 7d, or a moment in RFC 3339',
    },
    until: { type: 'string', placeholder: 'WHEN', help: 'up to when; now if not given' },
    all: { type: 'boolean', help: 'list what configured automation did as well' },
  },
  slackFlags: {
    since: { type: 'string', placeholder: '24h', help: 'how far back' },
    until: { type: 'string', placeholder: 'WHEN', help: 'up to when' },
    all: { type: 'boolean', help: 'automation too' },
  },
  examples: ['changes', 'changes dashboard', 'changes alice@example.com since 7d'],
  prepare: (words, flags) => {
    const read = readChangesWords(words, flags);
    return read.ok
      ? { ok: true, run: (app, asking) => answer(read.value, app, asking) }
      : { ok: false, mistake: read.mistake };
  },
};

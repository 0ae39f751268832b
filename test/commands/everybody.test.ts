/** Questions about everybody: who may ask them, how they are written, and what they end with. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, createAsk, understand } from '../../commands/ask.js';
import { verbs } from '../../commands/index.js';
import type { App, Asking } from '../../src/app.js';
import { assemble } from '../../src/assemble.js';
import { commonFlags } from '../../src/cli-flags.js';
import { exitCodeOf } from '../../src/exit-code.js';
import type { Answer } from '../../src/render/answer.js';
import { type Company, openCompany } from '../../src/sandbox/company.js';

let company: Company;
let app: App;
let close: () => Promise<void>;
beforeAll(async () => {
  company = await openCompany({ now: () => Date.now() });
  const assembled = await assemble(company.config, company.environment);
  app = assembled.app;
  close = assembled.close;
});
afterAll(async () => {
  await close();
  await company.close();
});

const asking = (surface: 'slack' | 'terminal', isAdmin?: Asking['isAdmin']): Asking => ({
  speaker: { surface, self: undefined, resolveSlackUser: undefined },
  signal: new AbortController().signal,
  timeoutMs: 10_000,
  fresh: false,
  progress: () => undefined,
  mayAskAbout: () => true,
  ...(isAdmin ? { isAdmin } : {}),
});
const fail = (_id: string, error: unknown): never => {
  throw error;
};
const inSlack = (words: readonly string[], isAdmin?: Asking['isAdmin']): Promise<Answer> =>
  createAsk(app, fail)(words, asking('slack', isAdmin));
const inTerminal = (words: readonly string[]): Promise<Answer> =>
  answerTo(understand(words, 'terminal', commonFlags), app, asking('terminal'), fail);
const message = (answer: Answer): string =>
  answer.kind === 'mistake' ? answer.mistake.message : answer.kind;

describe('who', () => {
  it('is answered to administrators, and to whoever has the credentials', async () => {
    expect((await inSlack(['who', 'dashboard'], () => true)).kind).toBe('who');
    expect((await inSlack(['who', 'dashboard'], async () => true)).kind).toBe('who');
    expect((await inTerminal(['who', 'dashboard'])).kind).toBe('who');
  });

  it('is refused to everybody else with a sentence, before Google is asked anything', async () => {
    const before = company.google.requests.length;
    for (const isAdmin of [() => false, async () => false, undefined])
      expect(message(await inSlack(['who', 'dashboard'], isAdmin))).toContain('administrators');
    expect(company.google.requests.length).toBe(before);
  });

  it('takes one place, by any of its names', async () => {
    expect(message(await inTerminal(['who']))).toBe('Where is it about?');
    expect(message(await inTerminal(['who', 'dashboard', 'now']))).toContain('one word too many');
    expect(message(await inTerminal(['who', 'ana@acme.test']))).toContain('not a place');
    expect(message(await inTerminal(['who', 'dashbord']))).toContain('Did you mean dashboard');
    for (const where of [
      'dash',
      'https://dash.acme.test/reports',
      'projects/111111111111/iap_web/compute/services/2222222222222222222',
    ]) {
      const answer = await inTerminal(['who', where]);
      expect(answer).toMatchObject({ kind: 'who', report: { where: { name: 'dashboard' }, read: true } });
      expect(exitCodeOf(answer)).toBe(0);
    }
  });
});

describe('status', () => {
  it('tells administrators everything and others whether it works', async () => {
    const full = await inSlack(['status'], () => true);
    const short = await inSlack(['status'], () => false);
    if (full.kind !== 'status' || short.kind !== 'status') throw new Error('not a status');
    expect(full.report.full).toBe(true);
    expect(full.report.capabilities.map(({ id }) => id)).toContain('slack');
    expect(short.report.full).toBe(false);
    expect(short.report.capabilities.length).toBeLessThan(5);
    // The tiny quotas of deny policies and boundaries are not for everybody to use up.
    expect(short.report.cost.byApi.iam).toBeUndefined();
    expect(short.report.overall).toBe('works');
  });

  it('takes no words', async () => {
    expect(message(await inTerminal(['status', 'now']))).toContain('takes no words');
  });
});

describe('both', () => {
  it('are verbs of Slack and of the terminal, with usage and examples that are understood', () => {
    for (const name of ['who', 'status']) {
      const verb = verbs.find((one) => one.name === name);
      // In Slack there may be more to it: the audit of the bot's own questions.
      expect(verb?.usage.slack).toMatch(new RegExp(`^${verb?.usage.terminal}(?: |$)`));
      for (const example of verb?.examples ?? []) {
        const understood = understand(example.split(' '), 'slack', {});
        expect(understood.ok && understood.prepared.ok, example).toBe(true);
      }
    }
  });
});

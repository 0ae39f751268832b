/** `replay CASE.json`: answers again from a saved case file, with no network. */
import { readFile } from 'node:fs/promises';
import type { App, Asking } from '../src/app.js';
import { caseCache } from '../src/case/case-cache.js';
import { type CaseFile, readCase } from '../src/case/case-file.js';
import { answerWhy } from '../src/diagnosis/answer.js';
import { Engine } from '../src/diagnosis/engine.js';
import { parseWhere } from '../src/names/typed.js';
import type { Answer } from '../src/render/answer.js';
import { underDeadline } from './deadline.js';
import type { Verb } from './verb.js';

const mistake = (message: string): Answer => ({
  kind: 'mistake',
  mistake: { message, nearest: 'why alice@example.com dashboard --save case.json' },
  usage: undefined,
});

async function answer(file: string, app: App, asking: Asking): Promise<Answer> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return mistake(`I cannot read ${file}.`);
  }
  const read = readCase(text);
  if (!read.ok) return mistake(`${file} is not a case file: ${read.why}.`);
  return replayed(read.value, app, asking);
}

/** The same question over the recorded looks. Google's ports stay in reach of the code and are never called. */
async function replayed({ question, config, looks }: CaseFile, app: App, asking: Asking): Promise<Answer> {
  const { subject, asked, where, given, now, id } = question;
  const clock = { now: () => now };
  const base = { google: app.google, config, subject, asked, given, now };
  const place = where === undefined ? undefined : parseWhere(where);
  if (place && !place.ok) return mistake(`The case file names a place I cannot read: ${where}.`);
  const answered = await underDeadline(asking, (signal) => {
    const engine = new Engine({ cache: caseCache(looks), clock, signal, fresh: false });
    return answerWhy(engine, base, place?.value, () => id);
  });
  return answered.kind === 'report'
    ? { kind: 'why', report: answered.report }
    : { ...answered, usage: undefined };
}

export const replay: Verb = {
  name: 'replay',
  summary: 'answer again from a saved case file, with no network',
  usage: { slack: undefined, terminal: 'replay CASE.json' },
  flags: {},
  examples: ['replay case.json'],
  prepare: ([file, extra]) => {
    if (file === undefined || extra !== undefined) {
      return { ok: false, mistake: { message: 'replay takes one case file.', nearest: 'replay case.json' } };
    }
    return { ok: true, run: (app, asking) => answer(file, app, asking) };
  },
};

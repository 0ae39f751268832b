/** Kept answers: one process answers, another knows the answer; nothing misunderstood, nothing secret, nothing for long. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WhyReport } from '../../../../src/diagnosis/report.js';
import { buildReport } from '../../../../src/probe/build-report.js';
import type { Answer } from '../../../../src/render/answer.js';
import { renderBlocks } from '../../../../src/render/blocks.js';
import { createKeptAnswers } from '../../../../src/slack/asking/kept/answers.js';
import { noteOf, reviveKept } from '../../../../src/slack/asking/kept/shape.js';
import { createMemoryNotes } from '../../../../src/store/memory-notes.js';
import { concludedOf, idToken, recognised, reply, seenOf } from '../../../probe/observations.js';
import { allowed, denied, NOW, noPlaceGiven, unknown } from '../../../render/fixtures.js';

const question = {
  userId: 'U0ANA',
  teamId: undefined,
  words: ['why', 'me', 'dashboard'],
  origin: 'command',
  channelId: 'C0GENERAL',
  threadTs: undefined,
  fresh: false,
} as const;
const given = (answer: Answer) =>
  ({ answer, question, audience: 'asker', about: 'self', timeZone: 'Europe/Berlin' }) as const;
const why = (report: WhyReport): Answer => ({ kind: 'why', report });

describe('an answer kept by one process', () => {
  it.each([denied, allowed, unknown, noPlaceGiven])(
    'is read by another as the same message: $verdict',
    async (report) => {
      const clock = { now: () => NOW.getTime() };
      const notes = createMemoryNotes({ clock });
      createKeptAnswers(clock, notes).keep('A', given(why(report)));
      const found = await createKeptAnswers(clock, notes).find('A');
      expect(found?.question).toEqual(question);
      expect(found?.timeZone).toBe('Europe/Berlin');
      const drawn = (answer: Answer | undefined) =>
        answer && renderBlocks(answer, 'admin', { about: 'self', now: NOW });
      expect(drawn(found?.answer)).toEqual(drawn(why(report)));
    },
  );

  it('is gone for everybody after half an hour', async () => {
    let at = 0;
    const clock = { now: () => at };
    const notes = createMemoryNotes({ clock });
    const other = createKeptAnswers(clock, notes);
    createKeptAnswers(clock, notes).keep('A', given(why(denied)));
    at = 29 * 60_000;
    expect(await other.find('A')).toBeDefined();
    at = 31 * 60_000;
    expect(await other.find('A')).toBeUndefined();
  });

  it('goes nowhere when it carries no buttons', () => {
    const help: Answer = { kind: 'help', help: { title: 'h', verbs: [], details: [] } };
    expect(noteOf({ ...given(help), at: 0, until: 1 })).toBeUndefined();
  });

  it('leaves the process without anything that has the form of a secret', () => {
    const token = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`;
    const secrets = [token, 'xoxb-1234567890-abcdef', 'ya29.a0AfH6SMBxxxxxxxxxxxxxxxxxxxxxxx'];
    const leaky: WhyReport = {
      ...denied,
      findings: denied.findings.map((one) => ({
        ...one,
        adminText: `${one.adminText} ${secrets.join(' ')}`,
      })),
    };
    const text = JSON.stringify(noteOf({ ...given(why(leaky)), at: 0, until: 1 }));
    expect(text).toContain('dash-users@acme.test');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});

describe('a kept probe', () => {
  it('is read by another process with its token facts and stages', () => {
    const report = buildReport(
      seenOf({ credential: idToken(), reply: reply(401, { body: 'no' }) }),
      concludedOf({ cause: recognised('token-audience') }),
      { id: '7Q2MK4XD', ms: 400 },
    );
    const note = noteOf({ ...given({ kind: 'probe', report }), at: 0, until: 1 });
    const read = reviveKept(JSON.parse(JSON.stringify(note)));
    const drawn = (answer: Answer | undefined) =>
      answer && renderBlocks(answer, 'admin', { about: 'other', now: NOW });
    expect(drawn(read?.answer)).toEqual(drawn({ kind: 'probe', report }));
  });
});

describe('what is read back', () => {
  const note = () => JSON.parse(JSON.stringify(noteOf({ ...given(why(denied)), at: 0, until: 1 })));

  it('is nothing when another version wrote it', () => {
    expect(reviveKept(note())).toBeDefined();
    expect(reviveKept({ ...note(), version: '0.0.0-other' })).toBeUndefined();
  });

  it.each(['findings', 'fixes', 'who', 'cost', 'blindSpots', 'verdict', 'also'])(
    'is nothing without its %s',
    (field) => {
      const broken = note();
      delete broken.answer.report[field];
      expect(reviveKept(broken)).toBeUndefined();
    },
  );

  it('is nothing for whatever else may stand there, and never an error', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => reviveKept(value) === undefined));
  });
});

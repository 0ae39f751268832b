/** What of an answer a channel may read: nothing that anybody had to be somebody for. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../src/probe/build-report.js';
import type { Answer } from '../../../../src/render/answer.js';
import { publicityOf } from '../../../../src/slack/features/mention/public.js';
import { concludedOf, idToken, reply, seenOf } from '../../../probe/observations.js';
import { denied } from '../../../render/fixtures.js';

const probe = (
  seen: Parameters<typeof seenOf>[0],
  concluded: Parameters<typeof concludedOf>[0] = {},
): Answer => ({
  kind: 'probe',
  report: buildReport(seenOf(seen), concludedOf(concluded), { id: '7Q2MK4XD', ms: 400 }),
});

describe('what a channel may read', () => {
  it('is a look from outside', () => {
    expect(publicityOf(probe({ bare: reply(302) }, { verdict: 'guarded' }))).toBe('whole');
    expect(publicityOf(probe({}, { verdict: 'failing' }))).toBe('whole');
  });

  it('is not what a service account saw, nor that an app stands open', () => {
    expect(publicityOf(probe({ reply: reply(200), credential: idToken() }))).toBe('nothing');
    expect(publicityOf(probe({ bare: reply(200) }, { verdict: 'exposed' }))).toBe('nothing');
  });

  it('is no more than that there is an answer, where it is about a person', () => {
    expect(publicityOf({ kind: 'why', report: denied })).toBe('line');
  });

  it('is nothing of mistakes, failures and refusals', () => {
    const mistake = { message: 'No.', nearest: undefined };
    expect(publicityOf({ kind: 'mistake', mistake, usage: undefined })).toBe('nothing');
    expect(publicityOf({ kind: 'failure', failure: { id: 'A', message: '', remedy: '' } })).toBe('nothing');
    expect(publicityOf(undefined)).toBe('nothing');
  });
});

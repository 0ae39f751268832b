/** Moments inside sentences: told in the reader's zone where it is known, and never changed in anything that is copied. */
import { describe, expect, it } from 'vitest';
import { renderBlocks } from '../../src/render/blocks.js';
import { outlineOf } from '../../src/render/outline.js';
import { denied } from './fixtures.js';

const now = new Date('2026-11-22T10:30:00Z');
const cause = {
  code: 'grant-removed',
  check: 'history',
  text: 'You had access until 2026-11-22 07:40 UTC, used on 2026-11-22 06:00 UTC and on 2026-11-20 06:00 UTC. `2026-11-22 07:40 UTC` stays.',
  adminText: 'until 2026-11-22 07:40 UTC',
} as const;
const answer = { kind: 'why', report: { ...denied, cause } } as const;
const view = {
  audience: 'asker',
  about: 'self',
  surface: 'slack',
  now,
  full: false,
  evidence: false,
} as const;
const said = (timeZone?: string) =>
  JSON.stringify(outlineOf(answer, { ...view, ...(timeZone === undefined ? {} : { timeZone }) }).parts);

describe('a moment in a sentence', () => {
  it('is told in the zone of the reader', () => {
    expect(said('Europe/Berlin')).toContain('until 08:40 CET');
    expect(said('Asia/Kolkata')).toContain('until 13:10 GMT+5:30');
  });

  it('is at a time today and on a day before', () => {
    expect(said('Europe/Berlin')).toContain('used at 07:00 CET and on Fri 07:00 CET');
  });

  it('stays in UTC for a reader whose zone nobody knows', () => {
    expect(said()).toContain('until 2026-11-22 07:40 UTC');
  });

  it('stays as it is in code, which is copied', () => {
    expect(said('Europe/Berlin')).toContain('"text":"2026-11-22 07:40 UTC","style":"code"');
  });

  it('reads the same in the message itself', () => {
    const { blocks, text } = renderBlocks(answer, 'asker', { about: 'self', now, timeZone: 'Europe/Berlin' });
    expect(JSON.stringify(blocks)).toContain('08:40 CET');
    expect(text).toContain('08:40 CET');
  });
});

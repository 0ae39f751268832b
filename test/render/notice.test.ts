/** The bot's own short messages: nobody's words in them can mention, link or break anything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notice } from '../../src/render/notice.js';
import { validateMessage } from '../../src/render/slack-limits.js';
import { stillInTheWay, took, type WatchView, watchEnded, worksNow } from '../../src/render/watch-words.js';
import { pingsOf } from '../../src/sandbox/slack/index.js';
import { HOSTILE, text } from './monsters.js';
import { readBlocks } from './read-blocks.js';

describe('a notice', () => {
  it('shows people, moments and quotations as what they are', () => {
    const { text: short, blocks } = notice(
      [
        {
          line: [
            { text: 'Done by ' },
            { user: 'U0BOB' },
            { text: ' at ' },
            { at: Date.UTC(2026, 10, 22, 14, 2) },
          ],
        },
        { quote: 'thanks' },
      ],
      { buttons: [{ actionId: 'a', label: 'A', value: 'v' }], context: 'small' },
    );
    expect(short).toBe('Done by <@U0BOB> at 14:02 UTC');
    expect(readBlocks(blocks)).toBe('Done by <user> at <date>\n\nthanks\n\n[A]\n\n(small)');
    expect(validateMessage({ text: short, blocks })).toEqual([]);
  });

  it('pings nobody but whom it was given, whatever stands in it, and is always valid', () => {
    fc.assert(
      fc.property(
        text,
        text,
        text,
        text,
        fc.constantFrom('U0ANA', ...HOSTILE.slice(0, 6)),
        (a, b, c, d, user) => {
          const made = notice(
            [
              { line: [{ text: a }, { user }, { text: b, style: 'bold' }] },
              { quote: c, code: [{ label: a, text: d }] },
            ],
            { context: b },
          );
          expect(validateMessage(made)).toEqual([]);
          const pings = pingsOf(made);
          expect(pings).toEqual(
            user === 'U0ANA' ? pings.filter((one) => one === 'user U0ANA' || one === '<@U0ANA>') : [],
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what a watch says', () => {
  const view = (more: Partial<WatchView> = {}): WatchView => ({
    what: 'why',
    about: 'self',
    userId: 'U0ANA',
    person: 'Ana',
    place: 'dashboard',
    publicly: false,
    since: 'click',
    ...more,
  });
  const said = (parts: Parameters<typeof notice>[0]): string => readBlocks(notice(parts).blocks);

  it('tells the time in two units', () => {
    expect([0, 12_000, 192_000, 180_000, 3_840_000, 86_400_000, 200_000_000].map(took)).toEqual([
      '0 s',
      '12 s',
      '3 min 12 s',
      '3 min',
      '1 h 4 min',
      '24 h',
      '2 days',
    ]);
  });

  it('speaks to the person alone, and of them where everybody reads', () => {
    expect(said(worksNow(view(), 192_000))).toContain(
      '*Works now: *you can get into *dashboard*. It took 3 min 12 s.',
    );
    expect(said(worksNow(view({ publicly: true }), 1_000))).toContain('<user> can get into');
    expect(said(worksNow(view({ about: 'other' }), 1_000))).toContain('Ana can get into');
    expect(said(worksNow(view({ since: 'done' }), 1_000))).toContain(
      'That is 1 s after it was said to be done.',
    );
    expect(said(worksNow(view({ what: 'probe' }), 1_000))).toContain('*dashboard* answers as it should');
  });

  it('tells nobody in a channel why somebody is stopped', () => {
    expect(said(stillInTheWay(view({ publicly: true }), 'SECRET REASON', false))).not.toContain('SECRET');
    expect(said(stillInTheWay(view(), 'Because of this.', false))).toContain('Because of this.');
    expect(said(stillInTheWay(view(), 'x', true))).toContain('still spreading');
  });

  it('ends with the person, or with nobody for a path', () => {
    expect(said(watchEnded(view(), 86_400_000))).toContain(
      'for 24 h, and *dashboard* still does not let you in',
    );
    expect(said(watchEnded(view({ what: 'probe' }), 1_000))).toContain('anybody in');
  });
});

/** The bot's own short messages: nobody's words in them can mention, link or break anything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GROUP_WAIT, POLICY_WAIT } from '../../src/fixes/times.js';
import { notice } from '../../src/render/notice.js';
import { addressees, ownerFootnote, ownerReplies, ownerRequest } from '../../src/render/owner-words.js';
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

describe('a request to an owner', () => {
  it('pings nobody but names who asks, whatever stands in it, and is valid as a message and in a window', () => {
    fc.assert(
      fc.property(text, text, text, text, text, (place, headline, title, code, note) => {
        const fix = {
          title,
          overgrant: 2,
          gcloud: code,
          terraform: note,
          then: headline,
          who: place,
        } as const;
        const request = { userId: 'U0ANA', person: title, place, headline, fix, note, reference: 'REF' };
        const replies = {
          done: { userId: 'U0BOB', at: 0 },
          noes: [{ userId: 'U0EVE', how: 'cant' }],
        } as const;
        const parts = [
          addressees([{ email: note }, { group: title }, { channel: 'C0TEAM' }], place),
          ...ownerRequest(request),
          ...ownerReplies(replies),
        ];
        const made = notice(parts, { context: ownerFootnote(place) });
        expect(validateMessage(made)).toEqual([]);
        const allowed = ['user U0ANA', 'user U0BOB', 'user U0EVE', 'channel C0TEAM', '<#C0TEAM>'];
        expect(pingsOf(made).filter((one) => !allowed.includes(one))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('does not tell the owner to ask the bot again, nor what contradicts the mend', () => {
    const fix = { title: 'Add her', overgrant: 0, gcloud: null, terraform: null, then: GROUP_WAIT } as const;
    const request = {
      userId: 'U0ANA',
      person: undefined,
      place: 'dashboard',
      headline: 'h',
      fix,
      note: undefined,
      reference: 'R',
    };
    const said = readBlocks(notice(ownerRequest(request)).blocks);
    expect(said).toContain('can take hours.');
    expect(said).not.toContain('Ask me');
    const again = { ...fix, then: `${POLICY_WAIT} More.` };
    expect(readBlocks(notice(ownerRequest({ ...request, fix: again })).blocks)).toMatch(
      /7 minutes or more after|7 minutes or more\. More\./,
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
      '*Works now, took 3 min 12 s: *you can get into *dashboard*.',
    );
    expect(said(worksNow(view({ publicly: true }), 1_000))).toContain('<user> can get into');
    expect(said(worksNow(view({ about: 'other' }), 1_000))).toContain('Ana can get into');
    expect(said(worksNow(view({ since: 'done' }), 1_000))).toContain(
      'Works now, took 1 s since it was said to be done: ',
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

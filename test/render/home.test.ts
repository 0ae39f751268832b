/** The Home tab’s blocks: taken by Slack whatever stands in them, and nothing in them is a link or a ping of a stranger’s. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Home, homeBlocks } from '../../src/render/home.js';
import { recentWords } from '../../src/render/home-recent.js';
import { validateBlocks } from '../../src/render/slack-limits.js';
import { denied, NOW, noPlaceGiven } from './fixtures.js';

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(
    '<!channel>',
    '<https://evil.test|acme>',
    '*b*',
    '`',
    '\u202E',
    '\n',
    'x'.repeat(5_000),
    '',
  ),
);
const base: Home = {
  now: NOW,
  timeZone: undefined,
  access: { kind: 'looking' },
  again: { actionId: 'again', label: 'Check again', value: 'again' },
  recent: [],
  services: [],
  complete: true,
  health: [],
  notes: [],
};

describe('the Home tab', () => {
  it('is one Slack takes, whatever services and answers are called', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { maxLength: 60 }),
        fc.array(hostile, { maxLength: 5 }),
        fc.constantFrom('allowed', 'denied', 'unknown'),
        (names, words, verdict) => {
          const blocks = homeBlocks({
            ...base,
            access: {
              kind: 'report',
              report: { ...noPlaceGiven, services: names.map((name) => ({ name, verdict, code: null })) },
            },
            services: names.map((name, n) => ({
              name,
              url: n % 2 ? new URL('https://dash.acme.test') : undefined,
            })),
            recent: words.map((said) => ({
              words: said,
              reference: said,
              at: 0,
              evidence: { actionId: 'evidence', label: 'Evidence', value: said },
            })),
            notes: words,
          });
          expect(validateBlocks(blocks, 'home')).toEqual([]);
          expect(JSON.stringify(blocks)).not.toContain('"mrkdwn"');
        },
      ),
      { numRuns: 150 },
    );
  });

  it('names the service an answer without a place is about first, and each once', () => {
    const services = [
      { name: denied.where.name, verdict: 'allowed', code: null },
      { name: 'payroll', verdict: 'allowed', code: null },
    ] as const;
    const shown = JSON.stringify(
      homeBlocks({ ...base, access: { kind: 'report', report: { ...denied, services } } }),
    );
    expect(shown.split(`"${denied.where.name}"`)).toHaveLength(2);
    expect(shown).toContain('You can’t get into');
  });

  it('says when nothing is known, and when there may be more', () => {
    expect(JSON.stringify(homeBlocks(base))).toContain('I know of none yet');
    expect(JSON.stringify(homeBlocks({ ...base, complete: false }))).toContain('There may be more');
  });
});

describe('a recent answer', () => {
  it('tells one’s own verdict with its reason, and of somebody else no name', () => {
    const own = recentWords({ kind: 'why', report: denied }, 'self') ?? '';
    expect(own).toMatch(new RegExp(`^${denied.where.name}: you can’t get in: `));
    const other = recentWords({ kind: 'why', report: denied }, 'other') ?? '';
    expect(other).toBe(`${denied.where.name}: somebody else can’t get in`);
  });

  it('is none for questions about neither a person nor a path', () => {
    expect(
      recentWords({ kind: 'help', help: { title: '', verbs: [], details: [] } }, 'self'),
    ).toBeUndefined();
  });
});

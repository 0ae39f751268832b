/** The words of a slash command's text, whatever keyboards and Slack did to it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/slack/asking/words.js';

describe('the words of a command', () => {
  it.each([
    ['why alice@acme.test dashboard', ['why', 'alice@acme.test', 'dashboard']],
    ['  why\u00A0me\t dash \n', ['why', 'me', 'dash']],
    ['', []],
    ['   ', []],
    ['why "the dashboard" me', ['why', 'the dashboard', 'me']],
    ['why \u201Cthe dashboard\u201D me', ['why', 'the dashboard', 'me']],
    ["why 'a b' c", ['why', 'a b', 'c']],
    ['why \u2018a b\u2019 c', ['why', 'a b', 'c']],
    ['why `alice@acme.test` dash', ['why', 'alice@acme.test', 'dash']],
    ['why \u00ABa b\u00BB', ['why', 'a b']],
  ])('splits %j at spaces outside quotes', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('keeps an apostrophe inside a word and a quote that never closes', () => {
    expect(wordsOf("why o'brien@acme.test dash")).toEqual(['why', "o'brien@acme.test", 'dash']);
    expect(wordsOf('why o\u2019brien@acme.test')).toEqual(['why', 'o\u2019brien@acme.test']);
    expect(wordsOf('why "alice dash')).toEqual(['why', '"alice', 'dash']);
    expect(wordsOf('"why" "alice dash')).toEqual(['why', '"alice', 'dash']);
  });

  it('leaves out dashes that stand alone', () => {
    expect(wordsOf('why me \u2014 dashboard')).toEqual(['why', 'me', 'dashboard']);
    expect(wordsOf('why - me -- \u2013')).toEqual(['why', 'me']);
  });

  it('reads a dash that a keyboard made of two as a flag, and leaves dashes inside words', () => {
    expect(wordsOf('changes \u2014since 24h')).toEqual(['changes', '--since', '24h']);
    expect(wordsOf('changes \u2013since 24h')).toEqual(['changes', '--since', '24h']);
    expect(wordsOf('probe dash-prod x-\u2014y')).toEqual(['probe', 'dash-prod', 'x-\u2014y']);
    expect(wordsOf('--since -x')).toEqual(['--since', '-x']);
  });

  it('keeps what Slack escaped as one word, spaces in its label included', () => {
    expect(wordsOf('why <@U1|Ana Lopez> <https://dash.acme.test/a?b=1&amp;c|dash.acme.test/a>')).toEqual([
      'why',
      '<@U1|Ana Lopez>',
      '<https://dash.acme.test/a?b=1&amp;c|dash.acme.test/a>',
    ]);
    expect(wordsOf('a <b c')).toEqual(['a', '<b', 'c']);
    expect(wordsOf('a <b\nc>')).toEqual(['a', '<b', 'c>']);
  });

  it('drops characters without a shape that copying brings along', () => {
    expect(wordsOf('why\u200B alice@acme.test\uFEFF')).toEqual(['why', 'alice@acme.test']);
  });

  it('never fails, never gives an empty word, and keeps every letter and digit', () => {
    const letters = (text: string) => text.replace(/[^a-z0-9]/gi, '');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const words = wordsOf(text);
        expect(words).not.toContain('');
        expect(letters(words.join(''))).toBe(letters(text));
      }),
    );
  });

  it('gives back words that were joined with spaces', () => {
    const word = fc.stringMatching(/^[a-z0-9@.:/_][a-z0-9@.:/_-]{0,19}$/);
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(wordsOf(words.join(' '))).toEqual(words);
      }),
    );
  });

  it('gives back a quoted text with spaces as one word', () => {
    const inside = fc.stringMatching(/^[a-z0-9 .-]{1,20}$/);
    fc.assert(
      fc.property(inside, (text) => {
        expect(wordsOf(`a "${text}" b`)).toEqual(['a', text, 'b']);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    for (const evil of ['"', "'", '<', '\u201C ', '< ', '"a ', '<<|', '<a ', '<@']) {
      const startedAt = performance.now();
      wordsOf(evil.repeat(20_000));
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
  });
});

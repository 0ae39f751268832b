/** The small words: ages, counts, lists, moments and names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCode, cleanLine, cleanSpan, webUrl } from '../../src/render/clean.js';
import { lineText, prose } from '../../src/render/spans.js';
import {
  addsNothing,
  age,
  count,
  duration,
  firstName,
  list,
  moment,
  number,
  shortAddress,
} from '../../src/render/words.js';
import { NOW } from './fixtures.js';
import { text } from './monsters.js';

describe('ages, durations and counts', () => {
  it.each([
    [-5_000, '0 s'],
    [40_000, '40 s'],
    [89_000, '89 s'],
    [180_000, '3 min'],
    [5 * 3_600_000, '5 h'],
    [3 * 86_400_000, '3 days'],
  ])('%i ms are %s old', (ms, said) => expect(age(ms)).toBe(said));

  it.each([
    [0, 'under 0.1 s'],
    [412, '0.4 s'],
    [9_960, '10 s'],
    [61_000, '61 s'],
  ])('%i ms took %s', (ms, said) => expect(duration(ms)).toBe(said));

  it('counts with the right word and thousands apart', () => {
    expect(count(1, 'policy', 'policies')).toBe('1 policy');
    expect(count(1204, 'policy', 'policies')).toBe('1,204 policies');
    expect(number(1_234_567)).toBe('1,234,567');
    expect(number(0)).toBe('0');
  });
});

describe('lists', () => {
  it('joins with commas, "and", and what is left', () => {
    expect(list([])).toBe('');
    expect(list(['a'])).toBe('a');
    expect(list(['a', 'b'])).toBe('a and b');
    expect(list(['a', 'b', 'c', 'd', 'e'], 2)).toBe('a, b and 3 more');
    expect(list(['a'], 5, 215)).toBe('a and 214 more');
  });

  it('never loses one: shown and left make the whole', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 20 }), (n, max) => {
        const items = Array.from({ length: n }, (_, i) => `i${i}`);
        const said = list(items, max);
        const shown = said.match(/i\d+/g)?.length ?? 0;
        const left = /([\d,]+) more$/.exec(said)?.[1] ?? '0';
        expect(shown + Number(left.replaceAll(',', ''))).toBe(n);
      }),
    );
  });
});

describe('moments', () => {
  it('says the time today, the weekday this week, the date before, the year when it is another', () => {
    expect(moment('2026-11-05T08:01:00Z', NOW)).toBe('08:01 UTC');
    expect(moment('2026-11-03T14:02:00Z', NOW)).toBe('Tue 14:02 UTC');
    expect(moment('2026-10-03T14:02:00Z', NOW)).toBe('3 Oct 14:02 UTC');
    expect(moment('2025-10-03T14:02:00Z', NOW)).toBe('3 Oct 2025 14:02 UTC');
  });

  it('follows the time zone of the reader, and falls back to UTC', () => {
    expect(moment('2026-11-05T08:01:00Z', NOW, 'Europe/Berlin')).toMatch(/^09:01 /);
    expect(moment('2026-11-05T08:01:00Z', NOW, 'Nowhere/AtAll')).toBe('08:01 UTC');
    expect(moment('not a time', NOW)).toBe('not a time');
  });
});

describe('names', () => {
  it.each([
    ['maya.lindqvist@acme.test', 'Maya'],
    ['tom@acme.test', 'Tom'],
    ['MAYA.LINDQVIST@acme.test', 'Maya'],
    ['anne-marie.o@acme.test', undefined],
    ['m.lindqvist@acme.test', undefined],
    ['hr-sync@acme.test', undefined],
    ['admin@acme.test', undefined],
    ['x7f3@acme.test', undefined],
    ['a.b.c.d@acme.test', undefined],
    ['', undefined],
  ])('%s is called %s', (email, name) => expect(firstName(email)).toBe(name));

  it('shortens an address at home and never one from elsewhere', () => {
    expect(shortAddress('eng@acme.test', 'acme.test')).toBe('eng@');
    expect(shortAddress('eng@evil.test', 'acme.test')).toBe('eng@evil.test');
    expect(shortAddress('eng@acme.test', undefined)).toBe('eng@acme.test');
    expect(shortAddress('eng@xacme.test', 'acme.test')).toBe('eng@xacme.test');
  });
});

describe('sentences', () => {
  it('are left out only when every word of theirs was said before', () => {
    const before = "You can't get into dashboard: you are not in the group that has access.";
    expect(addsNothing('You are not in the group that has access.', before)).toBe(true);
    expect(addsNothing('Access goes through dash-users@acme.test.', before)).toBe(false);
  });

  it('keep every character between their backticks', () => {
    fc.assert(
      fc.property(text, (words) => {
        expect(lineText(prose(words)).replaceAll('`', '')).toBe(words.replaceAll('`', ''));
      }),
    );
  });
});

describe('cleaning', () => {
  it('shows what would be acted on or not seen', () => {
    expect(cleanLine('a\u001b[31mb')).toBe('a\\u001b[31mb');
    expect(cleanLine('x\u202ey')).toBe('x\\u202ey');
    expect(cleanLine('a\u200bb')).toBe('a\\u200bb');
    expect(cleanLine('a\nb\r\n c')).toBe('a b c');
    expect(cleanLine('\u{e0041}')).toBe('\\u{e0041}');
    expect(cleanSpan(' a ')).toBe(' a ');
    expect(cleanCode('a\tb\n\n')).toBe('a  b');
  });

  it('changes nothing a second time, and leaves ordinary letters of any language alone', () => {
    fc.assert(
      fc.property(text, (words) => {
        expect(cleanLine(cleanLine(words))).toBe(cleanLine(words));
        expect(cleanCode(cleanCode(words))).toBe(cleanCode(words));
      }),
    );
    expect(cleanLine('Zoë 漢字 العربية 🇩🇪 é')).toBe('Zoë 漢字 العربية 🇩🇪 é');
  });

  it('links to plain web addresses only', () => {
    expect(webUrl('https://dash.acme.test/a?b=c')).toBe('https://dash.acme.test/a?b=c');
    expect(webUrl('javascript:alert(1)')).toBeUndefined();
    expect(webUrl('https://accounts.google.com@evil.test/')).toBeUndefined();
    expect(webUrl('dash.acme.test')).toBeUndefined();
  });
});

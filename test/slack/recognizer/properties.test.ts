/** What holds of the recognizer for every message. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Recognition, recognise } from '../../../src/slack/recognizer/index.js';
import { CORPUS } from './corpus/index.js';
import { recognitionOf, SETTINGS } from './score.js';

const TYPED = CORPUS.filter(({ blocks }) => !blocks);
const of = (text: unknown, blocks?: unknown): Recognition => recognise({ text, blocks, ts: '1.1' }, SETTINGS);

/** What a change of spelling must not change: everything but the address as it was written. */
const decision = (recognition: Recognition): unknown =>
  recognition.fires ? { ...recognition, url: undefined } : recognition;

describe('recognise', () => {
  it('never throws, whatever the blocks hold', () => {
    const element = fc.letrec((tie) => ({
      node: fc.record(
        {
          type: fc.constantFrom(
            'rich_text',
            'rich_text_section',
            'rich_text_list',
            'rich_text_quote',
            'rich_text_preformatted',
            'text',
            'link',
            'user',
            'nothing',
          ),
          text: fc.oneof(fc.string(), fc.constant('I need access to grafana'), fc.integer()),
          url: fc.oneof(fc.webUrl(), fc.constant(null)),
          user_id: fc.anything(),
          style: fc.anything(),
          elements: fc.oneof({ maxDepth: 5 }, fc.anything(), fc.array(tie('node'), { maxLength: 3 })),
        },
        { requiredKeys: ['type'] },
      ),
    })).node;
    fc.assert(
      fc.property(
        fc.anything(),
        fc.oneof(fc.array(element), fc.json().map(JSON.parse), fc.anything()),
        (text, blocks) => {
          expect(typeof of(text, blocks).fires).toBe('boolean');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('does not go by case, curly quotes, emoji or space around the words', () => {
    for (const { text } of TYPED.filter((_one, at) => at % 3 === 0)) {
      const plain = decision(recognitionOf({ family: '', text, expected: undefined }));
      const others = [
        text.replaceAll("'", '’').replaceAll('"', '”'),
        `  \n${text}\n  `,
        `${text} 🙏🏽:pray:`,
        `:wave::skin-tone-3: ${text}`,
      ];
      for (const other of others) expect(decision(of(other)), other).toEqual(plain);
    }
  });

  it('does not go by case where no program’s own words are in the message', () => {
    const shouted = TYPED.filter(({ text }) => !/`|<@|Error|ERR_|PERMISSION|mailto/.test(text));
    expect(shouted.length).toBeGreaterThan(300);
    for (const { text } of shouted)
      expect(decision(of(text.toUpperCase())), text).toEqual(decision(of(text)));
  });

  it('stays silent without any phrase', () => {
    const word = fc.constantFrom(
      ...'grafana dash orders payroll looks nice today and the kibana colours are blue lunch is ready'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        expect(of(words.join(' ')).fires).toBe(false);
      }),
    );
  });

  it('stays silent without any service, whatever is asked for', () => {
    for (const { text } of CORPUS.filter(({ expected, blocks }) => expected?.service && !blocks))
      if (!/`|IAP|4033/.test(text)) {
        const recognition = recognise({ text, ts: '1.1' }, { ...SETTINGS, directory: [] });
        if (recognition.fires) expect(recognition.codes.length, text).toBeGreaterThan(0);
      }
  });
});

describe('time', () => {
  /** The fastest of a few runs, in milliseconds. */
  const fastest = (text: string): number =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const from = performance.now();
        of(text);
        return performance.now() - from;
      }),
    );

  it.each([
    ['spaces', ' '],
    ['phrases', 'need access to '],
    ['names', 'dash '],
    ['nots', "can't "],
    ['opened links', '<https://a'],
    ['opened mentions', '<@U'],
    ['fences', '```'],
    ['backticks', '`a'],
    ['full stops', '. '],
    ['colons', ':a'],
    ['permissions', 'access is been '],
    ['statuses', '403 '],
    ['addresses', 'https://dash.acme.test/'],
    ['mails', 'a@b.c'],
    ['underscores', '_'],
    ['one word', 'a'],
    ['errors', 'google_iap_client error '],
  ])('grows no faster than the message, with %s', (_name, part) => {
    const short = part.repeat(Math.ceil(4_000 / part.length));
    const long = part.repeat(Math.ceil(40_000 / part.length));
    of(short);
    // Ten times the length: linear is 10, quadratic 100. The first milliseconds are noise.
    expect(fastest(long)).toBeLessThan(30 * fastest(short) + 60);
    expect(fastest(short)).toBeLessThan(400);
  });
});

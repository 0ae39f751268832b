/** What people type, as the rich text and the text Slack makes of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfRich } from '../../../../src/sandbox/slack/rich/to-text.js';
import { readTyped } from '../../../../src/sandbox/slack/rich/typed-message.js';

const NAMES = {
  userId: (name: string) => ({ ana: 'U1', 'iap-doctor': 'U0DOCTOR' })[name],
  channelId: (name: string) => ({ general: 'C1' })[name],
};
const read = (typed: string) => readTyped(typed, NAMES);
const text = (typed: string) => textOfRich(read(typed));
const section = (...elements: object[]) => [{ type: 'rich_text_section', elements }];

describe('the text beside rich text', () => {
  it.each([
    ['a & b <c>', 'a &amp; b &lt;c&gt;'],
    ['see main.py', 'see <http://main.py|main.py>'],
    ['https://dash.acme.test/x?a=1&b=2.', '<https://dash.acme.test/x?a=1&amp;b=2>.'],
    ['dash.acme.test/login gives 403', '<http://dash.acme.test/login|dash.acme.test/login> gives 403'],
    ['mail ana@acme.test please', 'mail <mailto:ana@acme.test|ana@acme.test> please'],
    ['@ana see #general, @nobody and #none', '<@U1> see <#C1|>, @nobody and #none'],
    ['thanks @ana.', 'thanks <@U1>.'],
    ['*bold* _it_ ~gone~ a*b*c snake_case_name', '*bold* _it_ ~gone~ a*b*c snake_case_name'],
    [
      '`curl https://x.test/` and ```\nlog <line>\n``` after',
      '`curl <https://x.test/>` and \n```log &lt;line&gt;```\n after',
    ],
    ['> quoted\n> twice\nmine', '&gt; quoted\n&gt; twice\nmine'],
    ['- one\n- two', '• one\n• two'],
    ['@here :pray: at 10:30:15', '<!here> :pray: at 10:30:15'],
    ['version 1.2.3 of file.ts, e.g. this', 'version 1.2.3 of file.ts, e.g. this'],
    ['<https://a.test|the docs> <@U9>', '<https://a.test|the docs> <@U9>'],
  ])('of %j is as Slack writes it', (typed, expected) => {
    expect(text(typed)).toBe(expected);
  });
});

describe('rich text', () => {
  it('holds each thing as an element of its own', () => {
    expect(read('hi @ana, *see* main.py :eyes:')).toEqual(
      section(
        { type: 'text', text: 'hi ' },
        { type: 'user', user_id: 'U1' },
        { type: 'text', text: ', ' },
        { type: 'text', text: 'see', style: { bold: true } },
        { type: 'text', text: ' ' },
        { type: 'link', url: 'http://main.py', text: 'main.py' },
        { type: 'text', text: ' ' },
        { type: 'emoji', name: 'eyes' },
      ),
    );
  });

  it('keeps quotes, code and lists apart from what the person says', () => {
    const types = read('before\n> quote\n```\ncode\n```\n1. a\n2. b').map((one) => one.type);
    expect(types).toEqual([
      'rich_text_section',
      'rich_text_quote',
      'rich_text_preformatted',
      'rich_text_list',
    ]);
    expect(read('run `x & y`')).toEqual(
      section({ type: 'text', text: 'run ' }, { type: 'text', text: 'x & y', style: { code: true } }),
    );
  });

  it('loses nothing and adds no mark of its own, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        const written = text(typed);
        const marks = written.match(/<[^<>]*>/g) ?? [];
        const known = /^<(?:https?:|mailto:|@|#C|!(?:here|channel|everyone|subteam))/;
        expect(marks.filter((mark) => !known.test(mark))).toEqual([]);
        expect(written.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
      }),
    );
  });
});

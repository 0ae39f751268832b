/** Which words of a message are the writer's own. */
import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/slack/recognizer/index.js';
import { partsOf } from '../../../src/slack/recognizer/message-parts.js';
import { bullets, code, link, preformatted, quote, section, typed, user } from './rich.js';
import { SETTINGS } from './score.js';

describe('rich text', () => {
  it('gives what was typed, links and people as marks', () => {
    const blocks = typed(section('give ', user('U1'), ' access to ', link('https://dash.acme.test', 'dash')));
    expect(partsOf({ blocks }).prose.replace(/\s+/g, ' ')).toBe(
      'give <@U1> access to <https://dash.acme.test|dash>',
    );
  });

  it('leaves quotes out and keeps code apart', () => {
    const blocks = typed(
      quote('give me access to dash'),
      section('I ran ', code('curl -f')),
      preformatted('403 Forbidden'),
    );
    const { prose, pasted } = partsOf({ blocks });
    expect(prose).toBe('I ran');
    expect(pasted).toMatch(/curl -f[\s\S]*403 Forbidden/);
  });

  it('keeps the items of nested lists apart', () => {
    const blocks = typed(bullets(section('a chair'), bullets(section('grafana access'), section('a pen'))));
    expect(partsOf({ blocks }).prose.split(/\n+/)).toEqual(['a chair', 'grafana access', 'a pen']);
  });

  it('wins over the text, which shows quotes as markup', () => {
    const blocks = typed(quote('I need access to dash'), section('done'));
    expect(partsOf({ text: 'I need access to dash done', blocks }).prose).toBe('done');
  });

  it('is not looked for in blocks that nobody typed', () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'ignored' } }];
    expect(partsOf({ text: 'hello', blocks }).prose).toBe('hello');
  });
});

describe('plain text', () => {
  it('loses quoted lines, escaped or not, and code', () => {
    const { prose, pasted } = partsOf({ text: '&gt; I need access\n> to dash\nok `now` ```then\nthat```' });
    expect(prose).toBe('ok');
    expect(pasted).toContain('now');
    expect(pasted).toContain('then\nthat');
  });

  it('takes a fence nobody closed as code to the end', () => {
    expect(partsOf({ text: 'see ```I need access to dash' })).toEqual({
      prose: 'see',
      pasted: 'I need access to dash',
    });
  });
});

it('somebody else’s words in a forward or an unfurled page ask for nothing', () => {
  const event = {
    text: 'see below',
    ts: '1.1',
    attachments: [{ is_share: true, text: 'please give me access to grafana' }],
  };
  expect(recognise(event, SETTINGS)).toMatchObject({ fires: false, gate: 'no-phrase' });
});

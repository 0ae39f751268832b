/** The validator itself: takes what Slack takes, refuses what Slack refuses, each limit at its edge. */
import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../../src/render/slack-limits.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const say = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more });
const rich = (...elements: object[]) => ({ type: 'rich_text', elements });
const words = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
const one = (block: unknown): string[] => validateMessage({ text: 'x', blocks: [block] });
const x = (n: number): string => 'x'.repeat(n);

describe('what Slack takes', () => {
  it.each([
    ['section', say('hi')],
    ['section at its limit', say(x(3000))],
    ['fields', { type: 'section', fields: Array.from({ length: 10 }, () => plain(x(900))) }],
    ['header', { type: 'header', text: plain(x(150)) }],
    ['divider', { type: 'divider', block_id: x(255) }],
    ['actions', { type: 'actions', elements: [button({ value: x(2000), style: 'primary' })] }],
    ['context', { type: 'context', elements: [plain('a'), { type: 'mrkdwn', text: 'b' }] }],
    [
      'rich text',
      rich(words('a'), { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'b' }] }),
    ],
    ['list', rich({ type: 'rich_text_list', style: 'bullet', indent: 1, elements: [words('a')] })],
    ['image', { type: 'image', alt_text: 'a', image_url: 'https://a.test/b.png' }],
    ['markdown', { type: 'markdown', text: x(12_000) }],
    ['table', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, rich(words('b'))]] }],
    [
      'plan',
      {
        type: 'plan',
        title: 'a',
        tasks: [{ type: 'task_card', task_id: '1', title: 'b', status: 'complete' }],
      },
    ],
    [
      'menu',
      { type: 'actions', elements: [{ type: 'static_select', options: [{ text: plain('a'), value: 'b' }] }] },
    ],
  ])('%s', (_, block) => expect(one(block)).toEqual([]));

  it('fifty blocks, and text alone', () => {
    expect(validateMessage({ blocks: Array.from({ length: 50 }, () => say('a')) })).toEqual([]);
    expect(validateMessage({ text: 'only words' })).toEqual([]);
  });
});

describe('what Slack refuses', () => {
  it.each([
    ['no type', {}, '/blocks/0'],
    ['no object', 'section', '/blocks/0'],
    ['unknown type', { type: 'blink' }, '/blocks/0/type'],
    ['unknown field', { ...say('a'), colour: 'red' }, '/blocks/0'],
    ['empty text', say(''), '/blocks/0/text/text'],
    ['long section', say(x(3001)), '/blocks/0/text/text'],
    ['empty section', { type: 'section' }, '/blocks/0'],
    [
      'eleven fields',
      { type: 'section', fields: Array.from({ length: 11 }, () => plain('a')) },
      '/blocks/0/fields',
    ],
    ['long field', { type: 'section', fields: [plain(x(2001))] }, '/blocks/0/fields/0/text'],
    ['long header', { type: 'header', text: plain(x(151)) }, '/blocks/0/text/text'],
    ['mrkdwn header', { type: 'header', text: { type: 'mrkdwn', text: 'a' } }, '/blocks/0/text/type'],
    ['long block_id', { type: 'divider', block_id: x(256) }, '/blocks/0/block_id'],
    [
      '26 buttons',
      { type: 'actions', elements: Array.from({ length: 26 }, (_, i) => button({ action_id: `${i}` })) },
      '/blocks/0/elements',
    ],
    ['no buttons', { type: 'actions', elements: [] }, '/blocks/0/elements'],
    [
      'long button',
      { type: 'actions', elements: [button({ text: plain(x(76)) })] },
      '/blocks/0/elements/0/text/text',
    ],
    ['long value', { type: 'actions', elements: [button({ value: x(2001) })] }, '/blocks/0/elements/0/value'],
    [
      'script link',
      { type: 'actions', elements: [button({ url: 'javascript:alert(1)' })] },
      '/blocks/0/elements/0/url',
    ],
    [
      'two equal actions',
      { type: 'actions', elements: [button(), button()] },
      '/blocks/0: action_id twice: go',
    ],
    [
      'eleven in a context',
      { type: 'context', elements: Array.from({ length: 11 }, () => plain('a')) },
      '/blocks/0/elements',
    ],
    ['button in a context', { type: 'context', elements: [button()] }, '/blocks/0/elements/0/type'],
    ['empty rich text', rich(), '/blocks/0/elements'],
    ['empty rich words', rich(words('')), '/blocks/0/elements/0/elements/0/text'],
    [
      'list in a list',
      rich({ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_list' }] }),
      '/blocks/0/elements/0',
    ],
    [
      'deep list',
      rich({ type: 'rich_text_list', style: 'bullet', indent: 9, elements: [words('a')] }),
      '/blocks/0/elements/0/indent',
    ],
    [
      'user in code',
      rich({ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }),
      '/blocks/0/elements/0/elements/0/type',
    ],
    [
      '101 rows',
      { type: 'table', rows: Array.from({ length: 101 }, () => [{ type: 'raw_text', text: 'a' }]) },
      '/blocks/0/rows',
    ],
    [
      '101 options',
      {
        type: 'actions',
        elements: [
          {
            type: 'static_select',
            options: Array.from({ length: 101 }, () => ({ text: plain('a'), value: 'b' })),
          },
        ],
      },
      '/blocks/0/elements/0/options',
    ],
    [
      'six in an overflow',
      {
        type: 'actions',
        elements: [
          { type: 'overflow', options: Array.from({ length: 6 }, () => ({ text: plain('a'), value: 'b' })) },
        ],
      },
      '/blocks/0/elements/0/options',
    ],
    [
      'long confirmation',
      { type: 'actions', elements: [button({ confirm: { text: plain(x(301)) } })] },
      '/blocks/0/elements/0/confirm/text',
    ],
    [
      'picture twice',
      { type: 'image', alt_text: 'a', image_url: 'https://a.test', slack_file: { id: 'F1' } },
      '/blocks/0',
    ],
  ])('%s', (_, block, where) => {
    const found = one(block);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(where);
  });

  it('51 blocks, nothing at all, two tables, too much altogether, one id twice', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
    expect(validateMessage({ blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })).toHaveLength(
      1,
    );
    expect(validateMessage({ blocks: [] })).toEqual([': no_text: neither text nor blocks']);
    expect(validateMessage({ blocks: [table, table] })).toEqual(['/blocks: only one table allowed']);
    expect(validateMessage({ blocks: Array.from({ length: 5 }, () => say(x(2900))) }).join()).toContain(
      'msg_blocks_too_long',
    );
    expect(
      validateMessage({
        blocks: [
          { type: 'divider', block_id: 'a' },
          { type: 'divider', block_id: 'a' },
        ],
      }),
    ).toEqual(['/blocks: block_id twice: a']);
    const halves = { type: 'markdown', text: x(6_001) };
    expect(validateMessage({ blocks: [halves, halves] }).join()).toContain('markdown');
  });

  it('a text that an update would not take', () => {
    expect(validateMessage({ text: x(4001) })).toEqual([]);
    expect(validateMessage({ text: x(4001) }, { update: true })).toHaveLength(1);
    expect(validateMessage({ text: x(40_001) })).toHaveLength(1);
  });
});

describe('views', () => {
  const modal = (blocks: unknown[], more: object = {}) => ({
    type: 'modal',
    title: plain('Evidence'),
    blocks,
    ...more,
  });

  it('may hold a hundred blocks, and no blocks that are for messages only', () => {
    expect(validateView(modal(Array.from({ length: 100 }, () => say('a'))))).toEqual([]);
    expect(validateView(modal(Array.from({ length: 101 }, () => say('a'))))).toHaveLength(1);
    expect(validateView(modal([{ type: 'markdown', text: 'a' }]))).toEqual([
      '/blocks/0: markdown is for messages only',
    ]);
  });

  it('need short titles and a submit button for their inputs', () => {
    const input = { type: 'input', label: plain('a'), element: { type: 'plain_text_input', action_id: 'a' } };
    expect(validateView(modal([say('a')], { title: plain(x(25)) })).join()).toContain('/title/text');
    expect(validateView(modal([input])).join()).toContain('/submit');
    expect(validateView(modal([input], { submit: plain('Go') }))).toEqual([]);
    expect(validateView(modal([say('a')], { private_metadata: x(3001) })).join()).toContain(
      '/private_metadata',
    );
    expect(validateView({ type: 'home', blocks: [say('a')] })).toEqual([]);
  });
});

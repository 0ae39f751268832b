/** What is understood of words written to the bot, as Slack sends them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../../../commands/ask.js';
import { verbs } from '../../../../commands/index.js';
import { textOfRich } from '../../../../src/sandbox/slack/rich/to-text.js';
import { readTyped } from '../../../../src/sandbox/slack/rich/typed-message.js';
import { VERBS, wantedIn } from '../../../../src/slack/features/mention/question.js';
import { saidIn } from '../../../../src/slack/features/mention/said.js';
import { directoryOf } from '../../../../src/slack/recognizer/index.js';

const US = 'U0DOCTOR';
const directory = directoryOf([
  { name: 'dashboard', aliases: ['dash'], hosts: ['dash.acme.test'] },
  { name: 'payroll', aliases: [], hosts: ['payroll.acme.test'] },
]);
const people: Readonly<Record<string, string>> = { 'iap-doctor': US, tom: 'U0TOM' };
const names = {
  userId: (name: string) => people[name],
  channelId: (name: string) => (name === 'general' ? 'C0GENERAL' : undefined),
};

/** The same words as Slack's clients send them: as rich text, and as `text` alone. */
const written = (typed: string) => {
  const elements = readTyped(typed, names);
  const text = textOfRich(elements);
  return [{ text, blocks: [{ type: 'rich_text', elements }] }, { text }] as const;
};
const wantedOf = (event: { text: string; blocks?: unknown }) => wantedIn(saidIn(event, US), directory);

describe('a mention with a question', () => {
  it.each([
    ['@iap-doctor why me dashboard', ['why', 'me', 'dashboard']],
    ['@iap-doctor probe dashboard', ['probe', 'dashboard']],
    ['@iap-doctor: why me dashboard?', ['why', 'me', 'dashboard']],
    ['hey @iap-doctor, Why me dashboard please', ['why', 'me', 'dashboard']],
    ['@iap-doctor /iap why me dashboard', ['why', 'me', 'dashboard']],
    ['@iap-doctor why *me* `dashboard`', ['why', 'me', 'dashboard']],
    ['@iap-doctor `why me dashboard`', ['why', 'me', 'dashboard']],
    ['why me dashboard @iap-doctor', ['why', 'me', 'dashboard']],
    ['@iap-doctor changes since 24h', ['changes', 'since', '24h']],
    ['@iap-doctor changes dashboard —since 24h', ['changes', 'dashboard', '--since', '24h']],
    ['@iap-doctor help why', ['help', 'why']],
    ['@iap-doctor status audit 5', ['status', 'audit', '5']],
    ['@iap-doctor', ['help']],
    ['@iap-doctor hi there!', ['help']],
    ['Good morning all\n@iap-doctor why me dashboard\nthank you', ['why', 'me', 'dashboard']],
    ['> why me payroll\n@iap-doctor why me dashboard', ['why', 'me', 'dashboard']],
  ])('%j is asked as typed', (typed, words) => {
    for (const event of written(typed)) expect(wantedOf(event)).toEqual({ kind: 'ask', words });
  });

  it('keeps people and addresses as Slack marks them, for whoever reads people and places', () => {
    const [rich] = written('@iap-doctor why @tom https://dash.acme.test/admin?a=1&b=2');
    expect(wantedOf(rich)).toEqual({
      kind: 'ask',
      words: ['why', '<@U0TOM>', '<https://dash.acme.test/admin?a=1&amp;b=2>'],
    });
    const [mail] = written('@iap-doctor why tom@acme.test dash.acme.test');
    const { words } = saidIn(mail, US);
    expect(understand(words, 'slack', {})).toMatchObject({ ok: true, prepared: { ok: true } });
  });
});

describe('a mention that reads like a request', () => {
  it.each([
    ["@iap-doctor I can't get into dashboard, it says 403", ['why', 'me', 'dashboard']],
    ["@iap-doctor why can't I open https://payroll.acme.test/ any more?", ['why', 'me', 'payroll']],
    ['@iap-doctor dashboard', ['why', 'me', 'dashboard']],
    ['@iap-doctor dash?', ['why', 'me', 'dashboard']],
    ['Getting 403 on https://dash.acme.test since lunch @iap-doctor', ['why', 'me', 'dashboard']],
    ['@iap-doctor can someone give me access to payroll please', ['why', 'me', 'payroll']],
  ])('%j becomes a question for its writer', (typed, words) => {
    for (const event of written(typed)) expect(wantedOf(event)).toEqual({ kind: 'ask', words });
  });

  it('for somebody else is not taken for one of the writer’s own', () => {
    for (const event of written("@iap-doctor my colleague can't get into dashboard"))
      expect(wantedOf(event)).toEqual({ kind: 'lost' });
  });
});

describe('a mention that says nothing to answer', () => {
  it.each([
    '@iap-doctor is the best bot we have ever had in here',
    '@iap-doctor can you book a meeting room for us',
  ])('%j gets a hint', (typed) => {
    for (const event of written(typed)) expect(wantedOf(event)).toEqual({ kind: 'lost' });
  });

  it.each(['thanks @iap-doctor!', '@iap-doctor thank you', '@iap-doctor ok, great'])(
    '%j gets nothing',
    (typed) => {
      for (const event of written(typed)) expect(wantedOf(event)).toEqual({ kind: 'nothing' });
    },
  );

  it('but is short is asked, so that the answer corrects it', () => {
    for (const event of written('@iap-doctor prob dashbord'))
      expect(wantedOf(event)).toEqual({ kind: 'ask', words: ['prob', 'dashbord'] });
  });
});

describe('the verbs that are listened for', () => {
  it('are those that can be asked in Slack', () => {
    const inSlack = verbs.filter((verb) => verb.usage.slack !== undefined).map(({ name }) => name);
    expect([...VERBS].sort()).toEqual([...inSlack].sort());
  });
});

describe('whatever somebody writes', () => {
  const noise = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.constantFrom(
      '<!channel>',
      '<@U0DOCTOR>',
      '<@U0DOCTOR|x>',
      '```',
      '`',
      '&lt;!here&gt;',
      '\u2014',
      '"',
      '<',
      '|',
    ),
  );
  const hostile = fc.array(noise, { maxLength: 12 }).map((parts) => parts.join(' '));

  it('is read without an error, into no more words than are looked at', () => {
    fc.assert(
      fc.property(hostile, hostile, (text, typed) => {
        const element = { type: 'rich_text_section', elements: [{ type: 'text', text: typed }] };
        for (const event of [{ text }, { text, blocks: [{ type: 'rich_text', elements: [element] }] }]) {
          const said = saidIn(event, US);
          expect(said.words.length).toBeLessThanOrEqual(60);
          expect(['ask', 'lost', 'nothing']).toContain(wantedIn(said, directory).kind);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('cannot be made a mark of Slack’s by typing one', () => {
    fc.assert(
      fc.property(hostile, (typed) => {
        const element = { type: 'rich_text_section', elements: [{ type: 'text', text: typed }] };
        const { words } = saidIn({ blocks: [{ type: 'rich_text', elements: [element] }] }, US);
        expect(words.join(' ')).not.toMatch(/<[@!#]/);
      }),
      { numRuns: 300 },
    );
  });

  it('is read in little time however long it is', () => {
    const long = { text: `<@${US}> ${'why '.repeat(20_000)}`, blocks: [] };
    const from = performance.now();
    wantedOf(long);
    wantedOf({ text: `<@${US}> ${'`'.repeat(40_000)}` });
    wantedOf({ text: '<'.repeat(40_000) });
    expect(performance.now() - from).toBeLessThan(2_000);
  });
});

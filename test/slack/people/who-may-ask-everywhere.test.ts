/** Who may ask about whom is one decision: every surface gives the same, and tells the audit once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ask } from '../../../src/app.js';
import type { Email } from '../../../src/names/index.js';
import type { Answer } from '../../../src/render/answer.js';
import { ASK, renderBlocks } from '../../../src/render/blocks.js';
import type { EmulatedUser } from '../../../src/sandbox/slack/index.js';
import type { Heard } from '../../../src/slack/desk.js';
import { denied, NOW } from '../../render/fixtures.js';
import { until } from '../../support/until.js';
import { type Bench, email, startBench } from '../bench.js';

/** The person who is asked about. */
const TOM = { id: 'U0TOM', name: 'tom', email: 'tom@acme.test' };

interface Case {
  readonly who: string;
  readonly user: EmulatedUser;
  /** The rule by which nobody answers them, or whether they may ask about others. */
  readonly may: 'nothing' | 'own' | 'others';
  readonly rule?: string;
}

const person = (n: number, more: Partial<EmulatedUser> = {}): EmulatedUser => ({
  id: `U0CASE${n}`,
  name: `case${n}`,
  email: `case${n}@acme.test`,
  ...more,
});
const CASES: readonly Case[] = [
  { who: 'a member', user: person(1), may: 'own' },
  { who: 'an administrator by address', user: person(2, { email: 'root@acme.test' }), may: 'others' },
  { who: 'an administrator by group', user: person(3, { email: 'ingroup@acme.test' }), may: 'others' },
  {
    who: 'a member while the group cannot be read',
    user: person(4, { email: 'unsure@acme.test' }),
    may: 'own',
  },
  { who: 'a guest', user: person(5, { isRestricted: true }), may: 'nothing', rule: 'guest' },
  {
    who: 'a single-channel guest',
    user: person(6, { isUltraRestricted: true }),
    may: 'nothing',
    rule: 'guest',
  },
  {
    who: 'a guest who is an administrator by address',
    user: person(7, { email: 'root@acme.test', isRestricted: true }),
    may: 'nothing',
    rule: 'guest',
  },
  { who: 'a stranger', user: person(8, { isStranger: true }), may: 'nothing', rule: 'other-workspace' },
  {
    who: 'somebody of another workspace',
    user: person(9, { teamId: 'T0OTHER' }),
    may: 'nothing',
    rule: 'other-workspace',
  },
  {
    who: 'a member by Enterprise Grid',
    user: person(10, { teamId: 'T0OTHER', enterpriseTeams: ['T0OTHER', 'T0ACME'] }),
    may: 'own',
  },
  { who: 'a deactivated account', user: person(11, { deleted: true }), may: 'nothing', rule: 'deactivated' },
  {
    who: 'somebody whose address is not confirmed',
    user: person(12, { isEmailConfirmed: false }),
    may: 'nothing',
    rule: 'unconfirmed',
  },
  { who: 'a bot user', user: person(13, { isBot: true }), may: 'nothing', rule: 'bot' },
];

const TYPED_IN = ['command', 'mention', 'thread mention', 'direct message', 'button'] as const;
const SURFACES = [...TYPED_IN, 'shortcut', 'home', 'reply'] as const;
type Surface = (typeof SURFACES)[number];

const channelOf = (n: number, surface: Surface): string =>
  `C0${n}${surface.replace(/\W/g, '').toUpperCase()}`;
const ORIGINS: Readonly<Record<Surface, string>> = {
  command: 'command',
  mention: 'mention',
  'thread mention': 'mention',
  'direct message': 'mention',
  button: 'button',
  shortcut: 'shortcut',
  home: 'home',
  reply: 'message',
};

/** As the real one: decides by what it is given, and says that it refused. */
const ask: Ask = async (words, { speaker, mayAskAbout }): Promise<Answer> => {
  if (words[0] !== 'why') return { kind: 'help', help: { title: 'fine', verbs: [], details: [] } };
  const id = /<@(\w+)/.exec(words[1] ?? '')?.[1];
  const about = id === undefined ? speaker.self : await speaker.resolveSlackUser?.(id);
  if (about !== undefined && (await mayAskAbout(about)))
    return { kind: 'why', report: { ...denied, who: { ...denied.who, asked: words[1] ?? '' } } };
  const mistake = { message: 'You can ask about yourself.', nearest: 'why me' };
  return { kind: 'mistake', mistake, usage: undefined, refused: { why: 'about-others', about: null } };
};

const heard: Heard[] = [];
let bench: Bench;
beforeAll(async () => {
  const dashboard = {
    ...{ name: 'dashboard', aliases: [], url: new URL('https://dash.acme.test'), owners: [] },
    ...{ resource: undefined, audience: undefined, grpc: undefined },
  };
  bench = await startBench({
    ask,
    heard: (one) => heard.push(one),
    admins: [
      { kind: 'user', email: email('root@acme.test') },
      { kind: 'group', email: email('iap-admins@acme.test') },
    ],
    isInGroup: async (who: Email) => (who === 'unsure@acme.test' ? undefined : who === 'ingroup@acme.test'),
    render: (answer, audience, about) => renderBlocks(answer, audience, { about, now: NOW }),
    config: {
      services: [dashboard],
      slack: {
        channels: CASES.map((_, n) => channelOf(n, 'reply')),
        admins: [
          { kind: 'user', email: email('root@acme.test') },
          { kind: 'group', email: email('iap-admins@acme.test') },
        ],
        replyDelayMs: 0,
      },
    },
    emulator: {
      users: [TOM, ...CASES.map(({ user }) => user)],
      channels: CASES.flatMap((_, n) =>
        SURFACES.map((surface) => ({
          id: channelOf(n, surface),
          name: `c-${n}-${surface.replace(' ', '-')}`,
        })),
      ),
    },
  });
}, 30_000);
afterAll(() => bench.close());

/** Asks on a surface, and gives the one question that was heard of. */
async function asked(n: number, surface: Surface, about: 'me' | '@tom'): Promise<Heard> {
  const { user } = CASES[n] ?? { user: TOM };
  const channel = channelOf(n, surface);
  const { emulator } = bench;
  const before = heard.length;
  const words = `why ${about} dashboard`;
  switch (surface) {
    case 'command':
      await emulator.slash(user.id, channel, words);
      break;
    case 'mention':
      emulator.say(user.id, channel, `@iap-doctor ${words}`);
      break;
    case 'thread mention': {
      const first = emulator.say(TOM.id, channel, 'hello');
      emulator.say(user.id, channel, `@iap-doctor ${words}`, { threadTs: first.ts });
      break;
    }
    case 'direct message':
      emulator.say(user.id, emulator.state.directMessages(user.id).id, words);
      break;
    case 'button': {
      const value = about === 'me' ? words : `why <@${TOM.id}> dashboard`;
      const text = { type: 'plain_text', text: 'Ask' };
      const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: ASK, text, value }] }];
      await emulator.click(user.id, emulator.postAsBot(channel, 'a button', { blocks }), ASK);
      break;
    }
    case 'shortcut': {
      const writer = about === 'me' ? user.id : TOM.id;
      await emulator.shortcut(user.id, 'why_here', emulator.say(writer, channel, 'dashboard says 403'));
      break;
    }
    case 'home':
      await emulator.openHome(user.id);
      break;
    case 'reply':
      emulator.say(user.id, channel, "I can't get into dashboard, it says 403");
      break;
  }
  const mine = (): readonly Heard[] =>
    heard.slice(before).filter(({ question }) => question.userId === user.id && question.words[0] === 'why');
  await until(`${surface} is heard of`, () => mine().length > 0);
  await emulator.settled();
  expect(mine()).toHaveLength(1);
  const [one] = mine();
  if (one === undefined) throw new Error('nothing was heard');
  expect(one.question.origin).toBe(ORIGINS[surface]);
  return one;
}

/** What was decided, in a word. */
const decision = ({ refused, answer }: Heard): string => refused ?? answer?.kind ?? 'no answer';

describe.each(CASES.map((one, n) => ({ ...one, n })))('$who', ({ n, may, rule }) => {
  // Nobody answers what bots write, so that no two of them can talk for ever.
  const surfaces = SURFACES.filter((surface) => surface !== 'reply' || rule !== 'bot');
  it.each(surfaces)(
    'asking about themselves by %s gets the decision of every other surface',
    async (surface) => {
      expect(decision(await asked(n, surface, 'me'))).toBe(may === 'nothing' ? rule : 'why');
    },
  );

  it.each(TYPED_IN)(
    'asking about somebody else by %s gets the decision of every other surface',
    async (surface) => {
      const expected = may === 'nothing' ? rule : may === 'others' ? 'why' : 'about-others';
      expect(decision(await asked(n, surface, '@tom'))).toBe(expected);
    },
  );

  it('using the shortcut on a message of somebody else asks about them as an administrator only', async () => {
    const { question } = await asked(n, 'shortcut', '@tom');
    expect(question.words[1]).toBe(may === 'others' ? `<@${TOM.id}>` : 'me');
  });
});

describe('after all of it', () => {
  it('nobody who may not ask was answered, and Slack took everything', () => {
    const refused = new Set(CASES.filter(({ may }) => may === 'nothing').map(({ user }) => user.id));
    const answered = heard.filter(
      ({ question, answer }) => refused.has(question.userId) && answer !== undefined,
    );
    expect(answered).toEqual([]);
    expect(bench.emulator.state.violations).toEqual([]);
  });
});

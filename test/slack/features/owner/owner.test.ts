/** "Ask the owner": shown first, sent once, answered by an owner, checked by the bot, told to whoever asked. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Config, ServiceConfig } from '../../../../src/config.js';
import type { ChannelMessage, EphemeralMessage } from '../../../../src/sandbox/slack/index.js';
import { pingsOf } from '../../../../src/sandbox/slack/index.js';
import { until } from '../../../support/until.js';
import { ANA, type Bench, BOB, email, GENERAL, ROOT } from '../../bench.js';
import { allowedNow, type Brain, labelsOf, startButtoned, wordsOf } from '../buttoned.js';

const TEAM = 'C0DASHTEAM';
let bench: Bench;
let brain: Brain;
afterEach(() => bench.close());

const owned = (more: Partial<ServiceConfig>): Pick<Config, 'services'> => ({
  services: [
    {
      name: 'dashboard',
      aliases: [],
      url: new URL('https://dash.acme.test/'),
      resource: undefined,
      audience: undefined,
      grpc: undefined,
      owners: [],
      ...more,
    },
  ],
});
const people = owned({
  owners: [
    { kind: 'user', email: email('bob@acme.test') },
    { kind: 'user', email: email('root@acme.test') },
  ],
});
const channels = [
  { id: GENERAL, name: 'general' },
  { id: TEAM, name: 'dash-team' },
];

async function start(config: Partial<Config>, more: Parameters<typeof startButtoned>[0] = {}): Promise<void> {
  ({ bench, brain } = await startButtoned({
    config,
    emulator: { channels },
    times: { watchPace: 200 },
    ...more,
  }));
}

async function asked(user = ANA): Promise<EphemeralMessage> {
  await bench.emulator.slash(user, GENERAL, 'why me dashboard');
  return bench.untilSeen(user, (text) => text.includes('evidence'));
}
const direct = (user: string): readonly ChannelMessage[] =>
  bench.emulator.state.directMessages(user).messages;
const inTeam = (): readonly ChannelMessage[] => bench.emulator.state.channels.get(TEAM)?.messages ?? [];
const first = (messages: readonly ChannelMessage[]): ChannelMessage => {
  const [message] = messages;
  if (message === undefined) throw new Error('no message');
  return message;
};

/** Presses the button and sends the window off, with these words. */
async function request(note = ''): Promise<void> {
  await bench.emulator.click(ANA, await asked(), 'owner_ask');
  await until('the window is open', () => (bench.emulator.state.modals.get(ANA) ?? []).length === 1);
  await bench.emulator.submit(ANA, {
    note: { note: { type: 'plain_text_input', value: note === '' ? null : note } },
  });
}

describe.each(['socket', 'http'] as const)('asking the owners over %s', (mode) => {
  it('shows what goes to whom, sends it to each, and tells who asked when it works', async () => {
    await start(people, { mode });
    const message = await asked();
    expect(labelsOf(message)).toEqual([
      'Ask the owner',
      'Watch until mended',
      'Check again',
      'Evidence',
      'Share',
    ]);
    await bench.emulator.click(ANA, message, 'owner_ask');
    await until('the window is open', () => (bench.emulator.state.modals.get(ANA) ?? []).length === 1);
    const modal = JSON.stringify(bench.emulator.state.modals.get(ANA)?.[0]?.view);
    for (const part of ['bob@acme.test', 'root@acme.test', 'Nothing has been sent yet', 'memberships add'])
      expect(modal).toContain(part);
    expect(direct(BOB)).toHaveLength(0);

    await bench.emulator.submit(ANA, {
      note: { note: { type: 'plain_text_input', value: 'I am on call <!channel>' } },
    });
    await until('both have it', () => direct(BOB).length === 1 && direct(ROOT).length === 1);
    const got = first(direct(BOB));
    for (const part of [
      'asks you for help',
      "Ana can't get into dashboard",
      'gcloud identity groups memberships add',
      'google_cloud_identity_group_membership',
      'on call',
    ])
      expect(wordsOf(got)).toContain(part);
    expect(wordsOf(got)).not.toContain('hr-sync@');
    expect(pingsOf(got).every((ping) => ping.includes(ANA))).toBe(true);
    expect(labelsOf(got)).toEqual(['Done', "Can't", 'Not me']);
    await bench.untilSeen(ANA, (text) => text.includes('I have asked the owners of'));

    await bench.emulator.click(BOB, got, 'owner_done');
    await until('all see it', () =>
      [BOB, ROOT].every((who) => JSON.stringify(first(direct(who)).blocks).includes('Done by')),
    );
    expect(labelsOf(first(direct(ROOT)))).toEqual([]);
    await until('who asked hears of it', () => direct(ANA).length === 1);
    expect(wordsOf(first(direct(ANA)))).toContain('should be mended. I am checking');
    const looks = brain.asked;
    await until('it is looked', () => brain.asked > looks);
    brain.answer = allowedNow();
    await until('it works', () => direct(ANA).length === 2);
    expect(wordsOf(direct(ANA)[1])).toContain('since it was said to be done');
    expect(bench.emulator.state.violations).toEqual([]);
  });
});

describe('asking the owners', () => {
  it('goes to their channel alone where there is one', async () => {
    await start(owned({ owners: [{ kind: 'user', email: email('bob@acme.test') }], ownersChannel: TEAM }));
    await request();
    await until('it is there', () => inTeam().length === 1);
    expect(direct(BOB)).toHaveLength(0);
    await bench.emulator.click(ROOT, first(inTeam()), 'owner_not_me');
    await until('it shows', () => wordsOf(first(inTeam())).includes('for somebody else'));
    expect(labelsOf(first(inTeam()))).toEqual(['Done', "Can't", 'Not me']);
    await bench.emulator.click(BOB, first(inTeam()), 'owner_cant');
    await until('who asked hears of it', () => direct(ANA).length === 1);
    expect(wordsOf(first(direct(ANA)))).toContain('cannot mend access');
    await bench.emulator.click(BOB, first(inTeam()), 'owner_done');
    await until('it is done', () => labelsOf(first(inTeam())).length === 0);
  });

  it('finds the people of a group that owns it', async () => {
    const owners = [{ kind: 'group', email: email('dash-owners@acme.test') }] as const;
    await start(owned({ owners }), {
      membersOf: async () => [email('bob@acme.test'), email('ana@acme.test')],
    });
    await request();
    await until('it is there', () => direct(BOB).length === 1);
    await bench.untilSeen(ANA, (text) => text.includes('one person'));
    expect(direct(ANA)).toHaveLength(0);
  });

  it('says when none of them can help', async () => {
    await start(people);
    await request();
    await until('both have it', () => direct(BOB).length === 1 && direct(ROOT).length === 1);
    await bench.untilLogged('Asked the owners');
    await bench.emulator.click(BOB, first(direct(BOB)), 'owner_not_me');
    await until('his buttons are gone', () => labelsOf(first(direct(BOB))).length === 0);
    expect(labelsOf(first(direct(ROOT)))).toHaveLength(3);
    expect(direct(ANA)).toHaveLength(0);
    await bench.emulator.click(ROOT, first(direct(ROOT)), 'owner_not_me');
    await until('who asked hears of it', () => direct(ANA).length === 1);
    expect(wordsOf(first(direct(ANA)))).toContain('None of the people I asked');
  });

  it('happens once an hour for the same person and cause', async () => {
    await start(people);
    await request();
    await until('it is sent', () => direct(BOB).length === 1);
    await bench.emulator.click(ANA, await asked(), 'owner_ask');
    await bench.untilSeen(ANA, (text) => text.includes('You asked the owners of dashboard'));
    expect(bench.emulator.state.modals.get(ANA) ?? []).toHaveLength(0);
    expect(direct(BOB)).toHaveLength(1);
  });

  it('says when nobody could be reached, and may be tried again', async () => {
    await start(owned({ owners: [{ kind: 'user', email: email('gone@acme.test') }] }));
    await request();
    await until('who asked hears of it', () => direct(ANA).length === 1);
    expect(wordsOf(first(direct(ANA)))).toContain('could not reach anybody');
    await bench.emulator.click(ANA, await asked(), 'owner_ask');
    await until('the window opens', () => (bench.emulator.state.modals.get(ANA) ?? []).length === 1);
  });

  it('cannot be called done by whoever asked', async () => {
    await start(owned({ ownersChannel: TEAM }));
    await request();
    await until('it is there', () => inTeam().length === 1);
    await bench.emulator.click(ANA, first(inTeam()), 'owner_done');
    await bench.untilSeen(ANA, (text) => text.includes('somebody else has to say'));
    expect(labelsOf(first(inTeam()))).toHaveLength(3);
  });

  it('is not offered without an owner, and the evidence says so', async () => {
    await start(owned({}));
    const message = await asked();
    expect(labelsOf(message)).not.toContain('Ask the owner');
    await bench.emulator.click(ANA, message, 'evidence');
    await until('the window is open', () => (bench.emulator.state.modals.get(ANA) ?? []).length === 1);
    expect(JSON.stringify(bench.emulator.state.modals.get(ANA))).toContain('no owner I could write to');
  });

  it('is done once, whoever of two owners is faster', async () => {
    await start(people);
    await request();
    await until('both have it', () => direct(BOB).length === 1 && direct(ROOT).length === 1);
    await bench.untilLogged('Asked the owners');
    await Promise.all([
      bench.emulator.click(BOB, first(direct(BOB)), 'owner_done'),
      bench.emulator.click(ROOT, first(direct(ROOT)), 'owner_done'),
    ]);
    brain.answer = allowedNow();
    await until('it works', () => direct(ANA).some((one) => wordsOf(one).includes('Works now')));
    await until('both are there', () => direct(ANA).length === 2);
    await bench.untilLogged('A watch saw it work');
    expect(direct(ANA)).toHaveLength(2);
  });
});

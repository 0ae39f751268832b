/** Incident mode on a desk of its own: one message per channel for many people, kept up to date, and its end. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelMessage, SlackEmulator } from '../../../../src/sandbox/slack/index.js';
import { quietKey } from '../../../../src/slack/features/thread-reply/leave.js';
import { emulatedSlack } from '../../../support/emulated-slack.js';
import { redisForTests, type TestRedis } from '../../../support/redis.js';
import { until } from '../../../support/until.js';
import { type Bot, type BotOptions, Company, DESK, HELP, OWNERS, PERSON, startBot, world } from './world.js';

const slacks = emulatedSlack();
const startRedis = await redisForTests();

let slack: SlackEmulator;
let company: Company;
const bots: Bot[] = [];
beforeEach(async () => {
  slack = await slacks.start(world());
  company = new Company();
});
afterEach(async () => void (await Promise.all(bots.splice(0).map((bot) => bot.stop()))));

async function bot(options: Partial<BotOptions> = {}): Promise<Bot> {
  const one = await startBot({ slack, company, ...options });
  bots.push(one);
  return one;
}

const messagesIn = (channel: string): readonly ChannelMessage[] =>
  slack.state.channels.get(channel)?.messages.filter((message) => message.botId !== undefined) ?? [];
const tops = (channel: string): readonly ChannelMessage[] =>
  messagesIn(channel).filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
/** The only message of the channel, outside of threads. */
function only(channel: string): ChannelMessage {
  const [first, second] = tops(channel);
  if (first === undefined || second !== undefined)
    throw new Error(`not one but: ${tops(channel).map(({ text }) => text)}`);
  return first;
}
const few = PERSON.slice(0, 5);
const many = PERSON.slice(0, 12);

async function ask(desk: Bot, people: readonly string[], service: string): Promise<void> {
  for (const person of people) await desk.hit(person, service);
}

describe('many people stopped by one change', () => {
  it('get one message in the channel and pointers to it, and are counted right in the end', async () => {
    const one = await bot();
    company.take('dashboard', many, { affected: 214 });
    const joined = [];
    for (const person of many) joined.push(await one.hit(person, 'dashboard'));
    // Two of the first three got the usual reply: nobody knew yet.
    expect(joined.slice(0, 2)).toEqual([undefined, undefined]);
    await until('counted', () => only(HELP).text.includes('12 people have asked'));
    const { text, ts } = only(HELP);
    expect(text).toContain('Many people can’t get into dashboard');
    expect(text).toContain('14:02');
    expect(text).toContain('an automatic sync took the access to dashboard from 214 people');
    expect(text).toContain('For the owners: give back the role that was taken away');
    expect(text).toContain('I’ll say here when it works again');
    // The names of actors, groups and people are not for a channel.
    expect(JSON.stringify(only(HELP))).not.toMatch(/hr-sync|Zoe|dash-users|p\d\d@acme|maya/i);
    for (const pointer of joined.slice(2)) {
      expect(pointer?.words[0]).toContain('Not only you');
      expect(pointer?.words).toContainEqual({ at: expect.stringContaining('T14:02') });
      expect(pointer?.permalink).toContain(ts.replace('.', ''));
    }
  });

  it('are told how many were hit where the logs say more than one person’s report', async () => {
    const one = await bot();
    company.reach = 214;
    company.take('dashboard', many, { affected: 1, complete: false });
    await ask(one, few, 'dashboard');
    await until('known', () => only(HELP).text.includes('from 214 people'));
    expect(company.asked.filter(({ words }) => words[0] === 'changes')).toHaveLength(1);
    await until('looked again', () => company.asked.some(({ fresh }) => fresh));
    expect(company.asked.filter(({ words }) => words[0] === 'changes')).toHaveLength(1);
    expect(only(HELP).text).toContain('from 214 people');
  });

  it('are told at the fifth where nobody knows how many lost access', async () => {
    const one = await bot();
    company.take('dashboard', many);
    await ask(one, PERSON.slice(0, 4), 'dashboard');
    expect(tops(HELP)).toEqual([]);
    await one.hit('U0P04', 'dashboard');
    expect(only(HELP).text).toContain('5 people have asked');
  });

  it('count once however often they ask, and are no incident below the number, without a cause, or when it is off', async () => {
    const one = await bot();
    company.take('dashboard', many);
    for (let n = 0; n < 8; n += 1) expect(await one.hit('U0P01', 'dashboard')).toBeUndefined();
    for (const person of many)
      expect(await one.hit(person, 'wiki', { causeChange: undefined })).toBeUndefined();
    const never = await bot({ incidentAfter: 0 });
    for (const person of many) expect(await never.hit(person, 'dashboard')).toBeUndefined();
    const later = await bot({ incidentAfter: 13 });
    for (const person of many) expect(await later.hit(person, 'dashboard')).toBeUndefined();
    expect(tops(HELP)).toEqual([]);
  });

  it('are two incidents where two changes stop them', async () => {
    const one = await bot();
    company.take('dashboard', many);
    company.take('payroll', many);
    await Promise.all([ask(one, many, 'dashboard'), ask(one, few, 'payroll')]);
    await until('both are counted', () => {
      const texts = tops(HELP).map(({ text }) => text);
      return (
        texts.some((text) => text.includes('into dashboard') && text.includes('12 people have')) &&
        texts.some((text) => text.includes('into payroll') && text.includes('5 people have'))
      );
    });
    expect(tops(HELP)).toHaveLength(2);
  });

  it('are told once in every channel where they ask, and in the channel of the owners', async () => {
    const service = { name: 'dashboard', ownersChannel: OWNERS, owners: [], aliases: [] };
    const services = [
      { ...service, url: undefined, resource: undefined, audience: undefined, grpc: undefined },
    ];
    const one = await bot({ services });
    company.take('dashboard', many);
    await ask(one, few, 'dashboard');
    expect((await one.hit('U0P05', 'dashboard', { channel: DESK }))?.permalink).toContain(DESK);
    await until('the owners are told', () => tops(OWNERS).length === 1);
    await until('all show the same number', () =>
      [HELP, DESK, OWNERS].every((channel) => only(channel).text.includes('6 people have asked')),
    );
  });

  it('change the message at most once per step, however many ask at once', async () => {
    const one = await bot();
    company.take('dashboard', PERSON);
    await ask(one, few, 'dashboard');
    const before = slack.state.happenings.all.length;
    await Promise.all(PERSON.map((person) => one.hit(person, 'dashboard')));
    await until('counted', () => only(HELP).text.includes('20 people have asked'));
    const edits = slack.state.happenings.all.slice(before).filter(({ type }) => type === 'message_changed');
    expect(edits.length).toBeLessThan(8);
  });
});

describe('a broken path', () => {
  it('is one message for all, in the words of the probe, and looked at by probing', async () => {
    const one = await bot();
    company.broken.add('orders');
    await ask(one, few, 'orders');
    await until('it is known what it is', () =>
      only(HELP).text.includes('The certificate expired yesterday.'),
    );
    expect(only(HELP).text).toContain('orders is broken for everybody');
    expect(only(HELP).text).toContain('mend the certificate');
    expect(only(HELP).text).not.toContain('lb-1');
    company.broken.clear();
    await until('it is over', () => only(HELP).text.includes('Works again since'));
    expect(company.asked.every(({ words }) => words[0] === 'probe')).toBe(true);
  });
});

describe('the end of an incident', () => {
  it('is said once in the message and once in its thread, with how long and how many', async () => {
    const one = await bot();
    company.take('dashboard', many);
    await ask(one, many, 'dashboard');
    await until('looked again', () => company.asked.some(({ fresh }) => fresh));
    company.stopped.clear();
    await until('it is over', () => only(HELP).text.includes('Works again since'));
    expect(only(HELP).text).toMatch(/Works again since \S+ UTC \(.+, 12 people asked\): dashboard\./);
    await until('the thread is told', () => messagesIn(HELP).length === 2);
    const [line] = messagesIn(HELP).filter(({ threadTs }) => threadTs === only(HELP).ts);
    expect(line?.text).toContain('dashboard works again since');
    const asked = company.asked.length;
    await until('nobody looks any more', async () => (await one.desk.jobs.counts()).delayed === 0);
    expect(company.asked.length).toBeLessThanOrEqual(asked + 3);
    expect(messagesIn(HELP)).toHaveLength(2);
    expect(one.heard.every(({ question }) => question.origin === 'watch')).toBe(true);
  });

  it('changes the message and adds no word where a channel was made quiet meanwhile', async () => {
    const one = await bot();
    company.take('dashboard', many);
    await ask(one, few, 'dashboard');
    await one.desk.notes.put(quietKey(HELP), { by: 'U0P00', until: Date.now() + 60_000 }, 60_000);
    company.take('payroll', many);
    await ask(one, few, 'payroll');
    company.stopped.delete('dashboard');
    await until('it is over', () => only(HELP).text.includes('Works again since'));
    await until('nobody looks any more', async () => (await one.desk.jobs.counts()).active === 0);
    expect(messagesIn(HELP)).toHaveLength(1);
  });

  it('is called undone where not all of the way in can be seen', async () => {
    const one = await bot();
    company.take('dashboard', many, { at: '2026-11-20T14:02:00Z' });
    company.blind = true;
    await ask(one, few, 'dashboard');
    expect(only(HELP).text).toMatch(/At (?:\w+|\d+ \w+) 14:02 UTC/);
    await until('looked again', () => company.asked.some(({ fresh }) => fresh));
    company.stopped.clear();
    await until('it is over', () => only(HELP).text.includes('Undone since'));
    expect(only(HELP).text).not.toContain('Works again');
    expect(only(HELP).text).toContain('Not all of the way in is visible to me');
  });

  it('has not come when one of several was helped alone', async () => {
    const one = await bot();
    company.take('dashboard', many);
    await ask(one, few, 'dashboard');
    company.stopped.get('dashboard')?.people.delete('U0P00');
    const looks = (): number => company.asked.filter(({ fresh }) => fresh).length;
    await until('looked at him and at others, twice', () => looks() >= 4);
    expect(only(HELP).text).toContain('can’t get into');
  });

  it('is followed by an incident of its own when the same happens again', async () => {
    const one = await bot();
    company.take('dashboard', many);
    await ask(one, few, 'dashboard');
    company.stopped.clear();
    await until('it is over', () => only(HELP).text.includes('Works again since'));
    company.take('dashboard', many);
    for (const person of few.slice(0, 4)) expect(await one.hit(person, 'dashboard')).toBeUndefined();
    expect(await one.hit('U0P04', 'dashboard')).toBeDefined();
    expect(tops(HELP)).toHaveLength(2);
  });
});

describe('the details', () => {
  it('are for administrators and owners, privately, with the command; others hear whom they are for', async () => {
    const owner = { kind: 'user' as const, email: 'owner@acme.test' as never };
    const service = { name: 'dashboard', aliases: [], url: undefined, resource: undefined };
    const services = [{ ...service, audience: undefined, grpc: undefined, owners: [owner] }];
    const one = await bot({ services });
    company.take('dashboard', many);
    await ask(one, few, 'dashboard');
    await until('it is known what it is', () => only(HELP).text.includes('For the owners'));
    for (const person of ['U0ROOT', 'U0OWNER', 'U0P00']) await one.click(person, only(HELP));
    const seen = (user: string): string =>
      JSON.stringify(slack.state.ephemerals.filter((message) => message.user === user));
    for (const user of ['U0ROOT', 'U0OWNER']) {
      expect(seen(user)).toContain('gcloud identity groups memberships add');
      expect(seen(user)).toContain('hr-sync');
    }
    expect(seen('U0P00')).toContain('for the owners of dashboard and the administrators');
    expect(seen('U0P00')).not.toMatch(/gcloud|hr-sync/);
    expect(messagesIn(HELP)).toHaveLength(1);
  });
});

describe.skipIf(!startRedis)('several processes', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    if (startRedis) redis = await startRedis({ durable: true });
  }, 400_000);
  afterAll(() => redis.stop());

  it('tell it once when ten people ask two of them in one moment', async () => {
    const shared = { url: redis.url, scope: randomUUID() };
    const [here, there] = [await bot({ redis: shared }), await bot({ redis: shared })];
    company.take('dashboard', PERSON);
    const askers = PERSON.slice(0, 10);
    await Promise.all(askers.map((person, n) => (n % 2 === 0 ? here : there).hit(person, 'dashboard')));
    await until('counted', () => only(HELP).text.includes('10 people have asked'));
    company.stopped.clear();
    await until('it is over', () => only(HELP).text.includes('Works again since'));
    await until('the thread is told', () => messagesIn(HELP).length === 2);
    expect(only(HELP).text).toContain('10 people asked');
  });

  it('go on with it when the one that told it is gone, and tell what was not yet told', async () => {
    const shared = { url: redis.url, scope: randomUUID() };
    const first = await bot({ redis: shared });
    company.take('dashboard', PERSON);
    await ask(first, few, 'dashboard');
    // Stopped for good before the message of the second channel can leave.
    const held = slack.faults.hold('chat.postMessage');
    await first.hit('U0P05', 'dashboard', { channel: DESK });
    bots.splice(bots.indexOf(first), 1);
    const stopping = first.stop();
    held.discard();
    await stopping;
    const second = await bot({ redis: shared });
    await until('the second channel is told', () => tops(DESK).length === 1, 30_000);
    await second.hit('U0P06', 'dashboard');
    await until('counted by the other', () => only(HELP).text.includes('7 people have asked'));
    company.stopped.clear();
    await until('ended by the other', () =>
      [HELP, DESK].every((channel) => only(channel).text.includes('Works again since')),
    );
  }, 60_000);
});

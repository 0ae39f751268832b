/** Access requests answered in their threads by the built bot, in Socket Mode and over signed HTTP, however Slack delivers them. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelMessage } from '../../src/sandbox/slack/index.js';
import { type Crowd, type CrowdOptions, openCrowd } from '../support/crowd.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
const HELP = 'C0HELP';
const RANDOM = 'C0RANDOM';
const PATIENT = 60_000;
const request = (service = 'dashboard'): string =>
  `I get a 403 on ${service} since lunch, can somebody give me access?`;

const crowds: Crowd[] = [];
afterEach(async () => {
  const opened = crowds.splice(0);
  await Promise.all(opened.map((crowd) => crowd.close()));
  expect(opened.flatMap(({ slack }) => slack.state.violations)).toEqual([]);
});
async function open(options: CrowdOptions): Promise<Crowd> {
  const crowd = await openCrowd(options);
  crowds.push(crowd);
  return crowd;
}

const texts = (crowd: Crowd, message: ChannelMessage): readonly string[] =>
  crowd.repliesTo(message).map(({ text }) => text);
/** Until the bot has nothing more to say: every delivery is taken, and nothing was posted for a while. */
async function quiet(crowd: Crowd): Promise<void> {
  for (let seen = -1; seen !== crowd.slack.state.happenings.all.length; await wait(1_500)) {
    seen = crowd.slack.state.happenings.all.length;
    await crowd.slack.settled();
  }
}

describe.each(['socket', 'http'] as const)('an access request over %s', { timeout: 2 * PATIENT }, (mode) => {
  it('gets one reply in its thread, without names, and the whole answer for the person alone; nothing else does', async () => {
    const crowd = await open({ people: ['maya@acme.test', 'noor@acme.test'], channels: [HELP] });
    const [maya = '', noor = ''] = crowd.ids;
    await crowd.start(mode);
    const message = crowd.slack.say(maya, HELP, request());
    const chat = crowd.slack.say(noor, HELP, 'can someone add me to the dashboard meeting invite?');
    await until('answered', () => crowd.repliesTo(message).length > 0 && crowd.toldAlone(maya) > 0, PATIENT);
    await quiet(crowd);
    expect(texts(crowd, message)).toHaveLength(1);
    expect(texts(crowd, message)[0]).toMatch(/can't get into dashboard/);
    expect(JSON.stringify(crowd.repliesTo(message))).not.toMatch(/hr-sync|dash-users|maya/i);
    expect(JSON.stringify(crowd.slack.state.ephemerals.map(({ blocks }) => blocks))).toMatch(/dash-users/);
    expect(crowd.slack.state.ephemerals.map(({ user, threadTs }) => [user, threadTs])).toEqual([
      [maya, message.ts],
    ]);
    expect(texts(crowd, chat)).toEqual([]);
  });

  it('is answered once when Slack delivers it again and again, with marks and without', async () => {
    const crowd = await open({ people: ['maya@acme.test'] });
    const [maya = ''] = crowd.ids;
    await crowd.start(mode);
    const message = crowd.slack.say(maya, HELP, request());
    await until('on its way', () => crowd.slack.events.length > 0, PATIENT);
    const [event] = crowd.slack.events;
    if (event === undefined) throw new Error('there is no event');
    const again = [
      crowd.slack.redeliver(event),
      crowd.slack.redeliver(event, { num: 1, reason: 'http_timeout' }),
      crowd.slack.redeliver(event, { num: 2, reason: 'connection_failed' }),
    ];
    await until('answered', () => crowd.repliesTo(message).length > 0 && crowd.toldAlone(maya) > 0, PATIENT);
    await Promise.all(again);
    await crowd.slack.redeliver(event, { num: 3, reason: 'http_error' });
    await quiet(crowd);
    expect(texts(crowd, message)).toHaveLength(1);
    expect(crowd.toldAlone(maya)).toBe(1);
  });

  it('is answered as if nothing were wrong when its events arrive in another order', async () => {
    const crowd = await open({
      people: ['maya@acme.test', 'noor@acme.test', 'ana@acme.test'],
      channels: [HELP, RANDOM],
    });
    const [maya = '', noor = '', ana = ''] = crowd.ids;
    await crowd.start(mode);
    const held = crowd.slack.hold();
    // An answer of a human before the question, an edit before the message, a deletion before it.
    const answered = crowd.slack.say(maya, HELP, request());
    crowd.slack.say(ana, HELP, 'I am on it, one moment', { threadTs: answered.ts });
    const edited = crowd.slack.say(noor, HELP, request('payroll'));
    crowd.slack.edit(edited, `${request('payroll')} thanks`);
    const deleted = crowd.slack.say(noor, RANDOM, request('orders'));
    crowd.slack.delete(deleted);
    await held.release('reversed');
    await until('answered', () => crowd.repliesTo(edited).length > 0, PATIENT);
    await quiet(crowd);
    expect(texts(crowd, edited)).toHaveLength(1);
    expect(texts(crowd, answered)).toEqual([]);
    expect(texts(crowd, deleted)).toEqual([]);
  });
});

describe.skipIf(!startRedis)('two processes on one Redis', { timeout: 3 * PATIENT }, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    if (startRedis) redis = await startRedis({ durable: true });
  });
  afterAll(() => redis?.stop());

  it.each(['socket', 'http'] as const)(
    'answer once what both of them are told at once, over %s',
    async (mode) => {
      const crowd = await open({ strangers: 4 });
      const env = { REDIS_URL: `${redis.url}/${mode === 'http' ? 1 : 2}` };
      await Promise.all([crowd.start(mode, env), crowd.start(mode, env)]);
      const messages = crowd.ids.map((id) => crowd.slack.say(id, HELP, request()));
      await until('on their way', () => crowd.slack.events.length === messages.length, PATIENT);
      const again = crowd.slack.events.flatMap((event) => [
        crowd.slack.redeliver(event),
        crowd.slack.redeliver(event, { num: 1, reason: 'http_timeout' }),
      ]);
      await Promise.all(again);
      await until(
        'all are answered',
        () => messages.every((one) => crowd.repliesTo(one).length > 0),
        PATIENT,
      );
      await until('all are told', () => crowd.ids.every((id) => crowd.toldAlone(id) > 0), PATIENT);
      await quiet(crowd);
      for (const message of messages) expect(texts(crowd, message)).toHaveLength(1);
      for (const id of crowd.ids) expect(crowd.toldAlone(id)).toBe(1);
    },
  );

  it('tell many people who were taken out of one group in one message, and point all threads to it', async () => {
    const people = Array.from({ length: 8 }, (_, n) => `contractor00${n + 1}@acme.test`);
    const crowd = await open({ people });
    const env = { REDIS_URL: `${redis.url}/3` };
    await Promise.all([crowd.start('socket', env), crowd.start('socket', env)]);
    const messages = crowd.ids.map((id) => crowd.slack.say(id, HELP, request()));
    await until('all are answered', () => messages.every((one) => crowd.repliesTo(one).length > 0), PATIENT);
    await until('all are told', () => crowd.ids.every((id) => crowd.toldAlone(id) > 0), PATIENT);
    const tops = (): readonly ChannelMessage[] =>
      (crowd.slack.state.channels.get(HELP)?.messages ?? []).filter(
        ({ botId, threadTs }) => botId !== undefined && threadTs === undefined,
      );
    await until('counted', () => tops()[0]?.text.includes('8 people have asked') ?? false, PATIENT);
    await quiet(crowd);
    expect(tops()).toHaveLength(1);
    expect(tops()[0]?.text).toMatch(/an automatic sync took the access to dashboard from 214 people/);
    const pointers = messages.filter((one) => /Not only you/.test(texts(crowd, one)[0] ?? ''));
    expect(pointers.length).toBeGreaterThanOrEqual(1);
    for (const one of pointers)
      expect(JSON.stringify(crowd.repliesTo(one)[0]?.blocks)).toContain(tops()[0]?.ts.replace('.', ''));
    for (const message of messages) expect(texts(crowd, message)).toHaveLength(1);
  });

  it('lose nothing and say nothing twice when Redis is killed among their work and comes back', async () => {
    if (!startRedis) return;
    const mortal = await startRedis({ durable: true });
    try {
      const crowd = await open({ strangers: 12 });
      const env = { REDIS_URL: mortal.url };
      await Promise.all([crowd.start('socket', env), crowd.start('socket', env)]);
      const say = (ids: readonly string[]): readonly ChannelMessage[] =>
        ids.map((id) => crowd.slack.say(id, HELP, request()));
      const before = say(crowd.ids.slice(0, 4));
      await until('one is answered', () => before.some((one) => crowd.repliesTo(one).length > 0), PATIENT);
      await mortal.kill();
      const during = say(crowd.ids.slice(4, 8));
      await until(
        'one is answered alone',
        () => during.some((one) => crowd.repliesTo(one).length > 0),
        PATIENT,
      );
      await mortal.start();
      const after = say(crowd.ids.slice(8));
      const all = [...before, ...during, ...after];
      await until('all are answered', () => all.every((one) => crowd.repliesTo(one).length > 0), 2 * PATIENT);
      await until('all are told', () => crowd.ids.every((id) => crowd.toldAlone(id) > 0), PATIENT);
      await quiet(crowd);
      for (const one of all) expect(texts(crowd, one)).toHaveLength(1);
    } finally {
      await mortal.stop();
    }
  });
});

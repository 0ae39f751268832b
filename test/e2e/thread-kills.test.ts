/**
 * The built bot is killed at one moment after the other between a message and its reply: after the start of another process
 * there is one reply in the thread, and the person was told alone. Every case has a Slack, a company and a Redis database
 * of its own, so that they run side by side.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelMessage } from '../../src/sandbox/slack/index.js';
import { type Crowd, openCrowd, type Process } from '../support/crowd.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
const HELP = 'C0HELP';
const TEXT = 'I get a 403 on dashboard since lunch, can somebody give me access?';
/** The jobs of a process that was killed are taken over after fifteen seconds; everything else is this machine. */
const PATIENT = 120_000;

interface Scene {
  readonly crowd: Crowd;
  readonly bot: Process;
  readonly say: () => ChannelMessage;
}

/** Brings a bot to the moment in which it dies; gives back what has to happen after its death. */
type Moment = (scene: Scene) => Promise<(() => Promise<void> | void) | undefined>;

const requested = (crowd: Crowd, part: string): Promise<void> =>
  new Promise((resolve) => {
    const off = crowd.google.watch(({ path }) => {
      if (!path.includes(part)) return;
      off();
      resolve();
    });
  });

/** Until Slack has been told that the message arrived. */
async function taken({ crowd, say }: Scene): Promise<void> {
  const acked = crowd.slack.state.happenings.until((one) => one.type === 'acked');
  say();
  await acked;
}

const MOMENTS: Readonly<Record<string, Moment>> = {
  'as soon as Slack was told that the message arrived': async (scene) => {
    await taken(scene);
    return undefined;
  },
  'while Google is asked': async ({ crowd, say }) => {
    crowd.google.faults.push({ kind: 'slow', ms: 1_500, api: 'cloudidentity' });
    const asked = requested(crowd, 'searchTransitiveGroups');
    say();
    await asked;
    return () => void crowd.google.faults.splice(0);
  },
  'when its reply has arrived at Slack and was not yet answered': async ({ crowd, say }) => {
    const held = crowd.slack.faults.hold('chat.postMessage');
    say();
    await until('the reply is there', () => held.waiting > 0, 60_000);
    return () => held.release();
  },
  'when its reply was on the way and never arrived': async ({ crowd, say }) => {
    const held = crowd.slack.faults.hold('chat.postMessage');
    say();
    await until('the reply is there', () => held.waiting > 0, 60_000);
    return () => held.discard();
  },
  'when Slack has posted its reply and the answer to that was lost': async (scene) => {
    const { crowd } = scene;
    crowd.slack.faults.add({ on: 'chat.postMessage', times: 1, afterwards: true, hang: true });
    const message = scene.say();
    await until('posted', () => crowd.repliesTo(message).length > 0, 60_000);
    return undefined;
  },
  'while it tells the person alone': async ({ crowd, say }) => {
    const held = crowd.slack.faults.hold('chat.postEphemeral');
    say();
    await until('the words are there', () => held.waiting > 0, 60_000);
    return () => held.discard();
  },
  'while it changes its reply to a better one': async ({ crowd, say }) => {
    crowd.google.faults.push({ kind: 'slow', ms: 3_500, api: 'cloudidentity', times: 2 });
    const held = crowd.slack.faults.hold('chat.update');
    say();
    await until('the better words are there', () => held.waiting > 0, 60_000);
    return () => held.discard();
  },
  'at any moment': async (scene) => {
    await taken(scene);
    await wait(50 + Math.random() * 1_500);
    return undefined;
  },
};

describe.skipIf(!startRedis).concurrent('a bot that is killed', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    if (startRedis) redis = await startRedis({ durable: true });
  }, 60_000);
  afterAll(() => redis?.stop());

  it.each(Object.entries(MOMENTS).map(([name, moment], n) => ({ name, moment, n })))(
    '$name, has replied once when another one has taken over',
    { timeout: PATIENT + 60_000 },
    async ({ moment, n }) => {
      const crowd = await openCrowd({ strangers: 1 });
      try {
        const [person = ''] = crowd.ids;
        const env = { REDIS_URL: `${redis.url}/${n}` };
        const bot = await crowd.start('socket', env);
        let message: ChannelMessage | undefined;
        const say = (): ChannelMessage => {
          message = crowd.slack.say(person, HELP, TEXT);
          return message;
        };
        const after = await moment({ crowd, bot, say });
        await bot.kill();
        await after?.();
        const next = await crowd.start('socket', env);
        const replies = (): readonly ChannelMessage[] => (message ? crowd.repliesTo(message) : []);
        await until(
          'the reply is whole',
          () => /can't get into dashboard/.test(replies()[0]?.text ?? ''),
          PATIENT,
        );
        await until('told alone', () => crowd.toldAlone(person) > 0, PATIENT);
        next.child.kill('SIGTERM');
        expect(await next.ended).toBe(0);
        expect(replies().map(({ text }) => text)).toHaveLength(1);
        expect(crowd.slack.state.violations).toEqual([]);
      } finally {
        await crowd.close();
      }
    },
  );
});

describe.skipIf(!startRedis)('a bot that is told to stop', () => {
  it('ends what it has begun or hands it on, and nobody is answered twice', {
    timeout: PATIENT + 60_000,
  }, async () => {
    if (!startRedis) return;
    const redis = await startRedis({ durable: true });
    const crowd = await openCrowd({ strangers: 8 });
    try {
      const env = { REDIS_URL: redis.url };
      const bot = await crowd.start('socket', env);
      const messages = crowd.ids.map((id) => crowd.slack.say(id, HELP, TEXT));
      await until(
        'some have an answer',
        () => messages.some((one) => crowd.repliesTo(one).length > 0),
        60_000,
      );
      bot.child.kill('SIGTERM');
      expect(await bot.ended).toBe(0);
      await crowd.start('socket', env);
      await until(
        'all have a reply',
        () => messages.every((one) => crowd.repliesTo(one).length > 0),
        PATIENT,
      );
      await until('all are told alone', () => crowd.ids.every((id) => crowd.toldAlone(id) > 0), PATIENT);
      for (const one of messages) expect(crowd.repliesTo(one)).toHaveLength(1);
    } finally {
      await crowd.close();
      await redis.stop();
    }
  });
});

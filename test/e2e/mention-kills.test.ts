/**
 * The built bot is killed between a mention and its answer: another process answers it, once in the thread, and the writer
 * is told alone. A direct message likewise. Every case has a Slack, a company and a Redis database of its own.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelMessage } from '../../src/sandbox/slack/index.js';
import { type Crowd, openCrowd } from '../support/crowd.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
/** The jobs of a process that was killed are taken over after fifteen seconds; everything else is this machine. */
const PATIENT = 120_000;

/** Brings a bot to the moment in which it dies; gives back what has to happen after its death. */
type Moment = (crowd: Crowd, say: () => ChannelMessage) => Promise<() => void>;

const held =
  (method: string): Moment =>
  async ({ slack }, say) => {
    const stopped = slack.faults.hold(method);
    say();
    await until(`${method} is there`, () => stopped.waiting > 0, 60_000);
    return () => stopped.discard();
  };

const MOMENTS: readonly (readonly [string, 'channel' | 'direct', Moment])[] = [
  [
    'as soon as Slack was told that a mention arrived',
    'channel',
    async ({ slack }, say) => {
      const acked = slack.state.happenings.until((one) => one.type === 'acked');
      say();
      await acked;
      return () => undefined;
    },
  ],
  ['while it posts to the thread', 'channel', held('chat.postMessage')],
  ['while it tells the writer alone', 'channel', held('chat.postEphemeral')],
  [
    'when Slack has posted its direct message and the answer to that was lost',
    'direct',
    async (crowd, say) => {
      crowd.slack.faults.add({ on: 'chat.postMessage', times: 1, afterwards: true, hang: true });
      const { channel } = say();
      const posts = () => crowd.slack.state.channels.get(channel)?.messages ?? [];
      await until('posted', () => posts().some(({ botId }) => botId !== undefined), 60_000);
      return () => undefined;
    },
  ],
];

describe.skipIf(!startRedis).concurrent('a bot that is killed', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    if (startRedis) redis = await startRedis({ durable: true });
  }, 60_000);
  afterAll(() => redis?.stop());

  it.each(MOMENTS.map(([name, where, moment], n) => ({ name, where, moment, n })))(
    '$name, has answered once when another one has taken over',
    { timeout: PATIENT + 60_000 },
    async ({ where, moment, n }) => {
      const crowd = await openCrowd({ strangers: 1 });
      try {
        const { slack } = crowd;
        const [person = ''] = crowd.ids;
        const direct = where === 'direct';
        const channel = direct ? slack.state.directMessages(person).id : 'C0HELP';
        const env = { REDIS_URL: `${redis.url}/${n}` };
        const bot = await crowd.start('socket', env);
        const words = 'why me dashboard';
        const after = await moment(crowd, () =>
          slack.say(person, channel, direct ? words : `<@${slack.state.bot.userId}> ${words}`),
        );
        await bot.kill();
        after();
        const next = await crowd.start('socket', env);
        const answers = (): readonly ChannelMessage[] =>
          (slack.state.channels.get(channel)?.messages ?? []).filter(({ botId }) => botId !== undefined);
        const told = (): number => slack.state.ephemerals.filter(({ user }) => user === person).length;
        await until('answered', () => answers().length > 0 && (direct || told() > 0), PATIENT);
        next.child.kill('SIGTERM');
        expect(await next.ended).toBe(0);
        expect(answers().map(({ text }) => text)).toHaveLength(1);
        expect(told()).toBe(direct ? 0 : 1);
        expect(slack.state.violations).toEqual([]);
      } finally {
        await crowd.close();
      }
    },
  );
});

/** Several processes on one Redis: a message that reaches both is answered once, also when one of them stops in between. */
import { afterAll, describe, expect, it } from 'vitest';
import { redisForTests } from '../../../support/redis.js';
import { until } from '../../../support/until.js';
import { gate } from '../../bench.js';
import { denied, HELP, MAYA, startWorld, TOM, whyOf, wordsOf } from './world.js';

const startRedis = await redisForTests();
const redis = await startRedis?.();
afterAll(() => redis?.stop());

const ASKS = "I can't get into dashboard, it says 403";
let scopes = 0;
const shared = () => ({ url: redis?.url ?? '', scope: `thread-replies-${++scopes}` });

describe.skipIf(redis === undefined)('two bots on one Redis', () => {
  it('answer a message once that was delivered to both of them', async () => {
    const world = await startWorld({ bots: 2, redis: shared() });
    const message = world.slack.say(MAYA, HELP, ASKS);
    await world.slack.settled();
    const [event] = world.slack.events;
    if (event === undefined) throw new Error('no event');
    // Socket Mode gives each envelope to one of the connections, in turn.
    for (let n = 0; n < 4; n++) await world.slack.redeliver(event, { num: n, reason: 'http_timeout' });
    await world.replyTo(message, /214 people/);
    await world.logged('replied');
    const fence = world.slack.say(TOM, HELP, ASKS);
    await world.replyTo(fence, /214 people/);
    expect(world.repliesTo(message)).toHaveLength(1);
    expect(world.aloneFor(MAYA)).toHaveLength(1);
  });

  it('answer two messages of one person in one second once in full and once with a pointer', async () => {
    const world = await startWorld({ bots: 2, redis: shared() });
    const messages = [world.slack.say(MAYA, HELP, ASKS), world.slack.say(MAYA, HELP, ASKS)];
    const words = await Promise.all(
      messages.map(async (one) => wordsOf(await world.replyTo(one, /214 people|a few minutes ago/))),
    );
    expect(words.filter((one) => one.includes('a few minutes ago'))).toHaveLength(1);
    for (const message of messages) expect(world.repliesTo(message)).toHaveLength(1);
  });

  it('finish what the other had begun: one reply, edited by whoever is left', async () => {
    const world = await startWorld({ bots: 2, redis: shared(), times: { drainMs: 200 } });
    const never = gate();
    let calls = 0;
    world.brain.why = async (who, where) => {
      calls += 1;
      // The first to be asked does not live to answer.
      if (calls === 1) await never.opened;
      return whyOf(denied, who, where);
    };
    const message = world.slack.say(MAYA, HELP, ASKS);
    await until('the first words', () => world.repliesTo(message).length === 1);
    const before = world.log.length;
    await Promise.all(world.bots.slice(0, 1).map((bot) => bot.stop()));
    never.open();
    if (calls === 1 && world.log.slice(before).length === 0) await world.bots[1]?.stop();
    await world.replyTo(message, /214 people/);
    expect(world.repliesTo(message)).toHaveLength(1);
  }, 40_000);
});

it.skipIf(redis === undefined)(
  'one bot answers although Redis has gone',
  async () => {
    const own = await startRedis?.();
    if (own === undefined) return;
    try {
      const world = await startWorld({ redis: { url: own.url, scope: 'alone' } });
      await own.kill();
      const message = world.slack.say(MAYA, HELP, ASKS);
      await world.replyTo(message, /214 people/);
      await world.toldAlone(MAYA, /dash-users/);
      expect(world.repliesTo(message)).toHaveLength(1);
    } finally {
      await own.stop();
    }
  },
  40_000,
);

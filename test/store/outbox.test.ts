/** The way out to Slack: alone, among processes on a real Redis, and while that is away. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryOutbox, type OutboxParts } from '../../src/store/outbox.js';
import type { Outbox } from '../../src/store/ports-outbox.js';
import { createRedisOutbox } from '../../src/store/redis-outbox.js';
import { FakeSlack, type OutboxWorld, outboxSuite, PACE } from '../suites/outbox.js';
import { redisForTests, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const startRedis = await redisForTests();
const clock = { now: () => Date.now() };

function worldOf(create: (parts: OutboxParts) => Outbox): OutboxWorld {
  const opened: Outbox[] = [];
  return {
    open(slack, rules = {}) {
      const outbox = create({ clock, sender: slack, rules: { ...PACE, ...rules }, lookEveryMs: 50 });
      opened.push(outbox);
      return outbox;
    },
    close: async () => void (await Promise.all(opened.map((outbox) => outbox.close()))),
  };
}
const worldAt = (url: string, limitMs = 5_000): OutboxWorld => {
  const scope = randomUUID();
  return worldOf((parts) => createRedisOutbox({ ...parts, url, scope, limitMs }));
};

outboxSuite('in memory', async () => worldOf(createMemoryOutbox));
outboxSuite('without the Redis that was promised', async () => worldAt('redis://127.0.0.1:1', 50));

describe.skipIf(!startRedis)('with Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    if (startRedis) redis = await startRedis({ durable: true });
  }, 400_000);
  afterAll(() => redis.stop());

  outboxSuite('on Redis', async () => worldAt(redis.url));

  const inWorld = (test: (world: OutboxWorld, slack: FakeSlack) => Promise<void>) => async () => {
    const world = worldAt(redis.url);
    try {
      await test(world, new FakeSlack());
    } finally {
      await world.close();
    }
  };

  it(
    'keeps one order and one pace among processes, and sends nothing twice',
    inWorld(async (world, slack) => {
      const outboxes = [world.open(slack), world.open(slack), world.open(slack)];
      const ids = Array.from({ length: 12 }, (_, n) => `${n}`);
      for (const id of ids) {
        const message = { id, channel: 'C1', body: id };
        await Promise.all(outboxes.map((outbox) => outbox.put(message)));
      }
      await until('all were sent', () => slack.posts.length === ids.length);
      expect(slack.posts.map(({ id }) => id)).toEqual(ids);
      const times = slack.posts.map(({ at }) => at);
      for (const [n, at] of times.entries()) {
        if (n > 0) expect(at - (times[n - 1] ?? 0)).toBeGreaterThanOrEqual(PACE.gapMs - 3);
      }
    }),
  );

  it(
    'sends what a process left behind, and looks first where it may have been sent',
    inWorld(async (world, slack) => {
      const dying = new FakeSlack();
      dying.says.push('hangs');
      const first = world.open(dying, { leaseMs: 600 });
      await first.put({ id: 'a', channel: 'C1', body: 'a' });
      await until('it is being sent', () => dying.says.length === 0);
      const second = world.open(slack, { leaseMs: 600 });
      await second.put({ id: 'b', channel: 'C1', body: 'b' });
      dying.says.push('hangs', 'hangs', 'hangs', 'hangs');
      void first.close();
      await until('both were sent', () => slack.posts.length === 2);
      expect(slack.posts.map(({ id }) => id)).toEqual(['a', 'b']);
      expect(slack.looked).toBe(1);
    }),
  );

  it(
    'sends once what was put into Redis before it died and into the process after that',
    inWorld(async (world, slack) => {
      const [here, there] = [world.open(slack, { gapMs: 300 }), world.open(slack, { gapMs: 300 })];
      const ids = Array.from({ length: 6 }, (_, n) => `${n}`);
      for (const id of ids) await here.put({ id, channel: 'C1', body: id });
      await until('the first is out', () => slack.posts.length === 1);
      await redis.kill();
      await until('noticed', async () => !(await here.waiting()).complete);
      for (const id of ids) await here.put({ id, channel: 'C1', body: id });
      await until('some are sent without Redis', () => slack.posts.length >= 3);
      await redis.start();
      await until('all are known to the other', async () => {
        const fates = await Promise.all(ids.map((id) => there.fate('C1', id)));
        return fates.every((fate) => fate?.kind === 'sent');
      });
      await until('nothing waits', async () => (await here.waiting()).messages === 0);
      expect(slack.posts.map(({ id }) => id).sort()).toEqual(ids);
    }),
  );

  it(
    'goes on alone while Redis is dead, keeps its pace, and tells the others afterwards',
    inWorld(async (world, slack) => {
      const [here, there] = [world.open(slack), world.open(slack)];
      await here.put({ id: 'before', channel: 'C1', body: 1 });
      await until('sent', async () => (await there.fate('C1', 'before'))?.kind === 'sent');
      await redis.kill();
      await until('noticed', async () => !(await here.waiting()).complete);
      await here.put({ id: 'during', channel: 'C1', body: 2 });
      await until('sent without Redis', () => slack.posts.length === 2);
      await redis.start();
      await until('told', async () => (await there.fate('C1', 'during'))?.kind === 'sent');
      expect((await there.put({ id: 'during', channel: 'C1', body: 2 })).kind).toBe('sent');
      expect((await there.put({ id: 'before', channel: 'C1', body: 1 })).kind).toBe('sent');
      expect(slack.posts.map(({ id }) => id)).toEqual(['before', 'during']);
    }),
  );
});

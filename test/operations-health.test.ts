/** Health of a running bot tells the truth: without Slack it is not ready, without its Redis it is and says so. */
import { afterEach, describe, expect, it } from 'vitest';
import { sumOf } from './support/exposition.js';
import { redisForTests, type TestRedis } from './support/redis.js';
import { MAYA, ROOT, runningBots } from './support/running-bot.js';
import { until } from './support/until.js';

const startRedis = await redisForTests();
const { start } = runningBots();

describe('health', () => {
  it('is not ready without Slack, and alive all the same', async () => {
    const { slack, get } = await start('socket');
    expect(await (await get('/health/ready')).json()).toMatchObject({ ok: true, state: 'ready' });
    slack.faults.add({ on: 'apps.connections.open', status: 503 });
    slack.sockets.drop();
    await until('not ready', async () => (await get('/health/ready')).status === 503);
    expect(await (await get('/health/ready')).json()).toMatchObject({
      ok: false,
      state: 'not-ready',
      parts: { slack: { ok: false, mode: 'socket' } },
    });
    expect((await get('/health/live')).status).toBe(200);
  });
});

describe.skipIf(startRedis === undefined)('with Redis', () => {
  let redis: TestRedis | undefined;
  afterEach(async () => {
    await redis?.stop();
  });

  it('says that it is degraded while Redis is away, stays ready, and shares the audit among processes', async () => {
    redis = await startRedis?.();
    const url = redis?.url ?? '';
    const one = await start('http', { REDIS_URL: url });
    const other = await start('socket', { REDIS_URL: url });
    await until('connected', async () => sumOf(await one.metrics(), 'iap_doctor_redis_connected') === 1);
    expect(await (await one.get('/health/ready')).json()).toMatchObject({
      state: 'ready',
      parts: { redis: { ok: true } },
    });
    await one.ask(MAYA, 'why me dashboard', /can't get into dashboard/);
    expect(await one.ask(ROOT, 'status audit', /I was asked/)).toContain('maya@acme.test asked why');
    expect(await other.ask(ROOT, 'status audit', /I was asked/)).toContain('maya@acme.test asked why');

    await redis?.stop();
    await until('degraded', async () => (await (await one.get('/health/ready')).text()).includes('degraded'));
    const away = await one.get('/health/ready');
    expect(away.status).toBe(200);
    expect(await away.json()).toMatchObject({ ok: true, state: 'degraded', parts: { redis: { ok: false } } });
    expect(await one.ask(ROOT, 'status', /Redis does not answer/)).toContain('these are my own');
  });
});

/**
 * A flood of access requests against two processes of the built bot: nothing lost, nothing said twice, Slack's pace kept,
 * and no more calls of Google than the people and services need. With IAP_DOCTOR_FLOOD=whole it is 1,000 messages of 300
 * people in a minute.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelMessage } from '../../src/sandbox/slack/index.js';
import { type Crowd, openCrowd, type Process } from '../support/crowd.js';
import { redisForTests, type TestRedis } from '../support/redis.js';

const startRedis = await redisForTests();
const whole = process.env.IAP_DOCTOR_FLOOD === 'whole';
const MESSAGES = whole ? 1_000 : 200;
const PEOPLE = whole ? 300 : 60;
const WITHIN_MS = whole ? 60_000 : 10_000;
const CHANNELS = Array.from({ length: 10 }, (_, n) => `C0HELP${n}`);
const SERVICES = ['dashboard', 'orders', 'payroll', 'grafana', 'wiki'];
/** One message a second and channel, and some time for everything else. */
const PATIENT = (MESSAGES / CHANNELS.length) * 1_000 + WITHIN_MS + 180_000;
/** Shared policies may be read anew so often while it lasts (`design.md` §5). */
const POLICY_FRESH_MS = 60_000;

/** Looks seldom: Slack and Google are emulated in this very process, and should not be kept from their work. */
async function until(what: string, holds: () => boolean, boundMs: number): Promise<void> {
  const end = performance.now() + boundMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${boundMs} ms: ${what}`);
    await wait(200);
  }
}

interface Asked {
  readonly person: string;
  readonly service: string;
  readonly message: ChannelMessage;
}

describe.skipIf(!startRedis)(`${MESSAGES} messages of ${PEOPLE} people about 5 services`, () => {
  let redis: TestRedis;
  let crowd: Crowd;
  const processes: Process[] = [];
  beforeAll(async () => {
    if (!startRedis) return;
    redis = await startRedis({ durable: true });
    const settings = { hourlyBudget: 3_600 };
    crowd = await openCrowd({ strangers: PEOPLE + 2, channels: CHANNELS, settings });
    const env = { REDIS_URL: redis.url };
    processes.push(await crowd.start('socket', env), await crowd.start('socket', env));
  }, 120_000);
  afterAll(async () => {
    await crowd?.close();
    await redis?.stop();
  });

  const answered = ({ person, message }: Asked): boolean =>
    crowd.repliesTo(message).length > 0 && crowd.toldAlone(person) > 0;

  /** The calls of one question that nobody else's question shares. */
  async function cost(person: string, service: string): Promise<number> {
    const before = crowd.google.requests.length;
    const alone = crowd.toldAlone(person);
    const message = crowd.slack.say(person, CHANNELS[0] ?? '', `I get a 403 on ${service}, who can help?`);
    await until(
      'answered',
      () => crowd.repliesTo(message).length > 0 && crowd.toldAlone(person) > alone,
      60_000,
    );
    await wait(500);
    return crowd.google.requests.length - before;
  }

  it(
    'are each answered once, at Slack’s pace, with the calls that many people and services need',
    async () => {
      const [ana = '', ben = ''] = crowd.ids.slice(PEOPLE);
      const cold = await cost(ana, 'dashboard');
      const another = await cost(ben, 'dashboard');
      const services: number[] = [];
      for (const service of SERVICES.slice(1)) services.push(await cost(ana, service));
      const pair = await cost(ben, 'orders');
      const before = crowd.google.requests.length;
      const began = performance.now();

      const asked: Asked[] = [];
      for (let n = 0; n < MESSAGES; n += 1) {
        const person = crowd.ids[n % PEOPLE] ?? '';
        const service = SERVICES[(n + Math.floor(n / PEOPLE)) % SERVICES.length] ?? '';
        const text = `I get a 403 on ${service}, can somebody give me access?`;
        const message = crowd.slack.say(person, CHANNELS[n % CHANNELS.length] ?? '', text);
        asked.push({ person, service, message });
        const due = began + ((n + 1) * WITHIN_MS) / MESSAGES - performance.now();
        if (due > 0) await wait(due);
      }
      await until('everybody has a reply', () => asked.every(answered), PATIENT);
      const tookMs = performance.now() - began;
      const pairs = new Set(asked.map(({ person, service }) => `${person} ${service}`)).size;
      await until(
        'everybody was told alone what it is',
        () => asked.every(({ person }) => crowd.toldAlone(person) >= servicesOf(asked, person)),
        60_000,
      );
      await wait(2_000);

      const made = crowd.google.requests.length - before;
      const rounds = Math.ceil(tookMs / POLICY_FRESH_MS);
      const shared = cold + services.reduce((sum, one) => sum + one, 0);
      const bound = PEOPLE * another + (pairs - PEOPLE) * pair + rounds * shared;
      const { slack } = crowd;
      process.stderr.write(
        `${MESSAGES} messages, ${pairs} different questions, ${Math.round(tookMs / 1_000)} s: ${made} calls of Google ` +
          `(one question alone ${cold}, one more person ${another}, one more question ${pair}; bound ${bound}); ` +
          `at most ${slack.pace.most(1_000)} posts a second in a channel, ${slack.pace.refused} refused\n`,
      );
      for (const one of asked)
        expect(
          crowd.repliesTo(one.message).map(({ text }) => text),
          `${one.person} ${one.service}`,
        ).toHaveLength(1);
      for (const person of crowd.ids.slice(0, PEOPLE))
        expect(crowd.toldAlone(person), person).toBe(servicesOf(asked, person));
      expect(slack.pace.refused).toBe(0);
      expect(slack.pace.most(900)).toBeLessThanOrEqual(1);
      expect(slack.state.violations).toEqual([]);
      expect(made, kindsOf(crowd.google.requests.slice(before))).toBeLessThanOrEqual(bound);
    },
    PATIENT + 240_000,
  );
});

/** What was asked how often, for whoever has to find out what was asked too often. */
function kindsOf(requests: Crowd['google']['requests']): string {
  const counts = new Map<string, number>();
  for (const { method, path } of requests) {
    const kind = `${method} ${path.replace(/\?.*/, '').replace(/\d{6,}|[a-z]+\d+%40/g, '…')}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const lines = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${count} ${kind}`);
  return lines.slice(0, 25).join('\n');
}

const servicesOf = (asked: readonly Asked[], person: string): number =>
  new Set(asked.filter((one) => one.person === person).map(({ service }) => service)).size;

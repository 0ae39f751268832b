/** Whose facts and work are shared through Redis: those of one identity and of one Slack app, and nobody else's. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Assembled, assemble, assembleShared } from '../src/assemble.js';
import type { Config, Environment } from '../src/config.js';
import type { Once } from '../src/store/ports.js';
import { asker, FakeGoogle } from './support/fact-asking.js';
import { redisForTests, type TestRedis } from './support/redis.js';
import { until } from './support/until.js';

const startRedis = await redisForTests();
/** What the credentials library reads; with the project named it has no reason to go and ask for one. */
const VARIABLES = ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CLOUD_PROJECT'] as const;

const config: Config = {
  organization: undefined,
  projects: [],
  services: [],
  slack: { channels: [], admins: [], replyDelayMs: 0 },
  probe: { allow: [], ca: undefined },
  automation: [],
};
const bare: Environment = {
  slackBotToken: undefined,
  slackAppToken: undefined,
  slackSigningSecret: undefined,
  slackApiUrl: undefined,
  port: 0,
  redisUrl: undefined,
  logLevel: 'silent',
  googleEndpoint: undefined,
  googleToken: 'emulator',
};
const serviceAccount = (name: string) => ({
  type: 'service_account',
  client_email: `${name}@acme-prod.iam.gserviceaccount.com`,
  private_key: 'not a key',
});
const person = {
  type: 'authorized_user',
  client_id: 'id',
  client_secret: 'not a secret',
  refresh_token: 'not a token',
};

describe.skipIf(!startRedis)('what is shared through Redis', () => {
  let redis: TestRedis;
  let folder: string;
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);
  const opened: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    if (startRedis) redis = await startRedis();
    folder = mkdtempSync(join(tmpdir(), 'iap-doctor-credentials-'));
  }, 60_000);
  beforeEach(async () => void (await redis.command('FLUSHALL')));
  afterEach(async () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await Promise.all(opened.splice(0).map((each) => each.close()));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await redis?.stop();
  });

  const openAs = async (credentials: object, environment = bare): Promise<Assembled> => {
    const file = join(folder, 'credentials.json');
    writeFileSync(file, JSON.stringify(credentials));
    process.env.GOOGLE_APPLICATION_CREDENTIALS = file;
    process.env.GOOGLE_CLOUD_PROJECT = 'acme-prod';
    const product = await assemble(config, { ...environment, redisUrl: redis.url });
    opened.push(product);
    return product;
  };
  /** Asks until what was read has arrived in Redis, and gives the prefix that stands for the caller. */
  const callerOf = async ({ cache }: Assembled): Promise<string> => {
    const known = new Set((await redis.command('KEYS', 'iap-doctor:fact:*')) as string[]);
    const ask = asker(cache, new FakeGoogle());
    let name: string | undefined;
    await until('stored', async () => {
      await ask({ key: `iap.getIamPolicy projects/${known.size}`, fresh: true });
      const names = (await redis.command('KEYS', 'iap-doctor:fact:*')) as string[];
      name = names.find((each) => !known.has(each) && each.endsWith('}'));
      return name !== undefined;
    });
    return name?.split(':{')[0] ?? '';
  };

  it('is what one service account was told, by whichever process', async () => {
    const [first, second] = [await openAs(serviceAccount('doctor')), await openAs(serviceAccount('doctor'))];
    expect(await callerOf(first)).toBe(await callerOf(second));
  });

  it('is nothing another service account was told', async () => {
    const [first, second] = [await openAs(serviceAccount('doctor')), await openAs(serviceAccount('nurse'))];
    expect(await callerOf(first)).not.toBe(await callerOf(second));
  });

  it('is nothing that a caller without a known address was told', async () => {
    const [first, second] = [await openAs(person), await openAs(person)];
    expect(await callerOf(first)).not.toBe(await callerOf(second));
  });

  it('is what one emulator said to one token', async () => {
    const at = (port: number, googleToken: string): Promise<Assembled> =>
      openAs(person, { ...bare, googleToken, googleEndpoint: new URL(`http://127.0.0.1:${port}`) });
    const one = await callerOf(await at(1, 'a'));
    expect(await callerOf(await at(1, 'a'))).toBe(one);
    expect(await callerOf(await at(1, 'b'))).not.toBe(one);
    expect(await callerOf(await at(2, 'a'))).not.toBe(one);
  });

  it('is the work of one Slack app, whose token is not written down', async () => {
    const openFor = async (slackBotToken: string): Promise<Once> => {
      const shared = await assembleShared({ ...bare, redisUrl: redis.url, slackBotToken });
      opened.push(shared);
      return shared.once;
    };
    const token = 'a bot token';
    const [here, there, stranger] = await Promise.all([
      openFor(token),
      openFor(token),
      openFor('another bot token'),
    ]);
    let n = 0;
    await until('shared', async () => {
      n += 1;
      expect(await here.claim(`event ${n}`, 60_000)).toBe(true);
      return !(await there.claim(`event ${n}`, 60_000));
    });
    expect(await stranger.claim(`event ${n}`, 60_000)).toBe(true);
    const names = (await redis.command('KEYS', '*')) as string[];
    expect(names.length).toBeGreaterThan(0);
    expect(names.join(' ')).not.toContain(token);
  });

  it('is reported to the log when it ends and begins again', async () => {
    const said: string[] = [];
    const note = (fields: Record<string, unknown>, message: string): void =>
      void said.push(`${String(fields.shared)}: ${message}`);
    const logger = { info: note, warn: note };
    const environment = { ...bare, redisUrl: redis.url, googleEndpoint: new URL('http://127.0.0.1:1') };
    opened.push(await assemble(config, environment, logger), await assembleShared(environment, logger));
    await redis.kill();
    await until('the loss is told', () => said.filter((line) => line.includes('is away')).length === 2);
    await redis.start();
    await until('the return is told', () => said.filter((line) => line.includes('again')).length === 2);
    expect(new Set(said.map((line) => line.split(':')[0]))).toEqual(new Set(['facts', 'work']));
  });
});

it('is nothing where there is no Redis', async () => {
  const [here, there] = [await assemble(config, bare), await assemble(config, bare)];
  const google = new FakeGoogle();
  for (const { cache } of [here, there]) {
    expect(cache.health().kind).toBe('memory');
    expect((await asker(cache, google)()).cached).toBe(false);
  }
  await Promise.all([here.close(), there.close()]);
});

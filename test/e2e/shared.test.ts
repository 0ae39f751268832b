/** Two processes of the built program with one Redis: one set of calls, and a killed Redis costs nothing but the sharing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld, sandboxConfigYaml } from '../../src/sandbox/world.js';
import { run } from '../support/program.js';
import { redisForTests, type TestRedis } from '../support/redis.js';

const startRedis = await redisForTests();

/** Milliseconds; a test starts up to nine processes, and the machine may be busy with other tests. */
const PATIENT = 90_000;

describe.skipIf(!startRedis)('two processes that share a Redis', { timeout: PATIENT }, () => {
  let google: GoogleEmulator;
  let redis: TestRedis;
  let folder: string;
  beforeAll(async () => {
    if (!startRedis) return;
    google = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }), latencyMs: 40 });
    redis = await startRedis();
    folder = mkdtempSync(join(tmpdir(), 'iap-doctor-shared-'));
    writeFileSync(join(folder, 'iap-doctor.yaml'), sandboxConfigYaml());
  });
  afterAll(async () => {
    await redis?.stop();
    await google?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const ask = (who: string, shared: NodeJS.ProcessEnv = { REDIS_URL: redis.url }, where = 'dashboard') =>
    run(['why', who, where, '--json', '--config', join(folder, 'iap-doctor.yaml')], {
      IAP_DOCTOR_GOOGLE_ENDPOINT: google.url,
      ...shared,
    });

  it('ask Google once between them when they ask the same at the same time', async () => {
    // Sharing is given up for a while when this machine stalls longer than Redis may take; one undisturbed try is proof.
    const extra: number[] = [];
    for (const who of ['noor@acme.test', 'ines@acme.test', 'otto@acme.test']) {
      const alone = JSON.parse((await ask(who, {})).stdout).cost.calls as number;
      const before = google.requests.length;
      const both = await Promise.all([ask(who), ask(who)]);
      expect(both.map((ended) => ended.code)).toEqual([1, 1]);
      const made = google.requests.length - before;
      const told = both.map((ended) => JSON.parse(ended.stdout).cost.calls as number);
      expect(told.reduce((a, b) => a + b, 0)).toBe(made);
      extra.push(made - alone);
      if (made <= alone) break;
    }
    expect(Math.min(...extra), `calls beyond those of one process: ${extra.join(', ')}`).toBeLessThanOrEqual(
      0,
    );
  });

  /**
   * Asks again until it costs nothing, thrice at most: sharing is given up for a while when this machine stalls longer
   * than Redis may take. Gives the calls of the last try, and its answer.
   */
  const askAgain = async (who: string, where: string) => {
    for (let tries = 1; ; tries += 1) {
      const before = google.requests.length;
      const answer = JSON.parse((await ask(who, undefined, where)).stdout);
      const made = google.requests.length - before;
      expect(answer.cost.calls).toBe(made);
      if (made === 0 || tries === 3) return { made, answer };
    }
  };

  it('answer from what the other one read, with no call at all', async () => {
    await ask('noor@acme.test');
    const { made, answer } = await askAgain('noor@acme.test', 'dashboard');
    expect(made).toBe(0);
    expect(answer).toMatchObject({ verdict: 'denied', cost: { calls: 0, roundTrips: 0 } });
  });

  it('ask no more where one of the looks is refused every time', async () => {
    // A group of somebody else's fails the search over all groups; the one inside the own customer is answered.
    const first = JSON.parse((await ask('bob@acme.test', undefined, 'batch')).stdout);
    const refused = google.requests.filter(
      ({ path, status }) => status === 403 && path.includes('searchTransitiveGroups'),
    );
    expect(refused.length).toBeGreaterThan(0);
    const { made, answer } = await askAgain('bob@acme.test', 'batch');
    expect(made).toBe(0);
    expect(answer.verdict).toBe(first.verdict);
  });

  it('answer just as well when Redis dies in between', async () => {
    const alive = JSON.parse((await ask('maya@acme.test')).stdout);
    const running = ask('maya@acme.test');
    await redis.kill();
    const during = await running;
    const after = await ask('maya@acme.test');
    for (const ended of [during, after]) {
      expect(ended.code).toBe(1);
      expect(JSON.parse(ended.stdout).cause.code).toBe(alive.cause.code);
    }
    await redis.start();
    expect((await ask('maya@acme.test')).code).toBe(1);
  });
});

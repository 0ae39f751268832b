/** A bot without Google credentials says that in one sentence, with what to run, instead of all it could not read. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerTo, understand } from '../../commands/ask.js';
import { commonFlags } from '../../src/cli-flags.js';
import { exitCodeOf } from '../../src/exit-code.js';
import { createGoogle } from '../../src/google/index.js';
import type { Answer } from '../../src/render/answer.js';
import { renderText } from '../../src/render/text.js';
import { sandboxConfigYaml } from '../../src/sandbox/world.js';
import { createMemoryFactCache } from '../../src/store/memory.js';
import { configOf } from '../support/ask-google.js';

const clock = { now: () => Date.now() };
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'iap-doctor-nobody-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('CLOUDSDK_CONFIG', home);
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true, force: true });
});

async function ask(...words: string[]): Promise<Answer> {
  const google = createGoogle();
  const cache = createMemoryFactCache({ clock, version: 'test', identity: 'nobody' });
  try {
    return await answerTo(
      understand(words, 'terminal', commonFlags),
      { config: configOf(sandboxConfigYaml()), google, cache, clock, newReference: () => '7Q2MK4XD' },
      {
        speaker: { surface: 'terminal', self: undefined, resolveSlackUser: undefined },
        signal: new AbortController().signal,
        timeoutMs: 8_000,
        fresh: false,
        progress: () => undefined,
        mayAskAbout: () => true,
      },
      (_id, error) => {
        throw error;
      },
    );
  } finally {
    await cache.close();
    google.close();
  }
}

describe('without Google credentials', () => {
  it.each([
    'why noor@acme.test dashboard',
    'why noor@acme.test https://lunch.apps.acme.test',
    'why noor@acme.test',
    'who dashboard',
    'who https://lunch.apps.acme.test',
    'status',
  ])('%s says so once, and what to run', async (words) => {
    const answer = await ask(...words.split(' '));
    expect(exitCodeOf(answer)).toBe(3);
    if (answer.kind !== 'why' && answer.kind !== 'who' && answer.kind !== 'status')
      throw new Error(JSON.stringify(answer));
    const { blindSpots } = answer.report;
    expect(blindSpots.map(({ what }) => what)).toEqual([
      'I found no Google credentials, so I could not ask Google anything.',
    ]);
    expect(blindSpots[0]?.needs).toContain('a service account where I run');
    expect(JSON.stringify(answer)).not.toMatch(/roles\/|403/);
  });

  it('the command to run stands in the answer, with the scopes that people and groups need', async () => {
    const answer = await ask('why', 'noor@acme.test', 'dashboard');
    expect(answer).toMatchObject({ report: { verdict: 'unknown', cause: { code: 'api-unavailable' } } });
    const how = { colour: false, width: 100, about: 'other', debug: false, now: new Date() } as const;
    const text = renderText(answer, how);
    expect(text).toContain('I have no Google credentials that work.');
    expect(text).toContain('gcloud auth application-default login --scopes=openid,');
    expect(text).toContain('admin.directory.user.readonly');
    expect(text.split('\n').length).toBeLessThan(25);
  });
});

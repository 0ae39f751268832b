/** Who may ask what, in Slack and in a terminal, and what scripts see of the built program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, understand } from '../../commands/ask.js';
import { assemble } from '../../src/assemble.js';
import { commonFlags } from '../../src/cli-flags.js';
import { loadConfig } from '../../src/config-load.js';
import { parseSubject } from '../../src/names/index.js';
import type { Answer } from '../../src/render/answer.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld, sandboxConfigYaml } from '../../src/sandbox/world.js';
import { run } from '../support/program.js';

let google: GoogleEmulator;
let folder: string;
let config: string;
beforeAll(async () => {
  google = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }) });
  folder = mkdtempSync(join(tmpdir(), 'iap-doctor-changes-'));
  config = join(folder, 'iap-doctor.yaml');
  writeFileSync(config, sandboxConfigYaml());
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await google.close();
});

async function inSlack(words: readonly string[], admin: boolean): Promise<Answer> {
  const loaded = loadConfig({ file: config, env: { IAP_DOCTOR_GOOGLE_ENDPOINT: google.url } });
  if (!loaded.ok) throw new Error('no configuration');
  const { app, close } = await assemble(loaded.config, loaded.environment);
  const self = parseSubject('maya@acme.test');
  try {
    return await answerTo(
      understand(words, 'slack', commonFlags),
      app,
      {
        speaker: { surface: 'slack', self, resolveSlackUser: async () => parseSubject('ana@acme.test') },
        signal: new AbortController().signal,
        timeoutMs: 20_000,
        fresh: false,
        progress: () => undefined,
        mayAskAbout: (subject) => admin || (subject.kind === 'user' && subject.email === 'maya@acme.test'),
        isAdmin: () => admin,
      },
      (_id, error) => {
        throw error;
      },
    );
  } finally {
    await close();
  }
}

describe('who may ask', () => {
  it('everybody about themselves, also about one place', async () => {
    for (const words of [
      ['changes', 'me'],
      ['changes', 'maya@acme.test', 'dashboard', 'since', '7d'],
    ]) {
      const answer = await inSlack(words, false);
      expect(answer).toMatchObject({ kind: 'changes', report: { person: 'user:maya@acme.test' } });
    }
  });

  it('only administrators about others, about places and about everything', async () => {
    for (const words of [
      ['changes'],
      ['changes', 'dashboard'],
      ['changes', 'ana@acme.test'],
      ['changes', '<@U12345678|ana>', '--since', '7d'],
    ]) {
      const refused = await inSlack(words, false);
      expect(refused).toMatchObject({ kind: 'mistake', mistake: { nearest: '/iap changes me' } });
      expect((await inSlack(words, true)).kind).toBe('changes');
    }
  });
});

describe('changes, as a script sees it', () => {
  const ask = (...words: string[]) =>
    run([...words, '--config', config], { IAP_DOCTOR_GOOGLE_ENDPOINT: google.url });

  it('is one JSON document in the shape of the contract, and ends with 0', async () => {
    const ended = await ask('changes', '--json', '--since', '2d');
    expect(ended.code, ended.stderr).toBe(0);
    const report = JSON.parse(ended.stdout);
    expect(Object.keys(report).slice(0, 7)).toEqual([
      'schema',
      'id',
      'window',
      'subject',
      'changes',
      'folded',
      'unreadable',
    ]);
    expect(report).toMatchObject({ schema: 'iap-doctor.changes/1', subject: null, unreadable: 0 });
    for (const change of report.changes) {
      expect(Object.keys(change).slice(0, 11)).toEqual([
        ...[
          'at',
          'actor',
          'actorKind',
          'tool',
          'kind',
          'resource',
          'summary',
          'deltas',
          'effect',
          'relation',
          'entry',
        ],
      ]);
      expect(Object.keys(change.effect)).toEqual(['gained', 'lost', 'gainedCount', 'lostCount', 'complete']);
    }
    expect(report.changes.find(({ run: r }: { run: object | null }) => r !== null)).toMatchObject({
      actor: 'hr-sync@acme-prod.iam.gserviceaccount.com',
      effect: { lostCount: 214 },
      relation: 'cause',
    });
  });

  it('ends with 3 when no log can be read, and with 2 for a time nobody understands', async () => {
    google.faults.push({ kind: 'forbidden', api: 'logging' });
    try {
      const ended = await ask('changes', '--json');
      expect(ended.code).toBe(3);
      expect(JSON.parse(ended.stdout).blindSpots[0].needs).toContain('roles/logging.viewer');
    } finally {
      google.faults.length = 0;
    }
    const wrong = await ask('changes', '--since', 'lately');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('30m, 24h, 7d');
  });
});

/** `expect` from outside, on the built program: live, with no network on a snapshot and a case, and with a proposed policy. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld, sandboxConfigYaml } from '../../src/sandbox/world.js';
import { run } from '../support/program.js';

/** Nobody listens there, so a question that needed Google could not be answered. */
const NOWHERE = 'http://127.0.0.1:9';

let google: GoogleEmulator;
let folder: string;
beforeAll(async () => {
  google = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }) });
  folder = mkdtempSync(join(tmpdir(), 'iap-doctor-expect-'));
  writeFileSync(join(folder, 'iap-doctor.yaml'), sandboxConfigYaml());
  const made = await iap(google.url, 'snapshot', '--out', 'iap.yaml');
  expect(made.code, made.stderr).toBe(0);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await google.close();
});

const iap = (endpoint: string, ...words: string[]) =>
  run(words, { IAP_DOCTOR_GOOGLE_ENDPOINT: endpoint }, folder);

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const HOLDS = `expect:
  - { who: ana@acme.test, where: dashboard, verdict: allowed }
  - { where: payroll, denied: [ana@acme.test], allowed: [bea@acme.test] }
`;

describe('expect', () => {
  it('ends with 0 when everything holds, live and on a snapshot without a network', async () => {
    const file = write('holds.yaml', HOLDS);
    for (const ended of [
      await iap(google.url, 'expect', file),
      await iap(NOWHERE, 'expect', file, '--snapshot', 'iap.yaml'),
    ]) {
      expect(ended.code, ended.stdout + ended.stderr).toBe(0);
      expect(ended.stdout).toMatch(/^✓ All 3 expectations hold\./);
    }
  });

  it('ends with 1 when one is broken and says the cause, not only that it failed', async () => {
    const file = write(
      'broken.yaml',
      '- who: maya@acme.test\n  where: dashboard\n  verdict: allowed\n  because: she is on call\n',
    );
    const live = await iap(google.url, 'expect', file, '--json');
    expect(live.code).toBe(1);
    const report = JSON.parse(live.stdout);
    expect(report).toMatchObject({
      schema: 'iap-doctor.expect/1',
      outcome: 'broken',
      met: 0,
      broken: 1,
      open: 0,
    });
    expect(report.results[0]).toMatchObject({
      verdict: 'denied',
      code: 'grant-removed',
      line: 1,
      because: 'she is on call',
    });
    const text = await iap(
      NOWHERE,
      'expect',
      file,
      '--snapshot',
      'iap.yaml',
      '--github',
      '--junit',
      'report.xml',
    );
    expect(text.code).toBe(1);
    expect(text.stdout).toMatch(/maya@acme\.test is not a\s+member/);
    expect(text.stdout).toMatch(/^::error file=broken\.yaml,line=1,/);
    expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('<failure type="not-in-group"');
  });

  it('ends with 3 when something could not be told and nothing is broken', async () => {
    const file = write('open.yaml', '- { who: tom@acme.test, where: payroll, verdict: denied }\n');
    const ended = await iap(google.url, 'expect', file);
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('could not be told');
  });

  it('ends with 3, never with 0 or 1, when Google cannot be asked', async () => {
    const ended = await iap(NOWHERE, 'expect', write('holds.yaml', HOLDS));
    expect(ended.code).toBe(3);
  });

  it('demands the reason where one is named', async () => {
    const right = write(
      'right.yaml',
      '- { who: maya@acme.test, where: dashboard, verdict: denied, code: grant-removed }\n',
    );
    const wrong = write(
      'wrong.yaml',
      '- { who: maya@acme.test, where: dashboard, verdict: denied, code: deny-policy }\n',
    );
    expect((await iap(google.url, 'expect', right)).code).toBe(0);
    expect((await iap(google.url, 'expect', wrong)).code).toBe(1);
  });

  it('takes levels, time and address from the file', async () => {
    const file = write(
      'given.yaml',
      '- { who: tom@acme.test, where: payroll, verdict: allowed, access-levels: [corp_device] }\n',
    );
    const ended = await iap(NOWHERE, 'expect', file, '--snapshot', 'iap.yaml');
    expect(ended.code, ended.stdout).toBe(0);
  });

  it('answers from a saved case with no network as it was answered live', async () => {
    const saved = await iap(google.url, 'why', 'maya@acme.test', 'dashboard', '--save', 'case.json');
    expect(saved.code).toBe(1);
    const file = write(
      'case.yaml',
      '- { who: maya@acme.test, where: dashboard, verdict: denied, code: grant-removed }\n',
    );
    const ended = await iap(NOWHERE, 'expect', file, '--case', 'case.json');
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    const other = write('other.yaml', '- { who: ana@acme.test, where: payroll, verdict: denied }\n');
    expect((await iap(NOWHERE, 'expect', other, '--case', 'case.json')).code).toBe(3);
  });

  it('tells whom a proposed policy would lock out before anybody applies it', async () => {
    const policy = write(
      'policy.yaml',
      'bindings:\n- role: roles/iap.httpsResourceAccessor\n  members: [user:ana@acme.test]\netag: x\nversion: 1\n',
    );
    const file = write('holds.yaml', HOLDS);
    const offline = await iap(
      NOWHERE,
      'expect',
      file,
      '--snapshot',
      'iap.yaml',
      '--proposed',
      policy,
      '--on',
      'dashboard',
      '--json',
    );
    const report = JSON.parse(offline.stdout);
    expect(offline.code).toBe(0);
    expect(report.hits).toEqual([expect.objectContaining({ service: 'dashboard', gained: [] })]);
    expect(report.hits[0].lost).toContain('user:bob@acme.test');
    expect(report.hits[0].lost).not.toContain('user:ana@acme.test');
    const live = await iap(google.url, 'expect', file, '--proposed', policy, '--on', 'dashboard', '--json');
    expect(JSON.parse(live.stdout).hits).toEqual(report.hits);
    const none = write('none.yaml', 'bindings: []\n');
    const locked = await iap(google.url, 'expect', file, '--proposed', none, '--on', 'dashboard');
    expect(locked.code).toBe(1);
    expect(locked.stdout).toMatch(/With the proposed policy of dashboard/);
  });

  it.each([
    [['expect'], /takes one file/],
    [['expect', 'nowhere.yaml'], /does not exist/],
    [['expect', 'iap.yaml'], /no list of expectations/],
    [['expect', 'holds.yaml', '--proposed', 'policy.yaml'], /needs the node/],
    [['expect', 'holds.yaml', '--case', 'case.json', '--snapshot', 'iap.yaml'], /neither a snapshot/],
    [['expect', 'holds.yaml', '--snapshot', 'holds.yaml'], /is not a snapshot/],
    [['drift', 'holds.yaml'], /is not a snapshot/],
    [['drift', 'iap.yaml', '--since', 'ever'], /--since takes/],
    [['snapshot', 'iap.yaml'], /takes no words/],
  ])('refuses %j with one sentence and exit code 2', async (words, said) => {
    write('holds.yaml', HOLDS);
    const ended = await iap(NOWHERE, ...words);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(said);
    expect(existsSync(join(folder, 'undefined'))).toBe(false);
  });
});

describe('snapshot', () => {
  it('goes to standard output as it would go to a file', async () => {
    const ended = await iap(google.url, 'snapshot');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toBe(readFileSync(join(folder, 'iap.yaml'), 'utf8'));
  });

  it('is not written, and ends with 3, when nothing can be read', async () => {
    const ended = await iap(NOWHERE, 'snapshot', '--out', 'blind.yaml', '--timeout', '5s');
    expect(ended.code).toBe(3);
    expect(existsSync(join(folder, 'blind.yaml'))).toBe(false);
  });
});

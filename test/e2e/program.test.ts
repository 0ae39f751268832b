/** The built program from outside: exit codes, one JSON document, honest usage errors, saving and answering again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld, sandboxConfigYaml } from '../../src/sandbox/world.js';
import { run } from '../support/program.js';
import { whyContract } from '../support/why-contract.js';

let google: GoogleEmulator;
let folder: string;
let config: string;
beforeAll(async () => {
  google = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }) });
  folder = mkdtempSync(join(tmpdir(), 'iap-doctor-e2e-'));
  config = join(folder, 'iap-doctor.yaml');
  writeFileSync(config, sandboxConfigYaml());
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await google.close();
});

const ask = (...words: string[]) =>
  run([...words, '--config', config], { IAP_DOCTOR_GOOGLE_ENDPOINT: google.url });

describe('why, as a script sees it', () => {
  it.each([
    ['allowed', 'ana@acme.test', 0],
    ['denied', 'maya@acme.test', 1],
  ] as const)(
    '%s ends with the right exit code and one JSON document that keeps the contract',
    async (verdict, who, code) => {
      const ended = await ask('why', who, 'dashboard', '--json');
      expect(ended.code, ended.stderr).toBe(code);
      expect(whyContract.parse(JSON.parse(ended.stdout)).verdict).toBe(verdict);
    },
  );

  it('cannot tell ends with 3 and names what is missing', async () => {
    const ended = await ask('why', 'tom@acme.test', 'payroll', '--json');
    expect(ended.code).toBe(3);
    const report = whyContract.parse(JSON.parse(ended.stdout));
    expect(report.cause?.code).toBe('condition-needs-context');
    expect(report.blindSpots[0]?.needs).toMatch(/access-level/);
  });

  it('is settled by the access level that is given', async () => {
    const ended = await ask('why', 'tom@acme.test', 'payroll', '--json', '--access-level', 'corp_device');
    expect(JSON.parse(ended.stdout).verdict).toBe('allowed');
    expect(ended.code).toBe(0);
  });

  it('reads well as text: the verdict first, the reference on the last line, no colours in a pipe', async () => {
    const ended = await ask('why', 'maya@acme.test', 'dashboard');
    const lines = ended.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/Maya can't get into dashboard/);
    expect(ended.stdout).not.toContain('\u001b[');
    expect(lines.slice(-2).join(' ')).toMatch(/[0-9A-Z]{4}-?[0-9A-Z]{4}/);
  });

  it('without a place answers for every known service', async () => {
    const ended = await ask('why', 'ana@acme.test', '--json', '--timeout', '20s');
    const report = whyContract.parse(JSON.parse(ended.stdout));
    expect((report.services ?? []).length).toBeGreaterThan(8);
  });
});

describe('bad input', () => {
  it.each([
    [['whyy', 'ana@acme.test'], /why/],
    [['why'], /who.*Try .?iap-doctor why alice@example.com dashboard/is],
    [['why', 'ana@acme'], /@/],
    [['why', 'group:eng@acme.test'], /group/],
    [['why', 'ana@acme.test', 'dashbord'], /Did you mean.*dashboard/s],
    [['why', 'ana@acme.test', 'dashboard', 'now'], /one word too many/],
    [['why', 'ana@acme.test', 'dashboard', '--at', 'yesterday'], /RFC 3339/],
    [['why', 'ana@acme.test', 'dashboard', '--ip', '10.0.0'], /IP address/],
    [['why', 'ana@acme.test', 'dashboard', '--path', 'admin'], /\/admin/],
    [['why', 'ana@acme.test', 'dashboard', '--timeout', 'soon'], /8s/],
    [['why', 'ana@acme.test', 'dashboard', '--acess-level', 'x'], /--access-level/],
    [['why', 'ana@acme.test', 'dashboard', '--ip'], /needs a value/],
    [['why', 'me', 'dashboard'], /--me/],
    [['help', 'nothing'], /verb/],
    [['replay'], /case file/],
  ] as const)('%j gets a sentence and exit code 2', async (words, sentence) => {
    const text = await ask(...words);
    expect(text.code).toBe(2);
    expect(text.stdout).toBe('');
    expect(text.stderr).toMatch(sentence);
    const json = await ask(...words, '--json');
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout).error.message).toBeTruthy();
  });

  it('a configuration with several mistakes is reported in one go, with lines', async () => {
    const bad = join(folder, 'bad.yaml');
    writeFileSync(
      bad,
      'organization: acme\nservices:\n  - name: x\n    url: nowhere\n    resource: projects/1\nslak: {}\n',
    );
    const ended = await run(['why', 'ana@acme.test', 'x', '--config', bad]);
    expect(ended.code).toBe(2);
    for (const part of [/organization/, /url/, /resource/, /slak/, /slack/])
      expect(ended.stderr).toMatch(part);
  });

  it('an endpoint that is not on this computer is refused', async () => {
    const ended = await run(['why', 'ana@acme.test', 'dashboard', '--config', config], {
      IAP_DOCTOR_GOOGLE_ENDPOINT: 'http://192.0.2.1:80',
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/IAP_DOCTOR_GOOGLE_ENDPOINT/);
  });

  it('a Google that is not there is an honest "cannot tell", on time', async () => {
    const ended = await run(
      ['why', 'ana@acme.test', 'dashboard', '--json', '--config', config, '--timeout', '8s'],
      {
        IAP_DOCTOR_GOOGLE_ENDPOINT: 'http://127.0.0.1:9',
      },
    );
    expect(ended.code).toBe(3);
    expect(whyContract.parse(JSON.parse(ended.stdout)).cause?.code).toBe('api-unavailable');
  });
});

describe('a saved case', () => {
  it('answers the same with no network, and holds no token', async () => {
    const file = join(folder, 'case.json');
    const live = await ask('why', 'maya@acme.test', 'dashboard', '--json', '--save', file);
    const again = await run(['replay', file, '--json']);
    expect(again.code).toBe(live.code);
    const [a, b] = [JSON.parse(live.stdout), JSON.parse(again.stdout)];
    for (const key of [
      'id',
      'verdict',
      'cause',
      'also',
      'grants',
      'nearMiss',
      'fixes',
      'changes',
      'blindSpots',
    ])
      expect(b[key], key).toEqual(a[key]);
    expect(b.cost.calls).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toMatch(/bearer|emulator"|ya29|eyJ/i);
  });
});

/** Every wrong configuration has a file and a promised sentence, and every mistake in a file is said at once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatMistakes, loadConfig } from '../../src/config-load.js';
import { containerName, formatAllowMember, iapName } from '../../src/names/index.js';

const BAD = join(import.meta.dirname, 'fixtures');
const GOOD = join(import.meta.dirname, 'good');

const load = (file: string | undefined, env: NodeJS.ProcessEnv = {}) => loadConfig({ file, env });

const mistakesIn = (file: string): string => {
  const result = load(file);
  return result.ok ? '' : formatMistakes(result.mistakes);
};

describe('a wrong file', () => {
  // The promise stands in the file itself, on the lines that begin with `#|`.
  it.each(readdirSync(BAD))('%s is answered with what it promises', (name) => {
    const promised = readFileSync(join(BAD, name), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('#|'))
      .map((line) => line.slice(3))
      .join('\n');
    expect(promised).not.toBe('');
    expect(mistakesIn(join(BAD, name)).replaceAll(`${BAD}/`, '')).toBe(promised);
  });

  it('that does not exist or cannot be read is a mistake, not a crash', () => {
    expect(mistakesIn('/no/such/file.yaml')).toBe(
      '/no/such/file.yaml  the file does not exist\n    expected: a readable YAML file',
    );
    expect(mistakesIn(BAD)).toContain('the file is a directory');
  });

  it('never repeats a password or a token', () => {
    expect(mistakesIn(join(BAD, 'urls.yaml'))).not.toContain('hunter2');
    expect(mistakesIn(join(BAD, 'unknown-keys.yaml'))).not.toContain('never-shown');
  });

  it('is reported together with what is wrong in the environment', () => {
    const result = load(join(BAD, 'syntax.yaml'), { PORT: 'eighty' });
    expect(result.ok ? [] : result.mistakes.map((mistake) => mistake.path)).toEqual(['', 'PORT']);
  });
});

describe('a right file', () => {
  it('is understood whole', () => {
    const result = load(join(GOOD, 'whole.yaml'));
    if (!result.ok) throw new Error(formatMistakes(result.mistakes));
    const { config } = result;
    expect(config.organization && containerName(config.organization)).toBe('organizations/700000000001');
    expect(config.projects.map(containerName)).toEqual(['projects/acme-prod', 'projects/111111111111']);
    const [dashboard, shop] = config.services;
    expect(dashboard).toMatchObject({
      name: 'dashboard',
      aliases: ['dash'],
      audience: '123-abc.apps.googleusercontent.com',
      grpc: 'acme.orders.v1.Orders/List',
    });
    expect(dashboard?.url?.href).toBe('https://dash.acme.test/');
    expect(dashboard?.resource && iapName(dashboard.resource)).toBe(
      'projects/111111111111/iap_web/compute/services/2222222222222222222',
    );
    expect(dashboard?.owners.map(formatAllowMember)).toEqual(['group:dash-owners@acme.test']);
    expect(shop?.url?.href).toBe('http://127.0.0.1:8080/app');
    expect(shop).toMatchObject({ aliases: [], owners: [] });
    expect(shop).toHaveProperty('audience', undefined);
    expect(config.slack).toMatchObject({
      channels: ['C0123456789'],
      replyDelayMs: 45_000,
      dryRun: true,
      hourlyBudget: 60,
    });
    expect(config.slack.admins.map(formatAllowMember)).toEqual([
      'group:iap-admins@acme.test',
      'user:root@acme.test',
    ]);
    expect(config.probe.ca).toBe(join(GOOD, 'ca.pem'));
    expect(config.probe.allow).toContain('vpn.acme.test');
    expect(config.probe.connectTo).toEqual({
      'dash.acme.test': '10.1.2.3:443',
      'shop.acme.test:8443': '[fd00::1]:443',
    });
    expect(config.probe.accounts).toEqual([
      'probe@acme-prod.iam.gserviceaccount.com',
      'other@acme-prod.iam.gserviceaccount.com',
    ]);
    expect(config.automation.map(formatAllowMember)).toEqual([
      'serviceAccount:ci-deployer@acme-prod.iam.gserviceaccount.com',
    ]);
  });

  it('may leave quotes away without losing a digit', () => {
    const result = load(join(GOOD, 'unquoted-numbers.yaml'));
    if (!result.ok) throw new Error(formatMistakes(result.mistakes));
    expect(result.config.organization?.id).toBe('700000000001');
    expect(result.config.projects[0]?.id).toBe('9007199254740993');
    expect(result.config.slack.replyDelayMs).toBe(0);
  });

  it.each([join(GOOD, 'empty.yaml'), undefined])(
    '%s may be empty or missing: everything has a default',
    (file) => {
      const result = load(file);
      if (!result.ok) throw new Error(formatMistakes(result.mistakes));
      expect(result.config).toEqual({
        organization: undefined,
        projects: [],
        services: [],
        slack: { channels: [], admins: [], replyDelayMs: 0 },
        probe: { allow: [], connectTo: {}, accounts: [], ca: undefined },
        automation: [],
      });
    },
  );

  it('is the one of --config before the one of IAP_DOCTOR_CONFIG', () => {
    const empty = join(GOOD, 'empty.yaml');
    const whole = join(GOOD, 'whole.yaml');
    const byEnv = load(undefined, { IAP_DOCTOR_CONFIG: whole });
    const byFlag = load(empty, { IAP_DOCTOR_CONFIG: whole });
    expect(byEnv.ok && byEnv.config.services.length).toBe(2);
    expect(byFlag.ok && byFlag.config.services.length).toBe(0);
  });
});

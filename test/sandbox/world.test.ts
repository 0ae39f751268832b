/** The fictional company: its table is true, its names are fictional, and its own Google agrees with the verdicts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decideAccess } from '../../src/sandbox/google/evaluate/decide.js';
import {
  acmeWorld,
  sandboxConfigYaml,
  sandboxServices,
  type WorldScenario,
  worldScenarios,
} from '../../src/sandbox/world.js';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const world = acmeWorld({ now: () => NOW });
/** Denials that have nothing to do with IAM: Google's policies would let these people in. */
const OUTSIDE_IAM = [
  ...['account-disabled', 'service-agent-not-invoker', 'host-not-allowed', 'identity-source-mismatch'],
  ...['oauth-client-missing', 'iap-enabled-twice', 'service-replaced'],
];
/** Places where Google's policies do not decide at all. */
const WITHOUT_IAM: Readonly<Record<string, () => boolean>> = {
  legacy: () => world.backendServices.find(({ name }) => name === 'legacy')?.iapEnabled === false,
  shop: () => JSON.stringify([...world.iapSettings]).includes('gcipSettings'),
};
/** What only the log or a missing level name tells: policy alone leaves it open. */
const OPEN_IN_POLICY = [
  'access-level-ip',
  'access-level-device',
  'access-level-other',
  'access-level-broken',
  'access-level-unknown-name',
  'condition-needs-context',
  'access-level-unsupported-target',
];

function decide({ who, where }: WorldScenario): string {
  const service = sandboxServices.find((s) => s.name === where || (s.url && where.startsWith(`${s.url}/`)));
  if (!service) throw new Error(`${where} is not a service`);
  const url = service.url === undefined ? undefined : new URL(where.includes('://') ? where : service.url);
  return decideAccess(world, {
    principal: who,
    resource: service.resource,
    permission: service.resource.includes('iap_tunnel')
      ? 'iap.tunnelInstances.accessViaIAP'
      : 'iap.webServiceVersions.accessViaIAP',
    request: {
      ...(url ? { host: url.hostname } : {}),
      ...(url && where.includes('://') ? { path: url.pathname } : {}),
    },
  }).value;
}

describe('acme.test', () => {
  it('has a table in its file that says what the scenarios say', () => {
    const file = readFileSync(new URL('../../src/sandbox/world.ts', import.meta.url), 'utf8');
    const rows = [...file.matchAll(/^ \* (\S+@\S+) +(\S+) +(allowed|denied|unknown) +(\S+)$/gm)].map((m) =>
      m.slice(1),
    );
    expect(rows).toEqual(
      worldScenarios.map(({ who, where, verdict, code }) => [who, where, verdict, code ?? '-']),
    );
  });

  it.each(worldScenarios)(
    '$who at $where: the IAM part of "$verdict" ($code) is what its own Google says',
    (scenario) => {
      const { code, verdict } = scenario;
      const value = decide(scenario);
      const without = WITHOUT_IAM[scenario.where];
      if (without) {
        expect(without()).toBe(true);
        return;
      }
      if (code !== null && OUTSIDE_IAM.includes(code)) expect(value).toBe('yes');
      else if (code !== null && OPEN_IN_POLICY.includes(code)) expect(value).toBe('unknown');
      else expect(value).toBe(verdict === 'allowed' ? 'yes' : 'no');
    },
  );

  it('stops people for every reason it was made for', () => {
    const codes = new Set(worldScenarios.map(({ code }) => code));
    const wanted = [
      ...[
        'no-grant',
        'role-lacks-permission',
        'granted-elsewhere',
        'run-invoker-only',
        'wrong-permission-kind',
      ],
      ...['custom-role-lacks-permission', 'not-in-group', 'membership-expired', 'dynamic-group-stale'],
      ...['membership-restricted', 'deleted-principal', 'group-missing', 'other-account', 'account-disabled'],
      ...['outside-domain', 'condition-expired', 'condition-hours', 'condition-malformed', 'condition-path'],
      ...[
        'condition-host',
        'condition-unsupported-attribute',
        'change-propagating',
        'public',
        'inherited-grant',
      ],
      ...[
        'condition-bypassed',
        'domain-wider',
        'nested-grant',
        'deny-policy',
        'boundary-excludes',
        'access-level-ip',
      ],
    ];
    expect(wanted.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('has only domains that cannot exist, apart from the names Google gives to service accounts', () => {
    const text = JSON.stringify([
      world.users,
      world.groups,
      world.customers,
      [...world.policies],
      sandboxServices,
    ]);
    const domains = [...text.matchAll(/(?:@|https:\/\/|domain:)([a-z0-9.-]+)/g)].map((m) => m[1] ?? '');
    expect(domains.length).toBeGreaterThan(100);
    const real = domains.filter((d) => !d.endsWith('.test') && !d.endsWith('.gserviceaccount.com'));
    expect(real).toEqual([]);
  });

  it('is the same world whenever it is built, moved by the clock', () => {
    const later = acmeWorld({ now: () => NOW + 86_400_000 });
    expect(later.logEntries).toHaveLength(world.logEntries.length);
    const gap = (at: number): number =>
      Date.parse(later.logEntries[at]?.timestamp ?? '') - Date.parse(world.logEntries[at]?.timestamp ?? '');
    expect(new Set(world.logEntries.map((_, at) => gap(at)))).toEqual(new Set([86_400_000]));
  });

  it('keeps the hours condition closed on every day it may be started', () => {
    for (let day = 0; day < 7; day += 1) {
      const scenario = worldScenarios.find(({ code }) => code === 'condition-hours');
      if (!scenario) throw new Error('no such scenario');
      const then = acmeWorld({ now: () => NOW + day * 86_400_000 });
      const resource = sandboxServices.find(({ name }) => name === scenario.where)?.resource ?? '';
      const permission = 'iap.webServiceVersions.accessViaIAP';
      expect(decideAccess(then, { principal: scenario.who, resource, permission }).value).toBe('no');
    }
  });

  it('gives every log entry its own id', () => {
    const ids = world.logEntries.map((entry) => entry.insertId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes itself in a configuration, with other addresses and channels where they are given', () => {
    const config: unknown = parse(sandboxConfigYaml());
    expect(config).toMatchObject({ organization: '700000000001', projects: ['acme-prod', 'acme-data'] });
    expect((config as { services: unknown[] }).services).toHaveLength(sandboxServices.length);
    const moved: unknown = parse(
      sandboxConfigYaml({
        urlOf: (name) => (name === 'wiki' ? 'https://127.0.0.1:8443' : undefined),
        channels: ['C1'],
        allow: ['127.0.0.1:8443'],
      }),
    );
    expect(moved).toMatchObject({ slack: { channels: ['C1'] }, probe: { allow: ['127.0.0.1:8443'] } });
    expect(JSON.stringify(moved)).toContain('"url":"https://127.0.0.1:8443"');
  });
});

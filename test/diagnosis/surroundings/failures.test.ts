/** Each look around the IAM decision, failing in every way: the verdict stays or is unknown, and the gap is named with its cure. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/sandbox/google/emulator.js';
import { worldScenarios } from '../../../src/sandbox/world.js';
import { askWhen } from '../../support/around.js';
import { type Product, startProduct } from '../../support/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

interface Look {
  readonly look: string;
  readonly who: string;
  readonly where: string;
  readonly fault: Pick<Fault, 'api' | 'path'>;
  /** The right that has to be asked for when it is missing. */
  readonly needs: string;
  /** A loss that can hide a definite block leaves the verdict open; one that only explains leaves it. */
  readonly open: boolean;
}

const looks: readonly Look[] = [
  {
    look: 'the settings of the service',
    who: 'ana@acme.test',
    where: 'dashboard',
    fault: { api: 'iap', path: /services\/2222222222222222222:iapSettings/ },
    needs: 'iap.webServices.getSettings',
    open: true,
  },
  {
    look: 'the settings of the project',
    who: 'ana@acme.test',
    where: 'dashboard',
    fault: { api: 'iap', path: /^\/v1\/projects\/\d+:iapSettings/ },
    needs: 'iap.projects.getSettings',
    open: true,
  },
  {
    look: 'the backend service',
    who: 'ana@acme.test',
    where: 'dashboard',
    fault: { api: 'compute', path: /backendServices\/2222222222222222222/ },
    needs: 'compute.backendServices.get',
    open: true,
  },
  {
    look: 'the Cloud Run service',
    who: 'hana@acme.test',
    where: 'reports --host reports.acme.test',
    fault: { api: 'run', path: /services\/reports$/ },
    needs: 'run.services.get',
    open: true,
  },
  {
    look: 'who may invoke the Cloud Run service',
    who: 'hana@acme.test',
    where: 'reports --host reports.acme.test',
    fault: { api: 'run', path: /services\/reports:getIamPolicy/ },
    needs: 'run.services.getIamPolicy',
    open: true,
  },
  {
    look: 'the application',
    who: 'bob@acme.test',
    where: 'batch',
    fault: { api: 'appengine' },
    needs: 'appengine.applications.get',
    open: true,
  },
  {
    look: 'what stands behind the load balancer',
    who: 'dana@acme.test',
    where: 'docs',
    fault: { api: 'compute', path: /networkEndpointGroups/ },
    needs: 'etworkEndpointGroups.get',
    open: true,
  },
  {
    look: 'temporary access',
    who: 'ivo@acme.test',
    where: 'warehouse',
    fault: { api: 'privilegedaccessmanager' },
    needs: 'privilegedaccessmanager.entitlements.list',
    open: false,
  },
  {
    look: 'organisation policies',
    who: 'remy@partner.test',
    where: 'wiki',
    fault: { api: 'orgpolicy' },
    needs: 'orgpolicy.policy.get',
    open: false,
  },
  {
    look: 'the logs',
    who: 'noor@acme.test',
    where: 'dashboard',
    fault: { api: 'logging' },
    needs: 'logging.privateLogEntries.list',
    open: false,
  },
];

const kinds = [
  'forbidden',
  'throttled',
  'server-error',
  'half-json',
  'api-disabled',
  'hang',
  'not-found',
] as const;

describe.each(looks)('$look', ({ who, where, fault, needs, open }) => {
  const [place = '', ...flags] = where.split(' ');

  it.each(kinds)('that fails with %s turns nothing round, and is named', async (kind) => {
    const options = { timeoutMs: kind === 'hang' ? 1500 : 15_000 };
    const whole = await askWhen(product, who, place, { flags });
    const began = performance.now();
    const report = await askWhen(product, who, place, { flags, options, faults: [{ ...fault, kind }] });
    expect(performance.now() - began).toBeLessThan(options.timeoutMs + 3000);
    const said = JSON.stringify(report.cause ?? report.blindSpots);
    if (kind === 'not-found') {
      // Google's own word that there is nothing of the kind.
      expect([whole.verdict, 'unknown'], said).toContain(report.verdict);
      return;
    }
    expect(report.verdict, said).toBe(open ? 'unknown' : whole.verdict);
    expect(report.cause?.code ?? null, said).toBe(
      open ? report.blindSpots[0]?.code : (whole.cause?.code ?? null),
    );
    const gaps = report.blindSpots.map((spot) => `${spot.what} ${spot.needs}`).join('\n');
    if (kind === 'forbidden' || kind === 'api-disabled') expect(gaps).toContain(needs);
    else expect(report.blindSpots.length).toBeGreaterThan(0);
    for (const spot of report.blindSpots) expect(spot.needs).not.toBe('');
  });
});

describe('what the person is told', () => {
  const checks = [
    ...['iap-switch', 'bypass', 'enabled-twice', 'gcip', 'identity-source', 'oauth-client', 'host', 'reauth'],
    ...[
      'preflight',
      'service-agent',
      'let-in',
      'replaced',
      'lent-access',
      'org-policy',
      'level-target',
      'owner-tunnels',
    ],
  ];

  it('names nobody else and no resource, in any scenario', async () => {
    const seen = new Set<string>();
    for (const scenario of worldScenarios.slice(-20)) {
      const report = await askWhen(product, scenario.who, scenario.where);
      for (const { check, text, adminText } of report.findings.filter((f) => checks.includes(f.check))) {
        seen.add(check);
        const others = [...text.matchAll(/[\w.-]+@[\w.-]+/g)]
          .map((m) => m[0])
          .filter((m) => m !== scenario.who);
        expect(others, text).toEqual([]);
        expect(text).not.toMatch(/projects\/|organizations\/|folders\/|roles\/|\d{12,}/);
        expect(adminText.length).toBeGreaterThanOrEqual(text.length);
      }
    }
    expect(seen.size).toBeGreaterThan(10);
  });
});

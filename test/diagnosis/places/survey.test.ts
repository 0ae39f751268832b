/** `why` without a place: the newest refusal decides which service is explained, and nothing is made up without one. */
import { describe, expect, it } from 'vitest';
import { type AuthorizeEntry, parseAuthorize } from '../../../src/changes/authorize.js';
import { pick } from '../../../src/diagnosis/places/newest-refusal.js';
import type { WhyReport } from '../../../src/diagnosis/report.js';
import { type Email, iapName, parseEmail, parseIapResource } from '../../../src/names/index.js';
import { type Authorization, logAuthorization } from '../../../src/sandbox/google/change.js';
import type { World } from '../../../src/sandbox/google/model.js';
import { sandboxConfigYaml, sandboxServices, undeclaredServices } from '../../../src/sandbox/world.js';
import { type Product, startProduct } from '../../support/product.js';
import { whyContract } from '../../support/why-contract.js';
import { backend, outcome, PROD, projectsOnly, report } from './company.js';

const MINUTE = 60_000;
const nodeOf = (name: string): string => {
  const found = sandboxServices.find((one) => one.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found.resource;
};

interface Asked {
  readonly found: WhyReport;
  readonly paths: readonly string[];
}

async function surveying(
  who: string,
  arrange: (world: World, product: Product) => void,
  yaml = sandboxConfigYaml(),
  flags: readonly string[] = [],
): Promise<Asked> {
  const product = await startProduct(yaml);
  try {
    arrange(product.google.world, product);
    const found = report(await product.cold(['why', who, ...flags]));
    expect(whyContract.parse(JSON.parse(JSON.stringify(found)))).toBeTruthy();
    return { found, paths: product.google.requests.map(({ path }) => path) };
  } finally {
    await product.close();
  }
}

/** Logs a decision so many minutes ago. */
const decided = (world: World, minutes: number, more: Omit<Authorization, 'at'>): void => {
  logAuthorization(world, { ...more, at: world.clock.now() - minutes * MINUTE });
};
const names = (found: WhyReport): readonly string[] => (found.services ?? []).map(({ name }) => name);

describe('without a place', () => {
  it('the service of the newest refusal is explained, and every other one has its line', async () => {
    const { found } = await surveying('eli@acme.test', (world) => {
      decided(world, 5, {
        resource: nodeOf('wiki'),
        granted: false,
        email: 'eli@acme.test',
        host: 'wiki.acme.test',
      });
      decided(world, 1, {
        resource: nodeOf('hr'),
        granted: true,
        email: 'eli@acme.test',
        host: 'hr.acme.test',
      });
    });
    expect(found.where.name).toBe('wiki');
    expect(found.verdict).toBe('denied');
    expect(found.note).toMatch(
      /^No service was named, so this is about wiki: IAP refused eli@acme\.test there on /,
    );
    expect(found.note).not.toContain('likely');
    expect(names(found)).toContain('orders');
    expect(names(found)).toContain('dashboard');
    expect(names(found)).not.toContain('wiki');
    expect(new Set(names(found)).size).toBe(names(found).length);
  });

  it('somebody asked by another address is found in the log by the primary one', async () => {
    const { found } = await surveying('ana.lima@acme.test', (world) =>
      decided(world, 5, { resource: nodeOf('payroll'), granted: false, email: 'ana@acme.test' }),
    );
    expect(found.where.name).toBe('payroll');
    expect(found.note).toContain('IAP refused ana@acme.test there');
  });

  it('one person\u2019s refusal is found among hundreds of others that are newer', async () => {
    const { found } = await surveying('noor@acme.test', (world) => {
      decided(world, 600, { resource: nodeOf('hr'), granted: false, email: 'noor@acme.test' });
      for (let i = 0; i < 400; i++)
        decided(world, 100 - i / 5, {
          resource: nodeOf('wiki'),
          granted: false,
          ip: `198.51.100.${i % 250}`,
        });
    });
    expect(found.where.name).toBe('hr');
  });

  it('a refusal that names nobody is theirs, likely, when time, host and address fit', async () => {
    const { found } = await surveying('noor@acme.test', (world) => {
      const host = 'wiki.acme.test';
      decided(world, 20, {
        resource: nodeOf('wiki'),
        granted: true,
        email: 'noor@acme.test',
        host,
        ip: '203.0.113.90',
      });
      decided(world, 10, { resource: nodeOf('wiki'), granted: false, host, ip: '203.0.113.90' });
      decided(world, 5, { resource: nodeOf('hr'), granted: false, host: 'hr.acme.test', ip: '203.0.113.90' });
      decided(world, 2, {
        resource: nodeOf('payroll'),
        granted: false,
        host: 'payroll.acme.test',
        ip: '203.0.113.91',
      });
    });
    expect(found.where.name).toBe('wiki');
    expect(found.note).toContain('(likely: the entry names nobody, but time, host and address fit)');
  });

  it('without a host that fits, time and address are enough where nobody else was seen at that address', async () => {
    const visit = (world: World): void => {
      decided(world, 20, {
        resource: nodeOf('wiki'),
        granted: true,
        email: 'noor@acme.test',
        host: 'wiki.acme.test',
        ip: '203.0.113.90',
      });
      decided(world, 10, {
        resource: nodeOf('hr'),
        granted: false,
        host: 'hr.acme.test',
        ip: '203.0.113.90',
      });
    };
    const { found } = await surveying('noor@acme.test', visit);
    expect(found.where.name).toBe('hr');
    expect(found.note).toContain('(likely: the entry names nobody, but time and address fit)');
    const shared = await surveying('noor@acme.test', (world) => {
      visit(world);
      decided(world, 30, {
        resource: nodeOf('hr'),
        granted: false,
        email: 'otto@acme.test',
        ip: '203.0.113.90',
      });
    });
    expect(shared.found.where.resource).toBe('');
  });

  it('no refusal gives the list alone, and says that there was none', async () => {
    const { found } = await surveying('vera@acme.test', () => undefined);
    expect(found.where).toEqual({ name: 'every known service', resource: '', url: null });
    expect(found.verdict).toBe('unknown');
    expect(found.note).toContain('I found no refusal of vera@acme.test in the last 7 days of logs');
    expect(found.fixes).toEqual([]);
    expect(names(found)).toContain('dashboard');
  });

  it('logs that cannot be read are no proof that nobody was refused', async () => {
    const { found } = await surveying('maya@acme.test', (_world, { google }) => {
      google.faults.push({ api: 'logging', kind: 'forbidden' });
    });
    expect(found.where.resource).toBe('');
    expect(found.note).toContain('I could not read IAP\u2019s logs everywhere');
    expect(found.note).not.toContain('I found no refusal');
    const spot = found.blindSpots.find(({ code }) => code === 'logs-not-readable');
    expect(spot?.needs).toContain('roles/logging.privateLogViewer');
  });

  it('the log itself names a service that is neither configured nor listed', async () => {
    const { found } = await surveying(
      'noor@acme.test',
      (world, { google }) => {
        decided(world, 5, { resource: nodeOf('wiki'), granted: false, email: 'noor@acme.test' });
        google.faults.push({ path: /aggregated\/backendServices/, kind: 'forbidden' });
      },
      projectsOnly('acme-prod'),
    );
    expect(found.where).toMatchObject({ name: nodeOf('wiki'), resource: nodeOf('wiki') });
    expect(found.note).toContain('the backend services of projects/acme-prod');
    expect(found.blindSpots.some(({ needs }) => needs.includes('compute.backendServices.list'))).toBe(true);
  });

  it('logs that are off are said to be off, instead of "no refusal"', async () => {
    const { found } = await surveying('noor@acme.test', () => undefined, projectsOnly('acme-data'));
    expect(found.note).toContain('but IAP\u2019s decisions are not logged in projects/222222222222.');
    expect(found.blindSpots.map(({ code }) => code)).toContain('data-access-logs-off');
    const on = await surveying('noor@acme.test', () => undefined, projectsOnly('acme-prod'));
    expect(on.found.blindSpots.map(({ code }) => code)).not.toContain('data-access-logs-off');
  });

  it('a refusal at a version of App Engine is about its service', async () => {
    const { found } = await surveying('noor@acme.test', (world) =>
      decided(world, 5, {
        resource: `${nodeOf('batch')}/versions/v2`,
        granted: false,
        email: 'noor@acme.test',
      }),
    );
    expect(found.where).toMatchObject({ name: 'batch', resource: nodeOf('batch') });
  });

  it('--at takes the log up to that moment', async () => {
    const product = await startProduct();
    try {
      const { world } = product.google;
      decided(world, 90, { resource: nodeOf('wiki'), granted: false, email: 'vera@acme.test' });
      decided(world, 5, { resource: nodeOf('hr'), granted: false, email: 'vera@acme.test' });
      const at = new Date(world.clock.now() - 60 * MINUTE).toISOString();
      expect(report(await product.cold(['why', 'vera@acme.test', '--at', at])).where.name).toBe('wiki');
      expect(report(await product.cold(['why', 'vera@acme.test'])).where.name).toBe('hr');
    } finally {
      await product.close();
    }
  });
});

describe('the services of a survey', () => {
  it('are found by Google where none is configured, each under a name of its own', async () => {
    const { found } = await surveying(
      'vera@acme.test',
      () => undefined,
      projectsOnly('acme-prod', 'acme-data'),
    );
    expect(names(found)).toContain('store');
    expect(names(found)).toContain('dashboard');
    expect(new Set(names(found)).size).toBe(names(found).length);
  });

  it('are at most thirty, those left out are named, and the refused one is never left out', async () => {
    const ids: string[] = [];
    const { found, paths } = await surveying(
      'vera@acme.test',
      (world) => {
        world.backendServices.length = 0;
        for (let i = 0; i < 60; i++) ids.push(backend(world, `svc-${i}`));
        decided(world, 5, { resource: ids[55] ?? '', granted: false, email: 'vera@acme.test' });
      },
      projectsOnly('acme-prod'),
    );
    expect(found.where.name).toBe('svc-55');
    expect(found.services).toHaveLength(30);
    expect(found.note).toMatch(/Not looked at: svc-30, svc-31, .* and \d+ more\./);
    const logReads = paths.filter((path) => path.includes('entries:list')).length;
    expect(logReads, 'log reads are sixty a minute').toBeLessThan(12);
  });

  it('are none without a configuration, which is said as a mistake with what to type', async () => {
    const product = await startProduct('organization: "700000000001"\n');
    try {
      const answer = await product.cold(['why', 'vera@acme.test']);
      expect(outcome(answer)).toBe('mistake: No service is configured, so I need to be told where.');
    } finally {
      await product.close();
    }
  });

  it('that could not be listed at all are "cannot tell", not "none"', async () => {
    const { found } = await surveying(
      'vera@acme.test',
      (_world, { google }) => {
        for (const api of ['compute', 'run', 'appengine'] as const)
          google.faults.push({ api, kind: 'forbidden' });
      },
      projectsOnly('acme-prod'),
    );
    expect(found).toMatchObject({ verdict: 'unknown', cause: { code: 'service-not-found' } });
    expect(found.blindSpots.map(({ what }) => what).join()).toContain(
      'the Cloud Run services of projects/acme-prod',
    );
  });
});

describe('names from discovery', () => {
  const named = async (where: string, arrange: (world: World) => void = () => undefined): Promise<string> => {
    const product = await startProduct(projectsOnly('acme-prod', 'acme-data'));
    try {
      arrange(product.google.world);
      return outcome(await product.cold(['why', 'vera@acme.test', where]));
    } finally {
      await product.close();
    }
  };

  it.each([
    ['store-admin', undeclaredServices['store-admin']],
    ['Store-Admin', undeclaredServices['store-admin']],
    ['acme-prod/store-admin', undeclaredServices['store-admin']],
    [`${PROD}/store-admin`, undeclaredServices['store-admin']],
    ['tools', undeclaredServices.tools],
    ['jobs', undeclaredServices.jobs],
    ['edge-tools', undeclaredServices['edge-tools']],
    ['lake', nodeOf('lake')],
  ])('%s is found', async (where, resource) => {
    expect(await named(where)).toBe(resource);
  });

  it('that mean two services are listed, and the project tells them apart', async () => {
    const twice = (world: World): void => {
      backend(world, 'store', '222222222222');
    };
    expect(await named('store', twice)).toMatch(
      /^mistake: store is the name of more than one service: projects\/111111111111\/\S+; projects\/222222222222\//,
    );
    expect(await named('acme-prod/store', twice)).toBe(undeclaredServices.store);
  });

  it('that are near to one are asked back', async () => {
    expect(await named('stroe')).toBe(
      'mistake: I don\u2019t know a service called stroe. Did you mean store?',
    );
  });

  it('nobody has are a mistake that lists what there is', async () => {
    expect(await named('zzzzzzzzzzzz')).toMatch(
      /^mistake: I don\u2019t know a service called zzzzzzzzzzzz\. I know /,
    );
  });
});

describe('picking a refusal', () => {
  const email = parseEmail('vera@acme.test') as Email;
  const entry = (more: Partial<AuthorizeEntry>): AuthorizeEntry => {
    const raw = parseAuthorize({
      insertId: 'x',
      timestamp: '2026-11-22T09:00:00Z',
      protoPayload: { methodName: 'AuthorizeUser', serviceName: 'iap.googleapis.com' },
    });
    if (!raw) throw new Error('not an entry');
    return { ...raw, ...more };
  };

  it('tells services of one name in two projects apart', () => {
    const place = (project: string) => {
      const resource = parseIapResource(`projects/${project}/iap_web/cloud_run-europe-west1/services/tools`);
      if (!resource) throw new Error('not a resource');
      return { name: project, resource, url: undefined, service: undefined };
    };
    const places = [place('111111111111'), place('222222222222')];
    const found = pick([entry({ email, granted: false, resource: places[1]?.resource })], email, places);
    expect(found?.place.name).toBe('222222222222');
    const elsewhere = place('333333333333');
    const unknown = pick([entry({ email, granted: false, resource: elsewhere.resource })], email, places);
    expect(unknown?.place.name).toBe(iapName(elsewhere.resource));
  });

  it('does not take another person\u2019s refusal, nor a nameless one far away in time', () => {
    const resource = parseIapResource('projects/1/iap_web/compute/services/2');
    const other = parseEmail('otto@acme.test');
    const ip = '203.0.113.9';
    const entries = [
      entry({ email: other, granted: false, resource, ip }),
      entry({ at: '2026-11-22T08:00:00Z', granted: false, resource, ip, host: 'a' }),
      entry({ at: '2026-11-22T06:00:00Z', email, granted: true, resource, ip, host: 'a' }),
    ];
    expect(pick(entries, email, [])).toBeUndefined();
  });
});

/** A list that could not be read never makes a wrong place of a URL: it is found all the same, or said to be unseen. */
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/sandbox/google/emulator.js';
import type { World } from '../../../src/sandbox/google/model.js';
import { undeclaredServices } from '../../../src/sandbox/world.js';
import { asking, backend, balancer, certificate, projectsOnly, report, resolving } from './company.js';

/** Every list that leads to a place, by the path it is read at. */
const LISTS: Readonly<Record<string, RegExp>> = {
  'the project': /^\/v3\/projects\/acme-prod/,
  'forwarding rules': /aggregated\/forwardingRules/,
  'HTTPS proxies': /aggregated\/targetHttpsProxies/,
  'URL maps': /aggregated\/urlMaps/,
  'backend services': /aggregated\/backendServices/,
  certificates: /aggregated\/sslCertificates/,
  'Cloud Run services': /locations\/-\/services/,
  'domain mappings': /domainmappings/,
  'the application': /\/v1\/apps\/[^/]+$/,
  'custom domains of the application': /\/domainMappings/,
};
const KINDS: readonly Fault['kind'][] = ['forbidden', 'not-found', 'server-error', 'half-json', 'hang'];
/** A trap: beside the right way to each host stands another that is wrong and only visible when the right one is not. */
function trap(world: World): void {
  backend(world, 'wrong');
  // A wildcard that would take every host of the company.
  balancer(world, { name: 'wide-lb', hosts: [{ host: '*.acme.test', service: 'wrong' }] });
  // A load balancer for any host, and an old map for the very hosts that nothing leads to any more.
  balancer(world, { name: 'any-lb', hosts: [{ host: '*', service: 'wrong' }] });
  for (const host of ['store.acme.test', 'tools.acme.test', 'jobs.acme.test'])
    balancer(world, {
      name: `old-${host.split('.')[0]}`,
      attached: false,
      hosts: [{ host, service: 'wrong' }],
    });
}

const WANTED = {
  'https://store.acme.test/admin/x': undeclaredServices['store-admin'],
  'https://tools.acme.test/': undeclaredServices.tools,
  'https://jobs.acme.test/': undeclaredServices.jobs,
  'https://lunch.apps.acme.test/': undeclaredServices.apps,
};

const rows = Object.entries(LISTS).flatMap(([list, path]) =>
  KINDS.map((kind) => [list, kind, path] as const),
);

describe('every list failing in every way', () => {
  // At once, because those that hang take their time.
  it.concurrent.each(rows)('%s (%s) leads no URL astray', async (list, kind, path) => {
    const found = await resolving(Object.keys(WANTED), (world, google) => {
      trap(world);
      google.faults.push({ path, kind });
    });
    for (const [url, resource] of Object.entries(WANTED)) {
      // Google's 404 for an application says that there is none (App Engine Admin API, `apps.get`).
      if (list === 'the application' && kind === 'not-found' && resource === undeclaredServices.jobs)
        continue;
      // Without the project's number the same place has the project's text id.
      const place = found[url]?.replace('projects/acme-prod/', 'projects/111111111111/');
      expect([resource, 'mistake', 'unread'], `${url} gave ${place}`).toContain(place);
    }
  });

  it('leaves the way to every URL alone when nothing fails', async () => {
    const found = await resolving(Object.keys(WANTED), () => undefined);
    expect(found).toEqual(WANTED);
  });
});

describe('what could not be read', () => {
  it('is an answer of its own: cannot tell, with the list and the right that is missing', async () => {
    const { answer } = await asking('https://lunch.apps.acme.test/', (_world, { google }) => {
      google.faults.push({ path: /domainmappings/, kind: 'forbidden' });
    });
    const { verdict, cause, where, blindSpots } = report(answer);
    expect(verdict).toBe('unknown');
    expect(cause?.code).toBe('service-not-found');
    expect(cause?.text).toContain('the Cloud Run domain mappings of projects/acme-prod');
    expect(cause?.text).toContain('As far as I can see it is apps');
    expect(where).toEqual({
      name: 'lunch.apps.acme.test',
      resource: '',
      url: 'https://lunch.apps.acme.test/',
    });
    expect(blindSpots).toEqual([
      {
        code: 'service-not-found',
        what: expect.stringMatching(/domain mappings of projects\/acme-prod.*403/),
        needs: expect.stringContaining('run.domainmappings.list'),
      },
    ]);
  });

  it('is the backend service that a rule names: its name is told, and that its id was not seen', async () => {
    const { said, answer } = await asking('https://store.acme.test/', (_world, { google }) => {
      google.faults.push({ path: /aggregated\/backendServices/, kind: 'forbidden' });
    });
    const byName = 'projects/111111111111/iap_web/compute/services/store';
    expect(report(answer).cause?.text).toContain(`As far as I can see it is ${byName}: ask with that.`);
    expect(said).toBe('unknown: service-not-found');
    expect(
      report(answer)
        .blindSpots.map(({ needs }) => needs)
        .join(),
    ).toContain('compute.backendServices.list');
  });

  it('is no reason to take one service for two, when a project is listed by id and by number', async () => {
    const { said } = await asking(
      'https://store.acme.test/',
      (_world, { google }) => {
        google.faults.push({ path: /^\/v3\/projects\/acme-prod/, kind: 'forbidden' });
      },
      projectsOnly('acme-prod', '111111111111'),
    );
    expect(said.split('/').slice(2).join('/')).toBe(undeclaredServices.store.split('/').slice(2).join('/'));
  });

  it('does not stand in the way of a host that a rule names itself', async () => {
    const { said } = await asking('https://store.acme.test/', (_world, { google }) => {
      google.faults.push({ path: /domainmappings|\/apps\/|locations\/-\/services/, kind: 'forbidden' });
    });
    expect(said).toBe(undeclaredServices.store);
  });

  it('is waited for only as long as it can matter', async () => {
    const before = performance.now();
    const { said } = await asking('https://store.acme.test/', (_world, { google }) => {
      google.faults.push({ path: /domainmappings/, kind: 'hang' });
    });
    expect(said).toBe(undeclaredServices.store);
    expect(performance.now() - before).toBeLessThan(3_800);
  });

  it('says passing trouble as such', async () => {
    const { answer } = await asking('https://lunch.apps.acme.test/', (_world, { google }) => {
      google.faults.push({ path: /aggregated\/urlMaps/, kind: 'throttled' });
    });
    expect(report(answer).blindSpots.map(({ code }) => code)).toContain('api-throttled');
  });

  it('is told together with the nearest host, which is more likely than an unseen one', async () => {
    const { said } = await asking('https://stroe.acme.test/', (_world, { google }) => {
      google.faults.push({ path: /domainmappings/, kind: 'forbidden' });
    });
    expect(said).toContain('Did you mean store.acme.test?');
  });

  it('keeps a certificate that cannot be seen from deciding for a load balancer that takes any host', async () => {
    const { said } = await asking('https://intra.acme.test/', (world, { google }) => {
      backend(world, 'other');
      certificate(world, 'other-cert', ['other.acme.test']);
      balancer(world, { name: 'o', hosts: [{ host: '*', service: 'other' }], certificates: ['other-cert'] });
      google.faults.push({ path: /sslCertificates/, kind: 'forbidden' });
    });
    expect(said).toBe('unknown: service-not-found');
  });

  it('of a project that does not exist hides nothing: the host is unknown there', async () => {
    const { said } = await asking(
      'https://nowhere.example/',
      undefined,
      projectsOnly('acme-prod', 'acme-gone'),
    );
    expect(said).toMatch(/^(?:mistake: No service I know|unknown: service-not-found)/);
  });
});

/** The built program against real servers of other make: nginx and haproxy in place of the load balancer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateFlaw } from '../../src/sandbox/front/certificates.js';
import { DEPLOYER } from '../sandbox/front/harness.js';
import { type OtherPlan, type OtherServer, otherMakersForTests } from '../support/other-makers.js';
import { probeContract } from '../support/probe-contract.js';
import { openProbeStreet, type ProbeStreet } from '../support/probe-street.js';

const makers = await otherMakersForTests();

interface Scene {
  readonly what: string;
  readonly plan: (grpcPort: number) => OtherPlan;
  readonly flaw?: CertificateFlaw;
  readonly words?: readonly string[];
  /** With a token, so that a stream is opened and times are measured behind the answer. */
  readonly token?: boolean;
  /** Verdict, failed stage, cause. */
  readonly expected: readonly [string, string | null, string | null];
}

/** Nobody listens there. */
const NOBODY = 9;

const SCENES: readonly Scene[] = [
  {
    what: 'an app that is not there',
    plan: () => ({ service: { kind: 'http', port: NOBODY } }),
    expected: ['failing', 'backend', 'backend-error'],
  },
  {
    what: 'HTTP/1.1 only, asked for gRPC',
    plan: () => ({ service: { kind: 'status', status: 200 }, alpn: 'http/1.1' }),
    words: ['--grpc'],
    expected: ['failing', 'alpn', 'alpn-no-h2'],
  },
  {
    what: 'an expired certificate',
    plan: () => ({ service: { kind: 'status', status: 200 } }),
    flaw: 'expired',
    expected: ['failing', 'tls', 'tls-expired'],
  },
  {
    what: 'a redirect to another host',
    plan: () => ({ service: { kind: 'status', status: 302, location: 'https://elsewhere.acme.test/' } }),
    expected: ['failing', 'backend', 'redirected-elsewhere'],
  },
  {
    what: 'a page without any guard',
    plan: () => ({ service: { kind: 'status', status: 200, body: '<h1>open</h1>' } }),
    expected: ['exposed', 'iap', 'exposed'],
  },
  {
    what: 'IAP\u2019s own refusal, passed on',
    plan: () => ({
      service: { kind: 'status', status: 401, body: 'Invalid IAP credentials: empty token' },
      headers: { 'x-goog-iap-generated-response': 'true' },
    }),
    expected: ['guarded', null, null],
  },
  {
    what: 'a gRPC service',
    plan: (port) => ({ service: { kind: 'grpc', port } }),
    words: ['--grpc'],
    token: true,
    expected: ['through', null, null],
  },
];

const MAKES = ['nginx', 'haproxy'] as const;
const nameOf = (make: string, i: number): string => `${make}-${i}`;

describe.skipIf(makers === undefined)('in place of the load balancer', () => {
  let street: ProbeStreet;
  const servers: OtherServer[] = [];
  beforeAll(async () => {
    if (!makers) return;
    street = await openProbeStreet(
      { grpc: ['orders.acme.test'], careless: ['orders.acme.test'] },
      async ({ front }) => {
        const grpcPort = Number(new URL(await front.directUrl('orders.acme.test')).port);
        const connectTo: Record<string, string> = {};
        const services: Record<string, unknown>[] = [];
        for (const make of MAKES)
          for (const [i, { plan, flaw }] of SCENES.entries()) {
            const host = `${nameOf(make, i)}.acme.test`;
            const leaf = await front.authority.issue({ hosts: [host], flaw });
            const server = await makers[make](leaf, plan(grpcPort));
            servers.push(server);
            connectTo[host] = `127.0.0.1:${server.port}`;
            services.push({ name: nameOf(make, i), url: `https://${host}` });
          }
        return { connectTo, services };
      },
    );
  }, 120_000);
  afterAll(async () => {
    for (const server of servers) await server.close();
    await street?.close();
  });

  const all = MAKES.flatMap((make) => SCENES.map((scene, i) => [make, scene.what, i, scene] as const));
  it.each(all)('%s: %s is told rightly', async (make, _what, i, { words = [], token, expected }) => {
    const file = token ? ['--token-file', street.tokenFile(DEPLOYER)] : [];
    const ended = await street.probe(nameOf(make, i), ...words, ...file, '--json');
    expect(ended.stdout, ended.stderr).not.toBe('');
    const { verdict, failedStage, cause } = probeContract.parse(JSON.parse(ended.stdout));
    expect([verdict, failedStage, cause?.code ?? null]).toEqual(expected);
  });
});

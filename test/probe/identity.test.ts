/** Probes with an identity through the emulated front door: what is minted, what IAP makes of it, and what the app takes. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGoogle, type GoogleConnection } from '../../src/google/index.js';
import { type Email, parseIapResource } from '../../src/names/index.js';
import { judgeJwtTests } from '../../src/probe/jwt-test/judge.js';
import type { Observation } from '../../src/probe/observation.js';
import { probe } from '../../src/probe/probe.js';
import type { ProbeRequest } from '../../src/probe/request.js';
import { terms } from '../google/server.js';
import { DEPLOYER, OAUTH_CLIENT, openStreet, type Street } from '../sandbox/front/harness.js';

const HR = '7777777777777777777';
const GRAFANA = '5555555555555555555';
const hosts = { 'hr.acme.test': HR, 'grafana.acme.test': GRAFANA };

let street: Street;
let google: GoogleConnection;
beforeAll(async () => {
  street = await openStreet({ careless: ['grafana.acme.test'] });
  for (const id of Object.values(hosts))
    street.google.world.policies.set(`projects/111111111111/iap_web/compute/services/${id}`, {
      bindings: [{ role: 'roles/iap.httpsResourceAccessor', members: [`serviceAccount:${DEPLOYER}`] }],
    });
});
afterAll(() => street.close());
beforeEach(() => {
  google = createGoogle({ endpoint: new URL(street.google.url), retryBaseMs: 1 });
  street.google.requests.length = 0;
});
afterEach(() => {
  google.close();
  street.google.world.caller.denied = [];
  street.google.faults.length = 0;
  client(OAUTH_CLIENT);
});

/** The OAuth client of hr's backend service; undefined: Google manages it. */
function client(id: string | undefined): void {
  const found = street.google.world.backendServices.find((backend) => backend.id === HR);
  if (!found) throw new Error('hr has no backend service');
  found.oauth2ClientId = id;
}

async function seen(
  host: keyof typeof hosts,
  more: Partial<ProbeRequest> = {},
  timeoutMs = 8_000,
): Promise<Observation> {
  const resource = parseIapResource(`projects/111111111111/iap_web/compute/services/${hosts[host]}`);
  const url = `https://${host}/`;
  const probed = await probe(
    {
      target: {
        name: host,
        url,
        host,
        port: 443,
        secure: true,
        grpc: undefined,
        resource: undefined,
        runApp: false,
      },
      typed: url,
      resource,
      wish: { as: DEPLOYER as Email, proxyAuthorization: false },
      audience: undefined,
      grpc: undefined,
      streamMs: undefined,
      count: undefined,
      direct: undefined,
      jwtTest: false,
      origin: undefined,
      ...more,
    },
    {
      google,
      call: (signal) => terms({ signal }),
      rules: {
        known: [host],
        allow: ['127.0.0.0/8'],
        connectTo: { [host]: street.front.addressOf(host) },
      },
      trust: [street.front.caPem],
      now: Date.now,
      access: async () => undefined,
      say: () => undefined,
      trace: undefined,
    },
    { timeoutMs, signal: new AbortController().signal },
  );
  if (probed.kind !== 'seen') throw new Error(probed.sentence);
  return probed.observation;
}

const minted = (): string[] =>
  street.google.requests
    .filter(({ api }) => api === 'iamcredentials')
    .map(({ path }) => path.split(':').at(-1) ?? '');

describe('a probe as a service account', () => {
  it('goes in with an identity token for the client IAP signs people in with', async () => {
    const { reply, credential, expectedAudience, bare, blindSpots } = await seen('hr.acme.test');
    expect(bare?.status).toBe(302);
    expect(reply?.status).toBe(200);
    expect(credential).toMatchObject({ kind: 'id-token', aud: [OAUTH_CLIENT], email: DEPLOYER });
    expect(expectedAudience).toEqual({ value: OAUTH_CLIENT, from: 'redirect' });
    expect(blindSpots).toEqual([]);
    expect(minted()).toEqual(['generateIdToken']);
  });

  it('goes in with a JWT the account signs, where Google\u2019s records name no client', async () => {
    client(undefined);
    const { reply, credential, around } = await seen('hr.acme.test');
    expect(reply?.status).toBe(200);
    expect(around).toMatchObject({ clientsRead: true, oauthClientIds: [] });
    expect(credential).toMatchObject({
      kind: 'self-signed-jwt',
      aud: ['https://hr.acme.test/'],
      iss: DEPLOYER,
    });
    expect(minted()).toEqual(['signJwt']);
  });

  it('finds that out from IAP\u2019s refusal, where the records cannot be read', async () => {
    client(undefined);
    street.google.faults.push({ api: 'compute', kind: 'forbidden' });
    const { reply, credential } = await seen('hr.acme.test');
    expect(minted()).toEqual(['generateIdToken', 'signJwt']);
    expect(reply?.status).toBe(200);
    expect(credential.kind).toBe('self-signed-jwt');
  });

  it('shows IAP\u2019s refusal where the account may sign nothing', async () => {
    client(undefined);
    street.google.world.caller.denied = [{ permission: 'iam.serviceAccounts.signJwt' }];
    const { reply, credential, blindSpots } = await seen('hr.acme.test');
    expect(reply).toMatchObject({
      status: 401,
      body: expect.stringContaining('Invalid bearer token. Invalid JWT audience.'),
    });
    expect(credential.kind).toBe('id-token');
    expect(blindSpots).toMatchObject([{ code: 'token-not-minted' }]);
  });

  it('does not wait for records that never come', async () => {
    street.google.faults.push({ api: 'iap', kind: 'hang' }, { api: 'compute', kind: 'hang' });
    const { reply, credential, blindSpots } = await seen('hr.acme.test', {}, 3_000);
    expect(reply?.status).toBe(200);
    expect(credential.kind).toBe('id-token');
    expect(blindSpots.map(({ code }) => code)).toEqual(['deadline-exceeded', 'deadline-exceeded']);
  });
});

describe('the assertion tests', () => {
  const judged = ({ jwtTests, target }: Observation) =>
    judgeJwtTests(jwtTests, target).map(({ test, accepted, ok }) => [test, accepted, ok]);

  it('find an app that takes every assertion, with six requests', async () => {
    const before = street.front.requests().length;
    const observation = await seen('grafana.acme.test', { jwtTest: true });
    expect(judged(observation)).toEqual([
      ['NOT_SET', true, true],
      ['FUTURE_ISSUE', true, false],
      ['PAST_EXPIRATION', true, false],
      ['ISSUER', true, false],
      ['AUDIENCE', true, false],
      ['SIGNATURE', true, false],
    ]);
    const paths = street.front.requests().slice(before);
    expect(paths.filter((request) => JSON.stringify(request).includes('SECURE_TOKEN_TEST'))).toHaveLength(6);
  });

  it('find an app that looks', async () => {
    const observation = await seen('hr.acme.test', { jwtTest: true });
    expect(judged(observation).map(([, accepted, ok]) => [accepted, ok])).toEqual([
      [true, true],
      ...Array(5).fill([false, true]),
    ]);
  });

  it('send nothing without a credential', async () => {
    const before = street.front.requests().length;
    const { jwtTests } = await seen('hr.acme.test', { jwtTest: true, wish: { proxyAuthorization: false } });
    expect(jwtTests).toEqual([]);
    expect(street.front.requests().length - before).toBe(1);
  });
});

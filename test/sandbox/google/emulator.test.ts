/** The emulator as a server: credentials, unknown paths, faults, quotas, latency and the record of requests. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGoogleEmulator } from '../../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../../src/sandbox/world.js';
import { handClock, type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeEach(async () => {
  acme = await startAcme();
});
afterEach(async () => {
  await acme.emulator.close();
});

const project = (): Promise<unknown> => acme.google.manager.projects.get({ name: 'projects/acme-prod' });
const bearer = { headers: { authorization: 'Bearer t' } };

describe('the emulated front door of Google', () => {
  it('refuses a request without a bearer token', async () => {
    const response = await fetch(`${acme.emulator.url}/v3/projects/acme-prod`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { code: 401, status: 'UNAUTHENTICATED', details: [{ reason: 'CREDENTIALS_MISSING' }] },
    });
  });

  it('refuses a token it was told not to accept', async () => {
    const world = acmeWorld(handClock());
    const strict = await startGoogleEmulator({ world, acceptToken: (token) => token === 'good' });
    try {
      const ask = (token: string): Promise<Response> =>
        fetch(`${strict.url}/v3/projects/acme-prod`, { headers: { authorization: `Bearer ${token}` } });
      expect((await ask('bad')).status).toBe(401);
      expect((await ask('good')).status).toBe(200);
    } finally {
      await strict.close();
    }
  });

  it('answers an unknown path with the HTML 404 of the front end and escapes what was asked', async () => {
    const response = await fetch(`${acme.emulator.url}/v9/%3Cb%3E/"x`, bearer);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
    const body = await response.text();
    expect(body).toContain('Error 404 (Not Found)!!1');
    expect(body).not.toContain('"x');
  });

  it('calls a body that is not JSON an invalid argument', async () => {
    const response = await fetch(`${acme.emulator.url}/v2/entries:list`, {
      ...bearer,
      method: 'POST',
      body: '{"filter":',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { status: 'INVALID_ARGUMENT' } });
  });

  it('records every request with moment, method, path, api and status, and no token', async () => {
    await project();
    await fetch(`${acme.emulator.url}/nowhere?x=1`, bearer);
    expect(acme.emulator.requests).toEqual([
      {
        at: '2026-11-22T09:00:00.000Z',
        method: 'GET',
        path: '/v3/projects/acme-prod',
        api: 'cloudresourcemanager',
        status: 200,
      },
      { at: '2026-11-22T09:00:00.000Z', method: 'GET', path: '/nowhere?x=1', api: 'unknown', status: 404 },
    ]);
    expect(JSON.stringify(acme.emulator.requests)).not.toContain('test-token');
  });
});

describe('faults', () => {
  it.each([
    ['forbidden', 403, 'PERMISSION_DENIED', []],
    ['not-found', 404, 'NOT_FOUND', []],
    ['throttled', 429, 'RESOURCE_EXHAUSTED', ['RATE_LIMIT_EXCEEDED']],
    ['server-error', 500, 'INTERNAL', []],
    ['api-disabled', 403, 'PERMISSION_DENIED', ['SERVICE_DISABLED']],
  ] as const)('%s is answered with %i until it is taken away', async (kind, code, status, reasons) => {
    acme.emulator.faults.push({ api: 'cloudresourcemanager', kind });
    expect(await refusal(project())).toMatchObject({ code, status, reasons });
    acme.emulator.faults.pop();
    await project();
  });

  it('uses the older error bodies where Google does', async () => {
    acme.emulator.faults.push({ api: 'admin', kind: 'api-disabled' });
    const call = acme.google.admin.users.get({ userKey: 'ana@acme.test' });
    expect(await refusal(call)).toMatchObject({ code: 403, reasons: ['accessNotConfigured'] });
  });

  it('hits only the path it is meant for, and only as often as it says', async () => {
    acme.emulator.faults.push({ path: /acme-data/, kind: 'server-error', times: 1 });
    await project();
    const data = (): Promise<unknown> => acme.google.manager.projects.get({ name: 'projects/acme-data' });
    expect(await refusal(data())).toMatchObject({ code: 500 });
    await data();
  });

  it('sends Retry-After only when the fault carries one', async () => {
    acme.emulator.faults.push({ kind: 'throttled', retryAfter: 7, times: 1 }, { kind: 'throttled' });
    const ask = (): Promise<Response> => fetch(`${acme.emulator.url}/v3/projects/acme-prod`, bearer);
    expect((await ask()).headers.get('retry-after')).toBe('7');
    expect((await ask()).headers.get('retry-after')).toBeNull();
  });

  it('half JSON cannot be parsed', async () => {
    acme.emulator.faults.push({ kind: 'half-json' });
    const response = await fetch(`${acme.emulator.url}/v3/projects/acme-prod`, bearer);
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it('hang never answers, and closing does not wait for it', async () => {
    acme.emulator.faults.push({ kind: 'hang' });
    const hung = fetch(`${acme.emulator.url}/v3/projects/acme-prod`, bearer).then(
      () => 'answered',
      () => 'cut off',
    );
    while (acme.emulator.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await acme.emulator.close();
    expect(await hung).toBe('cut off');
    acme = await startAcme();
  });

  it('slow and latency delay the answer by what they say', async () => {
    const timed = async (): Promise<number> => {
      const from = performance.now();
      await fetch(`${acme.emulator.url}/v3/projects/acme-prod`, bearer);
      return performance.now() - from;
    };
    acme.emulator.faults.push({ kind: 'slow', ms: 60, times: 1 });
    expect(await timed()).toBeGreaterThanOrEqual(58);
    acme.emulator.switches.latencyMs = 40;
    expect(await timed()).toBeGreaterThanOrEqual(38);
  });
});

describe('quotas', () => {
  const deny = (): Promise<unknown> =>
    acme.google.iamV2.policies.listPolicies({
      parent: 'policies/cloudresourcemanager.googleapis.com%2Fprojects%2Facme-prod/denypolicies',
    });

  it('are not enforced unless switched on', async () => {
    for (let read = 0; read < 8; read += 1) await deny();
  });

  it('allow five deny reads a minute, and five more when the minute is over: a refused read costs nothing', async () => {
    acme.emulator.switches.quotas = true;
    for (let read = 0; read < 5; read += 1) await deny();
    acme.clock.move(30_000);
    expect(await refusal(deny())).toMatchObject({ code: 429, reasons: ['RATE_LIMIT_EXCEEDED'] });
    acme.clock.move(30_000);
    for (let read = 0; read < 5; read += 1) await deny();
  });

  it('count IAM v3 and logging on their own', async () => {
    acme.emulator.switches.quotas = true;
    for (let read = 0; read < 5; read += 1) await deny();
    const url = `${acme.emulator.url}/v3/organizations/700000000001/locations/global/principalAccessBoundaryPolicies`;
    const statuses: number[] = [];
    for (let read = 0; read < 6; read += 1) statuses.push((await fetch(url, bearer)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const logs = (): Promise<unknown> =>
      acme.google.logging.entries.list({ requestBody: { resourceNames: ['projects/acme-prod'] } });
    for (let read = 0; read < 60; read += 1) await logs();
    expect(await refusal(logs())).toMatchObject({ code: 429 });
  });
});
